import { meet, type Met } from '../../contacts/meeting/actions.ts'
import { findAcquaintance, moveConversation, setBlocked, setPhone, setReachable } from '../../contacts/meeting/store.ts'
import { together, type Db, type Write } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { never } from '../../lib/never.ts'
import { storable } from '../../lib/text.ts'
import { plainSubject } from '../../messages/letters/letter.ts'
import { isKnownLetter } from '../../messages/letters/store.ts'
import { findByGroup, findByRef, keepVersion, setText } from '../../messages/store.ts'
import { parseDuration } from '../../regulation/duration.ts'
import { change, register, type Context } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import type { Command } from '../../tickets/commands.ts'
import type { Hall } from '../hall.ts'
import type { Placed } from '../host.ts'
import type { Inbound, MessageEvent } from '../inbound.ts'
import { route, type Route } from '../route.ts'
import { candidate, candidates, setAside, setFocus } from '../store.ts'
import { weigh, withoutGreeting } from '../weigh.ts'
import { extendAlbum } from './album.ts'
import { receiveBounce } from './bounces.ts'
import { joinByLetter, threadOf, weighLetter } from './letters.ts'
import { attachmentOf, messageRows, pendingIds, tooLarge } from './rows.ts'

/**
 * Everything that comes in, in any channel, enters here, inside one transaction with the inbox row that carried it. Returns the changes to tell the
 * house about after the commit. A repeated event changes nothing: what it brings is found by its ids.
 */
export async function receive(hall: Hall, db: Db, event: Inbound, now: Instant): Promise<readonly Change[]> {
  switch (event.kind) {
    case 'message': return receiveMessage(hall, db, event, now)
    case 'edited': return receiveEdit(hall, db, event, now)
    case 'blocked': case 'unblocked': {
      const met = await meetAuthor(db, event, now)
      if (met === null) return []
      const blocked = event.kind === 'blocked'
      await setBlocked(db, met.conversation.id, blocked ? event.receivedAt : null)
      await setReachable(db, met.conversation.id, blocked ? { at: event.receivedAt, reason: 'blocked' } : null)
      return []
    }
    case 'bounced': return receiveBounce(hall, db, event, now)
    case 'migrated': {
      // Whoever moved a chat that is not known here stays unknown.
      const { conversation } = await findAcquaintance(db, event.channelId, null, event.conversation.externalId)
      if (conversation !== null) await moveConversation(db, conversation.id, event.to, now)
      return []
    }
    // A reaction is shown by the messenger itself and means nothing here (the inbound table).
    case 'reacted': return []
    case 'pressed': case 'started': case 'command': {
      const met = await meetAuthor(db, event, now)
      if (met === null) return []
      const forDesk = event.kind === 'command' ? await hall.host.fromColleague(db, met, event, now) : null
      if (forDesk !== null) return forDesk
      const kept = event.kind === 'command' && event.rest !== '' ? await receiveWords(hall, db, met, event, now) : []
      return event.kind === 'command' && event.name === 'new' && event.rest !== '' ? kept : [...kept, ...await hall.host.handled(db, met, event, now)]
    }
    default: return never(event)
  }
}

/** Null for an event without a person behind it (an anonymous group author): it opens nothing. */
async function meetAuthor(db: Db, event: Inbound, now: Instant): Promise<Met | null> {
  const found = await findAuthor(db, event, now)
  if (found === null) return null
  await together(db, found.writes)
  return found.met
}

/** The same, and whoever is new is not written down yet. */
async function findAuthor(db: Db, event: Inbound, now: Instant): Promise<{ met: Met; writes: readonly Write[] } | null> {
  if (event.author === null) return null
  const { author } = event
  const { met, writes } = await meet(db, {
    channelId: event.channelId,
    conversation: { externalId: event.conversation.externalId, kind: event.conversation.type },
    author: { externalId: author.externalId, name: storable(author.displayName), display: author.username !== undefined ? `@${author.username}` : event.channel === 'email' ? author.externalId : storable(author.displayName), verified: author.verified, phone: author.phone ?? null, language: author.speaks ?? 'ru' },
  }, now)
  // Whoever writes has not blocked us, whatever the order of events was.
  if (met.conversation.blockedAt !== null && event.kind !== 'blocked') {
    await setBlocked(db, met.conversation.id, null)
    await setReachable(db, met.conversation.id, null)
  }
  // Letters come back from where nobody reads them: whoever writes from there does.
  if (event.kind === 'message' && event.letter !== undefined && event.automatic !== true && !met.isNew) await setReachable(db, met.conversation.id, null)
  return { met, writes }
}

/** `/call касса зависла`: no words are lost. Those behind a command are a message like any other; behind `/new` they are the new ticket's first. */
async function receiveWords(hall: Hall, db: Db, met: Met, { rest, name, replyTo, ...event }: Extract<Inbound, { kind: 'command' }>, now: Instant): Promise<readonly Change[]> {
  if (name === 'new') await together(db, [setFocus(met.conversation.id, null, now)])
  return receiveMessage(hall, db, { ...event, kind: 'message', text: rest, files: [], ...(name === 'new' || replyTo === undefined ? {} : { replyTo }) }, now)
}

async function receiveMessage(hall: Hall, db: Db, event: MessageEvent, now: Instant): Promise<readonly Change[]> {
  const found = await findAuthor(db, event, now)
  if (found === null) return []
  const { met } = found
  const conversationId = met.conversation.id
  const { document, policy } = await hall.regulationAt(now)
  const letter = event.kind === 'message' ? event.letter : undefined
  const thread = letter === undefined ? null : await threadOf(db, letter, met.contact.id)
  const weight = weighLetter(weigh(document, event), letter, thread)
  // Most first words open a ticket, and whoever wrote them is written down by its statement.
  const told = event.kind !== 'message' || weight !== 'real' ? undefined
    : event.told ?? await hall.host.toldIn(db, met, { channelId: event.channelId, text: letter === undefined ? event.text : `${letter.subject}\n${event.text}` })
  const isNewcomer = met.isNew && met.isFirstWord && weight === 'real' && (thread === null || thread.replied === null) && event.files.length === 0 && told === undefined && !hall.host.isForBotAlone(event.text)
  if (!isNewcomer) await together(db, found.writes)
  // learned once, before the receipt asks for it; of a known person not from whoever failed to prove his address.
  if (told?.phone !== undefined && met.contact.phone === null && (met.isNew || letter?.verdict.dmarc !== 'fail')) await setPhone(db, met.contact.id, told.phone)
  if (!met.isFirstWord) {
    const forDesk = await hall.host.fromColleague(db, met, event, now)
    if (forDesk !== null) return forDesk
    if (await findByRef(db, conversationId, event.externalId) !== null) return []
  }
  // The same letter came to another mailbox of ours as well.
  if (letter !== undefined && await isKnownLetter(db, letter.contentHash)) return []

  if (event.kind === 'message' && event.groupKey !== undefined && !met.isFirstWord) {
    const album = await findByGroup(db, conversationId, event.groupKey)
    if (album !== null) return extendAlbum(hall, db, met, album, event, now)
  }

  if (event.kind === 'message' && letter === undefined && event.files.length === 0 && hall.host.isForBotAlone(event.text)) {
    return await hall.host.forBotAlone(db, met, now)
  }

  const replied = thread !== null ? thread.replied
    : event.kind === 'message' && event.replyTo !== undefined && !met.isFirstWord ? await findByRef(db, conversationId, event.replyTo) : null
  const settled: Change[] = []
  let { tickets, focus } = met.isFirstWord ? nothingYet : await candidates(db, conversationId, event.receivedAt)
  // An end by time that nobody has written down yet decides where the words go.
  if (tickets.some(ticket => ticket.isDue)) {
    for (const { id, isDue } of tickets) if (isDue) settled.push(await change(hall.tickets, db, id, { type: 'wake' }, { now, actor: { kind: 'machine', id: null } }))
    ;({ tickets, focus } = await candidates(db, conversationId, event.receivedAt))
  }
  const repliedTo = replied === null ? null : await candidate(db, replied.ticketId)
  const way = route({ weight, repliedTo, focus, tickets, reopenWindow: parseDuration(policy.reopenWindow), now: event.receivedAt, letter: letter !== undefined })

  const messageId = newId()
  const context: Context = { now, at: Math.min(event.receivedAt, now), actor: { kind: 'customer', id: met.contact.id } }
  const attachments = event.files.map((file, position) => attachmentOf(hall, messageId, position, file, event.channelId))
  const rows = (ticketId: string): Write[] => messageRows({ id: messageId, ticketId, met, event, attachments, replyTo: replied?.id ?? null, placedBy: thread?.by ?? { why: 'hand', suggested: null } }, now)
  const text = storable(event.text)

  const made = await place(hall, db, way, { messageId, text, weight, context, rows, met, newcomer: isNewcomer ? found.writes : null, named: letter === undefined ? null : told?.point?.id ?? null, event, now })
  const joined = made === null || letter === undefined || weight === 'automatic' || weight === 'nothing' ? null
    : await joinByLetter(hall.tickets, db, { ticket: made.after.ticket, channelId: event.channelId, sender: { contactId: met.contact.id, conversationId }, letter, message: messageId }, context)
  const ticketId = made?.id ?? null
  if (ticketId !== null) await hall.fetchLater(db, pendingIds(attachments))
  else if (letter !== undefined && weight === 'automatic') await together(db, [setAside(event.channelId, event.eventKey, 'auto_reply', now)])
  const open = openAfter(tickets, made)
  const placed: Placed = {
    met, channelId: event.channelId, ticketId, open, made, isReply: replied !== null,
    message: { id: messageId, weight, text, hasFiles: event.files.length > 0, card: event.card ?? null, tooLarge: tooLarge(attachments), ...(told === undefined ? {} : { told }) },
    outcome: made === null ? 'nowhere' : way.to === 'ticket' ? 'added' : way.to === 'new' ? 'registered' : way.to === 'reopen' ? 'reopened' : 'thread',
  }
  const further = await hall.host.placed(db, placed, now)
  return [...settled, ...(made === null ? [] : [made]), ...(joined === null ? [] : [joined]), ...further]
}

/** What is known of a conversation that has just begun. */
const nothingYet: Awaited<ReturnType<typeof candidates>> = { tickets: [], focus: null }

type Placing = {
  messageId: string; text: string; weight: Placed['message']['weight']; context: Context; rows: (ticketId: string) => Write[]
  met: Met; event: MessageEvent; now: Instant
  /** What writes down somebody who is not known yet; null: he is. */
  newcomer: readonly Write[] | null
  /** The point that a letter names. */
  named: string | null
}

async function place(hall: Hall, db: Db, way: Route, placing: Placing): Promise<Change | null> {
  const { messageId, text, weight, context, rows, met, newcomer, named, event, now } = placing
  const conversationId = met.conversation.id
  switch (way.to) {
    case 'new': {
      const subject = event.kind === 'message' && event.letter !== undefined ? plainSubject(storable(event.letter.subject)) : ''
      const words = subject === '' ? withoutGreeting(text) : subject
      return register(hall.tickets, db, {
        channel: event.channel, subject: words === '' ? hall.subjectWithoutWords(event.files, event) : words, weakSubject: words === '',
        contactId: met.contact.id, pointId: named ?? (met.points.length === 1 ? met.points[0]!.id : null), conversationId, stopReported: false, message: messageId,
      }, context, ticketId => [...newcomer ?? [], ...rows(ticketId), setFocus(conversationId, ticketId, now)], newcomer === null ? undefined : { contact: met.contact, channelId: event.channelId })
    }
    case 'ticket': case 'thread':
      return change(hall.tickets, db, way.id, { type: 'hear', message: messageId, text: withoutGreeting(text), weight, files: event.files }, context, [
        ...rows(way.id), ...(way.to === 'ticket' && way.why === 'reply' ? [setFocus(conversationId, way.id, now)] : []),
      ])
    case 'reopen': {
      const command: Command = { type: 'reopen', reason: '', message: messageId, edition: await hall.tickets.editionAt(now) }
      try {
        return await change(hall.tickets, db, way.id, command, context, [...rows(way.id), setFocus(conversationId, way.id, now)])
      } catch (error) {
        // The ticket's own edition has a shorter window than the one in force: the words open a new ticket, they are not lost.
        if (error instanceof Refusal && error.code === 'reopen_window_passed') return place(hall, db, { to: 'new' }, placing)
        throw error
      }
    }
    case 'nowhere': return null
    default: return never(way)
  }
}

function openAfter(before: readonly { id: string; number: number; subject: string; endedAt: Instant | null }[], made: Change | null): Placed['open'] {
  const open = before.filter(one => one.endedAt === null && one.id !== made?.id).map(({ id, number, subject }) => ({ id, number, subject }))
  if (made === null || made.after.view.state === 'resolved' || made.after.view.state === 'closed') return open
  return [{ id: made.id, number: made.after.ticket.number, subject: made.after.ticket.subject }, ...open]
}

/** An edit keeps every wording and moves nothing. An edit of a message that was no request before may be one now: it is heard as a message. */
async function receiveEdit(hall: Hall, db: Db, event: Extract<MessageEvent, { kind: 'edited' }>, now: Instant): Promise<readonly Change[]> {
  const met = await meetAuthor(db, event, now)
  if (met === null) return []
  const known = await findByRef(db, met.conversation.id, event.externalId)
  if (known === null) return receiveMessage(hall, db, event, now)
  const text = storable(event.text)
  if (text === known.text || known.direction !== 'in') return []
  // A picture of an album without a caption of its own says nothing of the album's words.
  if (text === '' && known.files > 1) return []
  const made = await change(hall.tickets, db, known.ticketId, { type: 'see_edit', message: known.id, text: withoutGreeting(text) }, {
    now, at: Math.min(event.receivedAt, now), actor: { kind: 'customer', id: met.contact.id },
  }, [keepVersion(known.id, known.versions + 1, known.text, known.editedAt ?? known.at), setText(known.id, text, event.editedAt)])
  return [made]
}
