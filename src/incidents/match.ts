import type { Instant } from '../lib/instant.ts'
import { holds, stemsOf } from './alike.ts'
import { values } from './kinds.ts'

/** One report of a customer, as far as it tells of what kind it is. */
export type Report = {
  ticketId: string
  number: number
  receivedAt: Instant
  contactId: string | null
  /** All points of the ticket. */
  pointIds: readonly string[]
  topic: string | null
  /** Fact of the bot's form that the customer chose (`botFacts`), by id, and the topic it stands for. */
  fact: string | null
  factTopic: string | null
  /** All that he wrote. */
  words: string
}

/** What an open outage looks for. */
export type Kind = { scope: 'all' | 'points'; points: ReadonlySet<string>; topic: string | null; facts: readonly string[]; words: readonly string[]; startedAt: Instant }

/** Why a report is one of an outage: its topic, the fact that was chosen, or the phrase that was found in its words. */
export type Because = { by: 'topic' | 'fact' | 'words'; what: string }

/**
 * R-4.1.1-2: is this report of that outage? It must come from a point that is touched (where all are, also from a person whose point is not known yet), not
 * be older than the outage can be, and speak of the same: null when it does not.
 */
export function match(report: Report, kind: Kind): Because | null {
  if (report.receivedAt < kind.startedAt - values.noticedLate) return null
  if (kind.scope === 'points' && !report.pointIds.some(point => kind.points.has(point))) return null
  return speaksOf(report, kind)
}

/** Does it speak of the same, wherever it comes from? */
export function speaksOf(report: Pick<Report, 'topic' | 'fact' | 'factTopic' | 'words'>, { topic, facts, words }: Pick<Kind, 'topic' | 'facts' | 'words'>): Because | null {
  if (report.fact !== null && facts.includes(report.fact)) return { by: 'fact', what: report.fact }
  if (topic !== null && (report.topic ?? report.factTopic) === topic) return { by: 'topic', what: topic }
  // Who was asked what happens and chose something else speaks of something else.
  if (report.fact !== null && report.factTopic !== null && topic !== null) return null
  const stems = stemsOf(report.words)
  const phrase = words.find(one => holds(stems, one))
  return phrase === undefined ? null : { by: 'words', what: phrase }
}
