import type { Command } from '../commands.ts'
import { openCalls } from './talking.ts'
import { hasEnded, type Decision, type Situation } from './situation.ts'

/**
 * "No clock runs against a customer who was not reached" (product.md 3): the channel's word starts the waits that a message began, or takes
 * them back and asks for a call. Only messages that mean something to a clock, or that a person wrote, are told here.
 */
export function noteDelivery(situation: Situation, command: Command & { type: 'note_delivery' }): Decision {
  const { events } = situation
  if (events.some(event => event.type === command.outcome && event.message === command.message)) return []
  const carried = events.find(event =>
    (event.type === 'answered' || event.type === 'result_reported' || event.type === 'due_revised' || event.type === 'incident_told') && event.message === command.message)
  if (command.outcome === 'delivered') return carried === undefined ? [] : [{ type: 'delivered', message: command.message }]
  // A ticket that has ended asks nobody to call.
  if (hasEnded(situation.view)) return [{ type: 'not_delivered', message: command.message, reason: command.reason, task: null }]
  // One call tells him everything that did not arrive.
  const isCallAsked = openCalls(situation).some(call => call.why === 'not_delivered')
  return [{ type: 'not_delivered', message: command.message, reason: command.reason, task: isCallAsked ? null : situation.newId() }]
}
