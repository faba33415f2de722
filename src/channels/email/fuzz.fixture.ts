/** Letters damaged at random, the same for the same seed: what happens to mail on its way, and what somebody writes who wants the desk to stand still. */

/** A small generator of random numbers (mulberry32): the same seed gives the same run on every machine. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Random = (below: number) => number
export type Mutation = (letter: Buffer, random: Random) => Buffer

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!
const spliced = (letter: Buffer, at: number, cut: number, put: Buffer | string): Buffer => Buffer.concat([letter.subarray(0, at), typeof put === 'string' ? Buffer.from(put, 'latin1') : put, letter.subarray(at + cut)])
/** Where a line begins, near a random place. */
function lineStart(letter: Buffer, random: Random): number {
  const at = letter.indexOf(10, random(Math.max(1, letter.length)))
  return at < 0 ? letter.length : at + 1
}
const headEnd = (letter: Buffer): number => {
  const end = letter.indexOf('\r\n\r\n')
  return end >= 0 ? end + 2 : Math.max(0, letter.indexOf('\n\n') + 1)
}

const signs = ['\r\n\r\n', '\n\n', '\r', '\0', '=?', '?=', '=?utf-8?B?', '"', '\\', '<', '>', '<!--', ';', '(', ')', '=', '=\r\n', ':', ',', '@', '--', '> ', '\u001b$B', '\u00ff\u00fe', '\u00ef\u00bb\u00bf', '~{', '+AAA-']
const charsets = ['utf-8', 'windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic', 'utf-16', 'utf-16le', 'utf-7', 'iso-2022-jp', 'iso-2022-kr', 'hz-gb-2312', 'gb18030', 'big5', 'shift_jis', 'euc-kr', 'us-ascii', 'iso-8859-1', 'unknown-8bit', 'base64', 'ucs2', '', 'x'.repeat(200)]
const encodings = ['base64', 'quoted-printable', '7bit', '8bit', 'binary', 'x-uuencode', 'gzip', '']
const types = ['text/plain', 'text/html', 'text/enriched', 'text/calendar', 'multipart/mixed', 'multipart/alternative', 'multipart/related', 'multipart/report; report-type=delivery-status', 'multipart/digest', 'message/rfc822', 'message/delivery-status', 'message/feedback-report', 'text/rfc822-headers', 'application/ms-tnef', 'application/octet-stream', 'x', '']
/** Pieces of pages that do harm where they are shown. */
const harmful = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">x</a>', '<a href="java\tscript:alert(1)">x</a>', '<svg onload=alert(1)>', '<style>*{position:fixed}</style>', '<iframe src=//x.example></iframe>', '<form action=//x.example><input></form>', '<div style="background:url(https://x.example/a.png);position:fixed">x</div>', '<base href=//x.example>', '<meta http-equiv=refresh content=0>', '<math><mi xlink:href="javascript:alert(1)">x</mi></math>', '<p onclick=alert(1) OnLoad="alert(1)">x</p>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', '<img src="data:text/html,<script>alert(1)</script>">', '<a href="&#106;avascript:alert(1)">x</a>']

const replaced = (letter: Buffer, pattern: RegExp, put: (found: string) => string): Buffer => Buffer.from(letter.toString('latin1').replace(pattern, put), 'latin1')

export const mutations: Readonly<Record<string, Mutation>> = {
  'bits flipped': (letter, random) => {
    const out = Buffer.from(letter)
    for (let i = 1 + random(20); i > 0 && out.length > 0; i--) {
      const at = random(out.length)
      out[at] = out[at]! ^ (1 << random(8))
    }
    return out
  },
  'cut off': (letter, random) => letter.subarray(0, random(letter.length + 1)),
  'beginning lost': (letter, random) => letter.subarray(random(letter.length + 1)),
  'middle lost': (letter, random) => spliced(letter, random(letter.length + 1), random(2_000), ''),
  'a piece twice': (letter, random) => {
    const at = lineStart(letter, random)
    const piece = letter.subarray(at, at + random(20_000))
    return spliced(letter, lineStart(letter, random), 0, Buffer.concat(Array.from({ length: 1 + random(20) }, () => piece)))
  },
  'signs thrown in': (letter, random) => {
    let out = letter
    for (let i = 1 + random(6); i > 0; i--) out = spliced(out, random(out.length + 1), random(10), pick(random, signs).repeat(1 + random(40)))
    return out
  },
  'a run of one sign': (letter, random) => spliced(letter, lineStart(letter, random), 0, pick(random, [...signs, ' ', '\t', '\n', 'a', '-', '_', 'a: ', 'От: ', '<b>', '<td>', '<ul><li>', '</p>', '&lt;', '&']).repeat(1 + random(30_000))),
  'a huge field': (letter, random) => spliced(letter, Math.min(headEnd(letter), lineStart(letter, random)), 0, `${pick(random, ['Subject', 'From', 'To', 'References', 'In-Reply-To', 'Message-ID', 'Date', 'Content-Type', 'Content-Disposition', 'Received', 'X-Failed-Recipients', 'Auto-Submitted'])}: ${pick(random, ['a@b.example, ', '<a@b> ', '=?utf-8?Q?a?= ', 'x', '; a=b', '"', '(', '<', ' \r\n ', "a*0*=utf-8''%D0;", 'a:'.repeat(3)]).repeat(1 + random(20_000))}\r\n`),
  'thousands of fields': (letter, random) => spliced(letter, 0, 0, `${pick(random, ['From: a@b.example', 'Received: x', 'X-A: b', 'References: <a@b>', 'Content-Type: multipart/mixed; boundary=b', ' x'])}\r\n`.repeat(1 + random(5_000))),
  'parts within parts': (letter, random) => {
    const depth = 1 + random(80)
    const open = Array.from({ length: depth }, (_, i) => `Content-Type: multipart/${pick(random, ['mixed', 'alternative', 'related', 'digest'])}; boundary=${random(3) === 0 ? 'same' : `n${i}`}\r\n\r\n--${random(3) === 0 ? 'same' : `n${i}`}\r\n`)
    return Buffer.concat([Buffer.from(open.join('')), letter])
  },
  'letters within letters': (letter, random) => Buffer.concat([Buffer.from('Content-Type: message/rfc822\r\n\r\n'.repeat(1 + random(40))), letter]),
  'another charset': (letter, random) => replaced(letter, /charset="?[\w.-]+"?/gi, () => `charset=${pick(random, charsets)}`),
  'another transfer encoding': (letter, random) => replaced(letter, /^content-transfer-encoding:.*$/gim, () => `Content-Transfer-Encoding: ${pick(random, encodings)}`),
  'another type': (letter, random) => replaced(letter, /^(content-type:\s*)[\w/.+-]+/gim, found => `${/^content-type:\s*/i.exec(found)![0]}${random(3) > 0 ? found.slice(/^content-type:\s*/i.exec(found)![0].length) : pick(random, types)}`),
  'boundaries mixed up': (letter, random) => replaced(letter, /^--(\S{3,70})$/gm, found => pick(random, [found, found, `${found}--`, found.slice(1), `${found} `, '--', ''])),
  'line ends changed': (letter, random) => replaced(letter, /\r?\n/g, found => (random(30) === 0 ? pick(random, ['\r', '\n\r', '\r\r\n', '', '\n\n']) : found)),
  'harm thrown in': (letter, random) => {
    let out = letter
    for (let i = 1 + random(5); i > 0; i--) out = spliced(out, random(out.length + 1), 0, pick(random, harmful))
    return out
  },
  'a page of harm': (_, random) => Buffer.from(`From: a@b.example\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n${Array.from({ length: 1 + random(30) }, () => `${pick(random, ['', '<div>', '<table><tr><td>', '</div>', '<blockquote type=cite>', '<!--', '-->', '<title>', '<textarea>', '<xmp>', '<a title="', '">', '<p style="', '<img alt="'])}${pick(random, harmful)}`).join('')}`),
}

const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')

/** A few letters of every kind, for where no others are. */
export function ownLetters(): Buffer[] {
  return [
    ['From: =?utf-8?B?0JjQstCw0L0=?= <ivan@cafe.example>', 'To: "Служба, поддержки" <help@jupiter.example>', 'Subject: =?koi8-r?Q?=EB=C1=D3=D3=C1?=', 'Message-ID: <1@cafe.example>', 'In-Reply-To: <t1042.7.x@jupiter.example>', 'References: <1@a> <2@a>', 'Date: Sat, 26 Sep 2026 10:00:00 +0300', 'Content-Type: multipart/alternative; boundary="b b"', '', '--b b', 'Content-Type: text/plain; charset=utf-8; format=flowed', 'Content-Transfer-Encoding: base64', '', base64('Чек так и не вышел.\n\n26.09.2026, 10:00, "Поддержка" <help@jupiter.example>:\n> Проверьте кабель.\n\n-- \nИван'), '--b b', 'Content-Type: text/html; charset=windows-1251', 'Content-Transfer-Encoding: quoted-printable', '', '<div>=D7=E5=EA</div><div class=3D"gmail_quote"><blockquote type=3Dcite>=CA=E0<img src=3D"cid:1"><img src=3D"https://a.example/b.png"></blockquote></div>', '--b b--'],
    ['From: ivan@cafe.example', 'Subject: Fwd: scan', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=koi8-r', '', '---------- Forwarded message ---------', 'From: Bank <bank@bank.example>', 'Date: 26.09.2026 10:00', 'Subject: x', '', 'x', '--b', "Content-Disposition: attachment; filename*0*=utf-8''%D0%90; filename*1*=%D0%91.pdf", 'Content-Type: application/pdf', 'Content-Transfer-Encoding: base64', '', base64('%PDF-1.7 '.repeat(300)), '--b', 'Content-Type: message/rfc822', '', 'From: olga@cafe.example', 'Subject: inner', '', 'x', '--b', 'Content-Type: text/calendar; method=REQUEST', '', 'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'SUMMARY:Till', 'DTSTART;TZID=Europe/Moscow:20260926T100000', 'END:VEVENT', 'END:VCALENDAR', '--b--'],
    ['Return-Path: <>', 'From: Mail Delivery System <MAILER-DAEMON@mx.example>', 'Subject: Undelivered Mail Returned to Sender', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', '', 'I could not deliver your message.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; ivan@cafe.example', 'Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 user unknown', '--b', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <t1042.7.x@jupiter.example>', '--b--'],
    ['From: fbl@mail.example', 'Subject: FBL', 'Content-Type: multipart/report; report-type=feedback-report; boundary=b', '', '--b', '', 'Complaint.', '--b', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse', 'Original-Rcpt-To: <ivan@cafe.example>', '--b', 'Content-Type: message/rfc822', '', 'Message-ID: <1@jupiter.example>', '', 'x', '--b--'],
    ['From: news@shop.example', 'List-Id: <news.shop.example>', 'Precedence: bulk', 'Subject: Sale', 'Content-Type: text/html; charset=utf-8', '', '<html><head><style>p{color:red}</style></head><body><table><tr><td>Скидки</td></tr></table></body></html>'],
  ].map(lines => Buffer.from(lines.join('\r\n')))
}
