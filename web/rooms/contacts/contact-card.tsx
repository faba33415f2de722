import { NativeSelect, TextInput, Tooltip } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ContactCard as Contact } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { changed } from '../../kit/changed.ts'
import { channelName, ChannelIcon } from '../../kit/channel.tsx'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { limits } from '../../kit/limits.ts'
import { at, PhoneLink, useTimes } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { RolesDialog } from './roles-dialog.tsx'
import './contacts.css'

const verifieds = ['none', 'channel', 'dmarc', 'login'] as const

/** Who wrote: name, position, phone, every way to reach the person and whether it is proven. */
export function ContactCard({ contact, number }: { contact: Contact | null; number: number }) {
  const { say } = useWords()
  const times = useTimes()
  const client = useQueryClient()
  const [editing, setEditing] = useState(false)
  const [placing, setPlacing] = useState(false)
  /** Somebody knows that letters arrive there again. */
  const writeAgain = async (address: string): Promise<void> => {
    if (contact === null) return
    try {
      await api.post(`/api/contacts/${contact.id}/addresses/${address}/reachable`, {})
      await client.invalidateQueries({ queryKey: ['ticket', number] })
      told(say('contacts.writesAgain'))
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  if (contact === null) return <section><h2>{say('contacts.contact')}</h2><div className="dim">{say('contacts.unknown')}</div></section>
  return (
    <section aria-label={say('contacts.contact')}>
      <h2>{say('contacts.contact')}<button type="button" className="link small" onClick={() => setEditing(true)} aria-label={say('contacts.edit')}>{say('kit.edit')}</button></h2>
      <div className="card-name">{contact.name === '' ? <span className="dim">{say('contacts.noName')}</span> : contact.name}</div>
      <div className="dim">{[contact.position, contact.company?.name].filter(Boolean).join(', ')}</div>
      <div>{contact.phone === null ? <span className="dim">{say('contacts.noPhone')}</span> : <><PhoneLink phone={contact.phone} />{contact.extension !== null && <> {say('contacts.extension', { extension: contact.extension })}</>}</>}</div>
      <ul className="addresses">
        {contact.addresses.map(address => (
          <li key={address.id}>
            <ChannelIcon channel={address.channelId} /> <span className="grow">
              <span>{address.display}</span> <span className="dim small">{channelName(address.channelId, say)}, {say(`contacts.verified.${verifieds.find(one => one === address.verified) ?? 'none'}`)}</span>
              {address.undeliverableSince !== null && <span className="mark bad">{say('contacts.undeliverable', { at: times.moment(at(address.undeliverableSince)) })}</span>}
              {address.undeliverableSince !== null && address.channelId === 'email' && <> <Tooltip label={say('contacts.writeAgainHint')} multiline maw={280}><button type="button" className="link small" onClick={() => void writeAgain(address.id)}>{say('contacts.writeAgain')}</button></Tooltip></>}
            </span>
          </li>
        ))}
      </ul>
      <div className="small">
        {contact.points.length > 0 && <><span className="dim">{say('contacts.points')}:</span> {contact.points.map(point => `${point.name} (${say(`contacts.roles.${point.role}`)})`).join(', ')}{' '}</>}
        <button type="button" className="link" onClick={() => setPlacing(true)}>{say('contacts.rolesOf')}</button>
      </div>
      {placing && <RolesDialog contactId={contact.id} changed={() => client.invalidateQueries({ queryKey: ['ticket', number] })} close={() => setPlacing(false)} />}
      {editing && <EditContact contact={contact} number={number} close={() => setEditing(false)} />}
    </section>
  )
}

function EditContact({ contact, number, close }: { contact: Contact; number: number; close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [before] = useState<Record<'name' | 'position' | 'phone' | 'language', string>>({ name: contact.name, position: contact.position, phone: [contact.phone, contact.extension].filter(Boolean).join(' доб. '), language: contact.language })
  const [form, setForm] = useState(before)
  return (
    <FormDialog title={say('contacts.edit')} submitLabel={say('kit.save')} close={close}
      submit={async () => {
        const { phone, ...rest } = changed(before, form)
        await api.patch(`/api/contacts/${contact.id}`, { ...rest, ...(phone === undefined ? {} : { phone: phone === '' ? null : phone }) })
        await client.invalidateQueries({ queryKey: ['ticket', number] })
        told(say('contacts.saved'))
      }}>
      <TextInput label={say('contacts.name')} value={form.name} maxLength={limits.name} data-autofocus onChange={event => setForm({ ...form, name: event.currentTarget.value })} />
      <TextInput label={say('contacts.position')} value={form.position} maxLength={200} onChange={event => setForm({ ...form, position: event.currentTarget.value })} />
      <TextInput label={say('contacts.phone')} type="tel" value={form.phone} maxLength={40} onChange={event => setForm({ ...form, phone: event.currentTarget.value })} />
      <NativeSelect label={say('contacts.language')} value={form.language} onChange={event => setForm({ ...form, language: event.currentTarget.value === 'en' ? 'en' : 'ru' })} data={[{ value: 'ru', label: say('shell.me.russian') }, { value: 'en', label: say('shell.me.english') }]} />
    </FormDialog>
  )
}
