import type { State } from '../regulation/view.ts'
import { never } from '../lib/never.ts'
import { shorten } from '../lib/text.ts'
import type { Ticket } from '../tickets/ticket.ts'
import type { shifts } from '../words/ru/shifts.ts'

export type HandOverWords = { done: string; waiting: string; next: string }

/** Room for a quotation in a short field. */
const quoted = 140

/**
 * What the form of the hand-over begins with, from the state of the ticket: the one who goes home corrects it instead of writing it. `lastAnswer`: our
 * newest words to the customer. Pure.
 */
export function suggest({ ticket, state, lastAnswer, comesBack }: { ticket: Ticket; state: State; lastAnswer: string | null; comesBack: string | null }, words: (typeof shifts)['suggest']): HandOverWords {
  const missing = [...ticket.asked.filter(item => item.state === 'open'), ...ticket.steps.filter(step => step.state === 'open')].map(item => item.text)
  return {
    done: lastAnswer === null ? '' : words.answered(clip(lastAnswer)),
    waiting: waitingFor(),
    next: [next(), ...(comesBack === null ? [] : [words.comesBack(comesBack)])].join(' '),
  }

  function waitingFor(): string {
    switch (state) {
      case 'waiting_customer': case 'suspended': return missing.length === 0 ? words.customer : words.customerFor(clip(missing.join('; ')))
      case 'with_third_party': return ticket.party === null ? words.thirdParty : words.party(ticket.party.who, ticket.party.request)
      case 'with_developers': return ticket.development === null ? words.developers : words.development(ticket.development.title)
      case 'awaiting_confirmation': return words.confirmation
      case 'registered': case 'triaged': case 'in_work': case 'resolved': case 'closed': return ''
      default: return never(state)
    }
  }

  function next(): string {
    if (ticket.category === null) return words.triage
    if (ticket.unansweredSince !== null) return words.answer
    switch (state) {
      case 'waiting_customer': case 'suspended': return words.whenAnswered
      case 'with_third_party': case 'with_developers': return words.whenReady
      case 'awaiting_confirmation': return words.whenConfirmed
      case 'registered': case 'triaged': case 'in_work': case 'resolved': case 'closed': return words.goOn
      default: return never(state)
    }
  }
}

function clip(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), quoted)
}
