import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Member } from '../../../src/staff/api.ts'
import { api } from '../../kit/api.ts'
import { at, Bone, cx, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useLoads } from './data.ts'
import './shifts.css'

export type OwnerChoice = { by: 'load' } | { by: 'hand'; owner: string | null }
type Row = { id: string; label: string; hint: string; off: boolean; choice: OwnerChoice }

/** Whom to give a ticket: by load, to a colleague (those on shift first, with what they have on their hands), or back to the common list. Words narrow the list, Enter takes its first. */
export function OwnerField({ choice, choose }: { choice: OwnerChoice | null; choose: (choice: OwnerChoice) => void }) {
  const { say } = useWords()
  const times = useTimes()
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => api.get<Member[]>('/api/staff'), staleTime: 60_000 })
  const loads = useLoads().data
  const list = useRef<HTMLDivElement>(null)
  const [words, setWords] = useState('')
  const members = (staff.data ?? []).filter(member => member.active)
  const workers = new Map(loads?.people.map(one => [one.person.id, one]))
  const next = members.find(member => member.id === loads?.next)

  const hintOf = ({ id, role }: Member): string => {
    const worker = workers.get(id)
    if (worker === undefined) return loads?.kept === true ? say('shifts.assign.off') : say(`shell.roles.${role}`)
    const open = worker.open === 0 ? say('shifts.board.free') : say('shifts.board.open', { count: worker.open })
    const load = worker.load.unanswered === 0 ? open : say('shifts.assign.load', { open, unanswered: worker.load.unanswered })
    return worker.until === null ? load : `${say('shifts.assign.onUntil', { time: times.bareTime(at(worker.until)) })} · ${load}`
  }
  const everyone: readonly Row[] = [
    { id: 'load', label: say('shifts.assign.byLoad'), hint: next === undefined ? say('shifts.assign.byLoadNobody') : say('shifts.assign.byLoadHint', { name: next.name }), off: false, choice: { by: 'load' } },
    ...members.toSorted((a, b) => Number(workers.has(b.id)) - Number(workers.has(a.id)))
      .map((member): Row => ({ id: member.id, label: member.name, hint: hintOf(member), off: loads?.kept === true && !workers.has(member.id), choice: { by: 'hand', owner: member.id } })),
    { id: 'nobody', label: say('tickets.assign.none'), hint: '', off: false, choice: { by: 'hand', owner: null } },
  ]
  const fitting = everyone.filter(one => one.label.toLowerCase().includes(words.trim().toLowerCase()))
  const chosen = everyone.find(one => choice !== null && (one.choice.by === 'load' ? choice.by === 'load' : choice.by === 'hand' && choice.owner === one.choice.owner))

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      list.current?.querySelector<HTMLInputElement>('input')?.focus()
    }
    const [first] = fitting
    if (event.key !== 'Enter' || words.trim() === '' || first === undefined || chosen?.id === first.id) return
    event.preventDefault()
    choose(first.choice)
  }
  return (
    <>
      <TextInput label={say('tickets.assign.who')} placeholder={say('tickets.assign.hint')} value={words} autoComplete="off" data-autofocus onChange={event => setWords(event.currentTarget.value)} onKeyDown={onKeyDown} />
      {staff.isPending ? <Bone height={60} /> : (
        <div className="owner-list" role="radiogroup" aria-label={say('tickets.assign.title')} ref={list}>
          {fitting.map(one => (
            <label key={one.id} className={cx('owner', one.off && 'off')}>
              <input type="radio" name="owner" checked={chosen?.id === one.id} onChange={() => choose(one.choice)} />
              <span>{one.label}</span>
              <span className="owner-hint">{one.hint}</span>
            </label>
          ))}
          {fitting.length === 0 && <span className="owner dim">{say('tickets.assign.nobody')}</span>}
        </div>
      )}
    </>
  )
}
