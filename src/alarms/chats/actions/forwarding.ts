import { createHash } from 'node:crypto'
import { together, type Db, type Write } from '../../../lib/db.ts'
import { newId } from '../../../lib/ids.ts'
import { minute, type Instant } from '../../../lib/instant.ts'
import { cut, storable } from '../../../lib/text.ts'
import type { Met } from '../../../contacts/meeting/actions.ts'
import { addAddress, addContact } from '../../../contacts/meeting/store.ts'
import { attachmentOf, pendingIds } from '../../../intake/actions/rows.ts'
import type { Forwarded, Inbound } from '../../../intake/inbound.ts'
import { withoutGreeting } from '../../../intake/weigh.ts'
import { addAttachments, addMessage, setText } from '../../../messages/store.ts'
import { change, register, type Context } from '../../../tickets/actions.ts'
import type { Change } from '../../../tickets/change.ts'
import { keepRequest, ticketOfRequest } from '../../../tickets/store.ts'
import type { ForwardRoom } from '../../room.ts'
import { wordsIn, type AlarmSaying } from '../../say.ts'
import { albumOf, authorOf, justForwarded, keepForwarded, type Author, type Member } from '../store.ts'

/** Messages of one person that are forwarded within this time belong together. */
const burst = minute
type Passed = Extract<Inbound, { kind: 'message' }> & { forwarded: Forwarded }
type Outcome = { saying: AlarmSaying | null; changes: readonly Change[] }

/**
 * A colleague forwards what a customer wrote to him elsewhere: it becomes a ticket of that customer (R-2.4.4). Known by his handle, he is told the number in
 * his own chat with the bot; otherwise he is a new contact by name. The same message forwarded again, by whomever, makes no second ticket; an album, or
 * several messages of one person at once, make one.
 */
export async function forwarded(room: ForwardRoom, db: Db, member: Member, met: Met, event: Passed, now: Instant): Promise<Outcome> {
  const words = wordsIn(member.language)
  const say = (text: string, number?: number): AlarmSaying => ({
    text, silent: true, ...(number === undefined ? {} : { buttons: [[{ label: words.buttons.open, url: `${room.workspaceUrl()}/tickets/${number}` }]] }),
  })
  const album = event.groupKey === undefined ? null : `forward album ${hash(`${met.conversation.id} ${event.groupKey}`)}`
  const key = `forward ${hash(nameOf(event))}`

  const known = await ticketOfRequest(db, key)
  if (known !== null) return { saying: say(words.forward.known(known.number), known.number), changes: [] }
  const begun = album === null ? null : await ticketOfRequest(db, album)
  if (begun !== null && event.groupKey !== undefined) return { saying: null, changes: await extend(room, db, begun.id, event.groupKey, key, event, member, now) }

  const { externalId } = event.forwarded
  const author = externalId === null ? null : await authorOf(db, event.channelId, externalId)
  // Only what a customer wrote; a colleague's words, and the bot's, are nobody's request.
  if (event.forwarded.isBot === true || author?.isColleague === true || author?.contactId === met.contact.id) return { saying: say(words.forward.ownWords), changes: [] }

  const name = cut(storable(event.forwarded.name ?? '').trim(), 200) || words.forward.nameless
  const context: Context = { now, at: Math.min(event.receivedAt, now), actor: { kind: 'staff', id: member.id } }
  const of = externalId === null ? `name ${name}` : `id ${externalId}`
  const recent = await justForwarded(db, member.id, of, now - burst)
  const message = newMessage(room, event, recent === null ? (author?.contactId ?? newId()) : (recent.contactId ?? newId()))
  const kept = (ticketId: string): Write[] => [
    keepRequest(key, ticketId, now), ...(album === null ? [] : [keepRequest(album, ticketId, now)]), ...message.rows(ticketId, now), keepForwarded(member.id, of, ticketId, now),
  ]
  if (recent !== null) {
    const made = await change(room.tickets, db, recent.id, { type: 'hear', message: message.id, text: message.text, weight: 'real' }, { ...context, actor: { kind: 'customer', id: message.contactId } }, kept(recent.id))
    await room.fetchLater(db, message.pending)
    return { saying: say(words.forward.added(recent.number), recent.number), changes: [made] }
  }

  const newcomer = author === null ? newcomerRows(message.contactId, name, event, now) : []
  const subject = withoutGreeting(message.text)
  const made = await register(room.tickets, db, {
    channel: event.channel, subject: subject === '' ? room.subjectWithoutWords(event.files, event) : subject, weakSubject: subject === '',
    contactId: message.contactId, pointId: pointOf(author), conversationId: author?.conversationId ?? null, stopReported: false, message: message.id,
  }, context, ticketId => [...newcomer, ...kept(ticketId)])
  await room.fetchLater(db, message.pending)
  const { number } = made.after.ticket
  const told = (author?.conversationId ?? null) === null ? words.forward.notTold : words.forward.told
  return { saying: say(`${words.forward.made(number, author?.name ?? name)} ${told}`, number), changes: [made] }
}

const pointOf = (author: Author | null): string | null => (author?.points.length === 1 ? author.points[0]! : null)
const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** What makes a forwarded message the same: its author, when he wrote it, what it says and carries. Whoever forwards it. */
function nameOf({ channelId, files, forwarded: { externalId, name, at, text } }: Passed): string {
  return JSON.stringify([channelId, externalId ?? name, at, text, files.map(({ kind, size, durationSec, mime }) => [kind, size, durationSec ?? null, mime])])
}

/** His handle is known even if he has never written to the bot: when he does, he is the same person. */
function newcomerRows(contactId: string, name: string, { channelId, forwarded: { externalId } }: Passed, now: Instant): Write[] {
  return [
    addContact({ id: contactId, name, phone: null, language: 'ru' }, now),
    ...(externalId === null ? [] : [addAddress({ id: newId(), contactId, channelId, externalId, display: cut(name, 320), verified: 'channel' }, now)]),
  ]
}

function newMessage(room: ForwardRoom, event: Passed, contactId: string) {
  const id = newId()
  const text = storable(event.forwarded.text)
  const attachments = event.files.map((file, position) => attachmentOf(room, id, position, file, event.channelId))
  const { place, card, sticker } = event
  return {
    id, text, contactId, pending: pendingIds(attachments),
    rows: (ticketId: string, now: Instant): Write[] => [
      addMessage({
        id, ticketId, conversationId: null, direction: 'in', authorKind: 'customer', authorId: contactId, notice: null, text,
        extra: { ...(place === undefined ? {} : { place }), ...(card === undefined ? {} : { card }), ...(sticker === undefined ? {} : { sticker }) },
        at: Math.min(event.receivedAt, now), replyTo: null, groupKey: event.groupKey ?? null,
      }, now),
      ...(attachments.length === 0 ? [] : [addAttachments(attachments)]),
    ],
  }
}

/** A further item of an album joins the message that stands already. */
async function extend(room: ForwardRoom, db: Db, ticketId: string, groupKey: string, key: string, event: Passed, member: Member, now: Instant): Promise<readonly Change[]> {
  const album = await albumOf(db, ticketId, groupKey)
  if (album === null) return []
  const attachments = event.files.map((file, index) => attachmentOf(room, album.id, album.files + index, file, event.channelId))
  const caption = storable(event.forwarded.text)
  await together(db, [
    keepRequest(key, ticketId, now),
    ...(attachments.length === 0 ? [] : [addAttachments(attachments)]),
    ...(caption === '' ? [] : [setText(album.id, album.text === '' ? caption : `${album.text}\n${caption}`, null)]),
  ])
  await room.fetchLater(db, pendingIds(attachments))
  // The ticket's version grows, so that open workspaces see the item.
  return [await change(room.tickets, db, ticketId, caption === '' ? { type: 'wake' } : { type: 'see_edit', message: album.id, text: withoutGreeting(caption) }, { now, actor: { kind: 'staff', id: member.id } })]
}
