import { Button, Modal, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { Bone, ErrorNote, PhoneLink } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { titleOf, waysQuery, type Rerouted } from './data.ts'
import './channels.css'

/** What waits in a channel that does not deliver goes to the same people another way; whoever has none is listed, to be called. */
export function RerouteDialog({ id, name, close }: { id: string; name: string; close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const ways = useQuery(waysQuery(id))
  const [chosen, choose] = useState<string | null>(null)
  const [done, finish] = useState<Rerouted | null>(null)
  if (done !== null) return <Done done={done} close={close} />
  const found = ways.data?.ways ?? []
  const to = chosen ?? found[0]?.id ?? null
  return (
    <FormDialog title={say('channels.reroute.title')} submitLabel={say('channels.reroute.submit')} ready={to !== null} bare stays close={close}
      submit={async () => {
        finish(await api.post<Rerouted>(`/api/channels/${id}/reroute`, { to }))
        for (const key of ['channels', 'queue', 'ticket']) void client.invalidateQueries({ queryKey: [key] })
      }}>
      {ways.isError && <ErrorNote error={ways.error} retry={() => void ways.refetch()} />}
      {ways.data === undefined && !ways.isError && <Bone />}
      {ways.data !== undefined && <>
        <p style={{ margin: 0 }}>{ways.data.parcels === 0 ? say('channels.reroute.nothing') : say('channels.reroute.from', { name, parcels: ways.data.parcels, people: ways.data.people })}</p>
        {ways.data.parcels > 0 && found.length === 0 && <p style={{ margin: 0 }}>{say('channels.reroute.none')}</p>}
        {found.length > 0 && <>
          <NativeSelect label={say('channels.reroute.to')} value={to ?? ''} onChange={event => choose(event.currentTarget.value)} data={found.map(way => ({ value: way.id, label: say('channels.reroute.way', { name: titleOf(way, say), count: way.people }) }))} />
          <p className="dim" style={{ margin: 0 }}>{say('channels.reroute.note')}</p>
        </>}
      </>}
    </FormDialog>
  )
}

function Done({ done: { parcels, tickets, without, withoutCount }, close }: { done: Rerouted; close: () => void }) {
  const { say } = useWords()
  return (
    <Modal opened onClose={close} title={say('channels.reroute.title')} size={520} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <div className="stack">
        <p style={{ margin: 0 }} role="status">{say('channels.reroute.done', { parcels, tickets })}</p>
        {withoutCount > 0 && <>
          <b>{say('channels.reroute.without', { count: withoutCount })}</b>
          <ul className="channel-without">
            {without.map(({ ticket, contact, phone }) => (
              <li key={ticket.id}>
                <Link to="/tickets/$number" params={{ number: ticket.number }} onClick={close}>№ {ticket.number}</Link>
                <span className="grow ellipsis">{contact === '' ? say('channels.reroute.unnamed') : contact}</span>
                {phone === null ? <span className="dim small">{say('channels.reroute.noPhone')}</span> : <PhoneLink phone={phone} />}
              </li>
            ))}
          </ul>
          {withoutCount > without.length && <span className="dim">{say('channels.reroute.more', { count: withoutCount - without.length })}</span>}
        </>}
        <div className="row" style={{ justifyContent: 'flex-end' }}><Button data-autofocus onClick={close}>{say('channels.reroute.close')}</Button></div>
      </div>
    </Modal>
  )
}
