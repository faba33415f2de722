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
import { replay, struckIds, type TicketEvent } from '../ticket.ts'
import type { PageRow } from './store.ts'

/** The edition that a ticket is judged by. */
export type TicketEdition = { id: number; version: string; policy: Policy }

/** The page as the wire has it: the history replayed, its clocks folded at `now`. Pure. */
export function pageOf(row: PageRow, edition: TicketEdition, person: { id: string; role: Role }, startLinks: StartLinks, now: Instant): TicketPage {
  const { id, events, conversation, contact, point, names } = row
  const ticket = replay(events, id)
  const view = fold(signalsOf(events), edition.policy, now)
  const named = (personId: string | null) => (personId === null ? null : { id: personId, name: names[personId] ?? '' })
  const judging = new Set(view.toJudge)
  const written = conversation !== null && conversation.kind !== 'call' ? conversation : null
  return {
    ticket: {
      id, number: ticket.number, version: row.version, state: view.state, base: view.base, category: view.category, effect: ticket.effect, topic: ticket.topic,
      subject: ticket.subject, channel: ticket.channel, channelId: conversation?.channelId ?? null, owner: named(ticket.ownerId),
      edition: { id: edition.id, version: edition.version }, stopReported: ticket.stopReported, receivedAt: wireInstant(view.registeredAt),
      unansweredSince: wireInstantOrNull(ticket.unansweredSince), facts: ticket.facts,
      written: written === null ? null : { channelId: written.channelId, blockedAt: written.blockedAt },
      result: ticket.result === null ? null : { kind: ticket.result.kind, text: ticket.result.text, at: wireInstant(ticket.result.at) },
    },
    clocks: wireClocks(view),
    contact,
    point: point === null ? null : pointCardOf(point, startLinks),
    messages: row.messages.map(message => ({ ...message, toJudge: judging.has(message.id) })),
    timeline: timelineOf(events, names),
    callTasks: row.callTasks,
    alsoOpen: row.alsoOpen,
    may: mayGive({ ticket, view, events }, person),
  }
}

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
      data: { ...data, ...readable(event, names) }, struck: struck.has(id),
    }
  })
}

/** Instants of an event as the wire writes them, names beside the ids that it mentions. */
function readable(event: TicketEvent, names: Readonly<Record<string, string>>): Readonly<Record<string, string | null>> {
  switch (event.type) {
    case 'suspended': return { since: wireInstant(event.since) }
    case 'resumed': return { wasDue: wireInstantOrNull(event.wasDue) }
    case 'breached': case 'warned': return { due: wireInstant(event.due) }
    case 'reminded': return { before: wireInstant(event.before) }
    case 'assigned': return { ownerName: event.owner === null ? null : (names[event.owner] ?? null) }
    case 'registered': case 'point_set': return { pointName: event.pointId === null ? null : (names[event.pointId] ?? null) }
    default: return {}
  }
}
