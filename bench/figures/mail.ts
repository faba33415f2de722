/** How fast letters are read on one thread: the mix of a support mailbox, from a short answer to scans of documents. */
import { openReader } from '../../src/channels/email/client/reader/index.ts'
import { kindOf } from '../../src/channels/email/kinds/kind.ts'
import { read } from '../../src/channels/email/read.ts'
import { median, percentile, type Figure } from '../figure.ts'

const rounds = 5

export default async function figures(): Promise<Figure[]> {
  const small = Array.from({ length: 400 }, (_, i) => answer(i))
  const heavy = [letterWith(scan(5_000_000)), letterWith(scan(15_000_000))]
  const all = [...small, ...small.slice(0, 20).map(() => letterWith(scan(200_000)))]
  time(all)
  const times = Array.from({ length: rounds }, () => time(all)).flat()
  return [
    { name: 'mail: letters read, one thread', value: times.length / (sum(times) / 1000), unit: '1/s' },
    { name: 'mail: one letter read, p95', value: percentile(times, 0.95), unit: 'ms' },
    { name: 'mail: reader, letters with large files, one thread', value: median(Array.from({ length: rounds }, () => megabytes(heavy) / (sum(time(heavy)) / 1000))), unit: 'MB/s' },
    { name: 'mail: reader, text and HTML, one thread', value: median(Array.from({ length: rounds }, () => megabytes(small) / (sum(time(small)) / 1000))), unit: 'MB/s' },
    ...await apart(small, heavy),
  ]
}

/** The same letters through the threads in which the house reads them, one after another: what the isolation costs. */
async function apart(small: readonly Uint8Array[], heavy: readonly Uint8Array[]): Promise<Figure[]> {
  const reader = openReader({ hands: 2, within: 60_000 })
  const timed = async (letters: readonly Uint8Array[]): Promise<number[]> => {
    const times: number[] = []
    for (const raw of letters) {
      const begun = performance.now()
      await reader.read(raw)
      times.push(performance.now() - begun)
    }
    return times
  }
  try {
    await timed(small)
    const times = await timed(small)
    const begun = performance.now()
    await Promise.all([...small, ...small].map(raw => reader.read(raw)))
    const together = performance.now() - begun
    await timed(heavy)
    return [
      { name: 'mail: one letter read in a thread of its own, p50', value: percentile(times, 0.5), unit: 'ms' },
      { name: 'mail: one letter read in a thread of its own, p95', value: percentile(times, 0.95), unit: 'ms' },
      { name: 'mail: letters read in two threads', value: (2 * small.length) / (together / 1000), unit: '1/s' },
      { name: 'mail: letters with large files in a thread of its own', value: megabytes(heavy) / (sum(await timed(heavy)) / 1000), unit: 'MB/s' },
    ]
  } finally {
    await reader.close()
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const megabytes = (letters: readonly Uint8Array[]): number => sum(letters.map(({ length }) => length)) / 1_000_000

/** Milliseconds of each letter. */
function time(letters: readonly Uint8Array[]): number[] {
  return letters.map(raw => {
    const begun = performance.now()
    kindOf(read(raw))
    return performance.now() - begun
  })
}

const scan = (size: number): Buffer => Buffer.alloc(size, Uint8Array.from({ length: 997 }, (_, i) => (i * 7919) & 255))
const wrapped = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')

/** An answer of a customer in text and HTML, with a history that grows. */
function answer(i: number): Uint8Array {
  const said = Array.from({ length: 1 + (i % 12) }, (_, n) => `Касса ${n + 1} в кафе № ${i} не печатает чек, на экране «Ошибка принтера ${n * 7}».`)
  const header = 'пт, 26 сент. 2026 г. в 10:00, Служба поддержки <help@jupiter.example>:'
  const quoted = Array.from({ length: 10 + (i % 60) }, (_, n) => `Здравствуйте! Проверьте, пожалуйста, кабель принтера и напишите нам, что на нём горит (${n}).`)
  const text = [...said, '', header, ...quoted.map(line => `> ${line}`)].join('\r\n')
  const html = `<div dir="ltr">${said.map(line => `<div>${line}</div>`).join('')}</div><div class="gmail_quote"><div class="gmail_attr">${header.replace('<', '&lt;').replace('>', '&gt;')}</div><blockquote class="gmail_quote" style="border-left:1px solid #ccc">${quoted.map(line => `<p style="margin:0;color:#333">${line}</p>`).join('')}</blockquote></div>`
  return Buffer.from([`From: =?utf-8?B?${Buffer.from('Иван Петров').toString('base64')}?= <ivan${i}@cafe.example>`, 'To: help@jupiter.example', `Subject: =?utf-8?B?${Buffer.from('Re: Касса молчит').toString('base64')}?=`, `Message-ID: <${i}@cafe.example>`, 'References: <1@jupiter.example> <2@jupiter.example>', 'Date: Sat, 26 Sep 2026 10:00:00 +0300', 'Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', wrapped(Buffer.from(text)), '--b', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '', wrapped(Buffer.from(html)), '--b--', ''].join('\r\n'))
}

const letterWith = (file: Buffer): Uint8Array => Buffer.from(['From: ivan@cafe.example', 'Subject: scan', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', 'Смотрите скан.', '--b', 'Content-Type: application/pdf', "Content-Disposition: attachment; filename*=utf-8''%D0%90%D0%BA%D1%82.pdf", 'Content-Transfer-Encoding: base64', '', wrapped(file), '--b--', ''].join('\r\n'))
