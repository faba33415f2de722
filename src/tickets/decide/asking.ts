import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import type { TicketFact } from '../ticket.ts'
import { resumes } from './resuming.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** What a question or an instruction adds to the words that carry it. */
export function asks(command: Command & ({ type: 'answer' } | { type: 'call_held' }), message: string | null): readonly TicketFact[] {
  const { items = [], steps = [] } = command
  return [
    ...(items.length === 0 ? [] : [{ type: 'asked', message, items } as const]),
    ...(steps.length === 0 ? [] : [{ type: 'steps_given', message, steps } as const]),
  ]
}

/** Something is asked: the wait of runs from it. Items and steps are questions even when nobody says so. */
export const isAsking = (command: Command & ({ type: 'answer' } | { type: 'call_held' })): boolean =>
  command.asks || (command.items ?? []).length > 0 || (command.steps ?? []).length > 0

/** the item is there. A customer's tick is an answer; a specialist's last tick ends the wait, since nothing is missing any more. */
export function tickItem(situation: Situation, command: Command & { type: 'tick_item' }): Decision {
  return settleItem(situation, command.item, { type: 'item_ticked', item: command.item, message: null })
}

export function waiveItem(situation: Situation, command: Command & { type: 'waive_item' }): Decision {
  return settleItem(situation, command.item, { type: 'item_waived', item: command.item })
}

function settleItem(situation: Situation, id: string, fact: TicketFact): Decision {
  return whileOpen(situation, () => {
    const item = situation.ticket.asked.find(one => one.id === id)
    if (item === undefined) return new Refusal('not_found')
    if (item.state !== 'open') return []
    if (situation.actor.kind === 'customer') return [...resumes(situation, true), fact]
    const complete = situation.ticket.asked.every(one => one.state !== 'open' || one.id === id) && situation.ticket.steps.every(step => step.state !== 'open')
    const waits = situation.view.silence !== null || situation.view.suspendedAt !== null
    return complete && waits ? [fact, ...resumes(situation, true), { type: 'lifted', reason: 'complete' }] : [fact]
  })
}

/** carried out, or tried without success. */
export function markStep(situation: Situation, command: Command & { type: 'mark_step' }): Decision {
  return whileOpen(situation, () => {
    const step = situation.ticket.steps.find(one => one.id === command.step)
    if (step === undefined) return new Refusal('not_found')
    if (step.state === command.as) return []
    return [...resumes(situation, situation.actor.kind === 'customer'), { type: 'step_marked', step: command.step, as: command.as }]
  })
}

/** more time by agreement; the wait begins anew at the agreed instant, a pause ends. */
export function agreeWait(situation: Situation, command: Command & { type: 'agree_wait' }): Decision {
  return whileOpen(situation, () => {
    const { view, ticket, now } = situation
    if (command.until <= now) return new Refusal('past_time')
    const waits = view.silence !== null || view.suspendedAt !== null || ticket.asked.some(item => item.state === 'open') || ticket.steps.some(step => step.state === 'open')
    if (!waits || view.state === 'awaiting_confirmation') return new Refusal('no_wait', { number: ticket.number })
    return [...resumes(situation, true), { type: 'wait_agreed', until: command.until, note: command.note }]
  })
}
