import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** A procedure is a topic's: without a topic there is none. */
const ofTopic = (situation: Situation, rule: () => Decision): Decision => whileOpen(situation, () => (situation.ticket.topic === null ? new Refusal('not_found') : rule()))

/** a step of the topic's procedure is done, or taken back. */
export function tickProcedure(situation: Situation, { step, done }: Command & { type: 'tick_procedure' }): Decision {
  return ofTopic(situation, () => ((situation.ticket.procedure[step] ?? false) === done ? [] : [{ type: 'procedure_ticked', step, done }]))
}

/** asked of the specialist, not of the cashier. */
export function checkPrecondition(situation: Situation, { precondition, met }: Command & { type: 'check_precondition' }): Decision {
  return ofTopic(situation, () => (situation.ticket.preconditions[precondition] === met ? [] : [{ type: 'precondition_checked', precondition, met }]))
}

/** what the procedure has to give out; it goes to the customer with the result. */
export function giveDeliverable(situation: Situation, { fields, files }: Command & { type: 'give_deliverable' }): Decision {
  return ofTopic(situation, () => [{ type: 'deliverable_given', fields, files }])
}
