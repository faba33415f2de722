import { expect, test } from 'vitest'
import type { Outgoing } from '../delivery/outbound.ts'
import { ackOf, foldSaid, living, type Parcel } from './said.ts'

const parcel = (id: string, payload: Outgoing): Parcel => ({ id, ticketId: 't', payload, at: 1_000 })
const button = (choice: string) => ({ label: choice, choice })

test('an edit of an edit is the latest wording of what was sent first, and its files stay', () => {
  const { said, rootOf } = foldSaid([
    parcel('a', { kind: 'send', text: 'принята', files: [{ fileId: 'f', name: 'памятка.pdf', mime: 'application/pdf', size: 3, as: 'document' }], buttons: [[button('x')]] }),
    parcel('b', { kind: 'send', text: 'вопрос' }),
    parcel('c', { kind: 'edit', target: 'outbox:a', text: 'в работе' }),
    parcel('d', { kind: 'edit', target: 'outbox:c', text: 'закрыта' }),
  ])
  expect(said.map(one => [one.id, one.content.text, one.content.buttons, one.files.length])).toEqual([['a', 'закрыта', undefined, 1], ['b', 'вопрос', undefined, 0]])
  expect([rootOf('d'), rootOf('b')]).toEqual(['a', 'b'])
})

test('an edit of what is no longer here is not lost', () => {
  expect(foldSaid([parcel('c', { kind: 'edit', target: 'outbox:gone', text: 'в работе' })]).said.map(one => one.content.text)).toEqual(['в работе'])
})

test('what a press brought is found by its key and is no line of the conversation', () => {
  const parcels = [parcel('a', { kind: 'ack', interaction: 'k1', text: 'Готово' }), parcel('b', { kind: 'ack', interaction: 'k2', text: 'Уже не действует', alert: true })]
  expect(foldSaid(parcels).said).toEqual([])
  expect([ackOf(parcels, 'k1'), ackOf(parcels, 'k2'), ackOf(parcels, 'k3')]).toEqual([{ text: 'Готово', isAlert: false }, { text: 'Уже не действует', isAlert: true }, null])
})

test('R-6.4.2 a button that was used, was never offered here, or confirms what waits for nothing is not shown', () => {
  const choices = new Map([
    ['confirm', { act: { act: 'confirm' as const, ticket: 't' }, isUsed: false }],
    ['dispute', { act: { act: 'dispute' as const, ticket: 't' }, isUsed: false }],
    ['used', { act: { act: 'withdraw' as const, ticket: 't' }, isUsed: true }],
  ])
  const rows = [[button('confirm'), button('dispute')], [button('used'), button('strange')], [{ label: 'Регламент', url: 'https://desk.example/regulation' }]]
  expect(living(rows, choices, () => 'awaiting_confirmation').map(row => row.map(one => one.label))).toEqual([['confirm', 'dispute'], ['Регламент']])
  expect(living(rows, choices, () => 'resolved').map(row => row.map(one => one.label))).toEqual([['dispute'], ['Регламент']])
})
