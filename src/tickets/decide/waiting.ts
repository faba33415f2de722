import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import { resumes } from './resuming.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** suspension comes by itself; a specialist may lift it (or end a wait early), with a reason. */
export function lift(situation: Situation, command: Command & { type: 'lift' }): Decision {
  return whileOpen(situation, () => {
    if (situation.view.silence === null && situation.view.suspendedAt === null) return new Refusal('no_wait', { number: situation.ticket.number })
    return [...resumes(situation, true), { type: 'lifted', reason: command.reason }]
  })
}

/** the work goes on elsewhere; no clock stands still for it. */
export function handOver(situation: Situation, command: Command & { type: 'hand_over' }): Decision {
  return whileOpen(situation, () => {
    if (situation.view.category === null) return new Refusal('not_triaged', { number: situation.ticket.number })
    const { to, note, party = null, lookAt = null, development = null } = command
    if (lookAt !== null && lookAt <= situation.now) return new Refusal('past_time')
    return [
      ...(development === null || situation.ticket.development?.id === development.id ? [] : [{ type: 'development_linked', development: development.id, title: development.title } as const]),
      { type: 'handed_over', to, note, ...(party === null ? {} : { party }) },
      ...(lookAt === null ? [] : [{ type: 'return_set', on: lookAt, why: 'look_again', staff: null, note: party?.who ?? '' } as const]),
    ]
  })
}

export function takeBack(situation: Situation, command: Command & { type: 'take_back' }): Decision {
  return whileOpen(situation, () => {
    const { base } = situation.view
    if (base !== 'with_developers' && base !== 'with_third_party') return []
    return [{ type: 'taken_back', note: command.note }]
  })
}

/** why it takes longer, for the customer to read; no clock stands still for it. */
export function noteDelay(situation: Situation, command: Command & { type: 'note_delay' }): Decision {
  return whileOpen(situation, () => {
    const { ticket, view } = situation
    // Told to him it has to be true: somebody waits for him, or something that he was asked for has not come.
    const isWaiting = view.silence !== null || view.suspendedAt !== null || ticket.asked.some(item => item.state === 'open') || ticket.steps.some(step => step.state === 'open')
    if (command.reason === '6.5.1' && !isWaiting) return new Refusal('no_wait', { number: ticket.number })
    return ticket.delays.at(-1) === command.reason ? [] : [{ type: 'delay_noted', reason: command.reason }]
  })
}

/** a due moves by hand only with a reason and a notice that arrived; the clocks hear of it when it has (`clocks.ts`). */
export function reviseDue(situation: Situation, command: Command & { type: 'revise_due' }): Decision {
  return whileOpen(situation, () => {
    const { view, ticket, now } = situation
    if (view.result === null || view.result.dueAt === null || view.result.endedAt !== null || view.state === 'awaiting_confirmation') return new Refusal('no_due', { number: ticket.number })
    if (command.due <= now) return new Refusal('past_time')
    if (command.message !== null && ticket.conversationId === null) return new Refusal('no_written_channel', { number: ticket.number })
    return [{ type: 'due_revised', due: command.due, reason: command.reason, message: command.message }]
  })
}

/** A development item waits for its release, and this ticket for it. */
export function linkDevelopment(situation: Situation, command: Command & { type: 'link_development' }): Decision {
  return situation.ticket.development?.id === command.development ? [] : [{ type: 'development_linked', development: command.development, title: command.title }]
}

export function unlinkDevelopment(situation: Situation): Decision {
  const { development } = situation.ticket
  return development === null ? [] : [{ type: 'development_unlinked', development: development.id }]
}
