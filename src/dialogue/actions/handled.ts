import { together, type Db } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { Refusal } from '../../lib/errors.ts'
import { never } from '../../lib/never.ts'
import { sayTime } from '../../lib/say-time.ts'
import { namePoint, pointByToken, setLanguage, sightOf } from '../../contacts/meeting/store.ts'
import { enqueue } from '../../delivery/store.ts'
import { candidates, setFocus } from '../../intake/store.ts'
import type { Host } from '../../intake/host.ts'
import { durationText } from '../../regulation/document/formats.ts'
import { clause } from '../../regulation/document/render.ts'
import type { View } from '../../regulation/view.ts'
import { change, register } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { once, ticketOf, type Act, type Saying, type Step } from '../acts.ts'
import { cut } from '../../lib/text.ts'
import { nearestDue } from '../../tickets/queue.ts'
import { readTicket } from '../../tickets/store.ts'
import { ask as askStep, bareOf, leave } from '../form.ts'
import type { DialogueRoom } from '../room.ts'
import { stateWord } from '../say.ts'
import { choiceOf, keepState, openTicketsAt, openTicketsOf, stateOf, useChoice, type OpenTicket } from '../store.ts'
import { productName, serviceHours, wordsIn, type DialogueWords } from '../words.ts'
import { delayIn } from './delays.ts'
import { outageLine, outages } from './outages.ts'
import { quietWords } from './follow.ts'
import { actor, goOn, setPoint, takeFact, type Turn } from './placed.ts'
import { sayNow, sentBy } from './speak.ts'

type Event = Parameters<Host['handled']>[2]
type Met = Parameters<Host['handled']>[1]

/** Everything that is no message: pressed buttons, links, commands. */
export async function handled(room: DialogueRoom, db: Db, met: Met, event: Event, now: Instant): Promise<readonly Change[]> {
  const manner = room.manner(event.channelId)
  const turn: Turn = { room, db, now, conversationId: met.conversation.id, channelId: event.channelId, channel: event.channel, manner, contact: met.contact, points: met.points, words: wordsIn(met.contact.language, manner.words), made: null }
  switch (event.kind) {
    case 'pressed': return pressed(turn, event.choice, event.interaction)
    case 'started': {
      const forColleague = await room.colleagues.started(db, met, event, now)
      if (forColleague === null) return started(turn, event.payload, met.isNew)
      await sayNow(db, turn.conversationId, forColleague, now)
      return []
    }
    case 'command': return commanded(turn, event)
    default: return never(event)
  }
}

/**
 * A pressed button, perhaps twice, late, or by somebody to whom it was not offered. The press is answered in any case; what it means is done at most once;
 * a wish that no longer fits is answered with how things stand.
 */
async function pressed(turn: Turn, choiceId: string, interaction: string): Promise<readonly Change[]> {
  const answer = (text?: string, alert?: boolean) => sayAck(turn, interaction, text, alert)
  const choice = await choiceOf(turn.db, choiceId, turn.conversationId)
  if (choice === null) {
    await answer(turn.words.notYours, true)
    return []
  }
  if (choice.usedAt !== null) {
    await answer(turn.words.alreadyDone)
    return []
  }
  try {
    const { changes, toast } = await act(turn, choice.act)
    if (once[choice.act.act]) await together(turn.db, [useChoice(choiceId, turn.now)])
    await answer(await withQuietWords(turn, changes, toast))
    return changes
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Refusals are decided before anything is written, so the transaction goes on.
    await answer(error.code === 'reopen_window_passed' ? turn.words.longEnded : error.code === 'no_result' ? await standing(turn, choice.act) : turn.words.notYours, true)
    return []
  }
}

async function sayAck(turn: Turn, interaction: string, text?: string, alert?: boolean): Promise<void> {
  await together(turn.db, [enqueue([{
    id: newId(), conversationId: turn.conversationId, ticketId: null, messageId: null, purpose: 'ack',
    payload: { kind: 'ack', interaction, ...(text === undefined ? {} : { text }), ...(alert === true ? { alert } : {}) },
  }], turn.now)])
}

/** What is worth no message of its own is read where the press was made. */
async function withQuietWords(turn: Turn, changes: readonly Change[], toast: string | undefined): Promise<string | undefined> {
  if (turn.manner.says === 'all') return toast
  const scene = { channelId: turn.channelId, language: turn.contact.language, pointZone: null, phone: turn.contact.phone }
  const words: string[] = []
  for (const made of changes) if (made.events.length > 0) words.push(await quietWords(turn.room, made, scene))
  return words.filter(one => one !== '').join('\n') || toast
}

/** A word to a press: a message of its own, or read where the press was made. */
async function reply(turn: Turn, saying: Saying, ticketId: string): Promise<string | undefined> {
  if (turn.manner.says === 'needed') return saying.text
  await sayNow(turn.db, turn.conversationId, saying, turn.now, { ticketId })
  return undefined
}

type Done = { changes: readonly Change[]; toast?: string }
const done = (changes: readonly Change[], toast: string | undefined): Done => ({ changes, ...(toast === undefined ? {} : { toast }) })

async function act(turn: Turn, what: Act): Promise<Done> {
  const { room, db, words } = turn
  const ask = (command: Parameters<typeof change>[3], id: string) => change(room.tickets, db, id, command, actor(turn))
  switch (what.act) {
    case 'point': return step(turn, what.ticket, 'point', [await setPoint(turn, what.ticket, what.point, 'chosen')], what.name)
    case 'other_point': {
      const state = await stateOf(db, turn.conversationId)
      if (state.form?.ticketId !== what.ticket) return { changes: [] }
      if (state.form.step !== 'point') return { changes: [] }
      const saying = askStep('point', what.ticket, state.form.number, { points: [], found: false, facts: [] }, words)
      await sayNow(db, turn.conversationId, saying, turn.now, { ticketId: what.ticket, ...(state.form.shown === null ? {} : { edit: sentBy(state.form.shown) }) })
      await together(db, [keepState(turn.conversationId, { ...state, form: { ...state.form, said: bareOf(saying) } }, turn.now)])
      return { changes: [] }
    }
    case 'skip': return step(turn, what.ticket, what.step, [], null)
    case 'happening': {
      const { document } = await room.regulationAt(turn.now)
      const fact = document.botFacts.find(one => one.id === what.fact)
      if (fact === undefined) return { changes: [], toast: words.notYours }
      return step(turn, what.ticket, 'happening', await takeFact(turn, what.ticket, fact), words.facts[fact.id] ?? fact.label)
    }
    case 'confirm': {
      await refuseOvertaken(turn, what)
      return { changes: [await ask({ type: 'confirm', note: '' }, what.ticket)], toast: words.done }
    }
    case 'dispute': {
      await refuseOvertaken(turn, what)
      const made = await ask({ type: 'dispute', note: '', message: null }, what.ticket)
      await together(db, [setFocus(turn.conversationId, what.ticket, turn.now)])
      return { changes: [made], toast: words.question.marked }
    }
    case 'withdraw': return { changes: [await ask({ type: 'withdraw', note: '' }, what.ticket)], toast: words.done }
    case 'bring_back': {
      const made = await ask({ type: 'reopen', reason: '', message: null, edition: await room.tickets.editionAt(turn.now) }, what.ticket)
      await together(db, [setFocus(turn.conversationId, what.ticket, turn.now)])
      return { changes: [made], toast: words.done }
    }
    case 'stopped': return told(turn, await ask({ type: 'report_stop' }, what.ticket))
    case 'call_me': return told(turn, await ask({ type: 'ask_call' }, what.ticket))
    case 'why': {
      const made = await change(room.tickets, db, what.ticket, { type: 'wake' }, { now: turn.now, actor: { kind: 'machine', id: null } })
      return done([made], await reply(turn, await why(turn, made), what.ticket))
    }
    case 'focus': {
      const { tickets } = await candidates(db, turn.conversationId, turn.now)
      const chosen = tickets.find(one => one.id === what.ticket && one.endedAt === null)
      if (chosen === undefined) return { changes: [], toast: words.notYours }
      await together(db, [setFocus(turn.conversationId, chosen.id, turn.now)])
      await sayNow(db, turn.conversationId, { text: words.focused(chosen.number), silent: true }, turn.now, { ticketId: chosen.id })
      return { changes: [] }
    }
    case 'ticked': return told(turn, await ask({ type: 'tick_item', item: what.item }, what.ticket), words.question.marked)
    case 'step': return told(turn, await ask({ type: 'mark_step', step: what.step, as: what.as }, what.ticket), what.as === 'done' ? words.question.marked : words.question.failed)
    case 'stop_holds': return told(turn, await ask({ type: 'answer_stop', holds: what.holds }, what.ticket))
    case 'call_lead': return told(turn, await ask({ type: 'call_lead' }, what.ticket))
    case 'not_ours': {
      const made = await ask({ type: 'detach_incident' }, what.ticket)
      return told(turn, made, made.events.length === 0 ? undefined : await reply(turn, { text: words.notOurs(made.after.ticket.number), silent: true }, what.ticket))
    }
    case 'rate': {
      const made = await ask({ type: 'rate', stars: what.stars }, what.ticket)
      return told(turn, made, made.events.length === 0 ? undefined : await reply(turn, { text: what.stars <= 2 ? words.rating.sorry : words.rating.thanks, silent: true }, what.ticket))
    }
    case 'look': return lookAt(turn, what.ticket)
    case 'join': {
      if (!await maySee(turn, what.ticket)) return { changes: [], toast: words.notYours }
      const made = await ask({ type: 'join_person', contactId: turn.contact.id, conversationId: turn.conversationId }, what.ticket)
      await together(db, [setFocus(turn.conversationId, what.ticket, turn.now)])
      await sayNow(db, turn.conversationId, { text: words.joined(made.after.ticket.number), silent: true }, turn.now, { ticketId: what.ticket })
      return { changes: [made] }
    }
    case 'new_ticket': return startNew(turn)
    case 'mine': return mine(turn)
    case 'claim': case 'ack': return room.colleagues.act(db, turn.conversationId, what, turn.now)
    case 'language': {
      await setLanguage(db, turn.contact.id, what.to)
      await sayNow(db, turn.conversationId, { text: wordsIn(what.to).languageSet, silent: true }, turn.now)
      return { changes: [] }
    }
    default: return never(what)
  }
}

/** A button under an older result speaks for nothing any more: he has to look at the newer one. */
async function refuseOvertaken({ db }: Turn, { ticket: id, result }: Act & { act: 'confirm' | 'dispute' }): Promise<void> {
  if (result === undefined) return
  const { ticket } = await readTicket(db, id)
  if (ticket.result !== null && ticket.result.message !== result) throw new Refusal('no_result', { number: ticket.number })
}

/** How the ticket of an old button stands now. */
async function standing(turn: Turn, pressedAct: Act): Promise<string> {
  const id = ticketOf(pressedAct)
  if (id === null) return turn.words.notYours
  const { after: { ticket, view } } = await change(turn.room.tickets, turn.db, id, { type: 'wake' }, { now: turn.now, actor: { kind: 'machine', id: null } })
  return turn.words.overtaken(ticket.number, stateWord(view, turn.words), view.state === 'awaiting_confirmation')
}

/** A wish that stands already is answered so. */
const told = ({ words }: Turn, made: Change, done = words.done): Done => ({ changes: [made], toast: made.events.length === 0 ? words.alreadyDone : done })

/** A step of the form was answered or passed over (`chosen` null) by a tap: the next question takes its place. An older question that is answered late moves nothing on. */
async function step(turn: Turn, ticketId: string, answered: Step, changes: readonly Change[], chosen: string | null): Promise<Done> {
  const state = await stateOf(turn.db, turn.conversationId)
  const { form } = state
  if (form !== null && form.ticketId === ticketId && form.step === answered) {
    const next = await goOn(turn, state, form, leave(form, chosen, turn.words), changes)
    await together(turn.db, [keepState(turn.conversationId, next, turn.now)])
  }
  return { changes, ...(chosen === null ? {} : { toast: turn.words.form.chosen(chosen) }) }
}

async function startNew(turn: Turn): Promise<Done> {
  await together(turn.db, [setFocus(turn.conversationId, null, turn.now)])
  const outage = await outageLine(turn, turn.points.map(point => point.id))
  await sayNow(turn.db, turn.conversationId, { text: outage === null ? turn.words.newAsked : `${turn.words.newAsked}\n\n${outage}`, silent: true }, turn.now)
  return { changes: [] }
}

async function mine(turn: Turn): Promise<Done> {
  const open = await openTicketsOf(turn.db, turn.contact.id)
  const { pointIds } = await sightOf(turn.db, turn.contact.id)
  const theirs = await openTicketsAt(turn.db, pointIds, turn.contact.id)
  const { words } = turn
  const { policy } = await turn.room.regulationAt(turn.now)
  const time = sayTime(policy.calendars.service.timezone, turn.contact.language)
  const line = ({ number, subject, clocks, point }: OpenTicket, named: boolean): string => {
    const view = clocks as View
    const next = nextOf(view, words)
    return words.mine.line(number, stateWord(view, words), named && point !== null ? `${subject}, ${point}` : subject) + (next === null ? '' : ` (${next.say(time.when(next.at, turn.now))})`)
  }
  const button = (ticket: OpenTicket, act: Act) => [{ label: cut(words.buttons.ticket(ticket.number, ticket.subject), 60), act }]
  const saying: Saying = open.length === 0 && theirs.length === 0
    ? { text: words.mine.none, silent: true }
    : {
        title: words.mine.title, silent: true,
        text: [
          open.length === 0 ? words.mine.noneOwn : open.map(ticket => line(ticket, false)).join('\n'),
          ...(theirs.length === 0 ? [] : [`${words.mine.points}\n${theirs.map(ticket => line(ticket, true)).join('\n')}`]),
        ].join('\n\n'),
        buttons: [
          ...open.slice(0, 6).map(ticket => button(ticket, { act: 'focus', ticket: ticket.id })),
          ...theirs.slice(0, 6).map(ticket => button(ticket, { act: 'look', ticket: ticket.id })),
          [{ label: words.buttons.newTicket, act: { act: 'new_ticket' as const } }],
        ],
      }
  await sayNow(turn.db, turn.conversationId, saying, turn.now)
  return { changes: [] }
}

/** Does his role let him see this ticket of somebody else's? Asked at every press: a role may be taken back. */
async function maySee(turn: Turn, ticketId: string): Promise<boolean> {
  const { pointIds } = await sightOf(turn.db, turn.contact.id)
  const { ticket } = await readTicket(turn.db, ticketId)
  return [ticket.pointId, ...ticket.morePoints].some(point => point !== null && pointIds.includes(point))
}

/** How a ticket of his point stands; what others wrote on it stays between them and the desk (product.md 4.8). */
async function lookAt(turn: Turn, ticketId: string): Promise<Done> {
  if (!await maySee(turn, ticketId)) return { changes: [], toast: turn.words.notYours }
  const made = await change(turn.room.tickets, turn.db, ticketId, { type: 'wake' }, { now: turn.now, actor: { kind: 'machine', id: null } })
  const { ticket, view } = made.after
  const { policy } = await turn.room.editionById(ticket.edition)
  const next = nextOf(view, turn.words)
  const text = turn.words.mine.line(ticket.number, stateWord(view, turn.words), ticket.subject) + (next === null ? '' : ` (${next.say(sayTime(policy.calendars.service.timezone, turn.contact.language).when(next.at, turn.now))})`)
  await sayNow(turn.db, turn.conversationId, { text, silent: true, buttons: [[{ label: turn.words.buttons.join, act: { act: 'join', ticket: ticketId } }]] }, turn.now, { ticketId })
  return { changes: [made] }
}

/** What comes next for the customer, and when: the assessment, the due, or the end of his time to check. */
function nextOf(view: View, { status }: DialogueWords): { at: Instant; say: (at: string) => string } | null {
  if (view.state === 'awaiting_confirmation') return view.autoConfirmAt === null ? null : { at: view.autoConfirmAt, say: status.check }
  const due = nearestDue(view)
  return due === null ? null : { at: due.at, say: due.clock === 'triage' ? status.triage : status.due }
}

/** The due explained, in the customer's words, with a link to the sentence that promises it. */
async function why(turn: Turn, { after: { ticket, view } }: Change): Promise<Saying> {
  const { words, contact } = turn
  const { document, policy } = await turn.room.editionById(ticket.edition)
  const time = sayTime(policy.calendars.service.timezone, contact.language)
  const hours = serviceHours(policy, contact.language, turn.now)
  const link = (id: Parameters<typeof clause>[1]) => {
    const place = clause(document, id)
    return [[{ label: words.why.link, url: place === null ? turn.room.regulationUrl() : `${turn.room.regulationUrl()}#${place.anchor}` }]]
  }
  if (view.state === 'suspended') return { text: words.why.paused, buttons: link('R-6.3.3'), silent: true }
  if (view.category === null && view.triage.endedAt === null && view.triage.dueAt !== null) {
    return { text: words.why.triage(durationText(policy.triage, 'genitive', contact.language) ?? '', time.when(view.triage.dueAt, turn.now), hours), buttons: link('R-6.2.2'), silent: true }
  }
  const due = view.result?.endedAt === null ? view.result.dueAt : view.reaction?.endedAt === null ? view.reaction.dueAt : null
  if (view.category === null || due === null) return { text: words.why.none, buttons: link('R-6.2.2'), silent: true }
  const revised = view.history.findLast(line => line.clock === 'result' && line.due !== null)
  if (revised?.cause === 'revised' && revised.due === due) {
    const reason = ticket.delays.at(-1)
    const was = view.history.filter(line => line.clock === 'result' && line.due !== null).at(-2)?.due ?? null
    const because = reason === undefined ? null : delayIn(words, document, reason)
    return { text: words.why.revised(time.when(due, turn.now), was === null ? null : time.when(was, turn.now), because), buttons: link('R-3.3.3'), silent: true }
  }
  const term = durationText(policy.result[view.category] ?? policy.reaction[view.category], 'nominative', contact.language) ?? ''
  const anchors = { 1: 'R-6.2.7', 2: 'R-6.2.8', 3: 'R-6.2.9' } as const
  return { text: words.why.term(words.categories[view.category], term, hours, time.when(due, turn.now)), buttons: link(anchors[view.category]), silent: true }
}

/** `/start`, perhaps with what a link carried: `p_<token>` is a point (the QR at the till). A forged or old token is a plain greeting. */
async function started(turn: Turn, payload: string | null, isNew: boolean): Promise<readonly Change[]> {
  const point = payload !== null && payload.startsWith('p_') ? await pointByToken(turn.db, payload.slice(2)) : null
  if (point !== null) {
    const state = await stateOf(turn.db, turn.conversationId)
    await together(turn.db, [namePoint(turn.contact.id, point.id, 'link', turn.now), keepState(turn.conversationId, { ...state, nextPoint: point.id }, turn.now)])
  }
  const product = productName((await turn.room.regulationAt(turn.now)).document, turn.contact.language)
  const greeting = point !== null ? turn.words.greetingAtPoint(product, point.name) : isNew ? turn.words.greeting(product) : turn.words.welcomeBack
  const outage = await outageLine(turn, [...turn.points.map(one => one.id), ...(point === null ? [] : [point.id])])
  const text = outage === null ? greeting : `${greeting}\n\n${outage}`
  await sayNow(turn.db, turn.conversationId, { text, silent: true, buttons: [[{ label: turn.words.buttons.myTickets, act: { act: 'mine' } }, { label: turn.words.buttons.regulation, url: turn.room.regulationUrl() }]] }, turn.now)
  return []
}

async function commanded(turn: Turn, { name, rest }: Extract<Event, { kind: 'command' }>): Promise<readonly Change[]> {
  const { words } = turn
  switch (name) {
    case 'my': return (await mine(turn)).changes
    case 'new': return (await startNew(turn)).changes
    case 'call': return askForCall(turn)
    case 'status':
      await sayNow(turn.db, turn.conversationId, await outages(turn), turn.now)
      return []
    case 'rules': {
      const { policy } = await turn.room.regulationAt(turn.now)
      const hours = serviceHours(policy, turn.contact.language, turn.now)
      await sayNow(turn.db, turn.conversationId, { text: words.regulation(hours, turn.room.regulationUrl()), buttons: [[{ label: words.buttons.regulation, url: turn.room.regulationUrl() }]], silent: true }, turn.now)
      return []
    }
    case 'lang':
      await sayNow(turn.db, turn.conversationId, {
        text: words.language, silent: true,
        buttons: [[{ label: words.buttons.russian, act: { act: 'language', to: 'ru' } }, { label: words.buttons.english, act: { act: 'language', to: 'en' } }]],
      }, turn.now)
      return []
    case 'help':
      await sayNow(turn.db, turn.conversationId, { text: words.help(turn.room.formUrl()), silent: true }, turn.now)
      return []
    default:
      // What stood behind it has been taken as what happened.
      if (rest !== '') return []
      await sayNow(turn.db, turn.conversationId, { text: words.unknownCommand, silent: true }, turn.now)
      return []
  }
}

/** «Позвоните мне»: on the current ticket, or a new one when there is none. */
async function askForCall(turn: Turn): Promise<readonly Change[]> {
  const { tickets, focus } = await candidates(turn.db, turn.conversationId, turn.now)
  const open = tickets.filter(one => one.endedAt === null)
  const current = open.find(one => one.id === focus) ?? open[0]
  if (current !== undefined) {
    const asked = await change(turn.room.tickets, turn.db, current.id, { type: 'ask_call' }, actor(turn))
    if (asked.events.length === 0) await sayNow(turn.db, turn.conversationId, { text: turn.words.callRemembered(current.number), silent: true }, turn.now, { ticketId: current.id })
    return [asked]
  }
  const made = await register(turn.room.tickets, turn.db, {
    channel: turn.channel, subject: turn.words.subjects.call, weakSubject: true, contactId: turn.contact.id, pointId: turn.points.length === 1 ? turn.points[0]!.id : null,
    conversationId: turn.conversationId, stopReported: false, message: null,
  }, actor(turn), id => [setFocus(turn.conversationId, id, turn.now)])
  return [made, await change(turn.room.tickets, turn.db, made.id, { type: 'ask_call' }, actor(turn))]
}
