import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '../../../src/staff/api.ts'
import { api } from '../../kit/api.ts'
import { at, useTimes } from '../../kit/pieces.tsx'
import { TypeAhead, type Option } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { useLoads } from './data.ts'

export type OwnerChoice = { by: 'load' } | { by: 'hand'; owner: string | null }

const byLoad = 'load'
const nobody = 'nobody'

/** Whom to give a ticket: by load, to a colleague (those on shift first, with what they have on their hands), or back to the common list. */
export function OwnerField({ choose }: { choose: (choice: OwnerChoice | null) => void }) {
  const { say } = useWords()
  const times = useTimes()
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => api.get<Member[]>('/api/staff'), staleTime: 60_000 })
  const loads = useLoads().data
  const [words, setWords] = useState('')
  const members = (staff.data ?? []).filter(member => member.active)
  const workers = new Map(loads?.people.map(one => [one.person.id, one]))
  const next = members.find(member => member.id === loads?.next)

  const hintOf = ({ id, role }: Member): string => {
    const worker = workers.get(id)
    if (worker === undefined) return loads?.kept === true ? `${say(`shell.roles.${role}`)}, ${say('shifts.assign.off')}` : say(`shell.roles.${role}`)
    const presence = worker.until === null ? say(`shell.roles.${role}`) : say('shifts.assign.onUntil', { time: times.bareTime(at(worker.until)) })
    const open = worker.open === 0 ? say('shifts.board.free') : say('shifts.board.open', { count: worker.open })
    return `${presence} · ${worker.load.unanswered === 0 ? open : say('shifts.assign.load', { open, unanswered: worker.load.unanswered })}`
  }
  const everyone: readonly Option[] = [
    { id: byLoad, label: say('shifts.assign.byLoad'), hint: next === undefined ? say('shifts.assign.byLoadNobody') : say('shifts.assign.byLoadHint', { name: next.name }) },
    ...members.toSorted((a, b) => Number(workers.has(b.id)) - Number(workers.has(a.id))).map(member => ({ id: member.id, label: member.name, hint: hintOf(member) })),
    { id: nobody, label: say('tickets.assign.none') },
  ]
  const fitting = everyone.filter(one => one.label.toLowerCase().includes(words.trim().toLowerCase()))
  return (
    <TypeAhead label={say('tickets.assign.who')} placeholder={say('tickets.assign.hint')} words={words} onWords={typed => { setWords(typed); choose(null) }} loading={staff.isPending} nothing={say('tickets.assign.nobody')} autoFocus
      options={fitting} onPick={option => {
        choose(option.id === byLoad ? { by: 'load' } : { by: 'hand', owner: option.id === nobody ? null : option.id })
        setWords(option.label)
      }} />
  )
}
