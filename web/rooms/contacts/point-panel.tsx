import { Button } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { PointCard, PointPassport } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { ChannelIcon } from '../../kit/channel.tsx'
import { at, Bone, ErrorNote, Moment, PhoneLink } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { EditPoint, PointFacts } from './point-card.tsx'
import { passportQuery, pointQuery, sheetUrl } from './points-data.ts'
import { RemoveTie, RoleSelect, RolesDialog, setRole } from './roles-dialog.tsx'
import { useContactSearch } from './search.ts'

/** One point whole: what it is, who may decide there, what happened lately. */
export function PointPanel({ id, close }: { id: string; close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const point = useQuery(pointQuery(id))
  const passport = useQuery(passportQuery(id))
  const [editing, setEditing] = useState(false)
  const again = () => client.invalidateQueries({ queryKey: ['points'] })
  const archivedAt = passport.data?.archivedAt ?? null
  const code = passport.data?.externalId ?? null
  async function archive(archived: boolean) {
    try {
      await api.patch(`/api/points/${id}`, { archived })
      await again()
      told(say(archived ? 'contacts.page.archivedDone' : 'contacts.page.restored'))
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  return (
    <section className="point-panel" aria-label={say('contacts.page.card')}>
      <button type="button" className="link point-back" onClick={close}><IconArrowLeft size={15} aria-hidden /> {say('contacts.page.back')}</button>
      {point.isPending && <div className="stack"><Bone height={20} /><Bone /><Bone /></div>}
      {point.isError && <ErrorNote error={point.error} retry={() => void point.refetch()} />}
      {point.data !== undefined && (
        <>
          <div className="row wrap point-title"><h1 className="grow">{point.data.name} {archivedAt !== null && <span className="mark">{say('contacts.page.archivedMark')}</span>}</h1>
            <Button variant="default" onClick={() => setEditing(true)}>{say('kit.edit')}</Button>
            {archivedAt === null && point.data.links.length > 0 && <Button component="a" variant="default" href={sheetUrl({ ids: [id] })} target="_blank" rel="noreferrer" leftSection={<IconPrinter size={15} aria-hidden />}>{say('contacts.page.sheetOne')}</Button>}
          </div>
          <div className="dim">{[point.data.address, point.data.company?.name].filter(Boolean).join(' · ')}</div>
          {code !== null && <div className="dim small">{say('contacts.page.code', { code })}</div>}
          <PointFacts point={point.data} />
          {passport.isError && <ErrorNote error={passport.error} retry={() => void passport.refetch()} />}
          {passport.data !== undefined && <><People point={point.data} people={passport.data.people} changed={again} /><Tickets tickets={passport.data.tickets} /></>}
          <div className="row point-archive">
            {archivedAt === null
              ? <><button type="button" className="link small" onClick={() => void archive(true)}>{say('contacts.page.archive')}</button><span className="dim small">{say('contacts.page.archiveHint')}</span></>
              : <Button variant="default" onClick={() => void archive(false)}>{say('contacts.page.restore')}</Button>}
          </div>
          {editing && <EditPoint point={point.data} changed={again} close={() => setEditing(false)} />}
        </>
      )}
    </section>
  )
}

function People({ point, people, changed }: { point: PointCard; people: PointPassport['people']; changed: () => Promise<unknown> }) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  const search = useContactSearch(words)
  async function add(contactId: string) {
    setWords('')
    try {
      await setRole(contactId, point.id, 'staff')
      await changed()
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  return (
    <section aria-label={say('contacts.page.people')}>
      <h2>{say('contacts.page.people')}</h2>
      {people.length === 0 && <p className="dim">{say('contacts.page.nobody')}</p>}
      <ul className="people">
        {people.map(person => {
          const name = person.name || person.phone || say('contacts.noName')
          return (
            <li key={person.id}>
              <span className="grow">
                <button type="button" className="link" onClick={() => setShown(person.id)}>{name}</button>{' '}
                {(person.role === 'owner' || person.role === 'manager') && <span className="mark good">{say('contacts.page.decides')}</span>}{' '}
                {person.writes.map(channel => <ChannelIcon key={channel} channel={channel} size={14} />)}
                <span className="dim small people-more">{person.position}{person.position !== '' && person.phone !== null && ' · '}<PhoneLink phone={person.phone} /></span>
              </span>
              <RoleSelect contactId={person.id} pointId={point.id} role={person.role} name={name} changed={changed} />
              <RemoveTie contactId={person.id} pointId={point.id} name={name} changed={changed} />
            </li>
          )
        })}
      </ul>
      <TypeAhead label={say('contacts.addPerson')} placeholder={say('contacts.searchPerson')} words={words} onWords={setWords} loading={search.isFetching} nothing={say('contacts.nothingFound')}
        options={words.trim() === '' ? [] : (search.data ?? []).filter(found => !people.some(({ id }) => id === found.id)).map(found => ({ id: found.id, label: found.name || found.phone || say('contacts.noName'), hint: [found.position, found.phone, found.point?.name].filter(Boolean).join(' · ') }))}
        onPick={option => void add(option.id)} />
      {shown !== null && <RolesDialog contactId={shown} changed={changed} close={() => setShown(null)} />}
    </section>
  )
}

function Tickets({ tickets }: { tickets: PointPassport['tickets'] }) {
  const { say } = useWords()
  return (
    <section aria-label={say('contacts.page.tickets')}>
      <h2>{say('contacts.page.tickets')}</h2>
      {tickets.length === 0 && <p className="dim">{say('contacts.page.noTickets')}</p>}
      <ul className="point-tickets">
        {tickets.map(ticket => (
          <li key={ticket.number}>
            <Link to="/tickets/$number" params={{ number: ticket.number }} search={{}} className="num">{say('tickets.number', { number: ticket.number })}</Link>
            <span className="grow ellipsis">{ticket.subject}</span>
            <span className="dim small nowrap"><Moment at={at(ticket.receivedAt)} /></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
