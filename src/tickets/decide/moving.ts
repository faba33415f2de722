import type { Command } from '../commands.ts'
import { struckIds, type TicketEvent, type TicketFact } from '../ticket.ts'
import type { Decision, Situation } from './situation.ts'
import { hasEnded } from './situation.ts'

/**
 * A message that stood here by mistake goes to the ticket `to` (pain 6). Whatever it did here is struck, so that the clocks go as if it had never come; a
 * pause that it ended is told anew, since its customer read that work goes on. A ticket that began with it and where nothing else was said is closed
 * without a word: he knows its number, and what he answers to it finds the message (`candidate` in `intake/store.ts`).
 */
export function moveOut(situation: Situation, { message, to }: Command & { type: 'move_out' }): Decision {
  const struck = struckIds(situation.events)
  const standing = situation.events.filter(event => !struck.has(event.id))
  const done = standing.filter(event => isOf(event, message, standing))
  const left = standing.filter(event => !done.includes(event))
  const began = left.find(event => event.type === 'registered')
  const closes = began?.type === 'registered' && began.message === message && !hasEnded(situation.view) && !left.some(isSaid)
  return [
    { type: 'message_moved_out', message, to },
    ...done.map((event): TicketFact => ({ type: 'struck', event: event.id, reason: 'moved' })),
    ...(closes ? [{ type: 'closed_as_moved', to } as const] : []),
  ]
}

/** It stands here from now on; what it says is heard as a message (`hear`). A ticket that was closed because it had gone is open again. */
export function moveIn({ events, view }: Situation, { message, from }: Command & { type: 'move_in' }): Decision {
  const struck = struckIds(events)
  const closed = hasEnded(view) ? events.findLast(event => event.type === 'closed_as_moved' && !struck.has(event.id)) : undefined
  const isBack = events.some(event => event.type === 'registered' && event.message === message)
  return [{ type: 'message_moved_in', message, from }, ...(closed === undefined || !isBack ? [] : [{ type: 'struck', event: closed.id, reason: 'moved_back' } as const])]
}

/** Did this event come about by the message? What was written down in one breath with it did. */
function isOf(event: TicketEvent, message: string, standing: readonly TicketEvent[]): boolean {
  switch (event.type) {
    case 'customer_wrote': case 'customer_edited': case 'item_ticked': case 'disputed': case 'reopened': case 'judged': case 'person_joined': return event.message === message
    case 'resumed': return breathOf(event, message, standing)
    case 'assigned': return event.why === 'off_shift' && breathOf(event, message, standing)
    case 'suspended': {
      // The pause that it ended, if it ended one.
      const resumed = standing.find(one => one.type === 'resumed' && breathOf(one, message, standing))
      return resumed !== undefined && standing.findLast(one => one.type === 'suspended' && one.seq < resumed.seq) === event
    }
    default: return false
  }
}

/** Written down by the change that heard the message. */
function breathOf(event: TicketEvent, message: string, standing: readonly TicketEvent[]): boolean {
  const heard = standing.find(one => one.type === 'customer_wrote' && one.message === message)
  if (heard === undefined || event.at !== heard.at || event.recordedAt !== heard.recordedAt) return false
  return event.type === 'resumed' ? event.seq === heard.seq - 1 : event.seq > heard.seq && standing.every(one => one.seq <= heard.seq || one.seq >= event.seq || one.type === 'item_ticked')
}

/** Somebody outside or a person of the desk has said something here that has its own meaning. */
const isSaid = (event: TicketEvent): boolean => {
  switch (event.type) {
    case 'customer_wrote': case 'customer_asked_call': case 'work_stopped': case 'disputed': case 'confirmed': case 'answered': case 'call_held': case 'result_reported': case 'incident_told': return true
    default: return false
  }
}
