import type { Instant, Millis } from '../lib/instant.ts'
import type { Weight } from '../tickets/ticket.ts'

/** A ticket of the conversation, as routing looks at it. `endedAt` null: open. */
export type Candidate = { id: string; number: number; endedAt: Instant | null }

/** Id of the conversation's current ticket; `new`: the person asked for a new one; null: none was ever set. */
export type Focus = string | 'new' | null

export type RouteInput = {
  weight: Weight
  /** Ticket of the message that this one answers, if it is known here. */
  repliedTo: Candidate | null
  focus: Focus
  /** Tickets of this conversation: all open ones and the latest ended, newest first. */
  tickets: readonly Candidate[]
  reopenWindow: Millis
  now: Instant
  /** A letter: what answers nothing is a ticket of its own, whatever else is open; what no person sent goes nowhere. */
  letter?: boolean
}

export type Route =
  | { to: 'ticket'; id: string; why: 'reply' | 'focus' | 'only' | 'latest' }
  | { to: 'reopen'; id: string; why: 'reply' }
  | { to: 'new' }
  /** Shown on a ticket that has ended; moves nothing. */
  | { to: 'thread'; id: string }
  | { to: 'nowhere' }

/**
 * Which ticket a message belongs to (product.md 4.7; clauses.md part 2). A reply goes to the ticket of the replied message, also when another is current;
 * otherwise the current one, otherwise the latest open; words that are no request never register or reopen anything.
 */
export function route({ weight, repliedTo, focus, tickets, reopenWindow, now, letter = false }: RouteInput): Route {
  const isRequest = weight === 'real'
  if (letter && repliedTo === null && (isRequest || weight === 'automatic')) return isRequest ? { to: 'new' } : { to: 'nowhere' }
  if (repliedTo !== null) {
    if (repliedTo.endedAt === null) return { to: 'ticket', id: repliedTo.id, why: 'reply' }
    if (isRequest && now <= repliedTo.endedAt + reopenWindow) return { to: 'reopen', id: repliedTo.id, why: 'reply' }
    if (!isRequest) return { to: 'thread', id: repliedTo.id }
  }
  if (focus === 'new' && isRequest && repliedTo === null) return { to: 'new' }
  const open = tickets.filter(ticket => ticket.endedAt === null)
  const current = open.find(ticket => ticket.id === focus)
  if (current !== undefined && (repliedTo === null || !isRequest)) return { to: 'ticket', id: current.id, why: 'focus' }
  // A reply to something long ended is a new question, whatever else is open.
  if (repliedTo !== null && isRequest) return { to: 'new' }
  const latest = open[0]
  if (latest !== undefined) return { to: 'ticket', id: latest.id, why: open.length === 1 ? 'only' : 'latest' }
  if (isRequest) return { to: 'new' }
  const ended = tickets[0]
  return ended === undefined ? { to: 'nowhere' } : { to: 'thread', id: ended.id }
}
