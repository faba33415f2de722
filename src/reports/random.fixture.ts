/** For tests: random tickets of a few months, as rows of the report. */
import fc from 'fast-check'
import { jupiterPolicy } from '../../test/jupiter.ts'
import { hour, minute, type Instant } from '../lib/instant.ts'
import type { Actor, TicketEvent, TicketFact } from '../tickets/ticket.ts'
import { judge } from './judge.ts'
import type { Named, ReportRow } from './row.ts'

export const now = Date.parse('2026-12-10T12:00:00+03:00')
const first = Date.parse('2026-10-05T00:00:00+03:00')

const staff = (n: number): Actor => ({ kind: 'staff', id: `s${n}` })
const olga: Actor = { kind: 'customer', id: 'c1' }
const machine: Actor = { kind: 'machine', id: null }

type Told = { actor: Actor; fact: TicketFact }
const category = fc.constantFrom(1 as const, 2 as const, 3 as const)
const message = fc.constantFrom('a', 'b', 'c')
const told = (actor: Actor, fact: TicketFact): Told => ({ actor, fact })

const kinds: fc.Arbitrary<Told> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(category, fc.constantFrom(null, '4.4.2', '4.1.1', '5.2')).map(([value, topic]) => told(staff(1), { type: 'triaged', category: value, effect: '', topic })) },
  { weight: 2, arbitrary: fc.tuple(category, fc.constantFrom('changed' as const, 'corrected' as const)).map(([value, basis]) => told(staff(2), { type: 'recategorised', category: value, basis, reason: 'r' })) },
  { weight: 2, arbitrary: fc.constantFrom(1, 2).map(n => told(staff(n), { type: 'taken' })) },
  { weight: 4, arbitrary: fc.tuple(message, fc.boolean()).map(([id, asks]) => told(staff(1), { type: 'answered', message: id, asks })) },
  { weight: 1, arbitrary: message.map(id => told(staff(1), { type: 'asked', message: id, items: [{ id: `i${id}`, kind: 'photo', text: `фото ${id}` }] })) },
  { weight: 1, arbitrary: message.map(id => told(olga, { type: 'item_ticked', item: `i${id}`, message: id })) },
  { weight: 2, arbitrary: message.map(id => told(olga, { type: 'customer_wrote', message: id, weight: 'real', subject: null })) },
  { weight: 3, arbitrary: fc.constantFrom('done' as const, 'workaround' as const, 'refused' as const).map(kind => told(staff(1), { type: 'result_reported', kind, text: 't', message: 'r' })) },
  { weight: 2, arbitrary: fc.constant(told(olga, { type: 'confirmed', note: '' })) },
  { weight: 1, arbitrary: fc.constant(told(olga, { type: 'disputed', message: null, note: 'n' })) },
  { weight: 1, arbitrary: fc.constantFrom('developers' as const, 'third_party' as const).map(to => told(staff(1), { type: 'handed_over', to, note: 'n' })) },
  { weight: 1, arbitrary: fc.constantFrom('6.5.1' as const, '6.5.4' as const).map(reason => told(staff(1), { type: 'delay_noted', reason })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }).map(number => told(machine, { type: 'attached_to_incident', incident: `n${number}`, number, by: 'machine' })) },
  { weight: 1, arbitrary: fc.constant(told(olga, { type: 'reopened', message: null, reason: 'r', edition: 1 })) },
  { weight: 1, arbitrary: fc.constantFrom<TicketFact>({ type: 'withdrawn', note: '' }, { type: 'closed_as_spam' }, { type: 'work_stopped' }, { type: 'rated', stars: 4 }).map(fact => told(olga, fact)) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 9 }).map(n => told(staff(1), { type: 'struck', event: `e${n}`, reason: 'r' })) },
)

const gap = fc.oneof(fc.integer({ min: 0, max: 600 }).map(minutes => minutes * minute), fc.integer({ min: 1, max: 80 }).map(hours => hours * hour))
const places: readonly (Named | null)[] = [null, { id: 'p1', name: 'Берёзка' }, { id: 'p2', name: 'Сосна' }]

type Life = { start: Instant; channel: string; stop: boolean; place: number; steps: [number, Told][] }
const life: fc.Arbitrary<Life> = fc.record({
  start: fc.integer({ min: 0, max: 60 * 24 * 60 }).map(minutes => first + minutes * minute),
  channel: fc.constantFrom('telegram', 'email:support', 'phone'), stop: fc.boolean(), place: fc.integer({ min: 0, max: 2 }),
  steps: fc.array(fc.tuple(gap, kinds), { maxLength: 14 }),
})

/** Rows of up to sixty random tickets; some have several rounds, some lie outside of any one month. */
export const months: fc.Arbitrary<ReportRow[]> = fc.array(life, { maxLength: 60 }).map(lives => lives.flatMap(({ start, channel, stop, place, steps }, index) => {
  let at = start
  const events = [
    { at, actor: olga, fact: { type: 'registered', number: 1000 + index, edition: 1, channel, subject: 's', weakSubject: false, contactId: null, pointId: null, conversationId: null, stopReported: stop, message: null } satisfies TicketFact },
    ...steps.map(([wait, { actor, fact }]) => ({ at: at += wait, actor, fact })),
  ].map(({ fact, ...rest }, place_): TicketEvent => ({ ...fact, ...rest, id: `e${place_ + 1}`, seq: place_ + 1, recordedAt: rest.at }))
  const where = places[place]!
  return judge({ number: 1000 + index, point: where, company: where === null ? null : { id: `o${where.id}`, name: where.name }, events }, () => ({ policy: jupiterPolicy, isOutside: topic => topic.startsWith('5.') }), now)
}))
