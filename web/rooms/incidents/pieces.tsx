import { at, useTimes } from '../../kit/pieces.tsx'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import type { IncidentPage, IncidentRow } from './data.ts'
import { minutesBetween } from './sums.ts'

const tones = { proposed: 'warn', open: 'bad', ended: 'good', rejected: '' } as const

export function StateMark({ state }: { state: IncidentRow['state'] }) {
  const { say } = useWords()
  return <span className={`mark ${tones[state]}`}>{say(`incidents.states.${state}`)}</span>
}

/** Since when, where, how many tickets, when the next word is promised. */
export function Facts({ row }: { row: IncidentRow }) {
  const { say } = useWords()
  const times = useTimes()
  const late = row.state === 'open' && row.nextUpdateAt !== null && at(row.nextUpdateAt) < now()
  return (
    <div className="row wrap small dim">
      <span>{row.endedAt === null ? say('incidents.since', { at: times.moment(at(row.startedAt)) }) : say('incidents.lasted', { from: times.moment(at(row.startedAt)), to: times.moment(at(row.endedAt)) })}</span>
      <span>{row.scope === 'all' ? say('incidents.everywhere') : say('incidents.points', { count: row.points })}</span>
      <span>{say('incidents.tickets', { count: row.tickets })}</span>
      {row.components.map(component => <span key={component} className="mark">{say(`incidents.components.${component}`)}</span>)}
      {row.state === 'open' && row.nextUpdateAt !== null && <span className={late ? 'mark bad' : ''}>{say(late ? 'incidents.late' : 'incidents.next', { at: times.time(at(row.nextUpdateAt)) })}</span>}
    </div>
  )
}

/** What the radar or monitoring saw, in words. */
export function WhyWords({ why, facts }: { why: NonNullable<IncidentPage['why']>; facts: readonly { id: string; label: string }[] }) {
  const { say } = useWords()
  const times = useTimes()
  if (why.kind === 'monitoring') {
    return <p>{say('incidents.why.monitoring', { at: times.moment(at(why.startedAt)), what: why.alert })}{why.unknown.length > 0 && <> {say('incidents.why.unknown', { codes: why.unknown.join(', ') })}</>}</p>
  }
  const what = why.by === 'fact' ? (facts.find(fact => fact.id === why.what)?.label ?? why.what) : why.what
  const minutes = minutesBetween(why.since, why.until)
  return <p>{why.points === 0 ? say('incidents.why.strangers', { count: why.people, minutes, what }) : say(`incidents.why.${why.by}`, { count: why.points, minutes, what })}</p>
}
