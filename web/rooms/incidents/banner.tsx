import { IconAlertTriangle, IconRadar2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../kit/words.ts'
import { onTop, useAlarms } from '../alarms/data.ts'
import { useMe } from '../staff/me.ts'
import { useLiveIncidents } from './data.ts'
import { linesOf } from './sums.ts'
import './incidents.css'

/** So many lines at most: the work below must stay in sight. */
const most = 3

/** On top of every screen while an outage goes on; what the radar proposes is shown to those who decide, unless an alarm above says it already. */
export function OutageBanner() {
  const { say } = useWords()
  const me = useMe()
  const alarms = useAlarms().data
  const alarmed = (alarms === undefined ? undefined : onTop(alarms))?.found?.path ?? null
  const rows = linesOf(useLiveIncidents().data?.rows ?? [], { decides: me.may.includes('incident.manage'), alarmed })
  if (rows.length === 0) return null
  return (
    <nav className="outage-banner" aria-label={say('incidents.banner.label')}>
      {rows.slice(0, most).map(row => (
        <Link key={row.id} to="/incidents/$id" params={{ id: row.id }} className={row.state}>
          {row.state === 'open' ? <IconAlertTriangle size={15} aria-hidden /> : <IconRadar2 size={15} aria-hidden />}
          <span className="ellipsis">{row.state === 'open' ? say('incidents.banner.one', { number: row.number, title: row.title }) : say('incidents.banner.proposed', { title: row.title })}</span>
          <span className="num nowrap dim-on">{say('incidents.tickets', { count: row.tickets })}</span>
        </Link>
      ))}
      {rows.length > most && <Link to="/incidents">{say('incidents.andMore', { count: rows.length - most })}</Link>}
    </nav>
  )
}
