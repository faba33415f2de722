import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import type { Member } from '../../../src/staff/api.ts'
import { api } from '../../kit/api.ts'
import { keyName } from '../../kit/keys.ts'
import { limits } from '../../kit/limits.ts'
import { Bone, cx, Empty, ErrorNote } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { handOver, ticketsChanged, useLoads, useMine, type Mine, type Outcome } from './data.ts'

const fields = ['done', 'waiting', 'next'] as const
type Words = Mine[number]['suggested']

/** The end of a shift: one line per ticket with three short fields, begun from its state. What went through stays with a tick; the rest can be sent again. */
export function HandOver({ close }: { close: () => void }) {
  const { say } = useWords()
  const mine = useMine()
  return (
    <>
      <h1>{say('shifts.handOver.title')}</h1>
      <p className="dim">{say('shifts.handOver.lead')}</p>
      {mine.isPending && <div className="panel shift-part stack"><Bone /><Bone /><Bone /></div>}
      {mine.isError && <ErrorNote error={mine.error} retry={() => void mine.refetch()} />}
      {mine.isSuccess && (mine.data.length === 0
        ? <Empty title={say('shifts.handOver.none')}><Button variant="default" onClick={close}>{say('kit.close')}</Button></Empty>
        : <Form rows={mine.data} close={close} />)}
    </>
  )
}

function Form({ rows, close }: { rows: Mine; close: () => void }) {
  const { say } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => api.get<Member[]>('/api/staff'), staleTime: 60_000 })
  const present = new Set(useLoads().data?.people.map(one => one.person.id))
  const [to, setTo] = useState('')
  const [words, setWords] = useState<Readonly<Record<number, Words>>>(() => Object.fromEntries(rows.map(row => [row.number, row.suggested])))
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Outcome>>(new Map())
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // One key for one wish: pressed again because no answer came, each ticket is handed over once.
  const key = useRef(crypto.randomUUID())

  const isDone = (number: number) => outcomes.get(number)?.done === true
  const going = rows.filter(row => !left.has(row.number) && !isDone(row.number))
  const toggle = (number: number) => setLeft(before => (before.has(number) ? new Set([...before].filter(one => one !== number)) : new Set([...before, number])))
  const write = (number: number, field: keyof Words, text: string) => setWords(before => ({ ...before, [number]: { ...before[number]!, [field]: text } }))
  const colleagues = (staff.data ?? []).filter(member => member.active && member.id !== me.id)
    .sort((a, b) => Number(present.has(b.id)) - Number(present.has(a.id)))

  async function send(event: FormEvent | KeyboardEvent) {
    event.preventDefault()
    if (busy || going.length === 0) return
    setBusy(true)
    setError(null)
    try {
      const answer = await handOver(to === '' ? null : to, going.map(row => ({ number: row.number, ...words[row.number]! })), key.current)
      const next = new Map([...outcomes, ...answer.map(one => [one.number, one] as const)])
      setOutcomes(next)
      key.current = crypto.randomUUID()
      ticketsChanged(client)
      if (answer.every(one => one.done)) {
        told(say('shifts.handOver.sent'))
        close()
      }
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className="stack" onSubmit={event => void send(event)} onKeyDown={event => keyName(event) === 'mod+Enter' && void send(event)} noValidate>
      <div className="row wrap">
        <NativeSelect label={say('shifts.handOver.to')} value={to} autoFocus onChange={event => setTo(event.currentTarget.value)} data={[
          { value: '', label: say('shifts.handOver.queue') },
          ...colleagues.map(member => ({ value: member.id, label: present.has(member.id) ? `${member.name}, ${say('shifts.handOver.onShift')}` : member.name })),
        ]} />
      </div>
      <ul className="hand-rows">
        {rows.map(row => {
          const outcome = outcomes.get(row.number)
          const isOut = left.has(row.number) || outcome?.done === true
          return (
            <li key={row.number} className={cx('panel hand-row', isOut && 'out')}>
              <div className="hand-head">
                <Checkbox checked={!left.has(row.number)} disabled={outcome?.done === true} onChange={() => toggle(row.number)} aria-label={say('shifts.handOver.include', { number: row.number })} />
                <Link to="/tickets/$number" params={{ number: row.number }} search={{}} target="_blank" className="num">{say('tickets.number', { number: row.number })}</Link>
                <b className="ellipsis">{row.point ?? say('tickets.queue.noPoint')}</b>
                <span className="ellipsis dim">{row.subject}</span>
                <span className="mark">{say(`tickets.states.${row.state}`)}</span>
              </div>
              {row.lastWords !== null && <p className="hand-last ellipsis small dim">{say(`shifts.handOver.lastWords.${row.lastWords.by}`)}: {row.lastWords.text}</p>}
              <div className="hand-fields">
                {fields.map(field => (
                  <TextInput key={field} size="xs" label={say(`shifts.handOver.${field}`)} aria-label={say('shifts.handOver.field', { field: say(`shifts.handOver.${field}`), number: row.number })} maxLength={limits.reason}
                    value={words[row.number]?.[field] ?? ''} disabled={isOut} onChange={event => write(row.number, field, event.currentTarget.value)} />
                ))}
              </div>
              {outcome !== undefined && <p className={cx('hand-outcome small', outcome.done ? 'good' : 'bad')} role="status">{outcome.message}</p>}
            </li>
          )
        })}
      </ul>
      {[...outcomes.values()].some(one => !one.done) && <p className="shift-note" role="alert">{say('shifts.handOver.partly')}</p>}
      {error !== null && <ErrorNote error={error} />}
      <div className="row hand-foot">
        <span className="grow dim small">{say('shifts.handOver.keys')}</span>
        <Button variant="default" onClick={close}>{say('kit.close')}</Button>
        <Button type="submit" loading={busy} disabled={going.length === 0}>{say('shifts.handOver.submit', { count: going.length })}</Button>
      </div>
    </form>
  )
}
