import { Button, NativeSelect } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { useIncidentActs, useLiveIncidents } from './data.ts'

/** From tickets: they are of an outage that goes on; or a lead opens one from a single ticket. */
export default function ChooseDialog({ numbers, current = null, close, done }: { numbers: readonly number[]; current?: { id: string; number: number } | null; close: () => void; done?: () => void }) {
  const { say } = useWords()
  const me = useMe()
  const navigate = useNavigate()
  const acts = useIncidentActs()
  const open = (useLiveIncidents().data?.rows ?? []).filter(row => row.state === 'open' && row.id !== current?.id)
  const [chosen, choose] = useState<string | null>(null)
  const id = chosen ?? (open.length === 1 ? open[0]!.id : null)
  const only = numbers.length === 1 ? numbers[0] : undefined
  return (
    <FormDialog title={say('incidents.choose.title')} submitLabel={say('incidents.choose.attach')} ready={id !== null} bare={open.length < 2} close={close}
      submit={async () => {
        if (id === null) return
        await acts.attach(id, numbers)
        told(say('incidents.attached.done'))
        done?.()
      }}>
      {current !== null && <p style={{ margin: 0 }}><Link to="/incidents/$id" params={{ id: current.id }} onClick={close}>{say('incidents.choose.current', { number: current.number })}</Link></p>}
      {open.length === 0 ? <p className="dim" style={{ margin: 0 }}>{say('incidents.choose.none')}</p> : (
        <NativeSelect label={say('incidents.choose.which')} value={id ?? ''} onChange={event => choose(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          data={[...(open.length > 1 ? [{ value: '', label: '' }] : []), ...open.map(row => ({ value: row.id, label: `${say('incidents.number', { number: row.number })}: ${row.title}` }))]} />
      )}
      {me.may.includes('incident.manage') && only !== undefined && (
        <div><Button variant="default" onClick={() => {
          close()
          void navigate({ to: '/incidents', search: { ticket: only } })
        }}>{say('incidents.choose.openNew')}</Button></div>
      )}
    </FormDialog>
  )
}
