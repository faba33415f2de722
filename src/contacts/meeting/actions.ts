import type { Db, Write } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { cut } from '../../lib/text.ts'
import { addAddress, addContact, addConversation, findAcquaintance, knownByAddress, type Acquaintance } from './store.ts'

/** Somebody known, or made known just now. */
export type Met = { contact: NonNullable<Acquaintance['contact']>; conversation: NonNullable<Acquaintance['conversation']>; points: Acquaintance['points']; isNew: boolean; /** Nothing was ever said in this conversation: there is nothing to look for. */ isFirstWord: boolean }

export type Meeting = {
  channelId: string
  conversation: { externalId: string; kind: 'private' | 'group' | 'email' | 'call' | 'portal' }
  author: { externalId: string; name: string; display: string; verified: string; phone: string | null; language: 'ru' | 'en' }
}

/**
 * Finds the person and the conversation by their addresses. Whoever is new is made known by `writes`, which may travel with what else is written; nothing of
 * his can be read before. The lane of the inbox keeps two of the same apart.
 */
export async function meet(db: Db, { channelId, conversation, author }: Meeting, now: Instant): Promise<{ met: Met; writes: readonly Write[] }> {
  const known = await findAcquaintance(db, channelId, author.externalId, conversation.externalId)
  let { contact, conversation: chat } = known
  const isNew = contact === null
  const isFirstWord = chat === null
  const writes: Write[] = []
  if (contact === null) {
    contact = { id: newId(), name: cut(author.name, 200), position: '', phone: author.phone, language: author.language }
    writes.push(addContact(contact, now), addAddress({
      id: newId(), contactId: contact.id, channelId, externalId: author.externalId, display: cut(author.display, 320), verified: author.verified,
    }, now))
  }
  if (chat === null) {
    chat = { id: newId(), contactId: contact.id, blockedAt: null }
    writes.push(addConversation({ id: chat.id, channelId, externalId: conversation.externalId, kind: conversation.kind, contactId: contact.id }, now))
  }
  return { met: { contact, conversation: chat, points: known.points, isNew, isFirstWord }, writes }
}

/**
 * People by their addresses in a channel where an address is a conversation (mail), in the order of `boxes`. Whoever is not known is made known by `writes`,
 * with the name that stands beside his address; nobody is found by a name. Two who make the same person known at once: the later one tries again.
 */
export async function meetByAddress(db: Db, channelId: string, boxes: readonly { name: string; address: string }[], now: Instant): Promise<{ people: readonly { contactId: string; conversationId: string }[]; writes: readonly Write[] }> {
  if (boxes.length === 0) return { people: [], writes: [] }
  const known = new Map((await knownByAddress(db, channelId, boxes.map(({ address }) => address))).map(one => [one.address, one]))
  const writes = new Map<string, Write[]>()
  const people = boxes.map(({ name, address }) => {
    const { contactId: knownContact = null, conversationId: knownConversation = null } = known.get(address) ?? {}
    const contactId = knownContact ?? newId()
    const conversationId = knownConversation ?? newId()
    writes.set(address, [
      ...(knownContact === null ? [addContact({ id: contactId, name: cut(name === '' ? address : name, 200), phone: null, language: 'ru' }, now), addAddress({ id: newId(), contactId, channelId, externalId: address, display: address, verified: 'none' }, now)] : []),
      ...(knownConversation === null ? [addConversation({ id: conversationId, channelId, externalId: address, kind: 'email', contactId }, now)] : []),
    ])
    return { contactId, conversationId }
  })
  // In one order, so that two letters to the same people do not wait for each other.
  return { people, writes: [...writes].toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, rows]) => rows) }
}
