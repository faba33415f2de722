import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** a specialist takes the ticket. Two who press at once: the second is told who was first. */
export function take(situation: Situation): Decision {
  return whileOpen(situation, () => {
    const { ticket, actor } = situation
    if (ticket.ownerId === actor.id) return []
    if (ticket.ownerId !== null) return new Refusal('already_owned', { number: ticket.number, owner: ticket.ownerId })
    return [{ type: 'taken' }]
  })
}

export function assign(situation: Situation, command: Command & { type: 'assign' }): Decision {
  return whileOpen(situation, () => (situation.ticket.ownerId === command.owner ? [] : [{ type: 'assigned', owner: command.owner }]))
}

/** Where the trouble is. A fact with a source, never a proof. */
export function setPoint(situation: Situation, command: Command & { type: 'set_point' }): Decision {
  return situation.ticket.pointId === command.pointId ? [] : [{ type: 'point_set', pointId: command.pointId, source: command.source }]
}
