import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import { tickOff } from '../tick-off.ts'
import { struckIds, subjectOf, type TicketFact } from '../ticket.ts'
import { asks, isAsking } from './asking.ts'
import { resumes } from './resuming.ts'
import type { Decision, Situation } from './situation.ts'
import { hasEnded, takenBy, whileOpen } from './situation.ts'

/** A specialist's answer in the customer's channel: a contact by a person; with `asks` also a question that starts the wait. */
export function answer(situation: Situation, command: Command & { type: 'answer' }): Decision {
  if (command.text === '' && command.files.length === 0 && (command.items ?? []).length === 0 && (command.steps ?? []).length === 0) return new Refusal('text_required')
  if (situation.ticket.conversationId === null) return new Refusal('no_written_channel', { number: situation.ticket.number })
  // A word after the end (thanks back, a late hint) is allowed and moves no clock; a question would wait for nobody.
  const asking = isAsking(command)
  if (hasEnded(situation.view)) return asking ? new Refusal('ticket_ended', { number: situation.ticket.number }) : [{ type: 'answered', message: command.message, asks: false }]
  const until = command.until ?? null
  if (until !== null && until <= situation.now) return new Refusal('past_time')
  return [...(command.toMany === true ? [] : takenBy(situation)), { type: 'answered', message: command.message, asks: asking, ...(command.toMany === true ? { toMany: true } : {}), ...(until === null ? {} : { until }) }, ...asks(command, command.message)]
}

export function note(_situation: Situation, command: Command & { type: 'note' }): Decision {
  if (command.text === '' && command.files.length === 0) return new Refusal('text_required')
  return [{ type: 'noted', message: command.message }]
}

/** «Позвонил»: a held call is a reaction; it answers every open call task of the ticket, and what could not be written was said. */
export function callHeld(situation: Situation, command: Command & { type: 'call_held' }): Decision {
  return whileOpen(situation, () => {
    const until = command.until ?? null
    if (until !== null && until <= situation.now) return new Refusal('past_time')
    return [
      ...takenBy(situation),
      { type: 'call_held', note: command.note, asks: isAsking(command), tasks: openCallTasks(situation), ...(until === null ? {} : { until }) },
      ...asks(command, null),
    ]
  })
}

/** Call tasks that no held call has answered yet. */
export function openCallTasks(situation: Pick<Situation, 'events'>): readonly string[] {
  return openCalls(situation).map(({ task }) => task)
}

/** The same with what asks for the call: `asked` by the customer, `suspended`, or a message that did not arrive. */
export function openCalls({ events }: Pick<Situation, 'events'>): readonly { task: string; why: 'asked' | 'not_delivered' | 'other' }[] {
  const open = new Map<string, 'asked' | 'not_delivered' | 'other'>()
  const struck = struckIds(events)
  for (const event of events) {
    if (struck.has(event.id)) continue
    if (event.type === 'call_needed') open.set(event.task, event.reason === 'asked' ? 'asked' : 'other')
    if (event.type === 'not_delivered' && event.task !== null) open.set(event.task, 'not_delivered')
    if (event.type === 'call_held') for (const task of event.tasks) open.delete(task)
  }
  return [...open].map(([task, why]) => ({ task, why }))
}

/** A message of the customer on this ticket. What it does is decided by the clocks (`clocks.ts`, the inbound table); here it gets its place. */
export function hear(situation: Situation, command: Command & { type: 'hear' }): Decision {
  const better = command.weight === 'real' ? betterSubject(situation, command.text) : null
  const answers = command.weight === 'real' ? tickOff(situation.ticket.asked, { text: command.text, files: command.files ?? [] }) : []
  return [
    ...resumes(situation, command.weight !== 'nothing' && command.weight !== 'automatic'),
    { type: 'customer_wrote', message: command.message, weight: command.weight, subject: better },
    ...answers.map((item): TicketFact => ({ type: 'item_ticked', item, message: command.message })),
    ...(command.weight === 'real' ? toCommonQueue(situation) : []),
  ]
}

/** An answer to the ticket of somebody off shift goes to those who are there (product.md 5). An ended ticket stays whose it was. */
const toCommonQueue = ({ ticket, view, ownerIsOn }: Situation): readonly TicketFact[] =>
  (ticket.ownerId !== null && ownerIsOn === false && !hasEnded(view) ? [{ type: 'assigned', owner: null, why: 'off_shift' }] : [])

/** A ticket that began with a photo or a greeting is named by the first words that say something. */
const betterSubject = ({ ticket }: Situation, text: string): string | null => (ticket.subjectIsWeak ? subjectOf(text) : null)

/** An edit is shown and moves nothing (the inbound table); so does the caption of an item that joins its album late. */
export function seeEdit(situation: Situation, command: Command & { type: 'see_edit' }): Decision {
  return [{ type: 'customer_edited', message: command.message, subject: betterSubject(situation, command.text) }]
}

/** Pictures that come after the first of their album tick what they bring; the message itself was heard. */
export function seeFiles({ ticket }: Situation, { message, files }: Command & { type: 'see_files' }): Decision {
  return tickOff(ticket.asked, { text: '', files }).map(item => ({ type: 'item_ticked', item, message }))
}

/** «Не можем работать»: it got worse, or was so from the start. */
export function reportStop(situation: Situation): Decision {
  return whileOpen(situation, () => (situation.ticket.stopReported ? [] : [...resumes(situation, true), { type: 'work_stopped' }]))
}

/** The answer to the morning's question whether the stop reported at night still holds. */
export function answerStop(situation: Situation, command: Command & { type: 'answer_stop' }): Decision {
  return whileOpen(situation, () => (situation.ticket.stopReported ? [...resumes(situation, situation.actor.kind === 'customer'), { type: 'stop_answered', holds: command.holds }] : []))
}

/** «Позвоните мне». Asked again before anybody called, it is the same wish. */
export function askCall(situation: Situation): Decision {
  return whileOpen(situation, () => {
    if (openCalls(situation).some(call => call.why === 'asked')) return []
    const task = situation.newId()
    return [...resumes(situation, true), { type: 'customer_asked_call' }, { type: 'call_needed', task, reason: 'asked' }]
  })
}

export function giveFacts(situation: Situation, command: Command & { type: 'give_facts' }): Decision {
  const known = situation.ticket.facts
  const fresh = Object.fromEntries(Object.entries(command.facts).filter(([name, value]) => value !== known[name as keyof typeof known]))
  return Object.keys(fresh).length === 0 ? [] : [{ type: 'facts_given', facts: fresh }]
}
