import type { QuestionItem, Step } from '../tickets/asked.ts'
import type { Ticket } from '../tickets/ticket.ts'
import type { ActButton } from './acts.ts'
import type { DialogueWords } from './words.ts'

/** A specialist's question as the messenger shows it: his words, then what exactly is asked for, numbered, then the steps with what became of each. Pure. */
export type Question = { text: string; items: readonly QuestionItem[]; steps: readonly Step[]; until: string | null }

export function questionText({ text, items, steps, until }: Question, ticket: Ticket, words: DialogueWords): string {
  const isAct = items.every(item => item.kind === 'action')
  return [
    text,
    items.length === 0 ? '' : [isAct ? words.question.doIt : words.question.send, ...items.map((item, index) => `${index + 1}) ${item.text}`)].join('\n'),
    steps.length === 0 ? '' : [words.question.steps, ...steps.map((step, index) => `${mark(ticket, step.id)}${index + 1}. ${step.text}`)].join('\n'),
    until === null ? '' : words.question.until(until),
    steps.length > 0 ? words.question.markSteps : items.length > 0 ? words.question.here : '',
  ].filter(part => part !== '').join('\n\n')
}

/** Buttons of a question: what was to be done can be said to be done; the first step that is still open is done or did not work. */
export function questionButtons({ items, steps }: Pick<Question, 'items' | 'steps'>, ticket: Ticket, words: DialogueWords): ActButton[][] {
  const stateOf = (id: string) => ticket.asked.find(item => item.id === id)?.state ?? 'open'
  const next = steps.findIndex(step => (ticket.steps.find(one => one.id === step.id)?.state ?? 'open') === 'open')
  return [
    ...items.flatMap((item, index): ActButton[][] => (item.kind === 'action' && stateOf(item.id) === 'open'
      ? [[{ label: words.question.itemDone(index + 1), act: { act: 'ticked', ticket: ticket.id, item: item.id } }]] : [])),
    ...(next === -1 ? [] : [[
      { label: words.question.stepDone(next + 1), act: { act: 'step', ticket: ticket.id, step: steps[next]!.id, as: 'done' } },
      { label: words.question.stepFailed(next + 1), act: { act: 'step', ticket: ticket.id, step: steps[next]!.id, as: 'failed' } },
    ] satisfies ActButton[]]),
  ]
}

const mark = (ticket: Ticket, id: string): string => {
  const state = ticket.steps.find(step => step.id === id)?.state
  return state === 'done' ? '✅ ' : state === 'failed' ? '❌ ' : ''
}
