import { describe, expect, test } from 'vitest'
import type { Message } from '../../../src/messages/api.ts'
import { arrivedSince, grouped } from './group.ts'

const message = (id: string, at: string, part: Partial<Message> = {}): Message => ({
  id, direction: 'in', author: { kind: 'customer', id: null, name: 'Ольга' }, notice: null, channelId: 'telegram', text: id, at, editedAt: null, versions: [], replyTo: null,
  attachments: [], place: null, card: null, sticker: false, delivery: null, toJudge: false, letter: null, joined: [], ...part,
})
const anna = { kind: 'staff', id: 'anna', name: 'Анна' } as const
const machine = { kind: 'machine', id: null, name: 'Регламент' } as const
const shape = (messages: Message[]) => grouped(messages).map(item => (item.kind === 'day' ? 'day' : item.kind === 'notice' ? `notice ${item.message.id}` : `${item.message.id}${item.joined ? ' joined' : ''}`))

describe('a conversation', () => {
  test('days change at Moscow midnight', () => {
    expect(shape([message('late', '2026-11-24T20:59:59.000Z'), message('night', '2026-11-24T21:00:00.000Z')])).toEqual(['day', 'late', 'day', 'night'])
  })
  test('one author going on within five minutes is not named again; a pause, a note or another person is', () => {
    expect(shape([
      message('1', '2026-11-24T10:00:00.000Z'), message('2', '2026-11-24T10:04:59.000Z'), message('3', '2026-11-24T10:09:59.000Z'),
      message('4', '2026-11-24T10:10:00.000Z', { direction: 'out', author: anna }), message('5', '2026-11-24T10:10:30.000Z', { direction: 'note', author: anna }),
    ])).toEqual(['day', '1', '2 joined', '3', '4', '5'])
  })
  test('what the machine told the customer stands apart, and who speaks after it is named', () => {
    expect(shape([message('1', '2026-11-24T10:00:00.000Z'), message('2', '2026-11-24T10:00:01.000Z', { direction: 'out', author: machine, notice: 'receipt' }), message('3', '2026-11-24T10:00:02.000Z')]))
      .toEqual(['day', '1', 'notice 2', '3'])
  })
  test('an edit does not move a message', () => {
    expect(shape([message('1', '2026-11-24T10:00:00.000Z', { editedAt: '2026-11-24T12:00:00.000Z' }), message('2', '2026-11-24T11:00:00.000Z')])).toEqual(['day', '1', '2'])
  })
})

test('what came while writing: others\' words, not notes, notices or one\'s own', () => {
  const known = new Set(['old'])
  const messages = [
    message('old', '2026-11-24T10:00:00.000Z'), message('new', '2026-11-24T10:01:00.000Z'),
    message('mine', '2026-11-24T10:02:00.000Z', { direction: 'out', author: anna }), message('colleague', '2026-11-24T10:03:00.000Z', { direction: 'out', author: { kind: 'staff', id: 'igor', name: 'Игорь' } }),
    message('note', '2026-11-24T10:04:00.000Z', { direction: 'note', author: { kind: 'staff', id: 'igor', name: 'Игорь' } }), message('notice', '2026-11-24T10:05:00.000Z', { direction: 'out', author: machine }),
  ]
  expect(arrivedSince(messages, known, 'anna').map(one => one.id)).toEqual(['new', 'colleague'])
})
