import { afterEach, expect, test } from 'vitest'
import { mailLimits } from '../../limits.ts'
import { read } from '../../read.ts'
import { openReader, type Reader } from './index.ts'

const open: Reader[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(reader => reader.close()))
})
function reader(given: { hands?: number; within?: number; program?: URL } = {}): Reader {
  const made = openReader({ hands: 2, within: 20_000, ...given })
  open.push(made)
  return made
}

const letter = (...lines: string[]): Uint8Array => Buffer.from(lines.join('\r\n'))
const simple = letter('From: Иван <ivan@cafe.example>', 'Subject: Касса', 'Content-Type: text/plain; charset=utf-8', '', 'Касса молчит.')
const withFiles = letter('From: ivan@cafe.example', 'Subject: Fwd', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Смотрите.', '--b', 'Content-Type: text/csv; name=a.csv', 'Content-Disposition: attachment', '', 'a;b', '--b', 'Content-Type: application/pdf; name=b.pdf', 'Content-Transfer-Encoding: base64', '', 'JVBERi0=', '--b', 'Content-Type: message/rfc822', '', 'From: olga@cafe.example', 'Subject: inner', 'Content-Type: multipart/mixed; boundary=c', '', '--c', '', 'x', '--c', 'Content-Type: image/png; name=c.png', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=', '--c--', '--b--')

/** A hand that does with a letter what its first byte says: `h` hangs, `m` eats memory, `x` ends, anything else is read as usual. */
const wild = new URL(`data:text/javascript,${encodeURIComponent(`
import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ bytes }) => {
  if (bytes[0] === 104) for (;;);
  if (bytes[0] === 109) for (const all = [];;) all.push(new Array(40000).fill(0.5));
  if (bytes[0] === 120) process.exit(3)
  if (bytes[0] === 116) throw new Error('torn')
  parentPort.postMessage({ letter: { subject: String(bytes.length) }, kind: { kind: 'list' } })
})
parentPort.postMessage({ ready: true })`)}`)

test('pain 1: a letter read apart from the house is the same letter, its files and those of letters inside included', async () => {
  const hands = reader()
  for (const bytes of [simple, withFiles]) {
    const before = Uint8Array.from(bytes)
    const result = await hands.read(bytes)
    if ('failed' in result) throw new Error(result.detail)
    expect(result.letter.fresh).toEqual(read(before).fresh)
    expect(result.letter.attachments.map(({ filename, bytes: file }) => [filename, Buffer.from(file).toString('hex')])).toEqual(read(before).attachments.map(({ filename, bytes: file }) => [filename, Buffer.from(file).toString('hex')]))
    expect(result.letter.nested.flatMap(inner => inner.attachments.map(file => Buffer.from(file.bytes).toString('hex')))).toEqual(read(before).nested.flatMap(inner => inner.attachments.map(file => Buffer.from(file.bytes).toString('hex'))))
    expect(result.kind).toEqual({ kind: 'message', automatic: false })
    expect(Buffer.from(bytes).equals(before)).toBe(true)
  }
})

test('pain 1: a letter that hangs is given up, the next one is read', async () => {
  const hands = reader({ hands: 1, within: 300, program: wild })
  const [hanging, next] = await Promise.all([hands.read(Buffer.from('h')), hands.read(Buffer.from('ok'))])
  expect(hanging).toMatchObject({ failed: 'took_too_long' })
  expect(next).toMatchObject({ letter: { subject: '2' } })
})

test('pain 1: a letter that eats the memory or breaks its thread harms only itself', async () => {
  const hands = reader({ hands: 1, within: 60_000, program: wild })
  const results = await Promise.all(['m', 'x', 't', 'ok'].map(text => hands.read(Buffer.from(text))))
  expect(results.map(result => ('failed' in result ? result.failed : result.letter.subject))).toEqual(['crashed', 'crashed', 'crashed', '2'])
})

test('letters wait for a free hand and all come back', async () => {
  const hands = reader({ hands: 2 })
  const results = await Promise.all(Array.from({ length: 30 }, (_, i) => hands.read(letter(`Subject: ${i}`, '', 'x'))))
  expect(results.map(result => ('failed' in result ? result.failed : result.letter.subject))).toEqual(Array.from({ length: 30 }, (_, i) => String(i)))
})

test('a letter beyond the limit is not even begun', async () => {
  expect(await reader().read(new Uint8Array(mailLimits.size + 1))).toMatchObject({ failed: 'too_large' })
})

test('what is not done at the end is told so, to be tried again', async () => {
  const hands = openReader({ hands: 1, within: 60_000, program: wild })
  const hanging = hands.read(Buffer.from('h'))
  const waiting = hands.read(Buffer.from('ok'))
  const both = Promise.allSettled([hanging, waiting])
  await hands.close()
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(hands.read(simple)).rejects.toThrow('closed')
})
