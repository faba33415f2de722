import { Refusal } from '../../lib/errors.ts'
import type { Command } from '../commands.ts'
import type { Decision, Situation } from './situation.ts'
import { whileOpen } from './situation.ts'

/** the first category, by effect on the work; the reason is stored and shown. */
export function triage(situation: Situation, command: Command & { type: 'triage' }): Decision {
  return whileOpen(situation, () => {
    if (situation.view.category !== null) return new Refusal('already_triaged', { category: situation.view.category })
    return [{ type: 'triaged', category: command.category, effect: command.effect, topic: command.topic }]
  })
}

/** a category may turn out different; `corrected` says that it was rated wrong from the start. */
export function recategorise(situation: Situation, command: Command & { type: 'recategorise' }): Decision {
  return whileOpen(situation, () => {
    if (situation.view.category === null) return new Refusal('not_triaged', { number: situation.ticket.number })
    if (situation.view.category === command.category) return new Refusal('same_category', { category: command.category })
    return [{ type: 'recategorised', category: command.category, basis: command.basis, reason: command.reason }]
  })
}

/** The topic may be set at any time, also after the end (reports). */
export function setTopic(situation: Situation, command: Command & { type: 'set_topic' }): Decision {
  return situation.ticket.topic === command.topic ? [] : [{ type: 'topic_set', topic: command.topic }]
}
