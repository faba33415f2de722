import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { told } from '../../kit/told.ts'
import { instantOfWall, wallTime } from '../../kit/moment-input.tsx'
import { useWords } from '../../kit/words.ts'
import { useRosterChanged, type NewPattern, type PatternMade } from './data.ts'

const month = 30 * 86_400_000
const dateAfter = (date: string, length: number): string => wallTime((instantOfWall(`${date}T12:00`) ?? 0) + length).slice(0, 10)

const flip = <T,>(list: readonly T[], one: T): readonly T[] => (list.includes(one) ? list.filter(other => other !== one) : [...list, one])

/** «2 через 2 с 09:00 до 23:00», or days of the week, for several people at once. */
export function PatternDialog({ people, first: startsOn, close }: { people: readonly { id: string; name: string }[]; first: string; close: () => void }) {
  const { say } = useWords()
  const changed = useRosterChanged()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [kind, setKind] = useState<'shift' | 'on_call'>('shift')
  const [by, setBy] = useState<'cycle' | 'week'>('cycle')
  const [cycle, setCycle] = useState({ on: 2, off: 2 })
  const [weekdays, setWeekdays] = useState<readonly number[]>([0, 1, 2, 3, 4])
  const [times, setTimes] = useState({ opens: '09:00', closes: '23:00' })
  const [period, setPeriod] = useState({ first: startsOn, last: dateAfter(startsOn, month) })
  const [instead, setInstead] = useState(false)
  const dayNames = say('shifts.pattern.weekdays').split(' ')
  const inOrder = instantOfWall(`${period.first}T00:00`) !== null && instantOfWall(`${period.last}T00:00`) !== null && period.first <= period.last
  const ready = inOrder && chosen.length > 0 && times.opens !== '' && times.closes !== '' && (by === 'cycle' ? cycle.on >= 1 && cycle.off >= 0 : weekdays.length > 0)

  function choose(next: 'shift' | 'on_call') {
    setKind(next)
    setTimes(next === 'shift' ? { opens: '09:00', closes: '23:00' } : { opens: '23:00', closes: '09:00' })
  }

  async function save() {
    const wish: NewPattern = {
      staffIds: [...chosen], kind, ...period, ...times, instead,
      days: by === 'cycle' ? { by, ...cycle } : { by, weekdays: [...weekdays] },
    }
    const made = await api.post<PatternMade>('/api/roster/pattern', wish)
    told([say('shifts.pattern.made', { count: made.added }), ...(made.passed === 0 ? [] : [say('shifts.pattern.passed', { count: made.passed })])].join(', '))
    changed()
  }

  return (
    <FormDialog title={say('shifts.pattern.title')} submitLabel={say('shifts.pattern.submit')} ready={ready} submit={save} close={close} size={540}>
      <SegmentedControl fullWidth size="xs" aria-label={say('shifts.entry.kind')} value={kind} onChange={value => choose(value === 'on_call' ? 'on_call' : 'shift')} data={(['shift', 'on_call'] as const).map(value => ({ value, label: say(`shifts.roster.kinds.${value}`) }))} />
      <fieldset className="plain-set">
        <legend className="field-label">{say('shifts.pattern.people')}</legend>
        <div className="pattern-people">{people.map(one => <Checkbox key={one.id} label={one.name} checked={chosen.includes(one.id)} onChange={() => setChosen(before => flip(before, one.id))} />)}</div>
      </fieldset>
      <SegmentedControl fullWidth size="xs" aria-label={say('shifts.pattern.days')} value={by} onChange={value => setBy(value === 'week' ? 'week' : 'cycle')} data={(['cycle', 'week'] as const).map(value => ({ value, label: say(`shifts.pattern.${value}`) }))} />
      {by === 'cycle' ? (
        <div>
          <div className="field-pair">
            <TextInput type="number" min={1} max={31} label={say('shifts.pattern.on')} value={cycle.on} onChange={event => setCycle({ ...cycle, on: Number(event.currentTarget.value) })} />
            <TextInput type="number" min={0} max={31} label={say('shifts.pattern.off')} value={cycle.off} onChange={event => setCycle({ ...cycle, off: Number(event.currentTarget.value) })} />
          </div>
          <div className="dim small pattern-hint">{say('shifts.pattern.cycleHint', cycle)}</div>
        </div>
      ) : (
        <fieldset className="plain-set">
          <legend className="hidden-label">{say('shifts.pattern.week')}</legend>
          <div className="pattern-days">{dayNames.map((name, index) => <Checkbox key={name} label={name} checked={weekdays.includes(index)} onChange={() => setWeekdays(before => flip(before, index))} />)}</div>
        </fieldset>
      )}
      <div className="field-pair">
        <TextInput type="time" label={say('shifts.pattern.opens')} value={times.opens} onChange={event => setTimes({ ...times, opens: event.currentTarget.value })} />
        <TextInput type="time" label={say('shifts.pattern.closes')} value={times.closes} onChange={event => setTimes({ ...times, closes: event.currentTarget.value })} description={times.closes !== '' && times.closes <= times.opens ? say('shifts.pattern.night') : undefined} inputWrapperOrder={['label', 'input', 'description', 'error']} />
      </div>
      <div className="field-pair">
        <TextInput type="date" label={say('shifts.pattern.first')} value={period.first} onChange={event => setPeriod({ ...period, first: event.currentTarget.value })} />
        <TextInput type="date" label={say('shifts.pattern.last')} value={period.last} error={inOrder ? null : say('shifts.pattern.period')} onChange={event => setPeriod({ ...period, last: event.currentTarget.value })} />
      </div>
      <Checkbox label={say('shifts.pattern.instead')} description={say('shifts.pattern.insteadHint')} checked={instead} onChange={event => setInstead(event.currentTarget.checked)} />
    </FormDialog>
  )
}
