import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compose } from '../../compose.ts'
import { read } from '../../read.ts'
import { assemble, sizeOf } from './assemble.ts'
import { bytesOf, now } from './testing.ts'

const word = fc.stringMatching(/^[а-яёa-z0-9№«»()!?,.:;&<>"'@ –-]{1,40}$/u).map(text => text.trim().replaceAll(/\s+/g, ' ')).filter(text => /^[а-яё][а-яё]/u.test(text) && !/[:.]$/.test(text))
const lines = fc.array(word, { minLength: 1, maxLength: 6 })
/** Names without what an address is written with: our reader tidies that away. */
const name = fc.stringMatching(/^[а-яё][а-яёa-z0-9№! –-]{0,30}[а-яё]$/u).map(text => text.replaceAll(/\s+/g, ' '))
const id = fc.stringMatching(/^[a-z0-9.]{3,20}$/).map(name => `<${name}@kafe.example>`)

it('whatever is said, named and answered, our own reader finds it again in the letter (R-2.2.5)', async () => {
  await fc.assert(fc.asyncProperty(lines, word, name, fc.uniqueArray(id, { maxLength: 40 }), fc.uint8Array({ maxLength: 400 }), async (said, subject, called, references, file) => {
    const text = said.join('\n')
    const letter = compose({
      to: 'irina@kafe.example', content: { text, files: [{ fileId: 'f', name: `${called}.bin`, mime: 'application/octet-stream', size: file.length, as: 'document' }] }, about: { purpose: 'reply', ticketNumber: 1042 },
      thread: { mailbox: 'help', subject, references, copies: [], language: 'ru', name: called, page: 'https://desk.example/t/abc', hops: 0 },
      mailbox: { name: called, address: 'help@jupiter.example' }, letterId: '<t1042.abc@jupiter.example>', answerTo: null, bouncesTo: 'help@jupiter.example', deskId: 'desk', now,
    })
    const bytes = await assemble(letter, () => bytesOf(file), null)
    const found = read(bytes)
    expect(found.text.replaceAll(/\s+/g, ' ')).toContain(text.replaceAll(/\s+/g, ' '))
    expect(found).toMatchObject({
      subject: letter.subject, messageId: '<t1042.abc@jupiter.example>', references: letter.references, from: { name: letter.from.name, address: 'help@jupiter.example' }, to: [{ name: letter.to.name, address: 'irina@kafe.example' }], gaps: [],
    })
    expect(found.inReplyTo).toEqual(letter.references.slice(-1))
    expect(found.attachments.map(one => [one.filename, Buffer.from(one.bytes).equals(Buffer.from(file))])).toEqual([[letter.files[0]!.filename, true]])
    // Lines of a letter have an end that every server takes.
    expect(Buffer.from(bytes).toString('latin1').split('\r\n').every(line => line.length <= 998 && !/[\r\n]/.test(line))).toBe(true)
    expect(bytes.byteLength).toBeLessThan(sizeOf(letter) * 1.5 + 6_000)
  }), { numRuns: 60 })
})
