import { Modal, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ContactCard } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { Bone, ErrorNote, PhoneLink } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { pointHint, usePointSearch } from './search.ts'

export const pointRoles = ['named', 'staff', 'manager', 'owner'] as const satisfies readonly ContactCard['points'][number]['role'][]
export type PointRole = (typeof pointRoles)[number]

/** What a person is at a point, to be changed at once; `name` tells a screen reader whose role it is. */
export function RoleSelect({ contactId, pointId, role, name, changed }: { contactId: string; pointId: string; role: PointRole; name: string; changed: () => Promise<unknown> }) {
  const { say } = useWords()
  const [busy, setBusy] = useState(false)
  async function set(next: PointRole) {
    setBusy(true)
    try {
      await setRole(contactId, pointId, next)
      await changed()
      told(say('contacts.roleSaved'))
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  return (
    <NativeSelect size="xs" miw={128} disabled={busy} aria-label={say('contacts.roleAt', { name })} value={role}
      onChange={event => void set(pointRoles.find(one => one === event.currentTarget.value) ?? role)}
      data={pointRoles.filter(one => one !== 'named' || role === 'named').map(one => ({ value: one, label: say(`contacts.roles.${one}`) }))} />
  )
}

export const setRole = (contactId: string, pointId: string, role: PointRole) => api.put<ContactCard>(`/api/contacts/${contactId}/points/${pointId}`, { role })

/** Takes a person off a point. */
export function RemoveTie({ contactId, pointId, name, changed }: { contactId: string; pointId: string; name: string; changed: () => Promise<unknown> }) {
  const { say } = useWords()
  async function remove() {
    try {
      await api.delete(`/api/contacts/${contactId}/points/${pointId}`)
      await changed()
      told(say('contacts.roleRemoved'))
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  return <button type="button" className="link small" aria-label={say('contacts.removeFrom', { name })} onClick={() => void remove()}>{say('contacts.remove')}</button>
}

/**
 * All points of a person and what he is there: set, add, take away, each at once, so there is nothing to send or to cancel. As in every form, a click outside
 * does not close it, and Escape only while nothing is typed.
 */
export function RolesDialog({ contactId, changed, close }: { contactId: string; changed: () => Promise<unknown>; close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const contact = useQuery({ queryKey: ['contact', contactId], queryFn: () => api.get<ContactCard>(`/api/contacts/${contactId}`) })
  const [words, setWords] = useState('')
  const search = usePointSearch(words)
  const again = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ['contact', contactId] }), changed()])
  }
  const { data } = contact
  async function add(pointId: string) {
    setWords('')
    try {
      await setRole(contactId, pointId, 'staff')
      await again()
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  const name = data === undefined ? '' : data.name || data.phone || say('contacts.noName')
  return (
    <Modal opened onClose={close} title={say('contacts.rolesTitle', { name })} size={520} closeOnClickOutside={false} closeOnEscape={words.trim() === ''} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <div className="stack">
        {contact.isPending && <><Bone /><Bone /></>}
        {contact.isError && <ErrorNote error={contact.error} retry={() => void contact.refetch()} />}
        {data !== undefined && (
          <>
            <div className="dim">{data.position}{data.position !== '' && data.phone !== null && ' · '}<PhoneLink phone={data.phone} /></div>
            {data.points.length === 0 && <div className="dim">{say('contacts.noPoints')}</div>}
            <ul className="people">
              {data.points.map(point => (
                <li key={point.id}><span className="grow">{point.name}</span><RoleSelect contactId={contactId} pointId={point.id} role={point.role} name={point.name} changed={again} /><RemoveTie contactId={contactId} pointId={point.id} name={point.name} changed={again} /></li>
              ))}
            </ul>
            <TypeAhead label={say('contacts.addPoint')} placeholder={say('contacts.searchPoint')} words={words} onWords={setWords} loading={search.isFetching} nothing={say('contacts.nothingFound')}
              options={words.trim() === '' ? [] : (search.data ?? []).filter(point => !data.points.some(({ id }) => id === point.id)).map(point => ({ id: point.id, label: point.name, hint: pointHint(point) }))}
              onPick={option => void add(option.id)} />
            <p className="dim small" style={{ margin: 0 }}>{say('contacts.rolesHint')}</p>
          </>
        )}
      </div>
    </Modal>
  )
}
