import { together, tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { plainSubject } from '../../messages/letters/letter.ts'
import { setPlaced } from '../../messages/letters/store.ts'
import { setTicket } from '../../messages/store.ts'
import { reopensUntil } from '../../regulation/reopening.ts'
import { change, register, type Context } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { idOfNumber, lockVersion, readTicket } from '../../tickets/store.ts'
import { struckIds, type TicketEvent, type Weight } from '../../tickets/ticket.ts'
import { joinByLetter } from '../actions/letters.ts'
import type { Hall } from '../hall.ts'
import { setFocus } from '../store.ts'
import { withoutGreeting } from '../weigh.ts'
import { movable, type Movable } from './store.ts'

export type Mover = Pick<Hall, 'tickets' | 'subjectWithoutWords'>
/** `to`: the number of a ticket, or a new one. */
export type Move = { from: number; message: string; to: number | 'new' }
export type Moved = { number: number; changes: readonly Change[] }

/**
 * A person at the desk puts a message where it belongs (pain 6): what it did on the one ticket is struck there, and on the other it does what it would have
 * done had it come there in its time. `new`: a ticket registered at the instant at which it came; its author gets his receipt. Moving back undoes it.
 * Refuses `not_found` for what is no message of a customer on that ticket, `same_ticket`.
 */
export function moveMessage(mover: Mover, db: Db, { from, message: messageId, to }: Move, context: Context): Promise<Moved> {
  return tx(db, async inner => {
    const fromId = await idOfNumber(inner, from)
    const toId = to === 'new' ? null : await idOfNumber(inner, to)
    if (toId === fromId) throw new Refusal('same_ticket')
    // One order of locks: two people who move messages between the same tickets do not wait for each other.
    for (const id of [fromId, ...(toId === null ? [] : [toId])].toSorted()) await lockVersion(inner, id)
    const message = await movable(inner, fromId, messageId)
    if (message === null) throw new Refusal('not_found')
    const { events, ticket } = await readTicket(inner, fromId)
    const weight = weightOf(events, messageId)
    const opened = toId === null ? await openFor(mover, inner, message, ticket.contactId === message.contactId ? ticket.pointId : null, context) : null
    const target = opened ?? { id: toId!, number: Number(to) }
    const left = await change(mover.tickets, inner, fromId, { type: 'move_out', message: messageId, to: target.number }, context, opened === null ? moved(message.id, target.id) : [])
    const came = await change(mover.tickets, inner, target.id, { type: 'move_in', message: messageId, from }, context)
    const { events: there } = await readTicket(inner, target.id)
    // What opened the ticket is at home, and was heard there.
    const isHome = there.some(event => event.type === 'registered' && event.message === messageId)
    const heard = isHome ? null : await hearThere(mover, inner, came, message, weight, context)
    const joined = await joinThere(mover, inner, target.id, message, context)
    if (message.isLast) await together(inner, [setFocus(message.conversationId, target.id, context.now)])
    return { number: target.number, changes: [...(opened === null ? [] : [opened.made]), left, came, ...(heard === null ? [] : [heard]), ...(joined === null ? [] : [joined])] }
  })
}

const moved = (messageId: string, ticketId: string) => [setTicket(messageId, ticketId), setPlaced(messageId, { why: 'hand', suggested: null })]

/** Its own ticket: named, dated and owned by nobody, as if the message had opened it. */
async function openFor(mover: Mover, db: Db, message: Movable, pointId: string | null, context: Context): Promise<{ id: string; number: number; made: Change }> {
  const words = message.letter === null || plainSubject(message.letter.subject) === '' ? withoutGreeting(message.text) : plainSubject(message.letter.subject)
  const files = message.files.map(file => ({ ...file, fileRef: '', size: null }))
  const made = await register(mover.tickets, db, {
    channel: message.channelId.split(/[:-]/)[0]!, subject: words === '' ? mover.subjectWithoutWords(files, { text: message.text, files }) : words, weakSubject: words === '',
    contactId: message.contactId, pointId, conversationId: message.conversationId, stopReported: false, message: message.id,
  }, { ...context, at: Math.min(message.at, context.now) }, id => moved(message.id, id))
  return { id: made.id, number: made.after.ticket.number, made }
}

/** It does what it would have done here in its time: one that came after an end, and not too long, opens the ticket again. */
async function hearThere(mover: Mover, db: Db, { id, after: { view }, policy }: Change, message: Movable, weight: Weight, { now }: Context): Promise<Change> {
  const by: Context = { now, at: Math.min(message.at, now), actor: { kind: 'customer', id: message.contactId } }
  const until = reopensUntil(view, policy)
  if (until !== null && weight === 'real' && message.at > (view.resolvedAt ?? view.closedAt!) && message.at <= until) {
    return change(mover.tickets, db, id, { type: 'reopen', reason: '', message: message.id, edition: await mover.tickets.editionAt(now) }, by)
  }
  return change(mover.tickets, db, id, { type: 'hear', message: message.id, text: withoutGreeting(message.text), weight, files: message.files }, by)
}

/** What takes the place of a letter for a message of a messenger, whose author the messenger vouches for. */
const noLetter = { from: { name: '', address: '' }, to: [], cc: [], verdict: { spf: 'none', dkim: 'none', dmarc: 'none', by: null } } as const

/** Whoever wrote it takes part there, and whom he wrote to as well. */
async function joinThere(mover: Mover, db: Db, ticketId: string, message: Movable, context: Context): Promise<Change | null> {
  const { ticket } = await readTicket(db, ticketId)
  const sender = { contactId: message.contactId, conversationId: message.conversationId }
  return joinByLetter(mover.tickets, db, { ticket, channelId: message.channelId, sender, letter: message.letter ?? noLetter, message: message.id }, {
    now: context.now, actor: { kind: 'customer', id: message.contactId },
  })
}

/** What the message weighed where it stood. What opened a ticket, or opened it again, was real. */
function weightOf(events: readonly TicketEvent[], messageId: string): Weight {
  const struck = struckIds(events)
  const heard = events.findLast(event => event.type === 'customer_wrote' && event.message === messageId && !struck.has(event.id))
  return heard?.type === 'customer_wrote' ? heard.weight : 'real'
}
