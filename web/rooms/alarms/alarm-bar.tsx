import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconAlertOctagon, IconBell, IconBellOff, IconHourglassLow, IconUserExclamation } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Say } from '../../kit/words.ts'
import { useCommands } from '../../kit/commands.ts'
import { ageWords, at, cx, useAge } from '../../kit/pieces.tsx'
import { now, useTick } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { useService } from '../regulation/service-time.ts'
import { canAck, canTake, isUrgent, onTop, useAlarms, useAnswerAlarm, type AlarmItem, type TriageAlarm } from './data.ts'
import { ringFor, setMuted, useMuted } from './sound.ts'
import './alarms.css'

/** What this member was told of and what still stands, on top of every screen: the most pressing one, and how many more there are. */
export function AlarmBar() {
  const { say } = useWords()
  const navigate = useNavigate()
  const answer = useAnswerAlarm()
  const muted = useMuted()
  const [busy, setBusy] = useState(false)
  const data = useAlarms().data
  const mine = data?.rows.filter(row => row.rings) ?? []
  const group = data?.triage?.rings === true ? data.triage : null
  const count = mine.length + (group === null ? 0 : 1)
  const first = data === undefined ? undefined : onTop(data)
  const standing = [...mine.map(row => row.id), ...(group === null ? [] : ['triage'])].join(' ')

  useEffect(() => {
    if (data !== undefined) ringFor(standing === '' ? [] : standing.split(' '))
  }, [data === undefined, standing])
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${say('kit.product')}` : say('kit.product')
  }, [count, say])

  async function take(alarm: AlarmItem, how: 'take' | 'ack') {
    setBusy(true)
    const made = await answer(alarm, how)
    setBusy(false)
    if (made?.outcome === 'taken' && made.number !== null) await navigate({ to: '/tickets/$number', params: { number: made.number }, search: {} })
  }
  useCommands(first !== undefined && canTake(first) ? [{ id: 'take-alarm', group: 'general', label: say('alarms.takeFirst'), keys: ['alt+a'], inFields: true, run: () => void (busy || take(first, 'take')) }] : [])

  return (
    <>
      <Spoken items={[...mine.map(row => ({ id: row.id, urgent: isUrgent(row), text: spokenOf(row, say) })), ...(group === null ? [] : [{ id: 'triage', urgent: false, text: say('alarms.triage.spoken', { count: group.count }) }])]} />
      {count > 0 && (
        <section className={cx('alarm-bar', first !== undefined && isUrgent(first) ? 'urgent' : 'calm')} aria-label={say('alarms.region')}>
          {first !== undefined ? <Line alarm={first} busy={busy} act={how => void take(first, how)} /> : group !== null && <Group group={group} />}
          <span className="alarm-end">
            {count > 1 && <Link to="/alarms" className="alarm-more">{say('alarms.more', { count: count - 1 })}</Link>}
            <Tooltip label={say(muted ? 'alarms.sound.off' : 'alarms.sound.on')}>
              <ActionIcon variant="subtle" size={28} className="alarm-sound" aria-label={say(muted ? 'alarms.sound.off' : 'alarms.sound.on')} aria-pressed={muted} onClick={() => setMuted(!muted)}>
                {muted ? <IconBellOff size={16} stroke={1.8} /> : <IconBell size={16} stroke={1.8} />}
              </ActionIcon>
            </Tooltip>
          </span>
        </section>
      )}
    </>
  )
}

type Told = { id: string; urgent: boolean; text: string }

/** What is read aloud: each alarm once, when it is new. The bar itself counts the minutes, and nobody wants to hear them go by. */
function Spoken({ items }: { items: readonly Told[] }) {
  const known = useRef<ReadonlySet<string>>(new Set())
  const [told, tell] = useState<readonly Told[]>([])
  const standing = items.map(({ id }) => id).join(' ')
  useEffect(() => {
    const fresh = items.filter(({ id }) => !known.current.has(id))
    known.current = new Set(items.map(({ id }) => id))
    if (fresh.length > 0) tell(fresh)
    else if (items.length === 0) tell([])
  }, [standing])
  return (
    <>
      {([['assertive', true], ['polite', false]] as const).map(([manner, urgent]) => (
        <div key={manner} className="hidden-label" aria-live={manner}>{told.filter(one => one.urgent === urgent).map(({ text }) => text).join('. ')}</div>
      ))}
    </>
  )
}

/** An alarm in words that stay true: without the time that goes on. */
function spokenOf(alarm: AlarmItem, say: Say): string {
  const { ticket, found } = alarm
  const what = ticket !== null ? [`№ ${ticket.number}`, ticket.point ?? ticket.contact, ticket.subject] : found !== null ? [found.title, found.text] : []
  return [kindName(alarm, say), ...what.filter(Boolean)].join(', ')
}

/** `Критичная`; a warning whose due has passed says so. */
export const kindName = ({ kind, due, ticket }: AlarmItem, say: Say): string =>
  say(`alarms.kinds.${kind === 'warning' && due?.breached === true ? 'breached' : kind === 'stop' && ticket?.category === 1 ? 'critical' : kind}`)

function Line({ alarm, busy, act }: { alarm: AlarmItem; busy: boolean; act: (how: 'take' | 'ack') => void }) {
  const { say } = useWords()
  const { ticket, found } = alarm
  const Icon = isUrgent(alarm) ? IconAlertOctagon : IconUserExclamation
  return (
    <>
      <Icon size={18} stroke={1.9} aria-hidden className="alarm-icon" />
      <b className="alarm-kind">{kindName(alarm, say)}</b>
      {ticket !== null && (
        <span className="alarm-what">
          <Link to="/tickets/$number" params={{ number: ticket.number }} search={{}} className="num alarm-number">№ {ticket.number}</Link>
          <span className="ellipsis">{[ticket.point ?? ticket.contact, ticket.subject === '' ? null : `«${ticket.subject}»`].filter(Boolean).join(', ')}</span>
          <Waits since={at(ticket.waitsSince)} />
        </span>
      )}
      {found !== null && <span className="alarm-what"><span className="ellipsis">{[found.title, found.text].filter(part => part !== '').join('. ')}</span></span>}
      <span className="alarm-acts">
        {canTake(alarm) && <Button size="compact-sm" color={isUrgent(alarm) ? 'red' : 'petrol'} loading={busy} title={say('alarms.takeTitle')} onClick={() => act('take')}>{say('alarms.take')}</Button>}
        {canAck(alarm) && <Button size="compact-sm" variant="default" disabled={busy} onClick={() => act('ack')}>{say('alarms.seen')}</Button>}
        {found !== null && <a className="alarm-more" href={found.path}>{say('alarms.open')}</a>}
      </span>
    </>
  )
}

function Waits({ since }: { since: number }) {
  const { say } = useWords()
  return <span className="num nowrap">{say('alarms.waits', { time: useAge(since) })}</span>
}

export const triageText = (group: TriageAlarm, left: number, say: Say): string => (group.overdue > 0
  ? say('alarms.triage.overdue', { count: group.count, overdue: group.overdue })
  : say('alarms.triage.left', { count: group.count, time: ageWords(left, say) }))

function Group({ group }: { group: TriageAlarm }) {
  const { say } = useWords()
  const service = useService()
  const due = group.due === null ? now() : at(group.due)
  const text = useTick(current => triageText(group, service === null ? due - current : service.between(current, due), say))
  return (
    <>
      <IconHourglassLow size={18} stroke={1.9} aria-hidden className="alarm-icon" />
      <b className="alarm-kind num">{text}</b>
      <span className="alarm-acts"><Link to="/" search={{ view: 'triage' }} className="alarm-more">{say('alarms.toTriage')}</Link></span>
    </>
  )
}
