import { wireInstant, wireInstantOrNull } from '../../lib/wire.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Role } from '../../auth/permissions.ts'
import { pointCardOf, type StartLinks } from '../../contacts/links.ts'
import { fold } from '../../regulation/fold.ts'
import type { Policy } from '../../regulation/policy.ts'
import type { Clock, View } from '../../regulation/view.ts'
import type { Clocks, TicketPage } from '../api.ts'
import { signalsOf } from '../clocks.ts'
import { mayGive } from '../may.ts'
import { pausesOf, type Pause } from '../pauses.ts'
import { unansweredSince } from '../queue.ts'
import { plainSubject, suretyOf } from '../letters.ts'
import { replay, struckIds, subjectOf, type TicketEvent } from '../ticket.ts'
import type { LetterRow, PageRow } from './store.ts'

/** The edition that a ticket is judged by. */
export type TicketEdition = { id: number; version: string; policy: Policy }

/** The page as the wire has it: the history replayed, its clocks folded at `now`. Pure. */
export function pageOf(row: PageRow, edition: TicketEdition, person: { id: string; role: Role }, startLinks: StartLinks, now: Instant): TicketPage {
  const { id, events, conversation, contact, point, names } = row
  const ticket = replay(events, id)
  const view = fold(signalsOf(events), edition.policy, now)
  const named = (personId: string | null) => (personId === null ? null : { id: personId, name: names[personId] ?? '' })
  const judging = new Set(view.toJudge)
  const joined = joinedBy(events, names)
  const written = conversation !== null && conversation.kind !== 'call' ? conversation : null
  return {
    ticket: {
      id, number: ticket.number, version: row.version, state: view.state, base: view.base, category: view.category, effect: ticket.effect, topic: ticket.topic,
      subject: ticket.subject, channel: ticket.channel, channelId: conversation?.channelId ?? null, owner: named(ticket.ownerId),
      edition: { id: edition.id, version: edition.version }, stopReported: ticket.stopReported, receivedAt: wireInstant(view.registeredAt),
      unansweredSince: wireInstantOrNull(unansweredSince(ticket, view)), facts: ticket.facts,
      written: written === null ? null : { channelId: written.channelId, blockedAt: written.blockedAt },
      result: ticket.result === null ? null : { kind: ticket.result.kind, text: ticket.result.text, at: wireInstant(ticket.result.at) },
      disputes: ticket.disputes, leadCalled: ticket.leadCalled, rated: ticket.rated,
      asked: ticket.asked.map(item => ({ ...item, at: wireInstant(item.at) })), steps: ticket.steps.map(step => ({ ...step, at: wireInstant(step.at) })),
      answerBy: wireInstantOrNull(ticket.answerBy), procedure: ticket.procedure, preconditions: ticket.preconditions,
      deliverable: ticket.deliverable === null ? null : { fields: ticket.deliverable.fields, files: [...ticket.deliverable.files] },
      comesBack: ticket.comesBack === null ? null : { on: wireInstant(ticket.comesBack.on), why: ticket.comesBack.why, staff: named(ticket.comesBack.staff), note: ticket.comesBack.note },
      cameBackAt: wireInstantOrNull(ticket.cameBackAt), helpAt: wireInstantOrNull(ticket.helpAt), party: ticket.party, development: ticket.development, delays: [...ticket.delays],
      incident: ticket.incident, morePoints: ticket.morePoints.map(point => ({ id: point, name: names[point] ?? '' })),
      people: [
        ...(ticket.contactId === null ? [] : [{ contact: { id: ticket.contactId, name: names[ticket.contactId] ?? '' }, conversation: ticket.conversationId, main: true }]),
        ...ticket.people.map(one => ({ contact: { id: one.contactId, name: names[one.contactId] ?? '' }, conversation: one.conversationId, main: false })),
      ],
    },
    pauses: pausesOf(events, edition.policy, now).map(pause => wirePause(pause, names)),
    clocks: wireClocks(view),
    contact,
    point: point === null ? null : pointCardOf(point, startLinks),
    messages: row.messages.map(message => ({
      ...message, toJudge: judging.has(message.id), letter: message.letter === null ? null : wireLetter(message.letter, ticket.subject), joined: [...joined.get(message.id) ?? []],
    })),
    timeline: timelineOf(events, names),
    callTasks: row.callTasks,
    alsoOpen: row.alsoOpen,
    otherPhones: row.otherPhones,
    may: mayGive({ ticket, view, events }, person),
  }
}

/** The ticket's own name is not said again. */
const wireLetter = ({ subject, verdict, ...letter }: LetterRow, name: string): NonNullable<TicketPage['messages'][number]['letter']> => ({
  ...letter, surety: suretyOf(verdict), subject: subject === '' || subjectOf(plainSubject(subject)) === name ? null : subject,
})

/** Who takes part since which message. */
function joinedBy(events: readonly TicketEvent[], names: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const struck = struckIds(events)
  const found = new Map<string, string[]>()
  for (const event of events) {
    if (event.type === 'person_joined' && event.message !== undefined && !struck.has(event.id)) found.set(event.message, [...found.get(event.message) ?? [], names[event.contactId] ?? ''])
  }
  return found
}

const wirePause = ({ asked, items, since, boundary, suspendedAt, endedAt, endedBy, reason, paused }: Pause, names: Readonly<Record<string, string>>): TicketPage['pauses'][number] => ({
  asked: { at: wireInstant(asked.at), by: asked.by.id === null ? null : (names[asked.by.id] ?? null), delivered: asked.delivered, deliveredAt: wireInstantOrNull(asked.deliveredAt) },
  items: [...items], since: wireInstant(since), boundary: wireInstant(boundary), suspendedAt: wireInstantOrNull(suspendedAt), endedAt: wireInstantOrNull(endedAt), endedBy, reason, paused,
})

const wireClock = (clock: Clock): Clocks['triage'] => ({
  startedAt: wireInstant(clock.startedAt), dueAt: wireInstantOrNull(clock.dueAt), endedAt: wireInstantOrNull(clock.endedAt),
  breachedAt: wireInstantOrNull(clock.breachedAt), elapsed: clock.elapsed, remaining: clock.remaining, running: clock.running, stoppedBy: clock.stoppedBy,
})
const wireClockOrNull = (clock: Clock | null): Clocks['reaction'] => (clock === null ? null : wireClock(clock))

/** The clocks' view in the forms of the wire. */
export function wireClocks(view: View): Clocks {
  return {
    cycle: view.cycle, state: view.state, base: view.base, category: view.category, registeredAt: wireInstant(view.registeredAt), workFrom: wireInstant(view.workFrom),
    triage: wireClock(view.triage), reaction: wireClockOrNull(view.reaction), result: wireClockOrNull(view.result),
    silence: view.silence === null ? null : { since: wireInstant(view.silence.since), boundary: wireInstant(view.silence.boundary) },
    suspendedAt: wireInstantOrNull(view.suspendedAt), autoConfirmAt: wireInstantOrNull(view.autoConfirmAt), toJudge: [...view.toJudge],
    resolvedAt: wireInstantOrNull(view.resolvedAt), resolvedHow: view.resolvedHow, closedAt: wireInstantOrNull(view.closedAt),
    history: view.history.map(({ clock, due, from, cause }) => ({ clock, due: wireInstantOrNull(due), from: wireInstant(from), cause })),
    nextWakeAt: wireInstantOrNull(view.nextWakeAt),
  }
}

/** The history, newest last. */
export function timelineOf(events: readonly TicketEvent[], names: Readonly<Record<string, string>>): TicketPage['timeline'] {
  const struck = struckIds(events)
  return events.map(event => {
    const { id, seq, type, at, recordedAt: _recordedAt, actor, ...data } = event
    return {
      id, seq, type, at: wireInstant(at), actor: { kind: actor.kind, id: actor.id, name: actor.id === null ? null : (names[actor.id] ?? null) },
      data: { ...data, ...readable(event, events, names) }, struck: struck.has(id),
    }
  })
}

/** Instants of an event as the wire writes them, names beside the ids that it mentions. */
function readable(event: TicketEvent, all: readonly TicketEvent[], names: Readonly<Record<string, string>>): Readonly<Record<string, string | null>> {
  switch (event.type) {
    case 'suspended': return { since: wireInstant(event.since) }
    case 'resumed': return { wasDue: wireInstantOrNull(event.wasDue) }
    case 'breached': case 'warned': return { due: wireInstant(event.due) }
    case 'reminded': return { before: wireInstant(event.before) }
    case 'assigned': return { ownerName: event.owner === null ? null : (names[event.owner] ?? null) }
    case 'answered': case 'call_held': return event.until === undefined || event.until === null ? {} : { until: wireInstant(event.until) }
    case 'item_ticked': case 'item_waived': return { itemText: textOf(all, event.item) }
    case 'step_marked': return { stepText: textOf(all, event.step) }
    case 'wait_agreed': return { until: wireInstant(event.until) }
    case 'help_scheduled': return { helpAt: wireInstant(event.helpAt) }
    case 'return_set': return { on: wireInstant(event.on), staffName: event.staff === null ? null : (names[event.staff] ?? null) }
    case 'came_back': return { staffName: event.staff === null ? null : (names[event.staff] ?? null) }
    case 'due_revised': return { due: wireInstant(event.due) }
    case 'handed_to_shift': return { toName: event.to === null ? null : (names[event.to] ?? null) }
    case 'incident_told': return { signedByName: names[event.signedBy] ?? null }
    case 'person_joined': case 'person_left': case 'main_person_set': return { contactName: names[event.contactId] ?? null }
    case 'point_added': case 'point_removed': return { pointName: names[event.pointId] ?? null }
    case 'registered': case 'point_set': return { pointName: event.pointId === null ? null : (names[event.pointId] ?? null) }
    default: return {}
  }
}

/** The words of an item or a step, by its id. */
function textOf(events: readonly TicketEvent[], id: string): string | null {
  for (const event of events) {
    const found = event.type === 'asked' ? event.items.find(item => item.id === id) : event.type === 'steps_given' ? event.steps.find(step => step.id === id) : undefined
    if (found !== undefined) return found.text
  }
  return null
}
