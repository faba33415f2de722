import { reopensUntil } from '../../regulation/reopening.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import { openCallTasks } from './talking.ts'
import { resumes } from './resuming.ts'
import type { Decision, Situation } from './situation.ts'
import { hasEnded, takenBy, whileOpen } from './situation.ts'
import { triage } from './triaging.ts'

/**
 * no end without words for the customer. A written result starts the day of confirmation when it is delivered;
 * one told in a call (no message) starts it at once and answers the call tasks. With `triage` a new ticket is assessed in the same breath.
 */
export function reportResult(situation: Situation, command: Command & { type: 'report_result' }): Decision {
  return whileOpen(situation, () => {
    const { ticket, view } = situation
    if (command.text === '') return new Refusal('text_required')
    const assessed = command.triage === undefined ? [] : triage(situation, { type: 'triage', ...command.triage })
    if (assessed instanceof Refusal) return assessed
    if (view.category === null && assessed.length === 0) return new Refusal('not_triaged', { number: ticket.number })
    // What ends with an outage was nobody's work on the topic.
    if (command.kind === 'done' && command.incident === undefined && situation.deliverableNeeded && ticket.deliverable === null) return new Refusal('deliverable_missing', { number: ticket.number })
    if (command.message !== null && ticket.conversationId === null) return new Refusal('no_written_channel', { number: ticket.number })
    const told = command.message === null
      ? [{ type: 'call_held', note: command.text, asks: false, tasks: openCallTasks(situation) } as const]
      : []
    return [...assessed, ...takenBy(situation), ...resumes(situation, true), ...told, {
      type: 'result_reported', kind: command.kind, text: command.text, message: command.message, ...(command.incident === undefined ? {} : { incident: command.incident }),
    }]
  })
}

/** by the customer himself, or by a specialist whom he told. */
export function confirm(situation: Situation, command: Command & { type: 'confirm' }): Decision {
  if (situation.view.state === 'resolved') return []
  return whileOpen(situation, () => (
    situation.view.state === 'awaiting_confirmation' ? [{ type: 'confirmed', note: command.note }] : new Refusal('no_result', { number: situation.ticket.number })
  ))
}

/**
 * before the end it continues the same cycle; within the reopening window after it, a new cycle begins (`reopened`). A specialist may
 * take back an end that came by time alone: the same cycle goes on as if the customer had spoken in time (rule 8).
 */
export function dispute(situation: Situation, command: Command & { type: 'dispute' }): Decision {
  if (situation.view.resolvedHow === 'auto_confirmed' && situation.actor.kind === 'staff') {
    return [{ type: 'judged', message: situation.ticket.result?.message ?? '', as: 'dispute' }]
  }
  if (situation.view.state === 'resolved') return reopen(situation, { type: 'reopen', reason: command.note, message: command.message, edition: situation.ticket.edition })
  return whileOpen(situation, () => (
    situation.view.state === 'awaiting_confirmation'
      ? [{ type: 'disputed', message: command.message, note: command.note }]
      : new Refusal('no_result', { number: situation.ticket.number })
  ))
}

/** A person has read an unclear answer to a result. */
export function judge(situation: Situation, command: Command & { type: 'judge' }): Decision {
  return whileOpen(situation, () => (
    situation.view.toJudge.includes(command.message)
      ? [{ type: 'judged', message: command.message, as: command.as }]
      : new Refusal('nothing_to_judge', { number: situation.ticket.number })
  ))
}

/** product.md 4.5: only after a yes, and once. */
export function rate(situation: Situation, command: Command & { type: 'rate' }): Decision {
  if (situation.view.resolvedHow !== 'confirmed') return new Refusal('no_result', { number: situation.ticket.number })
  return situation.ticket.rated === null ? [{ type: 'rated', stars: command.stars }] : []
}

/** «Позвать старшего»: offered after a dispute. */
export function callLead(situation: Situation): Decision {
  return whileOpen(situation, () => {
    if (situation.ticket.disputes === 0) return new Refusal('no_result', { number: situation.ticket.number })
    return situation.ticket.leadCalled ? [] : [...resumes(situation, situation.actor.kind === 'customer'), { type: 'lead_called' }]
  })
}

/** S-7: the customer may withdraw at any time; a specialist records it when told. */
export function withdraw(situation: Situation, command: Command & { type: 'withdraw' }): Decision {
  return hasEnded(situation.view) ? [] : [{ type: 'withdrawn', note: command.note }]
}

export function closeSpam(situation: Situation): Decision {
  return whileOpen(situation, () => [{ type: 'closed_as_spam' }])
}

/** S-1, A-20: within the window after the end a reference opens a new cycle with fresh clocks under the same number. */
export function reopen(situation: Situation, command: Command & { type: 'reopen' }): Decision {
  const { view, ticket, policy, at } = situation
  if (!hasEnded(view)) return new Refusal('ticket_open', { number: ticket.number })
  // A specialist may repair a wrong end at any time; a customer's reference counts inside the window.
  if (situation.actor.kind !== 'staff' && at > (reopensUntil(view, policy) ?? at)) return new Refusal('reopen_window_passed', { number: ticket.number })
  return [{ type: 'reopened', reason: command.reason, message: command.message, edition: command.edition }]
}
