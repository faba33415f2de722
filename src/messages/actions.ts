import type { Db, Write } from '../lib/db.ts'
import { tx } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import { moveConversation, setReachable, writtenConversation } from '../contacts/meeting/store.ts'
import type { HearOutcome, Outcome } from '../delivery/actions.ts'
import { movesTickets } from '../delivery/retry.ts'
import { change, type TicketRoom } from '../tickets/actions.ts'
import type { StaffCommand } from '../tickets/api.ts'
import type { Change } from '../tickets/change.ts'
import type { ItemKind } from '../tickets/asked.ts'
import type { Command } from '../tickets/commands.ts'
import type { SentFile } from '../tickets/files.ts'
import { idOfNumber, lockVersion, readTicket } from '../tickets/store.ts'
import type { ResultKind } from '../regulation/signals.ts'
import { addMessage, addRefs, attachStored, filesFor } from './store.ts'

/**
 * A person at the desk does something to a ticket. What he writes becomes a message that travels with the change; files must have been uploaded before.
 * Throws `Refusal`; returns the change, for the house to hear after the commit.
 */
export function perform(room: TicketRoom, db: Db, number: number, wish: StaffCommand, { now, staffId, version }: { now: Instant; staffId: string; version?: number | undefined }): Promise<Change> {
  return tx(db, async inner => {
    const id = await idOfNumber(inner, number)
    if (version !== undefined && judgesWhatWasSeen(wish) && await lockVersion(inner, id) !== version) throw new Refusal('stale', { number })
    const { command, also } = await commandOf(room, inner, id, wish, staffId, now)
    return change(room, inner, id, command, { now, actor: { kind: 'staff', id: staffId } }, also)
  })
}

/**
 * A decision is about the ticket as the person saw it: when something happened since, he looks again. Words to the customer, notes, held calls and taking
 * the ticket are true whatever happened meanwhile.
 */
function judgesWhatWasSeen(wish: StaffCommand): boolean {
  switch (wish.type) {
    case 'triage': case 'recategorise': case 'report_result': case 'confirm': case 'lift': case 'withdraw': case 'close_spam': case 'revise_due': return true
    case 'set_topic': case 'take': case 'assign': case 'answer': case 'note': case 'call_held': case 'dispute': case 'judge': case 'hand_over': case 'take_back':
    case 'reopen': case 'strike': case 'set_point': case 'agree_wait': case 'tick_item': case 'waive_item': case 'mark_step': case 'tick_procedure': case 'check_precondition':
    case 'give_deliverable': case 'schedule_help': case 'return_on': case 'cancel_return': case 'hand_to_shift': case 'link_development': case 'unlink_development': case 'note_delay':
    case 'add_point': case 'remove_point': case 'set_main_person': case 'remove_person': case 'detach_incident': case 'answer_stop':
      return false
    default: return never(wish)
  }
}

/** The wish with ids and files; `also`: what has to be written beside the change. */
async function commandOf(room: TicketRoom, db: Db, ticketId: string, wish: StaffCommand, staffId: string, now: Instant): Promise<{ command: Command; also: Write[] }> {
  switch (wish.type) {
    case 'answer': return plain({
      type: 'answer', message: newId(), text: wish.text, files: await knownFiles(db, wish.fileIds), asks: wish.asks, ...asking(wish),
      to: wish.to === null ? null : await conversationOfTicket(db, ticketId, wish.to),
    })
    case 'call_held': return plain({ type: 'call_held', note: wish.note, asks: wish.asks, ...asking(wish) })
    case 'note': {
      const message = newId()
      const files = await knownFiles(db, wish.fileIds)
      return { command: { type: 'note', message, text: wish.text, files }, also: noteRows({ message, ticketId, text: wish.text, files, staffId }, now) }
    }
    case 'report_result': {
      const files = [...await deliverableFiles(db, ticketId, wish.kind), ...await knownFiles(db, wish.fileIds)]
      return plain({ type: 'report_result', kind: wish.kind, text: wish.text, files, message: wish.told === 'written' ? newId() : null, ...(wish.triage === undefined ? {} : { triage: wish.triage }) })
    }
    case 'give_deliverable': return plain({ type: 'give_deliverable', fields: wish.fields, files: await knownFiles(db, wish.fileIds) })
    case 'agree_wait': return plain({ ...wish, until: Date.parse(wish.until) })
    case 'schedule_help': return plain({ ...wish, at: Date.parse(wish.at) })
    case 'return_on': return plain({ type: 'return_on', on: Date.parse(wish.on), why: 'return', staff: wish.me ? staffId : null, note: wish.note })
    case 'hand_over': return plain({ ...wish, lookAt: wish.lookAt === null ? null : Date.parse(wish.lookAt), development: wish.development === null ? null : await room.developmentOf(db, wish.development) })
    case 'link_development': {
      const { id, title } = await room.developmentOf(db, wish.development)
      return plain({ type: 'link_development', development: id, title })
    }
    case 'revise_due': return plain({ type: 'revise_due', due: Date.parse(wish.due), reason: wish.reason, message: wish.told === 'written' ? newId() : null })
    case 'add_point': return plain({ type: 'add_point', pointId: wish.point })
    case 'remove_point': return plain({ type: 'remove_point', pointId: wish.point })
    case 'remove_person': return plain({ type: 'remove_person', contactId: wish.contact })
    case 'set_main_person': return plain({ type: 'set_main_person', contactId: wish.contact, conversationId: await writtenConversation(db, wish.contact) })
    case 'dispute': return plain({ type: 'dispute', note: wish.note, message: null })
    case 'reopen': return plain({ type: 'reopen', reason: wish.reason, message: null, edition: await room.editionAt(now) })
    case 'set_point': return plain({ type: 'set_point', pointId: wish.point, source: 'staff' })
    case 'triage': case 'recategorise': case 'set_topic': case 'take': case 'assign': case 'confirm': case 'judge': case 'lift': case 'tick_item': case 'waive_item': case 'mark_step':
    case 'tick_procedure': case 'check_precondition': case 'cancel_return': case 'hand_to_shift': case 'unlink_development': case 'note_delay': case 'detach_incident': case 'answer_stop': case 'take_back': case 'withdraw': case 'close_spam': case 'strike':
      return plain(wish)
    default: return never(wish)
  }
}

const plain = (command: Command): { command: Command; also: Write[] } => ({ command, also: [] })

/** The question's parts with ids of their own, so that each can be ticked. */
const asking = ({ items, steps, until }: { items: readonly { kind: ItemKind; text: string }[]; steps: readonly string[]; until: string | null }) => ({
  items: items.map(item => ({ id: newId(), ...item })), steps: steps.map(text => ({ id: newId(), text })), until: until === null ? null : Date.parse(until),
})

/** what the procedure gave out goes with the result. */
async function deliverableFiles(db: Db, ticketId: string, kind: ResultKind): Promise<readonly SentFile[]> {
  if (kind !== 'done') return []
  const { ticket } = await readTicket(db, ticketId)
  return ticket.deliverable?.files ?? []
}

/** Only people of this ticket are written to from it. */
async function conversationOfTicket(db: Db, ticketId: string, conversationId: string): Promise<string> {
  const { ticket } = await readTicket(db, ticketId)
  if (ticket.conversationId !== conversationId && !ticket.people.some(one => one.conversationId === conversationId)) throw new Refusal('not_found')
  return conversationId
}

async function knownFiles(db: Db, ids: readonly string[]): Promise<readonly SentFile[]> {
  const files = await filesFor(db, ids)
  return ids.map(id => {
    const file = files.find(one => one.id === id)
    if (file === undefined) throw new Refusal('file_gone')
    return file
  })
}

function noteRows({ message, ticketId, text, files, staffId }: { message: string; ticketId: string; text: string; files: readonly SentFile[]; staffId: string }, now: Instant): Write[] {
  return [
    addMessage({
      id: message, ticketId, conversationId: null, direction: 'note', authorKind: 'staff', authorId: staffId, notice: null, text, extra: {}, at: now, replyTo: null, groupKey: null,
    }, now),
    ...attachStored(message, files),
  ]
}

/**
 * What the channel said of a parcel: ids to find replies by; the clocks that wait for the delivery; a person who cannot be reached, for whom a call
 * task appears (product.md 3). `told`: hears the change that it made of a ticket.
 */
export const hearDelivery = (room: TicketRoom, told: (change: Change) => void = () => {}): HearOutcome => async (db, outcome, now) => {
  const { parcel } = outcome
  switch (outcome.kind) {
    case 'delivered': {
      if (movesTickets(parcel.purpose)) await tellTicket(room, db, outcome, now, told)
      return parcel.messageId === null || outcome.externalIds.length === 0 ? [] : [addRefs(parcel.conversationId, parcel.messageId, outcome.externalIds)]
    }
    case 'not_delivered':
      if (outcome.unreachable) await setReachable(db, parcel.conversationId, { at: now, reason: outcome.reason })
      await tellTicket(room, db, outcome, now, told)
      return []
    case 'moved':
      await moveConversation(db, parcel.conversationId, outcome.to, now)
      return []
    // Nobody knows; people see the mark. The waits that hang on it start as if it had arrived: most have.
    case 'unknown': return []
    default: return never(outcome)
  }
}

async function tellTicket(room: TicketRoom, db: Db, outcome: Extract<Outcome, { kind: 'delivered' | 'not_delivered' }>, now: Instant, told: (change: Change) => void): Promise<void> {
  const { parcel } = outcome
  if (parcel.ticketId === null || parcel.messageId === null) return
  told(await change(room, db, parcel.ticketId, {
    type: 'note_delivery', message: parcel.messageId, outcome: outcome.kind, reason: outcome.kind === 'not_delivered' ? outcome.reason : '',
  }, { now, actor: { kind: 'machine', id: null } }))
}
