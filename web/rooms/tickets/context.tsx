import { IconPhoneOutgoing } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { at, Moment, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { ContactCard } from '../contacts/contact-card.tsx'
import { PointCard } from '../contacts/point-card.tsx'
import { TopicPanel } from '../competence/topic-panel.tsx'
import { AskedPanel, Pauses } from './asked.tsx'
import { Clocks } from './clocks.tsx'
import { useHub } from './hub.ts'
import { Others, StopQuestion } from './others.tsx'
import { Timeline } from './timeline.tsx'
import { callReason } from './timeline-words.ts'
import { WhomToCall } from './whom-to-call.tsx'

/** Everything about the ticket beside the conversation, most urgent first. */
export function Context() {
  const { say } = useWords()
  const { page, number, openDialog } = useHub()
  return (
    <aside className="context" aria-label={say('tickets.page.context')} tabIndex={-1}>
      <CallTasks />
      <AskedPanel />
      <Clocks />
      <TopicPanel />
      <StopQuestion />
      <Others />
      <ContactCard contact={page.contact} number={number} />
      <PointCard point={page.point} number={number} choose={() => openDialog({ name: 'point' })} />
      <Facts />
      {page.alsoOpen.length > 0 && (
        <section>
          <h2>{say('tickets.also.title')}</h2>
          <ul className="also">
            {page.alsoOpen.map(other => <li key={other.number}><Link to="/tickets/$number" params={{ number: other.number }} search={true}>{say('tickets.number', { number: other.number })}</Link> <span className="dim small">{say(`tickets.states.${other.state}`)}</span><div className="ellipsis">{other.subject}</div></li>)}
          </ul>
        </section>
      )}
      <Pauses />
      <Timeline />
    </aside>
  )
}

function CallTasks() {
  const { say } = useWords()
  const times = useTimes()
  const { page, can, openDialog } = useHub()
  const open = page.callTasks.filter(task => task.doneAt === null)
  if (open.length === 0) return null
  return (
    <section className="call-tasks" aria-label={say('tickets.tasks.title')}>
      <h2><IconPhoneOutgoing size={15} aria-hidden />{say('tickets.tasks.title')}</h2>
      {open.map(task => <div key={task.id}>{callReason(task.reason, say)}, {say('tickets.tasks.since', { at: times.moment(at(task.createdAt)) })}</div>)}
      <WhomToCall />
      {can('call_held') && <button type="button" className="link" onClick={() => openDialog({ name: 'call' })}>{say('tickets.actions.call_held')}</button>}
    </section>
  )
}

/** The required facts of R-6.1.2-5, as far as known. */
function Facts() {
  const { say } = useWords()
  const { page: { ticket } } = useHub()
  const rows = [['what', ticket.subject === '' ? ticket.facts.what : ticket.subject], ['since', ticket.facts.since], ['tried', ticket.facts.tried], ['effect', ticket.effect ?? ticket.facts.what]] as const
  return (
    <section aria-label={say('tickets.facts.title')}>
      <h2>{say('tickets.facts.title')}</h2>
      <dl className="facts">
        {rows.map(([name, value]) => <div key={name}><dt>{say(`tickets.facts.${name}`)}</dt><dd className={value === null ? 'dim' : 'prewrap'}>{value ?? say('tickets.facts.missing')}</dd></div>)}
      </dl>
      <div className="dim small">{say('tickets.page.received', { at: '' })}<Moment at={at(ticket.receivedAt)} />, {say('tickets.page.edition', { version: ticket.edition.version })}</div>
    </section>
  )
}
