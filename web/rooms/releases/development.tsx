import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconArrowLeft, IconExternalLink, IconPencil } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api } from '../../kit/api.ts'
import { CategoryMark } from '../../kit/category.tsx'
import { at, Bone, cx, ErrorNote, Moment } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { developmentQuery, developmentStates, type Development, type DevelopmentPage } from './data.ts'
import { ItemDialog } from './item-dialog.tsx'
import './releases.css'

/** One item: its state, who waits, who else is affected, what they were told. */
export function DevelopmentScreen() {
  const { id } = useParams({ from: '/shell/developments/$id' })
  const { say } = useWords()
  const client = useQueryClient()
  const page = useQuery(developmentQuery(id))
  const [editing, setEditing] = useState(false)
  if (page.isPending) return <main className="page"><div className="stack"><Bone width={320} height={24} /><Bone height={80} /><Bone height={160} /></div></main>
  if (page.isError) return <main className="page"><ErrorNote error={page.error} retry={() => void page.refetch()} /></main>
  const { development: item, tickets, affected, tellings } = page.data
  const setState = (state: string) => void api.patch<Development>(`/api/developments/${id}`, { version: item.version, state }).then(() => Promise.all([client.invalidateQueries({ queryKey: ['development', id] }), client.invalidateQueries({ queryKey: ['developments'] })]), error => toldRefusal(error, say))
  return (
    <main className="page development">
      <Link to="/developments" className="link small"><IconArrowLeft size={13} aria-hidden /> {say('releases.back')}</Link>
      <div className="row page-head"><h1 className="grow"><span className="dim num">{say('tickets.number', { number: item.number })}</span> {item.title}</h1><Button variant="default" leftSection={<IconPencil size={15} />} onClick={() => setEditing(true)}>{say('releases.edit')}</Button></div>
      <div className="row development-about">
        <SegmentedControl size="xs" aria-label={say('releases.fields.state')} value={item.state} onChange={setState} data={developmentStates.map(state => ({ value: state, label: say(`releases.states.${state}`) }))} />
        {item.releaseName !== '' && <span>{say('releases.columns.release')}: <b>{item.releaseName}</b></span>}
        {item.trackerUrl !== '' ? <a href={item.trackerUrl} target="_blank" rel="noreferrer noopener">{item.trackerId === '' ? say('releases.tracker') : item.trackerId} <IconExternalLink size={13} aria-hidden /></a> : item.trackerId !== '' && <span>{item.trackerId}</span>}
        {item.createdBy !== null && <span className="dim small">{say('releases.created', { name: item.createdBy.name })}</span>}
      </div>
      {item.note !== '' && <p className="prewrap">{item.note}</p>}
      <div className="development-columns">
        <Tickets tickets={tickets} />
        <div className="stack">
          <Tell item={item} tellings={tellings} />
          <Affected affected={affected} waiting={item.waiting} />
        </div>
      </div>
      {editing && <ItemDialog item={item} close={() => setEditing(false)} saved={() => setEditing(false)} />}
    </main>
  )
}

function Tickets({ tickets }: { tickets: DevelopmentPage['tickets'] }) {
  const { say } = useWords()
  return (
    <section className="panel" aria-label={say('releases.tickets.title')}>
      <h2>{say('releases.tickets.title')} <span className="dim num">{tickets.length}</span></h2>
      {tickets.length === 0 && <p className="dim">{say('releases.tickets.none')}</p>}
      <ul className="development-tickets">
        {tickets.map(ticket => (
          <li key={ticket.number}>
            <CategoryMark category={ticket.category} size={18} />
            <div className="grow"><Link to="/tickets/$number" params={{ number: ticket.number }} search={{}}>{say('tickets.number', { number: ticket.number })}</Link> <span className="dim small">{say(`tickets.states.${ticket.state}`)}</span>
              <div className="ellipsis">{ticket.subject}</div>
              <div className="dim small ellipsis">{[ticket.point?.name ?? say('releases.tickets.noPoint'), ticket.company, ticket.version].filter(Boolean).join(' · ')}</div></div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One message to all that wait; what came of the earlier ones. */
function Tell({ item, tellings }: { item: Development; tellings: DevelopmentPage['tellings'] }) {
  const { say } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // One key for one wish: a press whose answer was lost tells nobody twice.
  const key = useRef(crypto.randomUUID())
  async function send() {
    setBusy(true)
    setError(null)
    try {
      await api.post(`/api/developments/${item.id}/tell`, { text: text.trim() }, { 'idempotency-key': key.current })
      key.current = crypto.randomUUID()
      setText('')
      told(say('releases.tell.done'))
      await client.invalidateQueries({ queryKey: ['development', item.id] })
      // The job tells them one after another; a moment later the counts say how far it came.
      setTimeout(() => void client.invalidateQueries({ queryKey: ['development', item.id] }), 2_000)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel" aria-label={say('releases.tell.title')}>
      <h2>{say('releases.tell.title')}</h2>
      {me.role !== 'specialist' && (item.waiting === 0 ? <p className="dim">{say('releases.tell.nobody')}</p> : <>
        <Textarea aria-label={say('releases.tell.text')} placeholder={say('releases.tell.hint')} value={text} minRows={3} maxLength={4000} onChange={event => setText(event.currentTarget.value)} />
        {error !== null && <ErrorNote error={error} />}
        <Button loading={busy} disabled={text.trim() === ''} onClick={() => void send()}>{say('releases.tell.submit', { count: item.waiting })}</Button>
      </>)}
      {tellings.length > 0 && <h3>{say('releases.tell.history')}</h3>}
      {tellings.map(one => (
        <div key={one.id} className="development-telling">
          <div className="prewrap">{one.text}</div>
          <div className="dim small"><Moment at={at(one.at)} />, {one.by} · {say('releases.tell.told', { told: one.told })}{one.left > 0 && <> · {say('releases.tell.left', { left: one.left })}</>}{one.noChannel > 0 && <> · <span className="bad-ink">{say('releases.tell.noChannel', { amount: one.noChannel })}</span></>}{one.failed > 0 && <> · <span className="bad-ink">{say('releases.tell.failed', { amount: one.failed })}</span></>}{one.ended > 0 && <> · {say('releases.tell.ended', { amount: one.ended })}</>}</div>
        </div>
      ))}
    </section>
  )
}

function Affected({ affected, waiting }: { affected: DevelopmentPage['affected']; waiting: number }) {
  const { say } = useWords()
  return (
    <section className="panel" aria-label={say('releases.affected.title')}>
      <h2>{say('releases.affected.title')}</h2>
      {affected.versions.length === 0 ? <p className="dim">{say(waiting === 0 ? 'releases.tell.nobody' : 'releases.affected.unknown')}</p> : <>
        <ul className="development-versions">{affected.versions.map(one => <li key={one.version}>{say('releases.affected.version', { version: one.version, waiting: one.waiting, points: one.points })}</li>)}</ul>
        <h3>{say('releases.affected.points')}</h3>
        {affected.points.length === 0 ? <p className="dim">{say('releases.affected.none')}</p> : (
          <ul className={cx('development-points')}>{affected.points.map(point => <li key={point.id}>{point.name}<span className="dim small">{[point.company, point.version].filter(Boolean).map(part => ` · ${part}`).join('')}</span></li>)}</ul>
        )}
        {affected.more > 0 && <p className="dim">{say('releases.affected.more', { amount: affected.more })}</p>}
      </>}
    </section>
  )
}
