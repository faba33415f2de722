import { expect, test } from 'vitest'
import { readPageEvent } from './page-event.ts'
import { rawMail } from './raw.ts'

const at = { receivedAt: 2_000 }
const base = { address: 'olga@berezka.example', key: 'k'.repeat(59), at: 1_000 }
const file = { id: '0199a6b0-0000-7000-8000-000000000001', name: 'экран.png', mime: 'image/png', size: 5 }
const answer = { ...base, kind: 'answer', text: 'вот', files: [file], replyTo: '<one@berezka.example>', told: null }

test('R-6.1 an answer from the page is a message in the conversation of the address, its files are here already', () => {
  expect(readPageEvent('email', answer, at)).toEqual({ ok: true, events: [{
    channelId: 'email', channel: 'email', eventKey: base.key, occurredAt: 1_000, receivedAt: 2_000, conversation: { externalId: base.address, type: 'email' },
    author: { externalId: base.address, displayName: '', verified: 'none' },
    kind: 'message', externalId: base.key, text: 'вот', replyTo: '<one@berezka.example>', files: [{ fileRef: file.id, stored: file.id, name: file.name, mime: file.mime, size: 5, kind: 'photo' }],
  }] })
})

test('R-6.1.2-5 what was ticked on the page travels beside the words', () => {
  const told = { point: { id: file.id, source: 'chosen' }, happening: 'stop', phone: '+79165551234', since: 'с утра' }
  expect(readPageEvent('email', { ...answer, told }, at)).toMatchObject({ ok: true, events: [{ told }] })
})

test('a press carries its choice, and the page is answered by its key', () => {
  const press = { ...base, kind: 'press', choice: 'abc' }
  expect(readPageEvent('email', press, at)).toMatchObject({ ok: true, events: [{ kind: 'pressed', choice: 'abc', interaction: base.key, conversation: { externalId: base.address } }] })
  expect(rawMail.parse(press)).toEqual(press)
})

test.each([
  ['nothing', null], ['an event of the form, which names no address', { ...answer, address: undefined, conversation: 'c'.repeat(22) }], ['a request', { ...answer, kind: 'request' }],
  ['an address with capitals', { ...answer, address: 'Olga@Berezka.example' }], ['a text without end', { ...answer, text: 'а'.repeat(20_000) }], ['too many files', { ...answer, files: Array.from({ length: 11 }, () => file) }],
])('%s is no event of a page behind a letter', (_, raw) => {
  expect(readPageEvent('email', raw, at)).toMatchObject({ ok: false })
})
