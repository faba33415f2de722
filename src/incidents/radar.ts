import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import { alike, phraseOf, stemsOf } from './alike.ts'
import { values, type IncidentState } from './kinds.ts'
import { speaksOf, type Kind, type Report } from './match.ts'

/** What the radar saw, as it is kept and said in words. `by` fact: all chose the same; words: they wrote alike, `what` is the phrase. */
export type Sighting = { by: 'fact' | 'words'; what: string; points: number; people: number; since: Instant; until: Instant; tickets: readonly string[] }

/** An outage that is known, proposed or was lately: the radar does not propose it again. */
export type Known = Pick<Kind, 'topic' | 'facts' | 'words'> & { id: string; state: IncidentState; over: Instant | null }

export type Finding =
  | { is: 'nothing' }
  /** New reports of what is proposed already. */
  | { is: 'more'; incident: string; sighting: Sighting }
  | { is: 'new'; sighting: Sighting }

/**
 * R-4.1.1-2: do reports of the last minutes look like one outage? Several points, or many people whose point nobody knows, chose the same fact or wrote alike.
 * `recent`: open reports of no outage, `fresh` among them. It proposes and explains, a person decides; the same burst is proposed once.
 */
export function radar(fresh: Report, recent: readonly Report[], known: readonly Known[], now: Instant): Finding {
  const near = recent.filter(report => report.receivedAt > now - values.radarWindow)
  const group = byFact(fresh, near) ?? byWords(fresh, near)
  if (group === null) return { is: 'nothing' }
  const seen = known.find(one => !isOver(one, now) && speaksOf({ ...fresh, topic: null }, one) !== null)
  if (seen === undefined) return { is: 'new', sighting: group }
  return seen.state === 'proposed' ? { is: 'more', incident: seen.id, sighting: group } : { is: 'nothing' }
}

/** So long after «это не сбой» or an end the like of it is news again. */
function isOver({ state, over }: Known, now: Instant): boolean {
  switch (state) {
    case 'proposed': case 'open': return false
    case 'rejected': return over !== null && now - over >= values.quietAfterRejection
    case 'ended': return over !== null && now - over >= values.quietAfterEnd
    default: return never(state)
  }
}

function byFact(fresh: Report, near: readonly Report[]): Sighting | null {
  // A fact without a topic («работаем, но с трудом») may be anything.
  if (fresh.fact === null || fresh.factTopic === null) return null
  return sighting('fact', fresh.fact, near.filter(report => report.fact === fresh.fact))
}

function byWords(fresh: Report, near: readonly Report[]): Sighting | null {
  const stems = stemsOf(fresh.words)
  const others = near.map(report => ({ report, stems: stemsOf(report.words) })).filter(({ report, stems: own }) => report.ticketId === fresh.ticketId || alike(stems, own, values.sharedWords))
  const common = others.reduce<readonly string[]>((rest, { stems: own }) => rest.filter(stem => own.all.has(stem)), stems.telling)
  // Where nothing is common to all, what is common to most still names it.
  const most = common.length > 0 ? common : stems.telling.filter(stem => others.filter(one => one.stems.all.has(stem)).length * 3 >= others.length * 2)
  const phrase = phraseOf(fresh.words, most)
  return phrase === '' ? null : sighting('words', phrase, others.map(({ report }) => report))
}

function sighting(by: Sighting['by'], what: string, reports: readonly Report[]): Sighting | null {
  const points = new Set(reports.flatMap(report => report.pointIds)).size
  const people = new Set(reports.map(report => report.contactId ?? report.ticketId)).size
  const strangers = new Set(reports.filter(report => report.pointIds.length === 0).map(report => report.contactId ?? report.ticketId)).size
  if (points < values.radarPoints && strangers < values.radarStrangers) return null
  const at = reports.map(report => report.receivedAt)
  return { by, what, points, people, since: Math.min(...at), until: Math.max(...at), tickets: reports.map(report => report.ticketId) }
}
