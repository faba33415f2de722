import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { at, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useHub } from './hub.ts'
import { delayReason } from './timeline-words.ts'

/** A stop that was reported and not yet looked at: does work still stand? */
export function StopQuestion() {
  const { say } = useWords()
  const { page: { ticket }, can, giveAndTell } = useHub()
  if (!ticket.stopReported || ticket.category !== null || !can('answer_stop')) return null
  return (
    <section aria-label={say('asking.others.stopTitle')}>
      <h2>{say('asking.others.stopTitle')}</h2>
      <div className="row"><span className="grow">{say('asking.others.stop')}</span>
        <Button size="compact-xs" variant="default" onClick={() => giveAndTell({ type: 'answer_stop', holds: true })}>{say('asking.others.stopYes')}</Button>
        <Button size="compact-xs" variant="default" onClick={() => giveAndTell({ type: 'answer_stop', holds: false })}>{say('asking.others.stopNo')}</Button>
      </div>
    </section>
  )
}

/** With whom and until when: third party, development item, outage, delays, dates that were agreed; the other points and people of the ticket. */
export function Others() {
  const { say } = useWords()
  const times = useTimes()
  const { page: { ticket }, can, giveAndTell, openDialog } = useHub()
  const when = (wire: string) => times.moment(at(wire))
  const delay = ticket.delays.at(-1)
  const isBare = ticket.party === null && ticket.development === null && ticket.incident === null && delay === undefined && ticket.comesBack === null && ticket.helpAt === null
    && !ticket.leadCalled && ticket.rated === null && ticket.morePoints.length === 0 && ticket.people.length < 2
  if (isBare) return null
  return (
    <section aria-label={say('asking.others.title')}>
      <h2>{say('asking.others.title')}</h2>
      {ticket.leadCalled && <div>{say('asking.others.lead')}</div>}
      {ticket.party !== null && <div>{ticket.party.who}{ticket.party.request !== '' && <>, {say('asking.party.number', { request: ticket.party.request })}</>}</div>}
      {ticket.development !== null && <div className="row"><span className="grow"><Link to="/developments/$id" params={{ id: ticket.development.id }}>{say('asking.others.development', { title: ticket.development.title })}</Link></span>{can('unlink_development') && <button type="button" className="link" aria-label={say('asking.others.unlinkFrom')} onClick={() => giveAndTell({ type: 'unlink_development' })}>{say('asking.others.unlink')}</button>}</div>}
      {ticket.incident !== null && <div className="row"><span className="grow">{say('asking.others.incident', { number: ticket.incident.number })}</span>{can('detach_incident') && <button type="button" className="link" onClick={() => giveAndTell({ type: 'detach_incident' })}>{say('asking.others.detach')}</button>}</div>}
      {delay !== undefined && <div>{say('asking.others.delay', { reason: delayReason(delay, say) })}</div>}
      {ticket.helpAt !== null && <div>{say('asking.others.help', { at: when(ticket.helpAt) })}</div>}
      {ticket.comesBack !== null && ticket.comesBack.why !== 'help' && (
        <div className="row">
          <span className="grow">{ticket.comesBack.why === 'look_again' ? say('asking.party.back', { at: when(ticket.comesBack.on) }) : say('asking.others.returns', { at: when(ticket.comesBack.on), who: ticket.comesBack.staff?.name ?? say('tickets.timeline.to_queue') })}</span>
          {can('cancel_return') && <button type="button" className="link" onClick={() => giveAndTell({ type: 'cancel_return' })}>{say('asking.others.cancel')}</button>}
        </div>
      )}
      {ticket.morePoints.map(point => <div key={point.id} className="row"><span className="grow">{say('asking.others.morePoint', { name: point.name })}</span>{can('remove_point') && <button type="button" className="link" onClick={() => giveAndTell({ type: 'remove_point', point: point.id })} aria-label={say('asking.points.remove', { name: point.name })}>{say('asking.others.removePoint')}</button>}</div>)}
      {ticket.people.length > 1 && <div className="row"><span className="grow">{say('asking.others.people', { names: ticket.people.map(one => one.contact.name).join(', ') })}</span>{can('set_main_person') && <button type="button" className="link" aria-label={`${say('asking.others.change')}: ${say('asking.people.title')}`} onClick={() => openDialog({ name: 'people' })}>{say('asking.others.change')}</button>}</div>}
      {ticket.rated !== null && <div>{say('asking.others.rated', { stars: ticket.rated })}</div>}
    </section>
  )
}
