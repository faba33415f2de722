import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { at, Bone, Empty, PhoneLink, refusalWords, useTimes } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { useIncident, useIncidentActs, useLiveIncidents, type IncidentPage as Page, type IncidentTicket } from './data.ts'
import { Facts, StateMark, WhyWords } from './pieces.tsx'
import { useReason } from './progress.tsx'
import type { Saying } from './say-dialog.tsx'
import { numbersIn } from './sums.ts'
import { Timeline } from './timeline.tsx'
import './incidents.css'

const OpeningDialog = lazy(() => import('./opening-dialog.tsx'))
const SayDialog = lazy(() => import('./say-dialog.tsx'))

/** One outage: what was said and how far it came, its tickets, who was not reached. */
export function IncidentPage() {
  const { say } = useWords()
  const { id } = useParams({ from: '/shell/incidents/$id' })
  const query = useIncident(id)
  if (query.isPending) return <main className="page stack" aria-busy><Bone width={280} height={18} /><Bone /><Bone /></main>
  if (query.isError) return <main className="page"><Empty heading title={refusalWords(query.error, say).message}><Link to="/incidents">{say('incidents.back')}</Link></Empty></main>
  return <Outage key={id} page={query.data} />
}

function Outage({ page }: { page: Page }) {
  const { say } = useWords()
  const times = useTimes()
  const me = useMe()
  const acts = useIncidentActs()
  const facts = useLiveIncidents().data?.facts ?? []
  const [dialog, open] = useState<Saying | 'confirm' | 'edit' | null>(null)
  const manages = me.may.includes('incident.manage')
  const close = () => open(null)
  const reject = () => void acts.reject(page.id).then(() => told(say('incidents.rejected')), error => toldRefusal(error, say))
  const reopens = page.state === 'ended' && page.canReopenUntil !== null && at(page.canReopenUntil) > Date.now()
  return (
    <main className="page outages">
      <Link to="/incidents" className="outage-back small"><IconArrowLeft size={14} aria-hidden />{say('incidents.back')}</Link>
      <div className="row wrap outage-head">
        <h1 className="grow">{page.title}</h1>
        <StateMark state={page.state} />
        {manages && page.state === 'proposed' && <><Button variant="default" onClick={reject}>{say('incidents.reject')}</Button><Button onClick={() => open('confirm')}>{say('incidents.confirm')}</Button></>}
        {manages && page.state === 'open' && <><Button variant="default" onClick={() => open('edit')}>{say('incidents.edit')}</Button><Button variant="default" onClick={() => open('end')}>{say('incidents.say.end')}</Button><Button onClick={() => open('update')}>{say('incidents.say.title')}</Button></>}
        {manages && reopens && <Button variant="default" onClick={() => open('reopen')}>{say('incidents.say.reopen')}</Button>}
      </div>
      <div className="dim small">{say('incidents.number', { number: page.number })}, {say(`incidents.sources.${page.source}`)}{page.openedBy !== null && `, ${page.source === 'radar' || page.source === 'monitoring' ? say('incidents.confirmedBy', { name: page.openedBy }) : page.openedBy}`}</div>
      <Facts row={page} />
      {page.endProposedAt !== null && page.state === 'open' && (
        <div className="outage-note" role="status"><span className="grow">{say('incidents.endProposed', { at: times.time(at(page.endProposedAt)) })}</span>{manages && <Button size="compact-sm" onClick={() => open('end')}>{say('incidents.say.end')}</Button>}</div>
      )}
      {page.why !== null && <section className="panel outage-why"><h2>{say(page.why.kind === 'radar' ? 'incidents.why.title' : 'incidents.why.monitoringTitle')}</h2><WhyWords why={page.why} facts={facts} /></section>}
      <div className="outage-columns">
        <Timeline page={page} />
        <div className="stack">
          <Tickets page={page} factLabel={fact => facts.find(one => one.id === fact)?.label ?? fact} />
          <Missed page={page} />
          {page.scope === 'points' && page.touched.length > 0 && (
            <section className="panel outage-box"><h2>{say('incidents.touched')}</h2>
              <div className="row wrap">{page.touched.slice(0, 40).map(point => <span key={point.id} className="mark">{point.name}</span>)}{page.points > 40 && <span className="dim small">{say('incidents.andMore', { count: page.points - Math.min(40, page.touched.length) })}</span>}</div>
            </section>
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {(dialog === 'confirm' || dialog === 'edit') && <OpeningDialog start={{ kind: dialog, page }} close={close} />}
        {(dialog === 'update' || dialog === 'end' || dialog === 'reopen') && <SayDialog saying={dialog} page={page} close={close} />}
      </Suspense>
    </main>
  )
}

function Tickets({ page, factLabel }: { page: Page; factLabel: (fact: string) => string }) {
  const { say } = useWords()
  const acts = useIncidentActs()
  const me = useMe()
  const works = me.may.includes('ticket.work')
  const [chosen, choose] = useState<readonly number[]>([])
  const [numbers, setNumbers] = useState('')
  const [busy, setBusy] = useState(false)
  const typed = numbersIn(numbers)
  const act = (work: Promise<void>, done?: () => void) => {
    setBusy(true)
    work.then(() => done?.(), error => toldRefusal(error, say)).finally(() => setBusy(false))
  }
  const attach = (list: readonly number[]) => act(acts.attach(page.id, list), () => {
    setNumbers('')
    told(say('incidents.attached.done'))
  })
  const open = page.state === 'open'
  return (
    <>
      {page.state !== 'proposed' && page.state !== 'rejected' && (
        <section className="panel outage-box" aria-labelledby="outage-tickets">
          <div className="row"><h2 id="outage-tickets" className="grow">{say('incidents.attached.title')}</h2>
            {works && chosen.length > 0 && <Button size="compact-sm" variant="default" loading={busy} onClick={() => act(acts.detach(page.id, chosen), () => choose([]))}>{say('incidents.attached.detachHint')} ({chosen.length})</Button>}
          </div>
          {page.attached.length === 0 && <p className="dim">{say('incidents.attached.none')}</p>}
          <ul className="outage-tickets">
            {page.attached.map(ticket => (
              <TicketLine key={ticket.number} ticket={ticket} note={ticket.detachedAt === null ? (ticket.attachedBy === null ? null : say(`incidents.attached.by.${ticket.attachedBy}`)) : say('incidents.attached.takenOff')}>
                {works && open && ticket.detachedAt === null && <Checkbox aria-label={`${say('incidents.attached.detach')} № ${ticket.number}`} checked={chosen.includes(ticket.number)} onChange={event => choose(event.currentTarget.checked ? [...chosen, ticket.number] : chosen.filter(one => one !== ticket.number))} />}
              </TicketLine>
            ))}
          </ul>
          {works && open && (
            <form className="row" onSubmit={event => { event.preventDefault(); if (typed !== null && !busy) attach(typed) }}>
              <TextInput className="grow" aria-label={say('incidents.attached.add')} placeholder={`${say('incidents.attached.add')}: ${say('incidents.attached.addHint')}`} value={numbers} onChange={event => setNumbers(event.currentTarget.value)} />
              <Button type="submit" variant="default" disabled={typed === null} loading={busy}>{say('incidents.attached.attach')}</Button>
            </form>
          )}
        </section>
      )}
      {page.similar.length > 0 && (
        <section className="panel outage-box" aria-labelledby="outage-similar">
          <div className="row"><h2 id="outage-similar" className="grow">{say(page.state === 'proposed' ? 'incidents.similar.proposed' : 'incidents.similar.title')}</h2>
            {works && open && <Button size="compact-sm" variant="default" loading={busy} onClick={() => attach(page.similar.map(ticket => ticket.number))}>{say('incidents.attached.attachAll')}</Button>}
          </div>
          <ul className="outage-tickets">
            {page.similar.map(ticket => (
              <TicketLine key={ticket.number} ticket={ticket} note={ticket.because === null ? null : say(`incidents.similar.because.${ticket.because.by}`, { what: ticket.because.by === 'fact' ? factLabel(ticket.because.what) : ticket.because.what })}>
                {works && open && <Button size="compact-xs" variant="subtle" disabled={busy} onClick={() => attach([ticket.number])}>{say('incidents.attached.attach')}</Button>}
              </TicketLine>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function TicketLine({ ticket, note, children }: { ticket: IncidentTicket; note: string | null; children?: React.ReactNode }) {
  const { say } = useWords()
  return (
    <li className={ticket.detachedAt === null ? '' : 'off'}>
      <Link to="/tickets/$number" params={{ number: ticket.number }} className="num nowrap">№ {ticket.number}</Link>
      <span className="grow"><span className="outage-subject">{ticket.subject}</span><span className="dim small">{[ticket.point, ticket.contact, note].filter(Boolean).join(' · ')}</span></span>
      {ticket.callTask && <span className="mark warn">{say('incidents.progress.call')}</span>}
      {children}
    </li>
  )
}

function Missed({ page }: { page: Page }) {
  const { say } = useWords()
  const reason = useReason()
  const last = page.updates.findLast(update => update.struck === null)?.id
  const rows = page.missed.filter(one => one.updateId === last)
  if (rows.length === 0) return null
  return (
    <section className="panel outage-box" aria-labelledby="outage-missed">
      <h2 id="outage-missed">{say('incidents.progress.missed')}</h2>
      <ul className="outage-tickets">
        {rows.map((row, index) => (
          <li key={`${row.ticket ?? ''} ${row.contact} ${index}`}>
            {row.ticket !== null && <Link to="/tickets/$number" params={{ number: row.ticket }} className="num nowrap">№ {row.ticket}</Link>}
            <span className="grow"><span>{row.contact}</span> <PhoneLink phone={row.phone} /><span className="dim small outage-subject">{[row.point, reason(row.reason)].filter(Boolean).join(' · ')}</span></span>
            {row.callTask && <span className="mark warn">{say('incidents.progress.call')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
