import { day, hour, minute } from '../lib/instant.ts'

/** What an outage is like and how it goes: closed lists and the values of the room on one screen. Pure, also for the browser. */

/** What has failed (R-4.1.1-2), in the order in which people read it. */
export const components = ['central', 'call_centre', 'site', 'aggregators', 'mobile', 'other'] as const
export type Component = (typeof components)[number]

export const states = ['proposed', 'open', 'ended', 'rejected'] as const
export type IncidentState = (typeof states)[number]
export const sources = ['ticket', 'hand', 'radar', 'monitoring'] as const
export type Source = (typeof sources)[number]
export const updateKinds = ['opened', 'update', 'ended'] as const
export type UpdateKind = (typeof updateKinds)[number]

/** Topics of the regulation: the central infrastructure, and orders that flow in. A component without one is judged by words and facts alone. */
export const topicOf: Readonly<Record<Component, string | null>> = {
  central: '4.1.1', call_centre: '4.1.2', site: '4.1.2', aggregators: '4.1.2', mobile: '4.1.2', other: null,
}

/** The topic of several components; null where they differ. */
export function topicFor(chosen: readonly Component[]): string | null {
  const topics = new Set(chosen.map(component => topicOf[component]).filter(topic => topic !== null))
  return topics.size === 1 ? [...topics][0]! : null
}

export const values = {
  /** A report from so long before the outage was noticed may still be of it. */
  noticedLate: hour,
  /** An outage has begun at most so long before somebody says since when. */
  startedBefore: 7 * day,
  /** An outage that was ended by mistake can be taken up again. */
  reopensFor: 24 * hour,
  /** The public page shows what is not older. */
  publicFor: 90 * 24 * hour,
  /** The radar: so many points, or so many people without a point, write alike within this time. */
  radarWindow: 15 * minute,
  radarPoints: 3,
  radarStrangers: 6,
  /** Words that two reports must share, besides those that say nothing. */
  sharedWords: 2,
  /** After «это не сбой» or an end the radar says nothing of the like. */
  quietAfterRejection: 2 * hour,
  quietAfterEnd: 30 * minute,
  /** The same for an alert of monitoring; unless it was resolved for so long meanwhile. */
  alertQuiet: hour,
  alertSettled: 15 * minute,
} as const

export const limits = {
  title: 120,
  text: 2_000,
  /** Why an update was struck. */
  reason: 500,
  phrases: 20,
  phrase: 80,
  points: 5_000,
  attach: 200,
  /** Reports that a proposal keeps. */
  evidence: 200,
  hookBytes: 64 * 1024,
  hookPoints: 1_000,
} as const
