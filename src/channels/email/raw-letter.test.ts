import { describe, expect, it } from 'vitest'
import { inlineBytes, rawLetter } from './raw.ts'
import { headBytes, letterEvent } from './raw-letter.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const uid = { validity: 17, uid: 42 }
const letter = bytes('From: =?utf-8?B?0J7Qu9GM0LPQsA==?= <Olga@Cafe.Example>\r\nSubject: hi\r\n\r\nНе печатает\r\n')

describe('the raw event of a letter', () => {
  it('is named by its place in the folder and stands in the lane of its sender', () => {
    const event = letterEvent('help', { uid, takenAt: 5 }, { bytes: letter })
    expect(event).toMatchObject({ key: 'imap help 17 42', lane: 'from olga@cafe.example' })
    const raw = rawLetter.parse(event.raw)
    expect(raw).toMatchObject({ mailbox: 'help', uid, size: letter.length, file: null, envelope: null, takenAt: 5 })
    expect(Buffer.from(raw.base64!, 'base64').equals(letter)).toBe(true)
    expect(raw).not.toHaveProperty('cut')
  })

  it('keeps bytes that are no text as they are', () => {
    const all = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256)
    const { base64 } = rawLetter.parse(letterEvent('help', { uid, takenAt: null }, { bytes: all }).raw)
    expect(Buffer.from(base64!, 'base64').equals(all)).toBe(true)
  })

  it('names the file of a large letter', () => {
    const file = '0197a8f0-0000-7000-8000-000000000001'
    const event = letterEvent('help', { uid, takenAt: null }, { file, size: 40_000_000, head: letter })
    expect(event.lane).toBe('from olga@cafe.example')
    expect(rawLetter.parse(event.raw)).toMatchObject({ size: 40_000_000, file, base64: null })
  })

  it('pain 4: a letter that is too large comes with its head and says so', () => {
    const raw = rawLetter.parse(letterEvent('help', { uid, takenAt: null }, { tooLarge: true, size: 90_000_000, head: letter }).raw)
    expect(raw).toMatchObject({ size: 90_000_000, file: null, cut: 'too_large' })
    expect(Buffer.from(raw.base64!, 'base64').equals(letter)).toBe(true)
  })

  it('through the own door: named by its content, with the envelope', () => {
    const envelope = { from: 'olga@cafe.example', to: ['help@desk.example'], ip: '127.0.0.1', helo: 'cafe' }
    const event = letterEvent('help', { digest: 'ab'.repeat(32), envelope }, { bytes: letter })
    expect(event.key).toBe(`smtp ${'ab'.repeat(32)}`)
    expect(rawLetter.parse(event.raw)).toMatchObject({ uid: null, envelope, takenAt: null })
  })

  it.each([
    ['an address to answer at where the sender is a name alone', 'From: Olga\r\nReply-To: olga@cafe.example\r\n\r\n', 'from olga@cafe.example'],
    ['a head that never ends', `From: olga@cafe.example\r\nX: ${'y'.repeat(2 * headBytes)}`, 'from olga@cafe.example'],
    ['nobody', 'Subject: hi\r\n\r\nFrom: olga@cafe.example', 'mailbox help'],
    ['nothing at all', '', 'mailbox help'],
    ['bytes of another charset in the name', 'From: "\u00CE\u00EB\u00FC\u00E3\u00E0" <olga@cafe.example>\r\n\r\n', 'from olga@cafe.example'],
  ])('finds the lane: %s', (_, text, lane) => {
    expect(letterEvent('help', { uid, takenAt: null }, { bytes: Buffer.from(text, 'latin1') }).lane).toBe(lane)
  })

  it('never puts more into the inbox than belongs there', () => {
    expect(() => letterEvent('help', { uid, takenAt: null }, { bytes: new Uint8Array(inlineBytes + 1) })).toThrow()
  })
})
