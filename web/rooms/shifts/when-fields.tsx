import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Instant } from '../../../src/lib/instant.ts'
import { limits } from '../../kit/limits.ts'
import { now } from '../../kit/time.ts'
import { instantOfWall, wallTime } from '../../kit/moment-input.tsx'
import { useWords } from '../../kit/words.ts'
import { usualReturns, type Usual } from './returns.ts'

type When = {
  /** Null: not chosen, or past already. */
  on: Instant | null
  common: boolean
  note: string
  usual: readonly { name: Usual; at: Instant }[]
  choice: Usual | 'other'
  typed: string
  choose: (choice: Usual | 'other') => void
  type: (typed: string) => void
  setCommon: (common: boolean) => void
  setNote: (note: string) => void
}

/** «Вернуть мне …»: this evening, tomorrow, Monday, or a date. */
export function useWhen(): When {
  const [current] = useState(now)
  const usual = usualReturns(current)
  const [choice, choose] = useState<Usual | 'other'>(usual[0]?.name ?? 'other')
  const [typed, type] = useState(() => wallTime(usual.at(-1)?.at ?? current))
  const [common, setCommon] = useState(false)
  const [note, setNote] = useState('')
  const wanted = choice === 'other' ? instantOfWall(typed) : (usual.find(one => one.name === choice)?.at ?? null)
  return { on: wanted !== null && wanted > current ? wanted : null, common, note, usual, choice, typed, choose, type, setCommon, setNote }
}

export function WhenFields({ when }: { when: When }) {
  const { say } = useWords()
  const names = [...when.usual.map(one => one.name), 'other'] as const
  return (
    <>
      <div>
        <div className="field-label" id="return-when">{say('shifts.returning.when')}</div>
        <SegmentedControl fullWidth size="xs" orientation="vertical" aria-labelledby="return-when" value={when.choice} onChange={value => when.choose(names.find(name => name === value) ?? 'other')} data={names.map(value => ({ value, label: say(`shifts.returning.${value}`) }))} />
      </div>
      {when.choice === 'other' && <TextInput type="datetime-local" label={say('shifts.returning.at')} value={when.typed} error={when.on === null ? say('shifts.returning.past') : null} onChange={event => when.type(event.currentTarget.value)} />}
      <TextInput label={say('shifts.returning.note')} placeholder={say('shifts.returning.noteHint')} value={when.note} maxLength={limits.reason} onChange={event => when.setNote(event.currentTarget.value)} />
      <Checkbox label={say('shifts.returning.common')} checked={when.common} onChange={event => when.setCommon(event.currentTarget.checked)} />
    </>
  )
}
