import { IconAlertTriangle, IconRadar2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { useLiveIncidents } from './data.ts'
import './incidents.css'

/** On top of every screen while an outage goes on; what the radar proposes is shown to those who decide. */
export function OutageBanner() {
  const { say } = useWords()
  const me = useMe()
  const rows = (useLiveIncidents().data?.rows ?? []).filter(row => row.state === 'open' || me.may.includes('incident.manage'))
  if (rows.length === 0) return null
  return (
    <nav className="outage-banner" aria-label={say('incidents.banner.label')}>
      {rows.slice(0, 3).map(row => (
        <Link key={row.id} to="/incidents/$id" params={{ id: row.id }} className={row.state}>
          {row.state === 'open' ? <IconAlertTriangle size={15} aria-hidden /> : <IconRadar2 size={15} aria-hidden />}
          <span className="ellipsis">{row.state === 'open' ? say('incidents.banner.one', { number: row.number, title: row.title }) : say('incidents.banner.proposed', { title: row.title })}</span>
          <span className="num nowrap dim-on">{say('incidents.tickets', { count: row.tickets })}</span>
        </Link>
      ))}
      {rows.length > 3 && <Link to="/incidents">{say('incidents.andMore', { count: rows.length - 3 })}</Link>}
    </nav>
  )
}
