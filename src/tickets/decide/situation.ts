import type { Instant } from '../../lib/instant.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Policy } from '../../regulation/policy.ts'
import type { View } from '../../regulation/view.ts'
import type { Actor, Ticket, TicketEvent, TicketFact } from '../ticket.ts'

/** All that a decision may look at. `events`: the whole history; `view`: its fold at `now`, with what time alone has done already settled. */
export type Situation = {
  ticket: Ticket
  events: readonly TicketEvent[]
  view: View
  policy: Policy
  now: Instant
  /** When what is asked happened; earlier than `now` for a message that waited to be handled. */
  at: Instant
  actor: Actor
  /** Ids for things that the decision itself brings into being (call tasks). */
  newId: () => string
  /** Does the topic's procedure give something out? Known only where a result is reported. */
  deliverableNeeded: boolean
  /** Is the owner at work? Known only where a customer writes; null: no roster is kept, or nobody owns it. */
  ownerIsOn: boolean | null
}

/** What a decision says: facts to be written down, or a refusal with its reason. No facts: the wish is already fulfilled. */
export type Decision = readonly TicketFact[] | Refusal

/** The ticket has ended: resolved or closed. */
export const hasEnded = (view: View): boolean => view.state === 'resolved' || view.state === 'closed'

/** Refuses for an ended ticket, otherwise lets the rule speak. */
export function whileOpen(situation: Situation, rule: () => Decision): Decision {
  return hasEnded(situation.view) ? new Refusal('ticket_ended', { number: situation.ticket.number }) : rule()
}

/** A contact with the customer by somebody who does not own the free ticket makes it his (R-6.3.1: work begins, it has an owner). */
export function takenBy(situation: Situation): readonly TicketFact[] {
  return situation.ticket.ownerId === null && situation.actor.kind === 'staff' ? [{ type: 'taken' }] : []
}
