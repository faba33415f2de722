import type { TicketFact } from '../ticket.ts'
import type { Situation } from './situation.ts'

/** whatever ends a suspension is told with the old and the new due. */
export function resumes(situation: Situation, ends: boolean): readonly TicketFact[] {
  if (!ends || situation.view.state !== 'suspended') return []
  const promised = situation.view.history.filter(line => line.clock === 'result' && line.due !== null).at(-1)
  return [{ type: 'resumed', wasDue: promised?.due ?? null }]
}
