import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CategoryMark } from '../../kit/category.tsx'
import { useCommands } from '../../kit/commands.ts'
import { at, Bone, cx, Empty, ErrorNote, Key, shortName, useAge, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { Due } from '../regulation/due.tsx'
import { onBoard, useBoard, useLoads, type Board, type Worker } from './data.ts'
import { HandOver } from './hand-over.tsx'
import './shifts.css'

/** The board of the shift: who is here with how much, holes of the roster, what breaks soon, what came back; and the form of the hand-over. */
export function ShiftPage() {
  const { say } = useWords()
  const [handing, setHanding] = useState(false)
  useCommands([{ id: 'hand-over', group: 'general', label: say('shifts.board.handOver'), keys: ['h'], run: () => setHanding(true) }])
  if (handing) return <main className="page"><HandOver close={() => setHanding(false)} /></main>
  return (
    <main className="page">
      <div className="row wrap">
        <div className="grow"><h1>{say('shifts.board.title')}</h1><p className="dim">{say('shifts.board.lead')}</p></div>
        <Button variant="default" component={Link} to="/roster">{say('shifts.board.toRoster')}</Button>
        <Button onClick={() => setHanding(true)} rightSection={<Key>H</Key>}>{say('shifts.board.handOver')}</Button>
      </div>
      <People />
      <Ahead />
    </main>
  )
}

function People() {
  const { say } = useWords()
  const loads = useLoads(onBoard)
  if (loads.isPending) return <section className="panel shift-part stack"><Bone /><Bone /><Bone /></section>
  if (loads.isError) return <ErrorNote error={loads.error} retry={() => void loads.refetch()} />
  const { kept, people, onCall, next } = loads.data
  const most = Math.max(6, ...people.map(one => one.open))
  return (
    <section className="panel shift-part" aria-labelledby="shift-now">
      <h2 id="shift-now" className="shift-heading">{say('shifts.board.now')}</h2>
      {!kept && <p className="shift-note">{say('shifts.board.noRoster')}</p>}
      {people.length === 0 ? <Empty title={say('shifts.board.nobody')} text={say('shifts.board.nobodyText')} /> : (
        <ul className="shift-people">{people.map(worker => <Person key={worker.person.id} worker={worker} most={most} next={worker.person.id === next} />)}</ul>
      )}
      {onCall.length > 0 && <p className="shift-note">{say('shifts.board.onCall', { names: onCall.map(one => one.name).join(', ') })}</p>}
    </section>
  )
}

const parts = ['urgent', 'ready', 'untriaged', 'waiting', 'withOthers', 'suspended'] as const

function Person({ worker: { person, until, insteadOf, load, open }, most, next }: { worker: Worker; most: number; next: boolean }) {
  const { say } = useWords()
  const times = useTimes()
  const shown = parts.filter(part => load[part] > 0)
  const words = shown.map(part => `${say(`shifts.board.parts.${part}`)}: ${load[part]}`).join(', ')
  return (
    <li className="shift-person">
      <div className="shift-who">
        <b>{person.name}</b>
        <span className="dim small">{[until === null ? '' : say('shifts.board.until', { time: times.bareTime(at(until)) }), insteadOf === null ? '' : say('shifts.board.insteadOf', { name: shortName(insteadOf.name) })].filter(Boolean).join(', ')}</span>
        {next && <span className="mark good">{say('shifts.board.next')}</span>}
      </div>
      <div className="shift-load">
        <div className="load-bar" role="img" aria-label={say('shifts.board.bar', { what: words === '' ? say('shifts.board.free') : words })}>
          {shown.map(part => <span key={part} className={cx('load-part', part)} style={{ width: `${(load[part] / most) * 100}%` }} title={`${say(`shifts.board.parts.${part}`)}: ${load[part]}`} />)}
        </div>
        <div className="shift-words small">
          <span>{open === 0 ? say('shifts.board.free') : say('shifts.board.open', { count: open })}</span>
          {words !== '' && <span className="dim">{words}</span>}
          {load.oldestUnanswered !== null && <Unanswered count={load.unanswered} since={at(load.oldestUnanswered)} />}
        </div>
      </div>
    </li>
  )
}

function Unanswered({ count, since }: { count: number; since: number }) {
  const { say } = useWords()
  return <span className="shift-unanswered">{say('shifts.board.unanswered', { count, age: useAge(since) })}</span>
}

function Ahead() {
  const { say } = useWords()
  const times = useTimes()
  const board = useBoard()
  if (board.isPending) return <section className="panel shift-part stack"><Bone /><Bone /></section>
  if (board.isError) return <ErrorNote error={board.error} retry={() => void board.refetch()} />
  const { holes, ahead, cameBack } = board.data
  return (
    <div className="shift-columns">
      <section className="panel shift-part" aria-labelledby="shift-ahead">
        <h2 id="shift-ahead" className="shift-heading">{say('shifts.board.ahead')} {ahead.length > 0 && <span className="dim num">{ahead.length}</span>}</h2>
        <Tickets rows={ahead} none={say('shifts.board.aheadNone')} />
      </section>
      <div className="stack">
        <section className="panel shift-part" aria-labelledby="shift-back">
          <h2 id="shift-back" className="shift-heading">{say('shifts.board.cameBack')} {cameBack.length > 0 && <span className="dim num">{cameBack.length}</span>}</h2>
          <Tickets rows={cameBack} none={say('shifts.board.cameBackNone')} />
        </section>
        <section className="panel shift-part" aria-labelledby="shift-holes">
          <h2 id="shift-holes" className="shift-heading">{say('shifts.board.holes')}</h2>
          {holes.length === 0 ? <p className="dim shift-none">{say('shifts.board.holesNone')}</p> : (
            <ul className="shift-list">{holes.map(hole => <li key={hole.from} className="shift-hole">{say('shifts.board.hole', { day: times.day(at(hole.from)), from: times.bareTime(at(hole.from)), to: times.bareTime(at(hole.to)) })}</li>)}</ul>
          )}
        </section>
      </div>
    </div>
  )
}

function Tickets({ rows, none }: { rows: Board['ahead']; none: string }) {
  const { say } = useWords()
  if (rows.length === 0) return <p className="dim shift-none">{none}</p>
  return (
    <ul className="shift-list">
      {rows.map(row => (
        <li key={row.number}>
          <Link to="/tickets/$number" params={{ number: row.number }} search={{}} className="shift-ticket">
            <CategoryMark category={row.category} />
            <span className="grow">
              <span className="row"><b className="ellipsis">{row.point ?? say('tickets.queue.noPoint')}</b><span className="dim num small nowrap">{say('tickets.number', { number: row.number })}</span></span>
              <span className="ellipsis dim small shift-line">{row.subject === '' ? say('tickets.queue.newSubject') : row.subject}</span>
            </span>
            <span className="shift-end">
              {row.due !== null && <Due at={at(row.due.at)} clock={say(`tickets.clocks.${row.due.clock}`)} />}
              <span className="dim small">{row.owner === null ? say('shifts.board.noOwner') : shortName(row.owner.name)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
