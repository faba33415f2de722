import type { Instant } from '../lib/instant.ts'
import type { OpenCalendar } from '../regulation/calendar.ts'
import type { Change } from '../tickets/change.ts'
import { hasEnded } from '../tickets/decide/situation.ts'
import type { Ticket, TicketEvent } from '../tickets/ticket.ts'
import { urgentKinds, type About, type AlarmKind, type Ending, type NewAlarm } from './alarm.ts'
import type { AlarmValues } from './values.ts'

/** The part of a change that alarms look at. */
export type Happened = Pick<Change, 'id' | 'before' | 'after' | 'events' | 'now'>
export type Consequence = { raised: readonly NewAlarm[]; ended: readonly Ending[] }

const ofTicket: readonly AlarmKind[] = [...urgentKinds, 'second_dispute', 'lead_called', 'came_back', 'triage']
const forLead: readonly AlarmKind[] = ['second_dispute', 'lead_called']

/** Which alarms a change of a ticket raises and ends (R-3.1.2, S-6). Pure: events in their order, a later one ends what an earlier one raised. */
export function alarmsOf(happened: Happened, values: AlarmValues, service: OpenCalendar): Consequence {
  const { before, after: { ticket, view }, events } = happened
  let raised: NewAlarm[] = []
  const ended: Ending[] = []
  let owner = before?.ticket.ownerId ?? null
  for (const event of events) {
    for (const ending of endingsBy(event, owner, happened)) {
      ended.push(ending)
      raised = raised.filter(alarm => !ending.kinds.includes(alarm.kind))
    }
    owner = ownerAfter(owner, event)
    const alarm = raisedBy(event, owner, happened, values, service)
    if (alarm !== null) raised.push(...alarm)
  }
  if (hasEnded(view)) return { raised: [], ended: [...ended, { kinds: ofTicket, reason: 'closed', by: actorOf(events.at(-1)) }] }
  // Two urgent ones of one change are one: the first says enough.
  const urgent = raised.find(alarm => (urgentKinds as readonly AlarmKind[]).includes(alarm.kind))
  raised = raised.filter(alarm => alarm === urgent || !(urgentKinds as readonly AlarmKind[]).includes(alarm.kind))
  if (before?.ticket.cameBackAt !== null && before !== null && ticket.cameBackAt === null) ended.push({ kinds: ['came_back'], reason: 'seen', by: actorOf(events.at(-1)) })
  return { raised, ended }
}

const actorOf = (event: TicketEvent | undefined): string | null => (event?.actor.kind === 'staff' ? event.actor.id : null)

function ownerAfter(owner: string | null, event: TicketEvent): string | null {
  switch (event.type) {
    case 'taken': return event.actor.id
    case 'assigned': return event.owner
    case 'came_back': return event.staff ?? owner
    case 'handed_to_shift': return event.to
    default: return owner
  }
}

/** `owner`: before the event. */
function endingsBy(event: TicketEvent, owner: string | null, { after: { ticket } }: Happened): Ending[] {
  const by = actorOf(event)
  switch (event.type) {
    case 'taken': return [{ kinds: [...urgentKinds, ...forLead], reason: 'taken', by }]
    // The machine hands tickets out by load: nobody has said yet that he looks at it.
    case 'assigned': return event.owner !== null && by !== null ? [{ kinds: [...urgentKinds, ...forLead], reason: 'taken', by: event.owner }] : []
    case 'answered': case 'call_held': {
      const reason = event.type === 'answered' ? 'answered' : 'called'
      // The one whose result is disputed does not answer for the lead.
      return [{ kinds: by === owner ? urgentKinds : [...urgentKinds, ...forLead], reason, by }]
    }
    case 'incident_told': case 'attached_to_incident': return [{ kinds: urgentKinds, reason: 'incident', by }]
    case 'result_reported': return [{ kinds: [...urgentKinds, ...forLead], reason: 'result', by }]
    case 'triaged': return [{ kinds: ['triage'], reason: 'triaged', by }, ...(event.category === 1 ? [] : [{ kinds: urgentKinds, reason: 'triaged', by } satisfies Ending])]
    case 'recategorised': return event.category === 1 ? [] : [{ kinds: urgentKinds, reason: 'triaged', by }]
    case 'stop_answered': return event.holds || ticket.category === 1 ? [] : [{ kinds: ['stop'], reason: 'works_again', by }]
    default: return []
  }
}

/** `owner`: after the event. */
function raisedBy(event: TicketEvent, owner: string | null, { id, after: { ticket, view } }: Happened, values: AlarmValues, service: OpenCalendar): NewAlarm[] | null {
  const alarm = (kind: AlarmKind, about: About = {}, more: Partial<NewAlarm> = {}): NewAlarm =>
    ({ kind, ticketId: id, cycle: view.cycle, occasion: event.id, about, raisedAt: event.at, lookAt: event.recordedAt, ...more })
  const untriaged = ticket.category === null
  switch (event.type) {
    case 'registered': case 'reopened': return [
      ...(untriaged && view.triage.dueAt !== null ? [alarm('triage', { due: view.triage.dueAt }, { lookAt: Math.max(event.recordedAt, service.back(view.triage.dueAt, values.triageLeft)) })] : []),
      ...(ticket.stopReported && untriaged ? [alarm('stop')] : []),
    ]
    case 'work_stopped': return ticket.category === 1 ? null : [alarm('stop')]
    case 'stop_answered': return event.holds && untriaged ? [alarm('stop')] : null
    case 'detached_from_incident': return ticket.category === 1 ? [alarm('critical')] : ticket.stopReported && untriaged ? [alarm('stop')] : null
    // Whoever sees to it himself need not be told. What is rated by the outage it is of is worked on with that.
    case 'triaged': case 'recategorised': return event.actor.kind === 'machine' && ticket.incident !== null ? null : event.category === 1 && !(owner !== null && owner === event.actor.id) ? [alarm('critical')] : null
    case 'disputed': return disputed(ticket, alarm)
    case 'judged': return event.as === 'dispute' ? disputed(ticket, alarm) : null
    case 'lead_called': return [alarm('lead_called')]
    case 'came_back': return [alarm('came_back', { staff: owner, why: event.why })]
    // What nobody has triaged is told as a group.
    case 'warned': return event.clock === 'triage' ? null : [alarm('warning', { clock: event.clock, due: event.due }, { occasion: event.key, lookAt: gathered(ticket, event) })]
    case 'breached': return event.clock === 'triage' ? null : [alarm('warning', { clock: event.clock, due: event.due, breached: true }, { occasion: `breached ${event.clock} ${event.due}`, lookAt: gathered(ticket, event) })]
    default: return null
  }
}

/** Warnings of a minute are one message; those of category 1 do not wait for others. */
const gatherWarnings = 60_000
const gathered = ({ category }: Ticket, event: TicketEvent): Instant => (category === 1 ? event.recordedAt : event.recordedAt + gatherWarnings)

/** S-6: a disputed category 1 alarms as fresh; a second dispute goes to the lead, at once. */
function disputed({ category, disputes }: Ticket, alarm: (kind: AlarmKind, about?: About) => NewAlarm): NewAlarm[] | null {
  const again = disputes >= 2
  if (category === 1) return [alarm('disputed', again ? { lead: true } : {})]
  return again ? [alarm('second_dispute')] : null
}
