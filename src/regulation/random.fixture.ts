/** For tests: random tickets. Steps of up to a day and a half, mostly whole minutes, so that boundaries are met exactly now and then. */
import fc from 'fast-check'
import { day, hour, minute, type Instant, type Millis } from '../lib/instant.ts'
import type { Policy } from './policy.ts'
import type { Category, Signal } from './signals.ts'
import { at, byState, civil, jupiter, type Told } from './stories.fixture.ts'

export const category: fc.Arbitrary<Category> = fc.constantFrom(1, 2, 3)

export const policies: fc.Arbitrary<Policy> = fc.constantFrom(jupiter, byState, civil, { ...civil, workingDay: 'state' as const })

/** Another desk: lunch, short Saturdays, clocks that move, every term in hours or odd days. */
const berlin: Policy = {
  ...jupiter,
  calendars: {
    service: {
      timezone: 'Europe/Berlin', holidays: ['2026-06-04'], overrides: { '2026-06-07': [['10:00', '12:00']] },
      weekly: { mon: [['08:00', '12:00'], ['13:00', '18:00']], tue: [['08:00', '12:00'], ['13:00', '18:00']], wed: [['08:00', '24:00']], thu: [['00:00', '02:00'], ['08:00', '18:00']], fri: [['08:00', '12:00'], ['13:00', '18:00']], sat: [['09:00', '13:00']] },
    },
    state: { timezone: 'Europe/Berlin', weekly: { mon: [['08:00', '18:00']], tue: [['08:00', '18:00']], wed: [['08:00', '18:00']] }, holidays: ['2026-06-15'] },
  },
  reaction: { 1: { service: 'PT45M' }, 2: { service: 'PT9H30M' }, 3: { workingDays: 3 } }, result: { 1: { service: 'PT6H' }, 3: { workingDays: 4 } },
  silence: { term: { service: 'PT5H' }, calendar: 'service' }, confirm: 'end-of-next-day', refusal: 'none',
}
export const desks: fc.Arbitrary<Policy> = fc.oneof({ weight: 2, arbitrary: policies }, { weight: 1, arbitrary: fc.constantFrom(berlin, { ...berlin, workingDay: 'state' as const }, { ...berlin, dayCount: 'civil' as const }) })

const message = fc.constantFrom('a', 'b', 'c')
const basis = fc.constantFrom('changed' as const, 'corrected' as const)

/** Facts about the ticket that leave its past alone; deliveries, strikes and undoing reach back and have their own kinds below. */
export const forward: fc.Arbitrary<Told> = fc.oneof(
  { weight: 3, arbitrary: category.map((value): Told => ({ type: 'triaged', category: value })) },
  { weight: 3, arbitrary: fc.tuple(category, basis).map(([value, how]): Told => ({ type: 'recategorised', category: value, basis: how })) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'taken' }) },
  { weight: 2, arbitrary: message.map((id): Told => ({ type: 'reacted', how: 'reply', message: id })) },
  { weight: 6, arbitrary: fc.tuple(message, fc.constantFrom(undefined, 2 * day)).map(([id, ahead]): Told => ({ type: 'info_requested', by: 'specialist', message: id, ...(ahead === undefined ? {} : { notBefore: ahead }) })) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'info_requested', by: 'bot' }) },
  { weight: 4, arbitrary: fc.constant<Told>({ type: 'customer_replied' }) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'lifted' }) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'handed_over', to: 'developers' }) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'returned' }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }).map((days): Told => ({ type: 'due_revised', due: days * day })) },
  { weight: 3, arbitrary: fc.tuple(message, fc.constantFrom('done' as const, 'workaround' as const, 'refused' as const)).map(([id, kind]): Told => ({ type: 'result_reported', kind, message: id })) },
  { weight: 1, arbitrary: message.map((id): Told => ({ type: 'unclear_answer', message: id })) },
  { weight: 2, arbitrary: fc.constant<Told>({ type: 'disputed' }) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'confirmed' }) },
  { weight: 1, arbitrary: fc.constant<Told>({ type: 'received' }) },
  { weight: 1, arbitrary: category.map((value): Told => ({ type: 'merged_in', receivedAt: -2 * hour, category: value })) },
)

/** Kinds that change what is thought of the past. */
export const backward: fc.Arbitrary<Told> = fc.oneof(
  message.map((id): Told => ({ type: 'delivered', message: id })),
  message.map((id): Told => ({ type: 'not_delivered', message: id })),
  fc.tuple(message, fc.constantFrom('confirm' as const, 'dispute' as const, 'neutral' as const)).map(([id, as]): Told => ({ type: 'judged', message: id, as })),
  fc.integer({ min: 1, max: 12 }).map((n): Told => ({ type: 'struck', event: `e${n}` })),
  fc.constant<Told>({ type: 'closed', reason: 'withdrawn' }),
)

const gap: fc.Arbitrary<Millis> = fc.oneof(
  fc.integer({ min: 0, max: 36 * 60 }).map((minutes) => minutes * minute),
  fc.integer({ min: 1, max: 14 }).map((hours) => hours * hour),
  fc.constantFrom(0, 1, 14 * hour, 24 * hour, 24 * hour + 1),
)
const start: fc.Arbitrary<Instant> = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minutes) => at('06-01 00:00') + minutes * minute)

/** A ticket of up to `maxLength` signals after its receipt. Relative instants in the told (`due`, `notBefore`, `receivedAt`) count from the signal. */
export function tickets(kinds: fc.Arbitrary<Told>, maxLength = 12): fc.Arbitrary<Signal[]> {
  return fc.tuple(start, fc.array(fc.tuple(gap, kinds), { maxLength })).map(([first, steps]) => {
    let t = first
    return [{ id: 'e0', seq: 0, at: first, type: 'received' } satisfies Signal, ...steps.map(([wait, told], i) => {
      t += wait
      return placed({ id: `e${i + 1}`, ...told, seq: i + 1, at: t } as Signal)
    })]
  })
}

function placed(signal: Signal): Signal {
  switch (signal.type) {
    case 'due_revised': return { ...signal, due: signal.at + signal.due }
    case 'merged_in': return { ...signal, receivedAt: signal.at + signal.receivedAt }
    case 'info_requested': return signal.notBefore === undefined ? signal : { ...signal, notBefore: signal.at + signal.notBefore }
    default: return signal
  }
}

/** How long after the last signal one looks. */
export const afterwards: fc.Arbitrary<Millis> = fc.integer({ min: 0, max: 25 * 24 * 60 }).map((minutes) => minutes * minute)
