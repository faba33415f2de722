import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { cut } from '../../../src/lib/text.ts'
import { Bone, Empty, ErrorNote } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { useTicket } from '../tickets/data.ts'
import { useLiveIncidents, usePastIncidents, type IncidentRow } from './data.ts'
import { Facts, StateMark } from './pieces.tsx'
import './incidents.css'

const OpeningDialog = lazy(() => import('./opening-dialog.tsx'))

/** All outages: what is proposed and what goes on, then what was. `?ticket=`: one is opened from that ticket; `?open`: from nothing. */
export function IncidentsPage() {
  const { say } = useWords()
  const me = useMe()
  const navigate = useNavigate()
  const { ticket, open } = useSearch({ from: '/shell/incidents' })
  const live = useLiveIncidents()
  const past = usePastIncidents()
  const rows = live.data?.rows ?? []
  const before = past.data?.pages.flatMap(page => page.rows) ?? []
  const close = () => void navigate({ to: '/incidents', search: {}, replace: true })
  const manages = me.may.includes('incident.manage')
  return (
    <main className="page outages">
      <div className="row wrap">
        <div className="grow"><h1>{say('incidents.title')}</h1><p className="dim">{say('incidents.lead')}</p></div>
        <Button component="a" variant="default" href="/status" target="_blank" rightSection={<IconExternalLink size={14} aria-hidden />}>{say('incidents.statusPage')}</Button>
        {manages && <Button onClick={() => void navigate({ to: '/incidents', search: { open: true } })}>{say('incidents.open')}</Button>}
      </div>
      <section aria-labelledby="outages-now">
        <h2 id="outages-now">{say('incidents.live')}</h2>
        {live.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /></div>}
        {live.isError && <ErrorNote error={live.error} retry={() => void live.refetch()} />}
        {live.isSuccess && rows.length === 0 && <div className="panel"><Empty title={say('incidents.none')} text={say('incidents.noneText')} /></div>}
        {rows.map(row => <Row key={row.id} row={row} />)}
      </section>
      <section aria-labelledby="outages-past">
        <h2 id="outages-past">{say('incidents.past')}</h2>
        {past.isError && <ErrorNote error={past.error} retry={() => void past.refetch()} />}
        {past.isSuccess && before.length === 0 && <p className="dim">{say('incidents.pastNone')}</p>}
        {before.map(row => <Row key={row.id} row={row} />)}
        {past.hasNextPage && <Button mt={12} variant="default" loading={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>{say('incidents.more')}</Button>}
      </section>
      {manages && (
        <Suspense fallback={null}>
          {open === true && <OpeningDialog start={{ kind: 'new', tickets: [], title: '', points: [] }} close={close} opened={id => void navigate({ to: '/incidents/$id', params: { id }, replace: true })} />}
          {ticket !== undefined && <FromTicket number={ticket} close={close} />}
        </Suspense>
      )}
    </main>
  )
}

/** The form begins with the words and the point of the ticket. */
function FromTicket({ number, close }: { number: number; close: () => void }) {
  const navigate = useNavigate()
  const page = useTicket(number).data
  if (page === undefined) return null
  return (
    <OpeningDialog start={{ kind: 'new', tickets: [number], title: cut(page.ticket.subject, 120), points: page.point === null ? [] : [{ id: page.point.id, name: page.point.name }], since: page.ticket.receivedAt }} close={close}
      opened={id => void navigate({ to: '/incidents/$id', params: { id }, replace: true })} />
  )
}

function Row({ row }: { row: IncidentRow }) {
  const { say } = useWords()
  return (
    <Link to="/incidents/$id" params={{ id: row.id }} className={`panel outage-row ${row.state}`}>
      <div className="row"><span className="dim num nowrap">{say('incidents.number', { number: row.number })}</span><b className="grow ellipsis">{row.title}</b><StateMark state={row.state} /></div>
      <Facts row={row} />
      {row.lastText !== null && <p className="outage-last">{row.lastText}</p>}
    </Link>
  )
}
