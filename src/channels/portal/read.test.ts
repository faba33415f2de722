import { expect, test } from 'vitest'
import { readEvent } from './read.ts'

const at = { receivedAt: 2_000 }
const base = { conversation: 'c'.repeat(22), key: 'k'.repeat(22), at: 1_000 }
const request = {
  ...base, kind: 'request', text: 'Не печатает', files: [{ id: '0199a6b0-0000-7000-8000-000000000001', name: 'a.png', mime: 'image/png', size: 5 }],
  name: 'Ольга', phone: '+79165551234', language: 'en', point: null, happening: 'stop',
}

test('R-6.1 a request is a message that tells what the form has asked', () => {
  expect(readEvent('portal', request, at)).toEqual({ ok: true, events: [{
    channelId: 'portal', channel: 'portal', eventKey: base.key, occurredAt: 1_000, receivedAt: 2_000, conversation: { externalId: base.conversation, type: 'portal' },
    kind: 'message', externalId: base.key, text: 'Не печатает', told: { point: null, happening: 'stop' },
    files: [{ fileRef: '0199a6b0-0000-7000-8000-000000000001', name: 'a.png', mime: 'image/png', size: 5, kind: 'photo' }],
    author: { externalId: base.conversation, displayName: 'Ольга', verified: 'none', speaks: 'en', phone: '+79165551234' },
  }] })
})

test('an answer replies to his own latest words, a press carries its choice', () => {
  expect(readEvent('portal', { ...base, kind: 'answer', text: 'вот', files: [], replyTo: 'r'.repeat(22) }, at)).toMatchObject({ ok: true, events: [{ kind: 'message', replyTo: 'r'.repeat(22) }] })
  expect(readEvent('portal', { ...base, kind: 'press', choice: 'abc' }, at)).toMatchObject({ ok: true, events: [{ kind: 'pressed', choice: 'abc', interaction: base.key }] })
})

test.each([
  ['nothing', null], ['another kind', { ...base, kind: 'call' }], ['a text without end', { ...request, text: 'а'.repeat(20_000) }],
  ['too many files', { ...request, files: Array.from({ length: 11 }, () => request.files[0]) }], ['a short key', { ...request, key: 'k' }],
])('%s is no event of the form', (_, raw) => {
  expect(readEvent('portal', raw, at)).toMatchObject({ ok: false })
})
