import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import { resumes } from './talking.ts'
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
    return [{ type: 'handed_over', to: command.to, note: command.note }]
  })
}

export function takeBack(situation: Situation, command: Command & { type: 'take_back' }): Decision {
  return whileOpen(situation, () => {
    const { base } = situation.view
    if (base !== 'with_developers' && base !== 'with_third_party') return []
    return [{ type: 'taken_back', note: command.note }]
  })
}
