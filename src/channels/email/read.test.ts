import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { mailLimits } from './limits.ts'
import { withImages } from '../../messages/letters/show.ts'
import { read } from './read.ts'

/** A letter of lines; pieces that are bytes stay bytes. */
const letter = (...lines: (string | Uint8Array)[]): Uint8Array => Buffer.concat(lines.flatMap(line => [Buffer.from(line), Buffer.from('\r\n')]))
const inCharset = (text: string, charset: string): Uint8Array => iconv.encode(text, charset)
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64')

const senderOf = (value: string | Uint8Array) => read(letter(Buffer.concat([Buffer.from('From: '), Buffer.from(value)]), '', 'x')).from

describe('heads (pains.md 36)', () => {
  test.each([
    ['plain', 'Ivan <ivan@cafe.example>', { name: 'Ivan', address: 'ivan@cafe.example' }],
    ['quoted, with a comma', '"Иванов, Иван" <ivan@cafe.example>', { name: 'Иванов, Иван', address: 'ivan@cafe.example' }],
    ['base64', `=?UTF-8?B?${base64('Иван')}?= <ivan@cafe.example>`, { name: 'Иван', address: 'ivan@cafe.example' }],
    ['two words of one name', `=?utf-8?B?${base64('Иван ')}?= =?utf-8?B?${base64('Петров')}?= <a@b.example>`, { name: 'Иван Петров', address: 'a@b.example' }],
    ['a letter cut between words', `=?utf-8?B?${base64(Buffer.from('Иван').subarray(0, 3))}?=\r\n =?utf-8?B?${base64(Buffer.from('Иван').subarray(3))}?= <a@b.example>`, { name: 'Иван', address: 'a@b.example' }],
    ['encoded inside quotes', `"=?koi8-r?B?${base64(inCharset('Иван', 'koi8-r'))}?=" <a@b.example>`, { name: 'Иван', address: 'a@b.example' }],
    ['quoted-printable', '=?windows-1251?Q?=C8=E2=E0=ED_=CF?= <a@b.example>', { name: 'Иван П', address: 'a@b.example' }],
    ['all of it encoded', `=?utf-8?B?${base64('Иван <a@b.example>')}?=`, { name: 'Иван', address: 'a@b.example' }],
    ['raw windows-1251', inCharset('Служба поддержки <a@b.example>', 'windows-1251'), { name: 'Служба поддержки', address: 'a@b.example' }],
    ['raw koi8-r', inCharset('Служба поддержки <a@b.example>', 'koi8-r'), { name: 'Служба поддержки', address: 'a@b.example' }],
    ['raw UTF-8', Buffer.from('Служба поддержки <a@b.example>'), { name: 'Служба поддержки', address: 'a@b.example' }],
    ['an address alone', 'a@b.example', { name: '', address: 'a@b.example' }],
    ['backslashes where no quotes are', 'Ivan \\"Vanya\\" Petrov <a@b.example>', { name: 'Ivan "Vanya" Petrov', address: 'a@b.example' }],
    ['two pairs of brackets', 'Ivan <<a@b.example>>', { name: 'Ivan', address: 'a@b.example' }],
    ['a route', '<@x.example,@y.example:a@b.example>', { name: '', address: 'a@b.example' }],
    ['a bracket that never closes', 'Ivan <a@b.example', { name: 'Ivan', address: 'a@b.example' }],
    ['an old form', 'a@b.example (Ivan)', { name: 'Ivan', address: 'a@b.example' }],
    ['an empty address before a whole one', '"Cafe" <>, "Bar" <a@b.example>', { name: 'Bar', address: 'a@b.example' }],
  ])('sender: %s', (_, value, expected) => {
    expect(senderOf(value)).toEqual(expected)
  })

  test.each([
    ['several lines', ['Subject: =?utf-8?B?' + base64('Касса') + '?=', ' =?utf-8?B?' + base64(' молчит') + '?='], 'Касса молчит'],
    ['raw koi8-r', [Buffer.concat([Buffer.from('Subject: '), inCharset('Касса молчит', 'koi8-r')])], 'Касса молчит'],
    ['declared as another charset', ['Subject: =?iso-8859-1?B?' + base64(inCharset('Касса молчит', 'windows-1251')) + '?='], 'Касса молчит'],
    ['encoded twice', ['Subject: ' + Buffer.from(inCharset('', 'utf-8')).toString() + iconv.decode(Buffer.from('Касса молчит совсем'), 'windows-1251')], 'Касса молчит совсем'],
    ['without its last sign', ['Subject: =?utf-8?B?' + base64('Касса') + '?'], 'Касса'],
    ['spaces in a row', ['Subject: Касса   молчит', '\tсовсем'], 'Касса молчит совсем'],
  ])('subject: %s', (_, head, subject) => {
    expect(read(letter(...head, '', 'x')).subject).toBe(subject)
  })

  test.each([
    ['in order', 'References: <1@a> <2@a>\r\n <3@a>', ['<1@a>', '<2@a>', '<3@a>']],
    ['without spaces', 'References: <1@a><2@a>,<1@a>', ['<1@a>', '<2@a>']],
    ['without brackets', 'References: 1@a 2@a', ['<1@a>', '<2@a>']],
    ['broken by a fold', 'References: <1@very\r\n .long.example> <2@a>', ['<1@very.long.example>', '<2@a>']],
  ])('ids of references: %s', (_, head, ids) => {
    expect(read(letter(head, '', 'x')).references).toEqual(ids)
  })

  test.each([
    ['Sat, 26 Sep 2026 10:00:00 +0300', Date.UTC(2026, 8, 26, 7)],
    ['26 Sep 26 10:00 GMT', Date.UTC(2026, 8, 26, 10)],
    ['Sat, 26-Sep-2026 10:00:00 MSK', Date.UTC(2026, 8, 26, 7)],
    ['2026-09-26T10:00:00+03:00', Date.UTC(2026, 8, 26, 7)],
    ['yesterday', null],
  ])('date: %s', (value, instant) => {
    expect(read(letter(`Date: ${value}`, '', 'x')).date).toBe(instant)
  })

  test('a lost empty line, a line of mbox, a torn field', () => {
    const { from: sender, subject, text } = read(letter('From MAILER Sat Sep 26 10:00:00 2026', 'From: a@b.example', 'torn line without a colon', 'Subject: x', 'Body without an empty line.'))
    expect([sender?.address, subject, text.trim()]).toEqual(['a@b.example', 'x', 'Body without an empty line.'])
  })
})

describe('Cyrillic bodies (pains.md 36)', () => {
  const words = 'Здравствуйте! Касса № 2 не печатает чек, на экране «Ошибка принтера». Помогите, пожалуйста.'
  const simple = words.replace(/[№«»]/g, '')
  const charsets = ['koi8-r', 'windows-1251', 'cp866', 'iso-8859-5', 'x-mac-cyrillic'] as const
  const bytes = (charset: string) => inCharset(simple, charset === 'x-mac-cyrillic' ? 'maccyrillic' : charset)
  test.each(charsets.flatMap(real => [real, '', 'us-ascii', 'iso-8859-1', 'utf-8', ...charsets.filter(each => each !== real)].map(declared => ({ real, declared }))))('$real declared as "$declared"', ({ real, declared }) => {
    const type = declared === '' ? 'text/plain' : `text/plain; charset=${declared}`
    expect(read(letter(`Content-Type: ${type}`, 'Content-Transfer-Encoding: 8bit', '', bytes(real))).text.trim()).toBe(simple)
  })
  test.each(['', 'utf-8', 'windows-1251', 'koi8-r', 'iso-8859-1'])('UTF-8 declared as "%s"', declared => {
    expect(read(letter(`Content-Type: text/plain; charset=${declared}`, '', Buffer.from(words))).text.trim()).toBe(words)
  })
  test.each(['windows-1251', 'iso-8859-1'])('UTF-8 taken for %s and encoded again', charset => {
    expect(read(letter('Content-Type: text/plain; charset=utf-8', '', Buffer.from(iconv.decode(Buffer.from(simple), charset)))).text.trim()).toBe(simple)
  })
  test.each([
    ['German', 'Grüße aus München, schöne Straße', 'iso-8859-1'],
    ['French', 'Où est le reçu ? Déjà imprimé à l’école', 'windows-1252'],
    ['Polish', 'Zażółć gęślą jaźń', 'iso-8859-2'],
    ['Greek', 'Καλημέρα σας', 'iso-8859-7'],
    ['Japanese', 'こんにちは、レジが動きません', 'shift_jis'],
    ['Chinese', '收银机不打印', 'gbk'],
  ])('%s stays what it is', (_, text, charset) => {
    expect(read(letter(`Content-Type: text/plain; charset=${charset}`, '', inCharset(text, charset))).text.trim()).toBe(text)
  })
})

test.each([
  ['hz-gb-2312', '~{UbJG~} ok', '这是 ok'],
  ['iso-2022-kr', '\u001b$)C\u000e0!\u000f ok', '가 ok'],
  ['utf-7', '+BBoEMARBBEEEMA-', 'Касса'],
])('charsets of seven bits: %s', (charset, body, text) => {
  expect(read(letter(`Content-Type: text/plain; charset=${charset}`, '', body)).text.trim()).toBe(text)
})

const nameOf = (...head: (string | Uint8Array)[]) => read(letter('Content-Type: multipart/mixed; boundary=b', '', '--b', ...head, '', 'data', '--b--')).attachments[0]?.filename

describe('attachments with right names (pains.md 36)', () => {
  const name = 'Акт сверки за сентябрь 2026 года.xlsx'
  test.each([
    ['RFC 2231', [`Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`]],
    ['RFC 2231, split', [`Content-Disposition: attachment; filename*0*=UTF-8''${encodeURIComponent(name.slice(0, 10))};`, ` filename*1*=${encodeURIComponent(name.slice(10, 20))};`, ` filename*2*=${encodeURIComponent(name.slice(20))}`]],
    ['RFC 2231, split, parts out of order', [`Content-Disposition: attachment; filename*1*=${encodeURIComponent(name.slice(10))}; filename*0*=utf-8''${encodeURIComponent(name.slice(0, 10))}`]],
    ['RFC 2231 in koi8-r', [`Content-Disposition: attachment; filename*=koi8-r''${[...inCharset(name, 'koi8-r')].map(byte => `%${byte.toString(16)}`).join('')}`]],
    ['RFC 2047', [`Content-Disposition: attachment; filename="=?utf-8?B?${base64(name)}?="`]],
    ['RFC 2047 without quotes', [`Content-Type: application/x; name==?windows-1251?B?${base64(inCharset(name, 'windows-1251'))}?=`]],
    ['RFC 2047, folded', [`Content-Disposition: attachment; filename="=?utf-8?B?${base64('Акт сверки')}?=`, ` =?utf-8?B?${base64(' за сентябрь 2026 года.xlsx')}?="`]],
    ['raw UTF-8', [`Content-Disposition: attachment; filename="${name}"`]],
    ['raw windows-1251', [Buffer.concat([Buffer.from('Content-Disposition: attachment; filename="'), inCharset(name, 'windows-1251'), Buffer.from('"')])]],
    ['raw koi8-r', [Buffer.concat([Buffer.from('Content-Type: application/octet-stream; name="'), inCharset(name, 'koi8-r'), Buffer.from('"')])]],
    ['raw, without quotes', [`Content-Disposition: attachment; filename=${name}`]],
    ['both forms: the better one', [`Content-Disposition: attachment; filename="ATT0001.DAT"; filename*=UTF-8''${encodeURIComponent(name)}`]],
    ['percent codes that nobody declared', [`Content-Disposition: attachment; filename="${encodeURIComponent(name)}"`]],
    ['decomposed letters', [`Content-Disposition: attachment; filename="${'Акт сверки за сентябрь 2026 года.xlsx'.normalize('NFD')}"`]],
  ])('%s', (_, head) => {
    expect(nameOf(...head)).toBe(name)
  })
  test('nobody named it', () => {
    expect(nameOf('Content-Type: image/png')).toBeNull()
  })
  test.each([
    ['base64', base64('данные'), 'данные'],
    ['quoted-printable', '=D0=B4=\r\n=D0=B0', 'да'],
    ['x-uuencode', 'begin 644 a.txt\r\n#0V%T\r\n`\r\nend', 'Cat'],
    ['7bit', 'plain', 'plain'],
  ])('bytes in %s', (encoding, body, expected) => {
    const { attachments } = read(letter('Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Disposition: attachment; filename=a', `Content-Transfer-Encoding: ${encoding}`, '', body, '--b--'))
    expect(Buffer.from(attachments[0]!.bytes).toString().trim()).toBe(expected)
  })
})

describe('parts', () => {
  const alternative = ['Content-Type: multipart/alternative; boundary=a', '', '--a', 'Content-Type: text/plain; charset=utf-8', '', 'Касса молчит', '--a', 'Content-Type: text/html; charset=utf-8', '', '<p>Касса <b>молчит</b> <img src="cid:pic@1"><img src="https://spy.example/1.png"></p>', '--a--']
  test('an image of the letter and one that lies elsewhere', () => {
    const { html, remoteImages, attachments, fresh } = read(letter('Content-Type: multipart/related; boundary=r', '', '--r', ...alternative, '--r', 'Content-Type: image/png; name=pic.png', 'Content-ID: <pic@1>', '', 'png', '--r--'))
    expect(html).toContain('<img data-part="0" />')
    expect(html).toContain('<img data-remote="0" />')
    expect(html).not.toContain('spy.example')
    expect(remoteImages).toEqual(['https://spy.example/1.png'])
    expect(attachments).toMatchObject([{ filename: 'pic.png', contentType: 'image/png', contentId: 'pic@1', inline: true }])
    expect(fresh.text).toBe('Касса молчит')
  })
  test.each([
    ['no closing boundary', ['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'one', '--b', 'Content-Disposition: attachment; filename=a', '', 'two']],
    ['a boundary that is the beginning of another', ['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: multipart/alternative; boundary=bb', '', '--bb', '', 'one', '--bb--', '--b', 'Content-Disposition: attachment; filename=a', '', 'two', '--b--']],
    ['a boundary that is nowhere named', ['Content-Type: multipart/mixed', '', '--b', 'Content-Type: text/plain', '', 'one', '--b', 'Content-Disposition: attachment; filename=a', '', 'two', '--b--']],
  ])('%s', (_, lines) => {
    const { text, attachments } = read(letter(...lines))
    expect([text.trim(), attachments.map(each => each.filename)]).toEqual(['one', ['a']])
  })
  test.each([
    ['the only text has a name', ['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; name=body.txt', '', 'Касса', '--b--'], ['body.txt']],
    ['one form of two has a name', ['Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/html; name=body.htm', '', 'Касса', '--b--'], []],
    ['a file of text', ['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'Касса', '--b', 'Content-Type: text/plain; name=log.txt', '', 'log', '--b--'], ['log.txt']],
  ])('%s', (_, lines, files) => {
    const { fresh, attachments } = read(letter(...lines))
    expect([fresh.text, attachments.map(each => each.filename)]).toEqual(['Касса', files])
  })
  test('a part without a head keeps its first line', () => {
    expect(read(letter('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Касса: вторая', '', 'Молчит', '--b--')).fresh.text).toBe('Касса: вторая\n\nМолчит')
  })
  test.each([
    ['a new letter: his own list', [], 'Молчат:\n> касса 1\n> касса 2\nПомогите'],
    ['an answer: a quote', ['In-Reply-To: <1@a>'], 'Молчат:\nПомогите'],
  ])('lines marked by hand in %s', (_, head, text) => {
    expect(read(letter('Subject: x', ...head, 'Content-Type: text/plain; charset=utf-8', '', 'Молчат:', '> касса 1', '> касса 2', 'Помогите')).fresh.text).toBe(text)
  })
  test('text that flows', () => {
    expect(read(letter('Content-Type: text/plain; format=flowed; charset=utf-8', '', 'Касса ', 'молчит', '> старое ', '> письмо')).text.trim()).toBe('Касса молчит\n> старое письмо')
  })
  test('a letter in a letter is a file and a letter', () => {
    const { nested, attachments, forward } = read(letter('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Смотрите', '--b', 'Content-Type: message/rfc822', '', 'From: bank@bank.example', 'Subject: Terminal', '', 'inside', '--b--'))
    expect(nested).toMatchObject([{ from: { address: 'bank@bank.example' }, subject: 'Terminal' }])
    expect(attachments.map(each => each.filename)).toEqual(['Terminal.eml'])
    expect(forward).toEqual({ fromAddress: 'bank@bank.example', fromName: '', subject: 'Terminal' })
  })
  test('an invitation is told in a line and kept as a file', () => {
    const { invitation, attachments, fresh } = read(letter('Content-Type: text/calendar; charset=utf-8; method=REQUEST', '', 'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'SUMMARY:Установка кассы\\, кафе', 'DTSTART;TZID=Europe/Moscow:20260926T100000', 'DTEND;TZID=Europe/Moscow:20260926T110000', 'LOCATION:Арбат 1', 'ORGANIZER;CN=X:mailto:x@y.example', 'BEGIN:VALARM', 'SUMMARY:no', 'END:VALARM', 'END:VEVENT', 'END:VCALENDAR'))
    expect(invitation).toEqual({ method: 'REQUEST', summary: 'Установка кассы, кафе', when: '26.09.2026 10:00–11:00 (Europe/Moscow)', place: 'Арбат 1', organizer: 'x@y.example' })
    expect(fresh.text).toBe('Установка кассы, кафе · 26.09.2026 10:00–11:00 (Europe/Moscow) · Арбат 1')
    expect(attachments.map(each => each.filename)).toEqual(['invite.ics'])
  })
})

const shown = (body: string) => read(letter('Content-Type: text/html; charset=utf-8', '', body)).html

describe('safe HTML', () => {
  test.each([
    ['scripts', '<script>alert(1)</script><p onclick="x()">a</p>', '<p>a</p>'],
    ['styles of the page', '<style>body{display:none}</style><p class="x" id="y">a</p>', '<p>a</p>'],
    ['styles that cover or load', '<p style="position:fixed;background:url(https://x.example/a);color:red">a</p>', '<p style="color:red">a</p>'],
    ['forms', '<form action="https://x.example"><input name="a">a</form>', 'a'],
    ['addresses that act', '<a href="javascript:alert(1)">a</a>', '<a target="_blank" rel="noopener noreferrer nofollow">a</a>'],
    ['addresses of pages', '<a href="https://x.example/?a=1&b=2">a</a>', '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">a</a>'],
    ['frames', '<iframe src="https://x.example"></iframe><object data="x"></object>a', 'a'],
    ['pictures that are programs', '<img src="data:image/svg+xml;base64,AAAA">', '<img />'],
    ['pictures in the address', '<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA" />'],
  ])('%s', (_, body, safe) => {
    expect(shown(body).trim()).toBe(safe)
  })
})

test('images come back: those of the letter at once, others when asked', () => {
  const { html, remoteImages } = read(letter('Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html', '', '<img alt=a src="cid:p@1"><img src=\'https://x.example/?a="b&c\'>', '--r', 'Content-Type: image/png', 'Content-ID: <p@1>', '', 'png', '--r--'))
  expect(withImages(html, { part: index => `/files/${index}`, remote: null }).trim()).toBe('<img alt="a" src="/files/0" /><img data-remote="0" />')
  expect(withImages(html, { part: index => `/files/${index}`, remote: remoteImages }).trim()).toBe('<img alt="a" src="/files/0" /><img src="https://x.example/?a=&quot;b&amp;c" />')
})

const many = (count: number) => Array.from({ length: count }, (_, i) => ['--b', `Content-Disposition: attachment; filename=${i}`, '', 'x']).flat()

describe('limits give what could be read, and the reason', () => {
  test.each([
    ['too_many_parts', letter('Content-Type: multipart/mixed; boundary=b', '', ...many(40)), { parts: 20 }],
    ['too_deep', letter(...Array.from({ length: 30 }, (_, i) => [`Content-Type: multipart/mixed; boundary=b${i}`, '', `--b${i}`]).flat(), '', 'x'), {}],
    ['too_many_fields', letter('Subject: x', ...Array.from({ length: 50 }, () => 'X-A: b'), '', 'x'), { headerFields: 20 }],
    ['head_too_large', letter('Subject: x', `X-A: ${'b'.repeat(5_000)}`, 'X-B: c', '', 'x'), { headerBytes: 4_000 }],
    ['too_large', letter('Subject: x', '', 'x'.repeat(5_000)), { size: 1_000 }],
    ['text_too_long', letter('Subject: x', '', 'x'.repeat(5_000)), { text: 1_000 }],
    ['too_many_nested', letter('Subject: x', 'Content-Type: multipart/digest; boundary=b', '', ...Array.from({ length: 5 }, () => ['--b', '', 'Subject: y', '', 'z']).flat(), '--b--'), { nested: 2 }],
  ] as const)('%s', (gap, raw, limits) => {
    const made = read(raw, { ...mailLimits, ...limits })
    expect(made.gaps).toContain(gap)
    if (gap !== 'too_many_parts' && gap !== 'too_deep') expect(made.subject).toBe('x')
  })
  test('time: what was read until then stays', () => {
    let asked = 0
    const made = read(letter('Subject: x', 'Content-Type: multipart/mixed; boundary=b', '', ...many(10)), mailLimits, () => ++asked > 6)
    expect(made).toMatchObject({ subject: 'x', gaps: ['took_too_long'] })
  })
  test('a letter inside a letter inside a letter', () => {
    const deep = letter(...Array.from({ length: 40 }, (_, i) => [`Subject: ${i}`, 'Content-Type: message/rfc822', '']).flat(), 'x')
    expect(read(deep)).toMatchObject({ subject: '0', gaps: ['too_deep'] })
  })
})

describe('damage', () => {
  const sound = letter('From: =?utf-8?B?0JjQstCw0L0=?= <ivan@cafe.example>', 'Subject: =?koi8-r?Q?=EB=C1=D3?=', 'References: <1@a> <2@a>', 'Content-Type: multipart/mixed; boundary="b b"', '', '--b b', 'Content-Type: text/html; charset=windows-1251', 'Content-Transfer-Encoding: quoted-printable', '', '<div class=3D"gmail_quote">=CA=E0<blockquote type=3Dcite>', 'On 26 Sep 2026 at 10:00, X <a@b.c> wrote:</blockquote></div>', '--b b', "Content-Disposition: attachment; filename*0*=utf-8''%D0%90; filename*1*=%D0%91", 'Content-Transfer-Encoding: base64', '', 'AAAA', '--b b--')
  test('any bytes are a letter', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), bytes => {
      expect(read(bytes).gaps).toBeInstanceOf(Array)
    }), { numRuns: 300 })
  })
  test('a mutated letter is a letter, and its parts stay within it', () => {
    const change = fc.record({ at: fc.nat(sound.length - 1), cut: fc.nat(30), put: fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('\r\n\r\n', '--b b', '=?', '"', '<', ';', '(', '=', '>').map(sign => sign.repeat(7))) })
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), changes => {
      let bytes: Uint8Array = sound
      for (const { at, cut, put } of changes) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)])
      const made = read(bytes)
      expect(made.attachments.reduce((sum, file) => sum + file.bytes.length, 0)).toBeLessThanOrEqual(bytes.length)
      expect(made.subject).not.toMatch(/[\r\n]/)
    }), { numRuns: 400 })
  })
  /** Work that would grow with the square of the input would not end within the test's limit. */
  test.each(['<', '>', '"', '(', '=?utf-8?q?', 'a@', ' ', '-', '_', '\n ', 'От: x\n', 'On 26 Sep 2026, ', '<b>', '<blockquote>', '>\n', '--\n'])('%j a hundred thousand times', sign => {
    const run = sign.repeat(Math.ceil(100_000 / sign.length))
    for (const type of ['text/plain', 'text/html']) expect(read(letter('Subject: x', `From: ${run.slice(0, 60_000).replaceAll('\n', '')}`, `Content-Type: ${type}; charset=utf-8`, '', run)).subject).toBe('x')
  })
})
