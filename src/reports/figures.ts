import { clockNames } from '../regulation/view.ts'
import { hourAt, isIn, type Period } from './period.ts'
import type { ReportRow } from './row.ts'

/** Whose month: the service sees everything, a customer what the regulation promised him. */
export type Scope = 'service' | 'company'

/**
 * In which figures of the month a row counts: the only place that says so. Totals, lists behind a figure and sheets all ask here, so a figure always equals
 * the rows behind it. Keys are words joined by `/`:
 *
 * - `received` (begun in the month), of them `new`, `again` (reopened); `spam` stands apart and counts nowhere else
 * - `carried` (begun earlier, open when the month began), of them `carried/ended` by now, `carried/open`
 * - of those received: `open`, `ended`, `ended/confirmed` …; `category/1` … `category/none`; `clock/reaction/kept` and `clock/reaction/kept/2`;
 *   `reason/result/late`; `delay/6.5.1`; `topic/4.4.2`, `topic/none`; `outside`; `channel/telegram`; `hour/0/14` (Monday, 14:00); `result/done`;
 *   `disputed`; `paused`; `recategorised`, `recategorised/3/1`; `stop`; `outage/7`; `point/<id>`; `rated`
 * - for the service only: `company/<id>`, `company/none`, `specialist/<id>`, `specialist/<id>/broken`, `specialist/none`
 */
export function figuresOf(row: ReportRow, period: Period, scope: Scope): string[] {
  if (row.receivedAt >= period.to || (row.endedAt !== null && row.endedAt < period.from)) return []
  const received = isIn(period, row.receivedAt)
  if (row.end === 'spam') return received && scope === 'service' ? ['spam'] : []
  if (!received) return ['carried', row.endedAt === null ? 'carried/open' : 'carried/ended']
  const { weekday, hour } = hourAt(row.receivedAt, period.zone)
  return [
    'received', row.cycle === 1 ? 'new' : 'again',
    ...(row.end === null ? ['open'] : ['ended', `ended/${row.end}`]),
    `category/${row.category ?? 'none'}`,
    ...clocksIn(row, scope),
    ...row.delays.map(reason => `delay/${reason}`),
    `topic/${row.topic ?? 'none'}`, ...(row.outside ? ['outside'] : []),
    `channel/${channelKind(row.channel)}`, `hour/${weekday}/${hour}`,
    ...(row.result === null ? [] : [`result/${row.result.kind}`]),
    ...(row.disputes === 0 ? [] : ['disputed']),
    ...(row.pauses.length === 0 ? [] : ['paused']),
    ...recategorised(row),
    ...(row.stopReported ? ['stop'] : []),
    ...(row.incident === null ? [] : [`outage/${row.incident}`]),
    ...(row.point === null ? [] : [`point/${row.point.id}`]),
    ...(row.rated === null ? [] : ['rated']),
    ...(scope === 'service' ? forTheService(row) : []),
  ]
}

/** `telegram`, `email:support` and the like: the kind stands first in a channel's id. */
export const channelKind = (channel: string): string => channel.split(/[:-]/)[0] ?? channel

/** Clocks of the row that this month speaks of. */
export const clocksShown = (row: ReportRow, scope: Scope): (typeof clockNames)[number][] =>
  clockNames.filter(name => row.clocks[name] !== null && (scope === 'service' || row.clocks[name].shown))

function clocksIn(row: ReportRow, scope: Scope): string[] {
  return clocksShown(row, scope).flatMap(name => {
    const { standing, reason } = row.clocks[name]!
    return [`clock/${name}/${standing}`, `clock/${name}/${standing}/${row.category ?? 'none'}`, ...(reason === null ? [] : [`reason/${name}/${reason}`])]
  })
}

function recategorised({ categories }: ReportRow): string[] {
  const steps = categories.slice(1).map(({ category }, place) => `recategorised/${categories[place]!.category}/${category}`)
  return steps.length === 0 ? [] : ['recategorised', ...new Set(steps)]
}

function forTheService(row: ReportRow): string[] {
  const specialist = `specialist/${row.owner ?? 'none'}`
  const broken = clockNames.some(name => row.clocks[name]?.standing === 'broken')
  return [`company/${row.company?.id ?? 'none'}`, specialist, ...(broken ? [`${specialist}/broken`] : [])]
}
