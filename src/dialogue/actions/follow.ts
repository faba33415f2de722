import { newId } from '../../lib/ids.ts'
import type { Db, Write } from '../../lib/db.ts'
import { addMessage, attachStored } from '../../messages/store.ts'
import { enqueue, type Parcel } from '../../delivery/store.ts'
import type { Change } from '../../tickets/change.ts'
import { markRatingAsked } from '../../contacts/meeting/store.ts'
import { day } from '../../lib/instant.ts'
import { sayTime } from '../../lib/say-time.ts'
import { catalogueItem, isOutside } from '../../regulation/document/catalogue.ts'
import { noticesOf, type Notice } from '../../tickets/notices.ts'
import { otherPhones } from '../../tickets/pages/store.ts'
import type { DialogueRoom } from '../room.ts'
import { sameSaying, type Saying } from '../acts.ts'
import { ask, bareOf, bareQuestion, nextStepOf } from '../form.ts'
import { letterOf, ratingOf } from '../letters.ts'
import { isNeeded } from '../manner.ts'
import { card, say, type About } from '../say.ts'
import { questionButtons, questionText } from '../asking.ts'
import { freshState, keepCard, keepState, sceneOf, sceneOfNewcomer, shownQuestion, shownResult, stateOf, type Scene } from '../store.ts'
import { serviceHours, wordsIn } from '../words.ts'
import { delayIn } from './delays.ts'
import { outgoingFiles, sentBy, speak } from './speak.ts'

/** What the dialogue says of one ticket is said about this. */
export async function aboutOf(room: DialogueRoom, change: Pick<Change, 'after' | 'now' | 'events'>, scene: Pick<Scene, 'channelId' | 'language' | 'pointZone' | 'phone'>, nobodyToCall = false): Promise<About> {
  const { ticket, view } = change.after
  const { policy, document } = await room.editionById(ticket.edition)
  const topic = ticket.topic === null ? null : catalogueItem(document, ticket.topic)
  const words = wordsIn(scene.language, room.manner(scene.channelId).words)
  return {
    ticket, view, words, language: scene.language, zone: policy.calendars.service.timezone,
    hours: serviceHours(policy, scene.language, change.now), pointZone: scene.pointZone ?? policy.calendars.service.timezone,
    phone: scene.phone, nobodyToCall, now: change.now, mode: topic?.kind === 'topic' ? topic.item.mode : null, outside: isOutside(document, ticket.topic),
    delayWords: reason => delayIn(words, document, reason),
    disputeRead: change.events.some(event => event.type === 'judged' && event.as === 'dispute'),
  }
}

/**
 * What follows from a ticket's change in a messenger: a person's words on their way, the notices, the one card that is edited in place; and the bot's
 * questions stop as soon as a person has written or called (product.md 4.4).
 */
export async function followInMessenger(room: DialogueRoom, db: Db, change: Change): Promise<readonly Write[]> {
  const { ticket } = change.after
  if (ticket.conversationId === null) return []
  const scene = change.newcomer !== undefined ? sceneOfNewcomer(ticket.conversationId, change.newcomer)
    : await sceneOf(db, ticket.conversationId, change.id, { point: ticket.pointId, owner: ticket.ownerId, author: change.actor.kind === 'staff' ? change.actor.id : null })
  if (scene === null) return []
  const { document } = await room.editionById(ticket.edition)
  const notices = noticesOf(change, topic => isOutside(document, topic))
  const isUrgent = notices.some(notice => notice.kind === 'category' && notice.category === 1)
  const nobodyToCall = isUrgent && scene.phone === null && scene.state.phoneAsked !== true && scene.state.form?.step !== 'phone' && (await otherPhones(db, change.id)).length === 0
  const about = await aboutOf(room, change, scene, nobodyToCall)
  const manner = room.manner(scene.channelId)
  const parcels: Parcel[] = []
  const writes: Write[] = []
  const send = ({ parcel, offers }: ReturnType<typeof speak>): string => {
    parcels.push(parcel)
    writes.push(...offers)
    return parcel.id
  }
  let newCard = false

  writes.push(...answerWrites(change, scene, about, send))
  const rates = asksForRating(change, scene)
  if (rates && scene.contactId !== null) writes.push(markRatingAsked(scene.contactId, change.now))
  for (const notice of notices) {
    if (manner.says === 'needed' && !isNeeded(notice)) continue
    const plain = say(notice, about)
    const said = manner.page === null ? plain : letterOf(plain, notice, about, { rates, page: manner.page(scene.conversationId, ticket.number) })
    const messageId = 'message' in notice ? notice.message : newId()
    const files = notice.kind === 'result' && change.command?.type === 'report_result' ? change.command.files : []
    const outboxId = send(speak(scene.conversationId, said, { purpose: said.purpose, ticketId: change.id, messageId, files: outgoingFiles(files) }, change.now))
    writes.push(
      addMessage({
        id: messageId, ticketId: change.id, conversationId: scene.conversationId, direction: 'out', notice: notice.kind, text: said.text, extra: {}, at: change.now, replyTo: null, groupKey: null,
        ...authorOf(notice, change),
      }, change.now),
      ...attachStored(messageId, files),
    )
    if (notice.kind === 'receipt') {
      newCard = true
      writes.push(keepCard(change.id, scene.conversationId, outboxId, said, plain.text))
    }
    // The letter leads to the page, and there the stars stand.
    if (notice.kind === 'confirmed' && rates && manner.page !== null) send(speak(scene.conversationId, { ...ratingOf(about), text: `${plain.text}\n\n${about.words.rating.ask(ticket.number)}` }, { purpose: 'dialogue', ticketId: change.id, edit: sentBy(outboxId) }, change.now))
  }
  if (change.newcomer !== undefined && manner.asks === 'step') writes.push(...await firstQuestion(room, change, about, send))
  if (rates && manner.page === null) send(speak(scene.conversationId, ratingOf(about), { purpose: 'dialogue', ticketId: change.id }, change.now))
  const overtaken = change.events.some(event => event.type === 'result_reported') ? (change.before?.ticket.result?.message ?? null) : null
  const older = overtaken === null ? null : await shownResult(db, overtaken)
  // The newer result is what he answers; under the older one nothing is left to press.
  if (older !== null) send(speak(scene.conversationId, { text: older.text }, { purpose: 'dialogue', ticketId: change.id, edit: sentBy(older.outboxId) }, change.now))
  for (const marked of markedQuestions(change)) {
    const shown = await shownQuestion(db, marked)
    if (shown !== null) send(speak(shown.conversationId, { ...questionSaying(shown.text, marked, about), title: about.words.answerTitle(ticket.number, shown.author ?? about.words.desk) }, { purpose: 'dialogue', ticketId: change.id, edit: sentBy(shown.outboxId) }, change.now))
  }
  if (!newCard && scene.card !== null) {
    const next = card(about, scene.card.receipt, { point: scene.pointName, owner: scene.ownerName })
    if (!sameSaying(next, scene.card.body)) {
      const outboxId = send(speak(scene.conversationId, next, { purpose: 'card', ticketId: change.id, edit: sentBy(scene.card.outboxId) }, change.now))
      writes.push(keepCard(change.id, scene.conversationId, outboxId, next, scene.card.receipt))
    }
  }
  // Written back whole, so read again under its lock: a link or a line of the bot may have come in between.
  const asksPhone = nobodyToCall || (notices.some(notice => notice.kind === 'call_promised') && about.phone === null)
  const touches = asksPhone || (scene.state.form !== null && change.events.some(isSpoken))
  const known = touches ? await stateOf(db, scene.conversationId) : scene.state
  let state = known
  if (asksPhone) state = { ...state, phoneAsked: true }
  if (state.form !== null && change.events.some(isSpoken)) {
    const { shown, step, ticketId } = state.form
    // The conversation belongs to people now: the open question loses its buttons. A reply keyboard cannot be edited away; the specialist's words take it with them.
    if (shown !== null && step !== 'phone') send(speak(scene.conversationId, bareQuestion(state.form, about.words), { purpose: 'dialogue', ticketId, edit: sentBy(shown) }, change.now))
    state = { ...state, form: null }
  }
  if (state !== known) writes.push(keepState(scene.conversationId, state, change.now))
  return parcels.length === 0 ? writes : [...writes, enqueue(parcels, change.now)]
}

/** Nothing was said to him yet, so the first thing that is missing is asked in the same breath as his receipt. */
async function firstQuestion(room: DialogueRoom, { after: { ticket, view }, id, now }: Change, { words, phone }: About, send: (spoken: ReturnType<typeof speak>) => string): Promise<Write[]> {
  const { conversationId } = ticket
  const step = nextStepOf(ticket, view, phone, [])
  if (step === null || conversationId === null) return []
  const { document } = await room.editionById(ticket.edition)
  const saying = ask(step, id, ticket.number, { points: [], found: false, facts: document.botFacts }, words)
  const shown = send(speak(conversationId, saying, { purpose: 'dialogue', ticketId: id }, now))
  return [keepState(conversationId, { ...freshState, form: { ticketId: id, number: ticket.number, step, asked: [step], shown, said: bareOf(saying) } }, now)]
}

/** A person has spoken to him: an answer, a call, what a lead signed for everybody. */
const isSpoken = ({ type }: Change['events'][number]): boolean => type === 'answered' || type === 'call_held' || type === 'incident_told'

/** The specialist's words to the customer: under the ticket's number and his name. */
function answerWrites(change: Change, scene: Scene, about: About, send: (spoken: ReturnType<typeof speak>) => string): Write[] {
  const { command, events, actor, id, now } = change
  const { ticket, words } = about
  const answered = events.find(event => event.type === 'answered')
  if (command?.type !== 'answer' || answered === undefined) return []
  const author = scene.authorName ?? words.desk
  // A keyboard that still asks for a phone goes with the bot's other questions.
  const asking = scene.state.form?.step === 'phone' || scene.state.phoneAsked === true
  const conversationId = command.to ?? scene.conversationId
  const said = questionSaying(command.text, command.message, about, answered.asks)
  send(speak(conversationId, { ...said, title: words.answerTitle(ticket.number, author), ...(asking ? { endAsk: true } : {}) }, {
    purpose: 'reply', ticketId: id, messageId: command.message, files: outgoingFiles(command.files),
  }, now))
  return [
    addMessage({
      id: command.message, ticketId: id, conversationId, direction: 'out', authorKind: 'staff', authorId: actor.id, notice: null,
      text: command.text, extra: {}, at: now, replyTo: null, groupKey: null,
    }, now),
    ...attachStored(command.message, command.files),
  ]
}

/** Words of a person under his name; an update of an outage under that of the lead who signed it. */
function authorOf(notice: Notice, { actor, command }: Change): { authorKind: 'staff' | 'machine'; authorId: string | null } {
  if (notice.kind === 'incident_told' && command?.type === 'tell_incident') return { authorKind: 'staff', authorId: command.signedBy }
  return notice.kind === 'result' && actor.kind === 'staff' ? { authorKind: 'staff', authorId: actor.id } : { authorKind: 'machine', authorId: null }
}

/** A question of this ticket as it is shown now: the words of `text`, what was asked in the message and what became of it. Other words name no term for an answer. */
function questionSaying(text: string, message: string, { ticket, words, zone, language, now }: About, isQuestion = true): Saying {
  const items = ticket.asked.filter(item => item.question === message)
  const steps = ticket.steps.filter(step => step.question === message)
  const said = { text, items, steps, until: !isQuestion || ticket.answerBy === null || ticket.answerBy <= now ? null : sayTime(zone, language).when(ticket.answerBy, now) }
  const buttons = questionButtons(said, ticket, words)
  return { text: questionText(said, ticket, words), ...(buttons.length === 0 ? {} : { buttons }) }
}

/** Messages whose items or steps were marked by this change: what they show is out of date. */
function markedQuestions({ events, after: { ticket } }: Change): readonly string[] {
  const marked = new Set(events.flatMap(event => (event.type === 'item_ticked' || event.type === 'item_waived' ? [event.item] : event.type === 'step_marked' ? [event.step] : [])))
  if (marked.size === 0) return []
  const shown = [...ticket.asked.filter(item => item.kind === 'action'), ...ticket.steps].filter(one => marked.has(one.id))
  return [...new Set(shown.flatMap(one => (one.question === null ? [] : [one.question])))]
}

/** product.md 4.5: rarely, and only after a yes of his own. */
const ratingRest = 30 * day

const asksForRating = ({ events, actor, now }: Change, { contactId, ratingAskedAt }: Scene): boolean =>
  contactId !== null && actor.kind === 'customer' && events.some(event => event.type === 'confirmed') && (ratingAskedAt === null || now - ratingAskedAt >= ratingRest)

/** What a change tells that is worth no letter: for whoever has pressed. Empty: nothing. */
export async function quietWords(room: DialogueRoom, change: Change, scene: Pick<Scene, 'channelId' | 'language' | 'pointZone' | 'phone'>): Promise<string> {
  const { document } = await room.editionById(change.after.ticket.edition)
  const about = await aboutOf(room, change, scene)
  return noticesOf(change, topic => isOutside(document, topic)).filter(notice => !isNeeded(notice)).map(notice => say(notice, about).text).join('\n')
}
