import { Button, Tooltip } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api } from '../../kit/api.ts'
import { at, Bone, cx, Empty, ErrorNote, Moment, useTimes } from '../../kit/pieces.tsx'
import { now, useTick } from '../../kit/time.ts'
import { useWords, type Say } from '../../kit/words.ts'
import { useService } from '../regulation/service-time.ts'
import { kindName, triageText } from './alarm-bar.tsx'
import { canAck, canTake, isUrgent, useAlarms, useAnswerAlarm, type AlarmHistory, type AlarmItem, type TriageAlarm } from './data.ts'

/** What stands open, who was told of it, and how earlier alarms ended. */
export function AlarmsPage() {
  const { say } = useWords()
  const open = useAlarms()
  const history = useInfiniteQuery({
    queryKey: ['alarms', 'history'], initialPageParam: null as string | null, getNextPageParam: (last: AlarmHistory) => last.next,
    queryFn: ({ pageParam }) => api.get<AlarmHistory>(`/api/alarms/history${pageParam === null ? '' : `?before=${encodeURIComponent(pageParam)}`}`),
  })
  const rows = open.data?.rows ?? []
  const group = open.data?.triage ?? null
  const past = history.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <main className="page">
      <h1>{say('alarms.title')}</h1>
      <p className="dim">{say('alarms.lead')}</p>
      <h2 className="alarm-heading">{say('alarms.now')}</h2>
      {open.isPending && <div className="stack panel alarm-quiet"><Bone /><Bone /></div>}
      {open.isError && <ErrorNote error={open.error} retry={() => void open.refetch()} />}
      {open.isSuccess && rows.length === 0 && group === null && <div className="panel"><Empty title={say('alarms.nowNone')} text={say('alarms.nowNoneText')} /></div>}
      {(rows.length > 0 || group !== null) && (
        <Table label={say('alarms.now')} columns={['what', 'ticket', 'since', 'told']} withActs>
          {group !== null && <GroupRow group={group} />}
          {rows.map(row => <OpenRow key={row.id} alarm={row} />)}
        </Table>
      )}
      <h2 className="alarm-heading">{say('alarms.past')}</h2>
      {history.isPending && <div className="stack panel alarm-quiet"><Bone /><Bone /><Bone /></div>}
      {history.isError && <ErrorNote error={history.error} retry={() => void history.refetch()} />}
      {history.isSuccess && past.length === 0 && <p className="dim">{say('alarms.pastNone')}</p>}
      {past.length > 0 && <Table label={say('alarms.past')} columns={['what', 'ticket', 'since', 'told', 'end']}>{past.map(row => <PastRow key={row.id} alarm={row} />)}</Table>}
      {history.hasNextPage && <Button variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>{say('alarms.pastMore')}</Button>}
    </main>
  )
}

type Column = 'what' | 'ticket' | 'since' | 'told' | 'end'

function Table({ label, columns, withActs = false, children }: { label: string; columns: readonly Column[]; withActs?: boolean; children: ReactNode }) {
  const { say } = useWords()
  return (
    <div className="panel table-scroll page-table alarm-part alarm-table" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead><tr>{columns.map(column => <th key={column}>{say(`alarms.columns.${column}`)}</th>)}{withActs && <th><span className="hidden-label">{say('staff.actions')}</span></th>}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function GroupRow({ group }: { group: TriageAlarm }) {
  const { say } = useWords()
  const service = useService()
  const due = group.due === null ? now() : at(group.due)
  const text = useTick(current => triageText(group, service === null ? due - current : service.between(current, due), say))
  return (
    <tr>
      <td className="alarm-mark">{say('alarms.kinds.triage')}</td><td className="num">{text}</td><td>{group.due !== null && <Moment at={due} />}</td><td />
      <td className="right"><Link to="/" search={{ view: 'triage' }}>{say('alarms.toTriage')}</Link></td>
    </tr>
  )
}

function OpenRow({ alarm }: { alarm: AlarmItem }) {
  const { say } = useWords()
  const answer = useAnswerAlarm()
  const [busy, setBusy] = useState(false)
  async function act(how: 'take' | 'ack') {
    setBusy(true)
    await answer(alarm, how)
    setBusy(false)
  }
  return (
    <tr>
      <Cells alarm={alarm} />
      <td className="right">
        {canTake(alarm) && <Button size="compact-xs" {...(isUrgent(alarm) ? { color: 'red' } : {})} loading={busy} onClick={() => void act('take')}>{say('alarms.take')}</Button>}{' '}
        {canAck(alarm) && <Button size="compact-xs" variant="default" disabled={busy} onClick={() => void act('ack')}>{say('alarms.seen')}</Button>}
      </td>
    </tr>
  )
}

function PastRow({ alarm }: { alarm: AlarmItem }) {
  const { say } = useWords()
  const { ended } = alarm
  return (
    <tr>
      <Cells alarm={alarm} />
      <td>{ended !== null && <><Moment at={at(ended.at)} />, {say(`alarms.ends.${ended.reason}`, { name: ended.by ?? say('alarms.ends.nobody') })}</>}</td>
    </tr>
  )
}

function Cells({ alarm }: { alarm: AlarmItem }) {
  const { say } = useWords()
  const { ticket, found } = alarm
  return (
    <>
      <td className={cx('alarm-mark', isUrgent(alarm) && 'urgent')}>{kindName(alarm, say)}</td>
      <td>
        {ticket !== null && <><Link to="/tickets/$number" params={{ number: ticket.number }} search={{}} className="num alarm-link">№ {ticket.number}</Link> {[ticket.point ?? ticket.contact, ticket.subject].filter(Boolean).join(', ')}{ticket.owner !== null && <span className="dim"> · {say('alarms.owner', { name: ticket.owner.name })}</span>}</>}
        {found !== null && <><a href={found.path}>{found.title}</a> {found.text}</>}
      </td>
      <td><Moment at={at(alarm.raisedAt)} /></td>
      <td><Told alarm={alarm} /></td>
    </>
  )
}

const namesShown = 3
const namesOf = (told: AlarmItem['told'], say: Say): string => {
  if (told.length === 0) return say('alarms.toldNobody')
  const names = told.slice(0, namesShown).map(one => one.name).join(', ')
  return told.length <= namesShown ? names : say('alarms.toldMore', { names, count: told.length - namesShown })
}

/** Names; when each was told first, on hover. */
function Told({ alarm: { told } }: { alarm: AlarmItem }) {
  const { say } = useWords()
  const times = useTimes()
  const full = told.map(one => `${one.name}, ${times.moment(at(one.at))}`).join('\n')
  return told.length === 0 ? <span className="dim">{namesOf(told, say)}</span> : <Tooltip label={<span className="prewrap">{full}</span>}><span>{namesOf(told, say)}</span></Tooltip>
}
