import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** «Вернуть мне …»: the ticket is brought back on that date, to the one who asked, or to whoever is there. Its place in the queue and its clocks stay. */
export function returnOn(situation: Situation, command: Command & { type: 'return_on' }): Decision {
  return whileOpen(situation, () => (
    command.on <= situation.now ? new Refusal('past_time') : [{ type: 'return_set', on: command.on, why: command.why, staff: command.staff, note: command.note }]
  ))
}

export function cancelReturn(situation: Situation): Decision {
  return whileOpen(situation, () => (situation.ticket.comesBack === null ? [] : [{ type: 'return_cancelled' }]))
}

/** help agreed for an hour. The customer is told, and the ticket comes back then. */
export function scheduleHelp(situation: Situation, command: Command & { type: 'schedule_help' }): Decision {
  return whileOpen(situation, () => (command.at <= situation.now ? new Refusal('past_time') : [
    { type: 'help_scheduled', helpAt: command.at, note: command.note },
    { type: 'return_set', on: command.at, why: 'help', staff: situation.ticket.ownerId ?? situation.actor.id, note: command.note },
  ]))
}

/** The end of a shift: a word on what is done, what is waited for, what comes next; the ticket goes to a colleague or to the common queue. */
export function handToShift(situation: Situation, { to, done, waiting, next }: Command & { type: 'hand_to_shift' }): Decision {
  const { ticket, actor } = situation
  return whileOpen(situation, () => (
    // A form that was filled in for a while: what a colleague has taken meanwhile stays his.
    ticket.ownerId !== null && ticket.ownerId !== actor.id ? new Refusal('already_owned', { number: ticket.number, owner: ticket.ownerId }) : [{ type: 'handed_to_shift', to, done, waiting, next }]
  ))
}
