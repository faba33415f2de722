import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { at } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { instantOfWall, wallTime } from '../../kit/moment-input.tsx'
import { useWords } from '../../kit/words.ts'
import { useRosterChanged, type Entry, type NewEntry } from './data.ts'

export type EntryStart = { kind: 'new'; staffId: string; date: string } | { kind: 'change'; entry: Entry }

const kinds = ['shift', 'on_call', 'absence'] as const
type Kind = (typeof kinds)[number]

/** The hours with which a new entry of a day begins: the service day, the night after it, the whole day. */
function usualHours(kind: Kind, date: string): { from: string; to: string } {
  const next = wallTime((instantOfWall(`${date}T12:00`) ?? 0) + 86_400_000).slice(0, 10)
  switch (kind) {
    case 'shift': return { from: `${date}T09:00`, to: `${date}T23:00` }
    case 'on_call': return { from: `${date}T23:00`, to: `${next}T09:00` }
    case 'absence': return { from: `${date}T00:00`, to: `${next}T00:00` }
  }
}

export function EntryDialog({ start, people, close }: { start: EntryStart; people: readonly { id: string; name: string }[]; close: () => void }) {
  const { say } = useWords()
  const changed = useRosterChanged()
  const known = start.kind === 'change' ? start.entry : null
  const [kind, setKind] = useState<Kind>(known?.kind ?? 'shift')
  const [staffId, setStaffId] = useState(start.kind === 'new' ? start.staffId : start.entry.staff.id)
  const [hours, setHours] = useState(() => (start.kind === 'new' ? usualHours('shift', start.date) : { from: wallTime(at(start.entry.from)), to: wallTime(at(start.entry.to)) }))
  const [substitute, setSubstitute] = useState(known?.substitute?.id ?? '')
  const [note, setNote] = useState(known?.note ?? '')
  const [from, to] = [instantOfWall(hours.from), instantOfWall(hours.to)]
  const inOrder = from !== null && to !== null && from < to

  function choose(next: Kind) {
    setKind(next)
    if (start.kind === 'new') setHours(usualHours(next, start.date))
  }
  async function save() {
    if (!inOrder) return
    const wish: NewEntry = { staffId, kind, from: new Date(from).toISOString(), to: new Date(to).toISOString(), substituteId: kind === 'absence' && substitute !== '' ? substitute : null, note: note.trim() }
    const { staffId: _staff, ...changes } = wish
    await (known === null ? api.post('/api/roster', wish) : api.patch(`/api/roster/${known.id}`, changes))
    changed()
  }
  async function remove(entry: Entry) {
    try {
      await api.delete(`/api/roster/${entry.id}`)
      told(say('shifts.entry.removed'))
      changed()
      close()
    } catch (error) {
      toldRefusal(error, say)
    }
  }

  return (
    <FormDialog title={say(known === null ? 'shifts.entry.add' : 'shifts.entry.change')} submitLabel={say('shifts.entry.save')} ready={inOrder} submit={save} close={close}>
      <div>
        <div className="field-label" id="entry-kind">{say('shifts.entry.kind')}</div>
        <SegmentedControl fullWidth size="xs" aria-labelledby="entry-kind" value={kind} onChange={value => choose(kinds.find(one => one === value) ?? 'shift')} data={kinds.map(value => ({ value, label: say(`shifts.roster.kinds.${value}`) }))} />
      </div>
      <NativeSelect label={say('shifts.entry.person')} value={staffId} disabled={known !== null} onChange={event => setStaffId(event.currentTarget.value)} data={people.map(one => ({ value: one.id, label: one.name }))} />
      <div className="field-pair">
        <TextInput type="datetime-local" label={say('shifts.entry.from')} value={hours.from} data-autofocus onChange={event => setHours({ ...hours, from: event.currentTarget.value })} />
        <TextInput type="datetime-local" label={say('shifts.entry.to')} value={hours.to} error={inOrder ? null : say('shifts.entry.period')} onChange={event => setHours({ ...hours, to: event.currentTarget.value })} />
      </div>
      {kind === 'absence' && (
        <NativeSelect label={say('shifts.entry.substitute')} value={substitute} onChange={event => setSubstitute(event.currentTarget.value)}
          data={[{ value: '', label: say('shifts.entry.noSubstitute') }, ...people.filter(one => one.id !== staffId).map(one => ({ value: one.id, label: one.name }))]} />
      )}
      <TextInput label={say('shifts.entry.note')} placeholder={say('shifts.entry.noteHint')} value={note} maxLength={200} onChange={event => setNote(event.currentTarget.value)} />
      {known !== null && <div><Button variant="subtle" color="red" size="compact-sm" onClick={() => void remove(known)}>{say('shifts.entry.remove')}</Button></div>}
    </FormDialog>
  )
}
