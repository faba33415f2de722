import { isDuplicate, together, tx, type Db, type Write } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import { viewOf } from '../regulation/fold.ts'
import { read } from '../regulation/reading.ts'
import type { Policy } from '../regulation/policy.ts'
import type { Change, Consequences, Newcomer } from './change.ts'
import { signalsOf } from './clocks.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { derivedFacts, wakeAt } from './settle.ts'
import { appendEvents, callTaskWrites, insertTicket, keepRequest, lockTicket, nextNumber, placeWrites, ticketOfRequest, updateTicket } from './store.ts'
import { evolve, replay, subjectOf, type Actor, type Ticket, type TicketEvent, type TicketFact } from './ticket.ts'

/** What the ticket's verbs need of the house. */
export type TicketRoom = {
  /** The policy of an edition; editions are immutable, so it may be kept. */
  policyOf: (editionId: number) => Promise<Policy>
  editionAt: (at: Instant) => Promise<number>
  consequences: Consequences
  /** does the procedure of this topic give something out? */
  deliverableNeeded: (db: Db, topic: string) => Promise<boolean>
  /** The development item of this id as a ticket names it. Refuses `not_found`. */
  developmentOf: (db: Db, id: string) => Promise<{ id: string; title: string }>
  /** Is this colleague at work? Null: no roster is kept for this time, so nobody is off. */
  isOn: (db: Db, staffId: string, at: Instant) => Promise<boolean | null>
}

/** When, by whom; `at` is when it happened if that was earlier than now (an inbound message is dated by its receipt, A-35). */
export type Context = { now: Instant; actor: Actor; at?: Instant }

export type Registration = {
  channel: string
  /** The customer's first words; a file or a greeting names a ticket badly, then `weakSubject`. */
  subject: string
  weakSubject: boolean
  contactId: string | null
  pointId: string | null
  conversationId: string | null
  stopReported: boolean
  message: string | null
}

/**
 * one request gets one number, at any hour, in the transaction that accepts it. Returns the change; the caller tells the
 * house about it after the commit. `also`: writes of the caller that travel in the same statement, given the new id; `newcomer`: whom they make known.
 */
export async function register(
  room: TicketRoom, db: Db, wish: Registration, context: Context, also: (ticketId: string) => readonly Write[] = () => [], newcomer?: Newcomer,
): Promise<Change> {
  const at = context.at ?? context.now
  const edition = await room.editionAt(at)
  const policy = await room.policyOf(edition)
  const id = newId()
  const number = await nextNumber(db)
  const fact: TicketFact = { type: 'registered', number, edition, ...wish, subject: subjectOf(wish.subject) ?? '' }
  const events = dated([{ at, fact }], 0, context)
  const ticket = evolve(null, events[0]!, id)
  const reading = read(signalsOf(events), policy, context.now)
  const view = viewOf(reading)
  const change: Change = {
    id, version: 1, before: null, after: { ticket, view }, events, command: null, policy, now: context.now, actor: context.actor, ...(newcomer === undefined ? {} : { newcomer }),
  }
  await together(db, [
    insertTicket(ticket, view, wakeAt(events, reading, view), context.now),
    appendEvents(id, events),
    ...also(id),
    ...await room.consequences(db, change),
  ])
  return change
}

/**
 * The one way in which a ticket changes: lock, settle what time alone has done, decide, write everything in one statement.
 * Joins the caller's transaction. Throws `Refusal`; returns the change (empty `events` when nothing new was said).
 */
export function change(room: TicketRoom, db: Db, id: string, command: Command, asked: Context, also: readonly Write[] = []): Promise<Change> {
  return tx(db, async inner => {
    const { ticket: before, events: past, version } = await lockTicket(inner, id)
    // Hosts' clocks differ by a little, and one may be put back: a ticket's own time never runs backwards.
    const context = { ...asked, now: past.reduce((latest, event) => Math.max(latest, event.at, event.recordedAt), asked.now) }
    const policy = await room.policyOf(before.edition)
    const readingBefore = read(signalsOf(past), policy, context.now)
    const viewBefore = viewOf(readingBefore)

    const settled = dated(derivedFacts(past, readingBefore, policy, newId), past.length, { ...context, actor: machine })
    let current: Ticket = before
    for (const event of settled) current = evolve(current, event, id)
    const decision = decide({
      ticket: current, events: [...past, ...settled], view: viewBefore, policy, now: context.now, at: context.at ?? context.now, actor: context.actor, newId,
      ...await knownFor(room, inner, command, current, context.now),
    }, command)
    if (decision instanceof Refusal) throw decision

    const at = context.at ?? context.now
    const decided = dated(decision.map(fact => ({ at, fact })), past.length + settled.length, context)
    const events = [...settled, ...decided]
    const all = [...past, ...events]
    // What is struck has never been (invariant 26): the ticket is read anew.
    const after = events.some(event => event.type === 'struck') ? replay(all, id) : events.reduce<Ticket>((ticket, event) => evolve(ticket, event, id), before)
    const policyAfter = after.edition === before.edition ? policy : await room.policyOf(after.edition)
    const readingAfter = read(signalsOf(all), policyAfter, context.now)
    const viewAfter = viewOf(readingAfter)
    const made: Change = {
      id, version: version + 1, before: { ticket: before, view: viewBefore }, after: { ticket: after, view: viewAfter }, events, command, policy: policyAfter, now: context.now, actor: context.actor,
    }
    // Nothing said and nothing to carry: the row stays. (A wake still sets the next instant.)
    if (events.length === 0 && also.length === 0 && command.type !== 'wake') return made
    await together(inner, [
      updateTicket(after, viewAfter, wakeAt(all, readingAfter, viewAfter), version + 1, after.pointId !== before.pointId, context.now),
      ...(events.length === 0 ? [] : [appendEvents(id, events)]),
      ...callTaskWrites(id, past, events, context.now),
      ...placeWrites(id, events, after),
      ...also,
      ...(events.length === 0 ? [] : await room.consequences(inner, made)),
    ])
    return made
  })
}

/** One wish of one key is carried out once, however often it is sent. Null: a request of this key was carried out before. Without a key: always. */
export async function once(db: Db, key: string | null, now: Instant, work: (inner: Db) => Promise<Change>): Promise<Change | null> {
  if (key === null) return work(db)
  try {
    return await tx(db, async inner => {
      if (await ticketOfRequest(inner, key) !== null) return null
      const made = await work(inner)
      await together(inner, [keepRequest(key, made.id, now)])
      return made
    })
  } catch (error) {
    // Two of one key at once: the other was first.
    if (isDuplicate(error, 'ticket_requests_pkey')) return null
    throw error
  }
}

/** What a decision needs to know of other rooms; asked only where it matters. */
async function knownFor(room: TicketRoom, db: Db, command: Command, { topic, ownerId }: Ticket, now: Instant): Promise<{ deliverableNeeded: boolean; ownerIsOn: boolean | null }> {
  return {
    deliverableNeeded: await givesOut(room, db, command, topic),
    ownerIsOn: command.type === 'hear' && command.weight === 'real' && ownerId !== null ? await room.isOn(db, ownerId, now) : null,
  }
}

async function givesOut(room: TicketRoom, db: Db, command: Command, known: string | null): Promise<boolean> {
  if (command.type !== 'report_result' || command.kind !== 'done') return false
  const topic = command.triage?.topic ?? known
  return topic !== null && room.deliverableNeeded(db, topic)
}

const machine: Actor = { kind: 'machine', id: null }

/** Facts become events: an id, their place in the history, who and when. */
function dated(facts: readonly { at: Instant; fact: TicketFact }[], from: number, { now, actor }: Context): TicketEvent[] {
  return facts.map(({ at, fact }, index) => ({ ...fact, id: newId(), seq: from + index + 1, at, recordedAt: now, actor: byItself(fact) ? machine : actor }))
}

/** What the desk does of its own accord when a customer writes is not the customer's doing. */
const byItself = (fact: TicketFact): boolean => fact.type === 'assigned' && fact.why === 'off_shift'
