import { Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconMoon, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useCommands } from '../../kit/commands.ts'
import { deskZone, localDate } from '../../kit/moments.ts'
import { at, Bone, cx, ErrorNote, shortName, useTimes } from '../../kit/pieces.tsx'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { useRoster, type Entry, type Roster } from './data.ts'
import { EntryDialog, type EntryStart } from './entry-dialog.tsx'
import { PatternDialog } from './pattern-dialog.tsx'
import { insideDay, standsOn, weekOf, type WeekDay } from './week.ts'
import './shifts.css'

type Open = { name: 'entry'; start: EntryStart } | { name: 'pattern' }

/** The week as a grid of people and days. A press on a free place adds, a press on an entry changes it. */
export function RosterPage() {
  const { say, language } = useWords()
  const me = useMe()
  const [away, setAway] = useState(0)
  const [dialog, openDialog] = useState<Open | null>(null)
  const today = now()
  const week = weekOf(today, away, deskZone)
  const [first, last] = [week[0]!, week.at(-1)!]
  const roster = useRoster(new Date(first.from).toISOString(), new Date(last.to).toISOString())
  const scroller = useRef<HTMLDivElement>(null)
  // On a narrow screen the week is wider than the window: it begins with today.
  useEffect(() => {
    const [column, name] = ['thead .today', 'thead .roster-name'].map(part => scroller.current?.querySelector<HTMLElement>(part) ?? null)
    if (scroller.current !== null && column && name) scroller.current.scrollLeft = column.offsetLeft - name.offsetWidth
  }, [away, roster.isSuccess])
  const canEdit = me.may.includes('roster.edit')
  const dayWords = (weekDay: WeekDay, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: deskZone, ...options }).format(weekDay.from)

  useCommands([
    { id: 'roster-before', group: 'general', label: say('shifts.roster.before'), keys: ['ArrowLeft'], quiet: true, run: () => setAway(before => before - 1) },
    { id: 'roster-after', group: 'general', label: say('shifts.roster.after'), keys: ['ArrowRight'], quiet: true, run: () => setAway(before => before + 1) },
    ...(canEdit ? [
      { id: 'roster-add', group: 'general' as const, label: say('shifts.entry.add'), keys: ['n'], run: () => openDialog({ name: 'entry', start: { kind: 'new', staffId: me.id, date: localDate(today) } }) },
      { id: 'roster-pattern', group: 'general' as const, label: say('shifts.pattern.title'), keys: ['s'], run: () => openDialog({ name: 'pattern' }) },
    ] : []),
  ])

  return (
    <main className="page">
      <div className="row wrap">
        <div className="grow"><h1>{say('shifts.roster.title')}</h1><p className="dim">{say('shifts.roster.lead')}{canEdit ? '' : ` ${say('shifts.roster.readOnly')}`}</p></div>
        <Button variant="default" component={Link} to="/shift">{say('shifts.board.menu')}</Button>
        {canEdit && <Button onClick={() => openDialog({ name: 'pattern' })}>{say('shifts.roster.pattern')}</Button>}
      </div>
      <div className="row roster-week">
        <Button variant="default" px={8} aria-label={say('shifts.roster.before')} onClick={() => setAway(away - 1)}><IconChevronLeft size={16} /></Button>
        <b className="roster-range num">{dayWords(first, { day: 'numeric', month: 'long' })} – {dayWords(last, { day: 'numeric', month: 'long' })}</b>
        <Button variant="default" px={8} aria-label={say('shifts.roster.after')} onClick={() => setAway(away + 1)}><IconChevronRight size={16} /></Button>
        {away !== 0 && <Button variant="subtle" onClick={() => setAway(0)}>{say('shifts.roster.thisWeek')}</Button>}
      </div>
      {roster.isPending && <div className="panel shift-part stack"><Bone /><Bone /><Bone /></div>}
      {roster.isError && <ErrorNote error={roster.error} retry={() => void roster.refetch()} />}
      {roster.isSuccess && (
        <div className="panel table-scroll roster-scroll" ref={scroller} tabIndex={0} role="region" aria-label={say('shifts.roster.label', { from: dayWords(first, { day: 'numeric', month: 'long' }), to: dayWords(last, { day: 'numeric', month: 'long' }) })}>
          <table className="roster">
            <thead>
              <tr>
                <th scope="col" className="roster-name">{say('shifts.roster.people')}</th>
                {week.map(weekDay => {
                  const isToday = weekDay.from <= today && today < weekDay.to
                  return <th key={weekDay.date} scope="col" className={cx(isToday && 'today')} aria-current={isToday ? 'date' : undefined}><span>{dayWords(weekDay, { weekday: 'short' })}</span> <b className="num">{dayWords(weekDay, { day: 'numeric' })}</b></th>
                })}
              </tr>
            </thead>
            <tbody>
              {rowsOf(roster.data).map(person => (
                <tr key={person.id}>
                  <th scope="row" className="roster-name ellipsis" title={person.name}>{shortName(person.name)}</th>
                  {week.map(weekDay => (
                    <Cell key={weekDay.date} weekDay={weekDay} entries={roster.data.entries.filter(entry => entry.staff.id === person.id && standsOn(entry, weekDay))} today={weekDay.from <= today && today < weekDay.to}
                      change={canEdit ? entry => openDialog({ name: 'entry', start: { kind: 'change', entry } }) : null}
                      add={canEdit ? () => openDialog({ name: 'entry', start: { kind: 'new', staffId: person.id, date: weekDay.date } }) : null} addLabel={say('shifts.roster.addTo', { name: person.name, day: dayWords(weekDay, { day: 'numeric', month: 'long' }) })} />
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" className="roster-name">{say('shifts.roster.holes')}</th>
                {week.map(weekDay => <Holes key={weekDay.date} weekDay={weekDay} holes={roster.data.holes} past={weekDay.to <= today} />)}
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {dialog?.name === 'entry' && <EntryDialog start={dialog.start} people={roster.data?.people ?? []} close={() => openDialog(null)} />}
      {dialog?.name === 'pattern' && <PatternDialog people={roster.data?.people ?? []} first={localDate(Math.max(today, first.from))} close={() => openDialog(null)} />}
    </main>
  )
}

/** Everybody who works here, and whoever has left and still stands in this week. */
const rowsOf = ({ people, entries }: Roster): readonly { id: string; name: string }[] => [...new Map([...people, ...entries.map(entry => entry.staff)].map(one => [one.id, one])).values()]

function Cell({ weekDay, entries, today, change, add, addLabel }: { weekDay: WeekDay; entries: readonly Entry[]; today: boolean; change: ((entry: Entry) => void) | null; add: (() => void) | null; addLabel: string }) {
  return (
    <td className={cx(today && 'today')}>
      <div className="roster-cell">
        {entries.map(entry => <Chip key={entry.id} entry={entry} weekDay={weekDay} change={change} />)}
        {add !== null && <button type="button" className={cx('plain roster-add', entries.length === 0 && 'free')} onClick={add} aria-label={addLabel} title={addLabel}><IconPlus size={13} aria-hidden /></button>}
      </div>
    </td>
  )
}

function Chip({ entry, weekDay, change }: { entry: Entry; weekDay: WeekDay; change: ((entry: Entry) => void) | null }) {
  const { say } = useWords()
  const times = useTimes()
  const part = insideDay(entry, weekDay)
  const kind = say(`shifts.roster.kinds.${entry.kind}`)
  const hours = entry.kind === 'absence' && part?.wholeDay === true ? say('shifts.roster.wholeDay') : entry.kind === 'absence' && part !== null
    ? `${times.bareTime(part.from)}–${times.bareTime(part.to)}` : `${times.bareTime(at(entry.from))}–${times.bareTime(at(entry.to))}`
  const substitute = entry.substitute === null ? '' : say('shifts.roster.insteadBy', { name: shortName(entry.substitute.name) })
  const title = [`${kind}: ${hours}`, substitute, entry.note].filter(Boolean).join('. ')
  const inside = (
    <>
      <span className="hidden-label">{change === null ? '' : say('shifts.roster.change')} {entry.kind === 'absence' ? '' : kind}</span>
      {entry.kind === 'on_call' && <IconMoon size={12} aria-hidden />}
      <span className="chip-text">
        {entry.kind === 'absence' && <span>{kind}</span>}
        <span className="num">{hours}</span>
        {substitute !== '' && <span className="chip-more">{substitute}</span>}
        {entry.note !== '' && <span className="chip-more">{entry.note}</span>}
      </span>
    </>
  )
  return change === null
    ? <span className={cx('roster-chip', entry.kind)} title={title}>{inside}</span>
    : <button type="button" className={cx('plain roster-chip', entry.kind)} onClick={() => change(entry)} title={title}>{inside}</button>
}

function Holes({ weekDay, holes, past }: { weekDay: WeekDay; holes: Roster['holes']; past: boolean }) {
  const { say } = useWords()
  const times = useTimes()
  const own = holes.map(hole => insideDay(hole, weekDay)).filter(part => part !== null)
  return (
    <td>
      <div className={cx('roster-cell', past && 'past')}>
        {own.length === 0 ? <span className="dim small">{say('shifts.roster.covered')}</span> : own.map(part => <span key={part.from} className="roster-hole num">{times.bareTime(part.from)}–{times.bareTime(part.to)}</span>)}
      </div>
    </td>
  )
}
