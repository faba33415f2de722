import { PhoneLink } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useHub } from './hub.ts'

/** The number of the main person; without one those who belong to the point, who decides there first. */
export function WhomToCall() {
  const { say } = useWords()
  const { page } = useHub()
  const phone = page.contact?.phone ?? null
  if (phone !== null) return <PhoneLink phone={phone} />
  if (page.otherPhones.length === 0) return <div className="dim small">{say(page.ticket.written === null ? 'tickets.tasks.nobody' : 'tickets.tasks.nobodyAsk')}</div>
  return (
    <div>
      <div className="dim small">{say('tickets.tasks.others')}</div>
      <ul className="call-others" aria-label={say('tickets.tasks.othersLabel')}>
        {page.otherPhones.map(({ id, name, role, phone: number, extension }) => (
          <li key={id}>
            <PhoneLink phone={number} />{extension !== null && <span className="num"> {say('tickets.tasks.extension', { extension })}</span>}
            <span>{name === '' ? say('contacts.noName') : name}{role !== null && <span className="dim">, {say(`contacts.roles.${role}`)}</span>}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
