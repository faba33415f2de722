import type { BotFact } from '../regulation/document/schema.ts'
import type { View } from '../regulation/view.ts'
import type { Ticket } from '../tickets/ticket.ts'
import type { Act, ActButton, Saying, Step } from './acts.ts'
import type { DialogueWords } from './words.ts'

/**
 * The questions after a ticket has its number (R-6.1.2-5, A-26): only for what is missing, each can be passed over, no clock waits for them, and they end as
 * soon as a person writes. Modes of a conversation's form: *closed*; *asking* one step at a time.
 */
export type Form = {
  ticketId: string
  number: number
  step: Step
  /** Steps that have been asked, so that none is asked twice. */
  asked: readonly Step[]
  /** The outbox row that carries the question now shown, to be edited in place. */
  shown: string | null
  /** Its words as they stand there; absent where the plain question of the step does. */
  said?: Bare
}

/** A message of the form without its buttons. */
export type Bare = { title?: string; text: string }

/** How a step is left: the row of its message, what stays of it when nothing takes its place, and the title under which the next question does. */
export type Left = { outboxId: string; bare: Bare; title: string | null }

/** The question as it is shown, without its buttons. */
export const bareQuestion = (form: Form, words: DialogueWords): Bare => form.said ?? { title: words.number(form.number), text: words.form[form.step] }

/** A step is left in place. `noted`: what was chosen, to be read from then on; null after «Пропустить», which leaves the question as it was asked. */
export function leave(form: Form, noted: string | null, words: DialogueWords): Left | null {
  if (form.shown === null) return null
  if (noted === null) return { outboxId: form.shown, bare: bareQuestion(form, words), title: null }
  const line = `${words.number(form.number)} · ${words.form.chosen(noted)}`
  return { outboxId: form.shown, bare: { text: line }, title: line }
}

export const bareOf = ({ title, text }: Saying): Bare => (title === undefined ? { text } : { title, text })

export type Missing = { point: boolean; happening: boolean; phone: boolean; since: boolean }

const order: readonly Step[] = ['point', 'happening', 'phone', 'since']

/** The next thing to ask, or null when nothing is missing that was not asked yet. */
export function nextStep(missing: Missing, asked: readonly Step[]): Step | null {
  return order.find(step => missing[step] && !asked.includes(step)) ?? null
}

const nothing: Missing = { point: false, happening: false, phone: false, since: false }

/** What a ticket lacks of it; nothing is missing on one that has ended. */
export function missingOf(ticket: Ticket, view: View, phone: string | null): Missing {
  if (view.state === 'resolved' || view.state === 'closed') return nothing
  return {
    point: ticket.pointId === null, happening: view.category === null && !ticket.stopReported && ticket.facts.what === null, phone: phone === null,
    since: ticket.facts.since === null,
  }
}

/** The next question about a ticket. */
export const nextStepOf = (ticket: Ticket, view: View, phone: string | null, asked: readonly Step[]): Step | null => nextStep(missingOf(ticket, view, phone), asked)

/** How a step is asked. `points`: those the person is known at, or found by his words. */
export function ask(step: Step, ticketId: string, number: number, about: { points: readonly { id: string; name: string }[]; found: boolean; facts: readonly BotFact[] }, words: DialogueWords): Saying {
  const title = words.number(number)
  const skip: ActButton = { label: words.buttons.skip, act: { act: 'skip', ticket: ticketId, step } }
  switch (step) {
    case 'point': {
      const rows = about.points.slice(0, 6).map(({ id, name }): ActButton[] => [{ label: name, act: { act: 'point', ticket: ticketId, point: id, name } }])
      if (rows.length === 0) return { title, text: words.form.pointByWords, buttons: [[skip]], silent: true }
      const other: Act = about.found ? { act: 'skip', ticket: ticketId, step } : { act: 'other_point', ticket: ticketId }
      return {
        title, text: about.found ? words.form.pointFound : words.form.point, silent: true,
        buttons: [...rows, about.found ? [{ label: words.buttons.notInList, act: other }] : [{ label: words.buttons.otherPoint, act: other }, skip]],
      }
    }
    case 'happening':
      return {
        title, text: words.form.happening, silent: true,
        buttons: [...about.facts.map((fact): ActButton[] => [{ label: words.facts[fact.id] ?? fact.label, act: { act: 'happening', ticket: ticketId, fact: fact.id } }]), [skip]],
      }
    case 'phone': return { title, text: words.form.phone, askPhone: { label: words.buttons.sharePhone, skip: words.buttons.skip }, silent: true }
    case 'since': return { title, text: words.form.since, buttons: [[skip]], silent: true }
  }
}
