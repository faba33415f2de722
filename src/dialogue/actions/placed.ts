import { together, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { cut } from '../../lib/text.ts'
import { second } from '../../lib/instant.ts'
import { namePoint } from '../../contacts/meeting/store.ts'
import { sayPhone } from '../../contacts/phone.ts'
import { putOff } from '../../delivery/store.ts'
import type { Placed } from '../../intake/host.ts'
import type { Told } from '../../intake/inbound.ts'
import type { BotFact } from '../../regulation/document/schema.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import type { Command } from '../../tickets/commands.ts'
import { ask, bareOf, nextStepOf, type Form, type Left } from '../form.ts'
import { chat, type Manner } from '../manner.ts'
import type { DialogueRoom } from '../room.ts'
import { freshState, keepState, likePoints, stateOf, type DialogueState } from '../store.ts'
import { productName, wordsIn, type DialogueWords } from '../words.ts'
import { sayNow, sentBy } from './speak.ts'

/** An acknowledgement waits until an album or a burst of messages has come to rest (channels.md 2.4). */
const restOfBurst = 1.5 * second

/** What a turn of the conversation works with. */
export type Turn = {
  room: DialogueRoom
  db: Db
  now: Instant
  conversationId: string
  channelId: string
  channel: string
  manner: Manner
  contact: Placed['met']['contact']
  points: readonly { id: string; name: string }[]
  words: DialogueWords
  /** The change that brought this turn about, so that nothing is read twice. */
  made: Change | null
}

/** A message has found its ticket; the bot asks for what is missing, takes its own questions' answers, and names the ticket where there are several. */
export async function placed(room: DialogueRoom, db: Db, { met, channelId, message, outcome, ticketId, open, made, isReply }: Placed, now: Instant): Promise<readonly Change[]> {
  const manner = room.manner(channelId)
  const turn: Turn = { room, db, now, conversationId: met.conversation.id, channelId, channel: made?.after.ticket.channel ?? '', manner, contact: met.contact, points: met.points, words: wordsIn(met.contact.language, manner.words), made }
  const changes: Change[] = []
  // All was asked for at once; what is answered stands on the ticket, and nothing is said to it.
  if (manner.asks === 'at_once') return ticketId === null || message.told === undefined ? [] : takeTold(turn, ticketId, message.told)
  let state = met.isFirstWord ? freshState : await stateOf(db, turn.conversationId)
  const before = JSON.stringify(state)

  for (const name of message.tooLarge) await sayNow(db, turn.conversationId, { text: turn.words.fileTooLarge(name) }, now, { ticketId })
  const phone = message.card?.own === true ? message.card.phone : state.phoneAsked === true ? room.readPhone(message.text) : null
  if (phone !== null) state = await takePhone(turn, state, phone, changes)
  // A newcomer was asked with his receipt.
  else if (outcome === 'registered' && ticketId !== null) state = made?.newcomer === undefined ? await begin(turn, state, ticketId, message.told, changes) : state
  else if (outcome === 'added' && ticketId !== null && state.form?.ticketId === ticketId) state = await takeAnswer(turn, state, state.form, message, changes)
  else if (outcome === 'nowhere') {
    const { document } = await room.regulationAt(now)
    await sayNow(db, turn.conversationId, { text: message.weight === 'thanks' ? turn.words.thanks : turn.words.greeting(productName(document, met.contact.language)), silent: true }, now)
  }

  if (outcome === 'added' && ticketId !== null && open.length > 1 && message.weight === 'real' && !isReply) state = await nameTicket(turn, state, ticketId, open)
  if (JSON.stringify(state) !== before) await together(db, [keepState(turn.conversationId, state, now)])
  return changes
}

/** «Пропустить» on the keyboard that asks for a phone comes as words. */
export const isForBotAlone = (text: string): boolean => (['ru', 'en'] as const).some(language => wordsIn(language).buttons.skip === text)

/** The keyboard goes, a question of the form makes room for the next. */
export async function forBotAlone(room: DialogueRoom, db: Db, met: Placed['met'], now: Instant): Promise<readonly Change[]> {
  const turn: Turn = { room, db, now, conversationId: met.conversation.id, channelId: '', channel: '', manner: chat, contact: met.contact, points: met.points, words: wordsIn(met.contact.language), made: null }
  const { phoneAsked: _, ...state } = await stateOf(db, turn.conversationId)
  await sayNow(db, turn.conversationId, { text: turn.words.phoneSkipped, endAsk: true, silent: true }, now)
  const next = state.form?.step === 'phone' ? await goOn(turn, state, state.form, null, []) : state
  await together(db, [keepState(turn.conversationId, next, now)])
  return []
}

/** A new ticket: the point that the link carried, then the first question; a form has asked them all at once. */
async function begin(turn: Turn, state: DialogueState, ticketId: string, told: Told | undefined, changes: Change[]): Promise<DialogueState> {
  if (told !== undefined) {
    changes.push(...await takeTold(turn, ticketId, told))
    return { ...state, nextPoint: null, form: null }
  }
  if (state.nextPoint !== null) {
    changes.push(await change(turn.room.tickets, turn.db, ticketId, { type: 'set_point', pointId: state.nextPoint, source: 'link' }, actor(turn)))
  }
  return goOn(turn, { ...state, nextPoint: null, form: null }, { ticketId, asked: [] }, null, changes)
}

/** what stood in the fields of a form, or was read out of a letter. The phone is the person's and known by now. */
async function takeTold(turn: Turn, ticketId: string, { point, happening, since }: Told): Promise<Change[]> {
  const changes: Change[] = []
  // The ticket of a letter that names its point has begun with it.
  if (point !== null && turn.made?.after.ticket.pointId === point.id) await together(turn.db, [namePoint(turn.contact.id, point.id, point.source, turn.now)])
  else if (point !== null && (turn.manner.asks === 'step' || turn.made?.after.ticket.pointId === null)) changes.push(await setPoint(turn, ticketId, point.id, point.source))
  if (since !== undefined) changes.push(await change(turn.room.tickets, turn.db, ticketId, { type: 'give_facts', facts: { since: cut(since, 500), tried: cut(since, 500) } }, actor(turn)))
  const fact = happening === null ? undefined : (await turn.room.regulationAt(turn.now)).document.botFacts.find(one => one.id === happening)
  if (fact !== undefined) changes.push(...await takeFact(turn, ticketId, fact))
  return changes
}

/** what is happening, as a fact; a stop is reported with it. */
export async function takeFact(turn: Turn, ticketId: string, fact: BotFact): Promise<Change[]> {
  const ask = (command: Command) => change(turn.room.tickets, turn.db, ticketId, command, actor(turn))
  const given = await ask({ type: 'give_facts', facts: { what: fact.label } })
  return fact.stop ? [given, await ask({ type: 'report_stop' })] : [given]
}

export const actor = (turn: Pick<Turn, 'now' | 'contact'>) => ({ now: turn.now, actor: { kind: 'customer' as const, id: turn.contact.id } })

/**
 * Asks the next missing thing, or ends the form. `left`: the question now shown is turned into the next one in place (after a tap), or stays without its
 * buttons; null: a new message is sent, because the person has written in between.
 */
export async function goOn(turn: Turn, state: DialogueState, form: { ticketId: string; asked: readonly Form['step'][] }, left: Left | null, changes: readonly Change[]): Promise<DialogueState> {
  const { after } = [turn.made, ...changes].findLast(one => one?.id === form.ticketId) ?? await look(turn, form.ticketId)
  const { ticket, view } = after
  const { document } = await turn.room.editionById(ticket.edition)
  const step = nextStepOf(ticket, view, turn.contact.phone, form.asked)
  const inPlace = left !== null && step !== null && step !== 'phone'
  // A reply keyboard cannot be edited into a message: the phone is asked by a message of its own.
  if (left !== null && !inPlace) await sayNow(turn.db, turn.conversationId, left.bare, turn.now, { ticketId: ticket.id, edit: sentBy(left.outboxId) })
  if (step === null) return { ...state, form: null }
  const asked = ask(step, ticket.id, ticket.number, { points: turn.points, found: false, facts: document.botFacts }, turn.words)
  const saying = inPlace && left.title !== null ? { ...asked, title: left.title } : asked
  const shown = await sayNow(turn.db, turn.conversationId, saying, turn.now, { ticketId: ticket.id, ...(inPlace ? { edit: sentBy(left.outboxId) } : {}) })
  return { ...state, form: { ticketId: ticket.id, number: ticket.number, step, asked: [...form.asked, step], shown, said: bareOf(saying) } }
}

/** The ticket as it stands; a wake settles what time has done and says nothing else. */
const look = (turn: Turn, ticketId: string): Promise<Change> =>
  change(turn.room.tickets, turn.db, ticketId, { type: 'wake' }, { now: turn.now, actor: { kind: 'machine', id: null } })

/** Words that may answer the bot's question stay on the ticket as they are; here they are understood as well, if they can be. */
async function takeAnswer(turn: Turn, state: DialogueState, form: Form, message: Placed['message'], changes: Change[]): Promise<DialogueState> {
  switch (form.step) {
    case 'point': {
      if (message.text === '' || message.text.length > 80 || message.hasFiles) return state
      const found = await likePoints(turn.db, message.text, 5)
      // No such point, or he just went on telling: the words are on the ticket for a person to read, and the question stands, unrepeated, with its buttons.
      if (found.length === 0) return state
      const saying = ask('point', form.ticketId, form.number, { points: found, found: true, facts: [] }, turn.words)
      const shown = await sayNow(turn.db, turn.conversationId, saying, turn.now, { ticketId: form.ticketId })
      return { ...state, form: { ...form, shown, said: bareOf(saying) } }
    }
    case 'phone': {
      const phone = turn.room.readPhone(message.text)
      return phone === null ? state : takePhone(turn, state, phone, changes)
    }
    case 'since': {
      if (message.text !== '') changes.push(await change(turn.room.tickets, turn.db, form.ticketId, { type: 'give_facts', facts: { since: cut(message.text, 500), tried: cut(message.text, 500) } }, actor(turn)))
      return goOn(turn, state, form, form.shown === null ? null : { outboxId: form.shown, bare: { title: turn.words.number(form.number), text: turn.words.form.thanks }, title: null }, changes)
    }
    // A text instead of a tap: the facts are in it, a specialist will read them.
    case 'happening': return state
  }
}

/** learned once per contact. */
export async function takePhone(turn: Turn, state: DialogueState, phone: string, changes: readonly Change[]): Promise<DialogueState> {
  const known = turn.room.readPhone(phone)
  if (known === null) return state
  await turn.room.setPhone(turn.db, turn.contact.id, known)
  await sayNow(turn.db, turn.conversationId, { text: turn.words.phoneSaved(sayPhone(known)), endAsk: true, silent: true }, turn.now)
  const { phoneAsked: _, ...after } = state
  if (after.form === null || after.form.step !== 'phone') return after
  return goOn({ ...turn, contact: { ...turn.contact, phone: known } }, after, after.form, null, changes)
}

/** With several open tickets the bot says where the words went, once for a burst, with buttons to switch. */
async function nameTicket(turn: Turn, state: DialogueState, ticketId: string, open: Placed['open']): Promise<DialogueState> {
  const named = open.find(one => one.id === ticketId)
  if (named === undefined) return state
  const waiting = state.added
  const notBefore = turn.now + restOfBurst
  if (waiting !== null && waiting.ticketId === ticketId && await putOff(turn.db, waiting.outboxId, notBefore)) return state
  const outboxId = await sayNow(turn.db, turn.conversationId, {
    text: turn.words.added(named.number), silent: true,
    buttons: [
      ...open.filter(one => one.id !== ticketId).slice(0, 5).map(one => [{ label: cut(turn.words.buttons.ticket(one.number, one.subject), 60), act: { act: 'focus' as const, ticket: one.id } }]),
      [{ label: turn.words.buttons.newTicket, act: { act: 'new_ticket' as const } }],
    ],
  }, turn.now, { ticketId, notBefore })
  return { ...state, added: { outboxId, ticketId } }
}

/** The point is known now (a tap, a link): on the ticket and with the person. */
export async function setPoint(turn: Turn, ticketId: string, pointId: string, source: 'chosen' | 'link'): Promise<Change> {
  return change(turn.room.tickets, turn.db, ticketId, { type: 'set_point', pointId, source }, actor(turn), [namePoint(turn.contact.id, pointId, source, turn.now)])
}
