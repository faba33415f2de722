import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mailLimits } from '../limits.ts'
import { read } from '../read.ts'
import { readRtf, unpackRtf } from './rtf.ts'
import { readWinmail } from './tnef.ts'

const u16 = (n: number) => Buffer.from(Uint8Array.of(n & 255, n >> 8))
const u32 = (n: number) => Buffer.concat([u16(n & 0xffff), u16(n >>> 16)])
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
const attribute = (level: number, id: number, data: Buffer) => Buffer.concat([Uint8Array.of(level), u32(id), u32(data.length), data, u16(data.reduce((sum, byte) => (sum + byte) & 0xffff, 0))])
const variable = (tag: number, data: Buffer) => Buffer.concat([u32(tag), u32(1), u32(data.length), padded(data)])
const properties = (...list: Buffer[]) => Buffer.concat([u32(list.length), ...list])
const unicode = (text: string) => Buffer.from(`${text}\0`, 'utf16le')
const rtf = (text: string) => Buffer.concat([u32(text.length + 12), u32(text.length), u32(0x414c454d), u32(0), Buffer.from(text, 'latin1')])
const winmail = (...attributes: Buffer[]) => Buffer.concat([u32(0x223e9f78), u16(1), ...attributes])

const codepage = attribute(1, 0x00069007, Buffer.concat([u32(1251), u32(0)]))
const named = (name: string, bytes: string) => [attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x0006800f, Buffer.from(bytes)), attribute(2, 0x00069005, properties(Buffer.concat([u32(0x0e210003), u32(1)]), variable(0x3707001f, unicode(name)), variable(0x370e001e, Buffer.from('application/pdf\0'))))]

describe('winmail.dat', () => {
  const limits = { parts: mailLimits.parts, rtf: mailLimits.rtf }
  test('files with their long names', () => {
    const { files, damaged } = readWinmail(winmail(codepage, ...named('Акт сверки.pdf', 'one'), ...named('Счёт.pdf', 'two')), limits)
    expect(files.map(file => [file.filename, file.contentType, Buffer.from(file.bytes).toString()])).toEqual([['Акт сверки.pdf', 'application/pdf', 'one'], ['Счёт.pdf', 'application/pdf', 'two']])
    expect(damaged).toBe(false)
  })
  test('a name in the charset of the stream', () => {
    const { files } = readWinmail(winmail(codepage, attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00018010, Buffer.from([0xc0, 0xea, 0xf2, 0x2e, 0x70, 0x64, 0x66, 0])), attribute(2, 0x0006800f, Buffer.from('one'))), limits)
    expect(files[0]?.filename).toBe('Акт.pdf')
  })
  test.each([
    ['plain', variable(0x1000001f, unicode('Касса молчит')), { text: 'Касса молчит', html: '' }],
    ['HTML', variable(0x10130102, Buffer.from('<p>Касса молчит</p>')), { text: '', html: '<p>Касса молчит</p>' }],
    ['RTF', variable(0x10090102, rtf('{\\rtf1\\ansi\\ansicpg1251 {\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 \\\'ca\\\'e0\\u1089?\\u1089?\\\'e0\\par 2}')), { text: 'Касса\n2', html: '' }],
    ['HTML in RTF', variable(0x10090102, rtf('{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 \\\'ca\\\'e0{\\*\\htmltag84 <b>}\\\'f1\\htmlrtf \\par }\\htmlrtf0 {\\*\\htmltag92 </b></p>}}')), { text: '', html: '<p>Ка<b>с</b></p>' }],
  ])('a body that is %s', (_, property, body) => {
    expect(readWinmail(winmail(codepage, attribute(1, 0x00069003, properties(Buffer.concat([u32(0x00170003), u32(1)]), property))), limits)).toMatchObject(body)
  })
  test('the letter shows body and files instead of winmail.dat', () => {
    const bytes = winmail(codepage, attribute(1, 0x00069003, properties(variable(0x1000001f, unicode('Касса молчит')))), ...named('Акт.pdf', 'one'))
    const letter = read(Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n--b--\r\n`))
    expect(letter.fresh.text).toBe('Касса молчит')
    expect(letter.attachments.map(file => [file.filename, file.from])).toEqual([['Акт.pdf', 'winmail']])
  })
  test('a message in it is a page of its own, with its files', () => {
    const inner = winmail(codepage, attribute(1, 0x00069003, properties(variable(0x10130102, Buffer.from('<p>Внутри</p>')))), ...named('Счёт.pdf', 'two'))
    const outer = winmail(codepage, attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00069005, properties(variable(0x3001001f, unicode('Письмо')), variable(0x3701000d, Buffer.concat([Buffer.alloc(16), inner])))))
    const { attachments } = read(Buffer.from(`Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n${outer.toString('base64')}\r\n`))
    expect(attachments.map(file => [file.filename, Buffer.from(file.bytes).toString()])).toEqual([['Письмо.html', '<p>Внутри</p>'], ['Счёт.pdf', 'two']])
  })
  test('a cut one gives what stood before the cut', () => {
    const whole = winmail(codepage, ...named('one.pdf', 'one'), ...named('two.pdf', 'two'))
    const { files, damaged } = readWinmail(whole.subarray(0, whole.length - 90), limits)
    expect([files[0]?.filename, damaged]).toEqual(['one.pdf', true])
  })
  test('a damaged one never throws, its files stay within it', () => {
    const whole = winmail(codepage, attribute(1, 0x00069003, properties(variable(0x10090102, rtf('{\\rtf1\\ansi a{\\b b}\\u1089?c}')), variable(0x0037001f, unicode('x')))), ...named('one.pdf', 'one'))
    fc.assert(fc.property(fc.array(fc.record({ at: fc.integer({ min: 6, max: whole.length - 1 }), byte: fc.nat(255) }), { minLength: 1, maxLength: 12 }), fc.nat(whole.length), (changes, cut) => {
      const bytes = Buffer.from(whole)
      for (const { at, byte } of changes) bytes[at] = byte
      const { files } = readWinmail(bytes.subarray(0, bytes.length - (cut % 60)), limits)
      expect(files.reduce((sum, file) => sum + file.bytes.length, 0)).toBeLessThanOrEqual(bytes.length * 2)
    }), { numRuns: 500 })
  })
  test('what is no winmail.dat is damaged', () => {
    expect(readWinmail(Buffer.from('hello there'), limits)).toMatchObject({ files: [], damaged: true })
  })
})

describe('compressed RTF (MS-OXRTFCP)', () => {
  test('a run that refers to itself', () => {
    // Literals "{\\rtf1 W", "X", "Y", "Z" and references into the dictionary: the example of the specification.
    const packed = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex')
    expect(Buffer.from(unpackRtf(packed, 1_000)!).toString('latin1')).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
  })
  test('more than the limit is not unpacked', () => {
    expect(unpackRtf(rtf('x'.repeat(200)), 100)).toBeNull()
  })
  test('text of groups that are no text', () => {
    expect(readRtf(Buffer.from('{\\rtf1{\\info{\\title no}}{\\*\\generator no}yes\\tab \\{1\\}}'))).toEqual({ text: 'yes\t{1}' })
  })
})
