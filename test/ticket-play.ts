/** A ticket played as facts at instants, for tests of pure rules: its state, its clocks under the shipped regulation, a change as rooms see it. */
import { fold } from '../src/regulation/fold.ts'
import { read, type Reading } from '../src/regulation/reading.ts'
import type { View } from '../src/regulation/view.ts'
import type { Instant } from '../src/lib/instant.ts'
import type { Change } from '../src/tickets/change.ts'
import { signalsOf } from '../src/tickets/clocks.ts'
import { replay, type Actor, type Ticket, type TicketEvent, type TicketFact } from '../src/tickets/ticket.ts'
import { jupiterPolicy } from './jupiter.ts'

export const olga: Actor = { kind: 'customer', id: '00000000-0000-7000-8000-00000000000c' }
export const anna: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-00000000000a' }
export const machine: Actor = { kind: 'machine', id: null }
export const at = (text: string): Instant => Date.parse(text)
/** Tuesday, 17 March 2026, 14:07 in Moscow: open hours, a working day. */
export const receipt = at('2026-03-17T14:07+03:00')

export type Played = { ticket: Ticket; events: readonly TicketEvent[]; view: View; reading: Reading; now: Instant }
export type Step = { at: Instant; fact: TicketFact; actor?: Actor }

export function played(steps: readonly Step[], now: Instant, first: Partial<Extract<TicketFact, { type: 'registered' }>> & { at?: Instant } = {}): Played {
  const { at: start = receipt, ...about } = first
  const registered: TicketFact = {
    type: 'registered', number: 1042, edition: 1, channel: 'telegram', subject: 'Не печатает принтер', weakSubject: false, contactId: olga.id, pointId: null,
    conversationId: 'c', stopReported: false, message: 'm0', ...about,
  }
  const events = [{ at: start, fact: registered, actor: olga }, ...steps].map(({ at: when, fact, actor = anna }, index): TicketEvent =>
    ({ ...fact, id: `e${index + 1}`, seq: index + 1, at: when, recordedAt: when, actor }))
  const reading = read(signalsOf(events), jupiterPolicy, now)
  return { ticket: replay(events, 't'), events, view: fold(signalsOf(events), jupiterPolicy, now), reading, now }
}

/** The change that wrote the last `count` events. */
export function lastChange({ ticket, events, view, now }: Played, count: number): Change {
  const made = events.slice(-count)
  return {
    id: 't', version: 2, before: null, after: { ticket, view }, events: made, command: null, policy: jupiterPolicy, now, actor: made.at(-1)?.actor ?? machine,
  }
}

export const triaged = (category: 1 | 2 | 3, when: Instant = receipt): Step => ({ at: when, fact: { type: 'triaged', category, effect: '', topic: null } })
export const answered = (when: Instant, asks = false, message = 'a1'): Step => ({ at: when, fact: { type: 'answered', message, asks } })
export const reported = (when: Instant, kind: 'done' | 'workaround' | 'refused' = 'done'): Step => ({ at: when, fact: { type: 'result_reported', kind, text: 'Настроили.', message: 'r1' } })
export const wrote = (when: Instant, weight: 'real' | 'thanks' | 'nothing' = 'real', message = 'm1'): Step => ({ at: when, fact: { type: 'customer_wrote', message, weight, subject: null }, actor: olga })
