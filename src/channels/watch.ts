import { channelValues } from '../alarms/values.ts'
import { minute, type Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { ChannelWords } from '../words/ru/channels.ts'
import type { ChannelHealth } from './channel.ts'

/** What is looked at: a channel, a mailbox, the door. `health` null: there is nothing to listen to. */
export type Watched = { id: string; name: string; health: ChannelHealth | null }
/** Messages to customers that wait in a channel. */
export type Late = { id: string; name: string; waiting: number; oldest: Instant | null }
/** Letters that the server of a mailbox shows and the inbox lacks (pain 2). */
export type Missing = { id: string; name: string; missing: number }

export type Trouble = { id: string; what: 'failed' | 'late' | 'counts'; title: string; text: string }

/** What is a matter for the lead now (pain 2, pain 10). Pure. */
export function troublesOf({ watched, late, counts }: { watched: readonly Watched[]; late: readonly Late[]; counts: readonly Missing[] }, now: Instant, { alarm }: ChannelWords): readonly Trouble[] {
  return [
    ...watched.flatMap(({ id, name, health }): Trouble[] => (health?.state === 'failed' && now - health.since >= channelValues.failed ? [{ id, what: 'failed', ...alarm.failed(name, health.detail) }] : [])),
    ...late.flatMap(({ id, name, waiting, oldest }): Trouble[] => (oldest !== null && now - oldest >= channelValues.late ? [{ id, what: 'late', ...alarm.late(name, waiting, Math.floor((now - oldest) / minute)) }] : [])),
    ...counts.flatMap(({ id, name, missing }): Trouble[] => (missing > 0 ? [{ id, what: 'counts', ...alarm.counts(name, missing) }] : [])),
  ]
}

export const subjectOf = ({ id, what }: Pick<Trouble, 'id' | 'what'>): string => `${id} ${what}`
/** An alarm's name: what it is about and the minute since when, so that the next trouble of its kind is another alarm, and two processes raise one. */
export const occasionOf = (trouble: Pick<Trouble, 'id' | 'what'>, now: Instant): string => `${subjectOf(trouble)} ${new Date(now).toISOString().slice(0, 16)}`

/** Is this one to be raised? One that a lead has seen is told again when nothing is better after a while. */
export const isNew = (last: { endedAt: Instant | null; endReason: string | null } | null, now: Instant): boolean =>
  last === null || (last.endedAt !== null && (last.endReason !== 'seen' || now - last.endedAt >= channelValues.quiet))

/**
 * Is an open alarm over? Whether a channel works is known where it is listened to: another process ends nothing. A channel that is gone or switched off has no
 * trouble any more.
 */
export function isOver(occasion: string, troubles: readonly Trouble[], watched: readonly Watched[]): boolean {
  const [id = '', what = ''] = occasion.split(' ')
  if (troubles.some(trouble => trouble.id === id && trouble.what === what)) return false
  if (what !== 'failed') return true
  const health = watched.find(one => one.id === id)?.health
  if (health === undefined || health === null) return true
  switch (health.state) {
    case 'live': return true
    case 'failed': case 'starting': case 'waiting': case 'stopped': return false
    default: return never(health.state)
  }
}
