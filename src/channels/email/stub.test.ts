import { describe, expect, test } from 'vitest'
import { letterEvent } from './raw-letter.ts'
import { bytesOf } from './mime/bytes.ts'
import { glanceAt, stubOf } from './stub.ts'

const head = 'From: =?UTF-8?B?0JjRgNC40L3QsA==?= <irina@kafe-most.example>\r\nSubject: =?UTF-8?B?0J/RgNC40L3RgtC10YA=?=\r\nMessage-ID: <a@x.example>\r\nIn-Reply-To: <ours@support.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n'
const letter = bytesOf(`${head}\r\n--b\r\n${'x'.repeat(5_000)}`)
const way = { uid: { validity: 1, uid: 2 }, takenAt: null }

describe('a letter of which only the head can be read (pain 4)', () => {
  test('is a stub: who wrote it, what about, what it answers, and its source as a file', () => {
    const { from, subject, messageId, inReplyTo, fresh, attachments, gaps } = stubOf(letter)
    expect({ from, subject, messageId, inReplyTo, text: fresh.text, gaps }).toEqual({
      from: { name: 'Ирина', address: 'irina@kafe-most.example' }, subject: 'Принтер', messageId: '<a@x.example>', inReplyTo: ['<ours@support.example>'], text: '', gaps: ['source_only'],
    })
    expect(attachments).toEqual([expect.objectContaining({ filename: 'letter.eml', contentType: 'message/rfc822', bytes: letter, inline: false })])
  })

  test.each([
    ['in the inbox', letterEvent('support', way, { bytes: letter }).raw],
    ['too large, its beginning alone', letterEvent('support', way, { tooLarge: true, size: letter.length, head: letter.subarray(0, 2_000) }).raw],
  ])('people see from whom it is, what about and how large: %s', (_where, raw) => {
    expect(glanceAt(raw)).toEqual({ from: { name: 'Ирина', address: 'irina@kafe-most.example' }, subject: 'Принтер', size: letter.length })
  })

  test('of one that lies in a file, what the sending server said; of anything else nothing', () => {
    const file = { file: '019a0000-0000-7000-8000-00000000000a', size: 40_000_000, head: letter.subarray(0, 2_000) }
    expect(glanceAt(letterEvent('support', way, file).raw)).toEqual({ from: null, subject: '', size: 40_000_000 })
    const envelope = { from: 'irina@kafe-most.example', to: ['help@support.example'], ip: '192.0.2.1', helo: 'x' }
    expect(glanceAt(letterEvent('support', { digest: 'd', envelope }, file).raw)).toMatchObject({ from: { name: '', address: 'irina@kafe-most.example' } })
    expect([glanceAt({ update_id: 1 }), glanceAt(null)]).toEqual([null, null])
  })

  test('bytes without any head give no sender, whatever they are', () => {
    expect(stubOf(Uint8Array.from({ length: 70_000 }, (_, index) => index % 251)).from).toBe(null)
    expect(stubOf(new Uint8Array()).subject).toBe('')
  })
})
