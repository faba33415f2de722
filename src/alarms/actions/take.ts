import { tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { may } from '../../auth/permissions.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { isUrgent, type AlarmKind, type EndReason } from '../alarm.ts'
import type { AlarmRoom } from '../room.ts'
import { endAlarm, readAlarm, type Person } from '../store.ts'

/** How a wish of a colleague ended. `by`: who was first. */
export type Taking = { outcome: 'taken' | 'seen'; changes: readonly Change[] } | { outcome: 'over'; changes: readonly Change[]; by: string | null; reason: EndReason }

/**
 * `Беру`: the ticket becomes his, also if a colleague owns it who has not heard the alarm. Whoever comes after the end is told who was first. An alarm about
 * no ticket is only seen. Throws `not_found`, `forbidden`, `ticket_ended`.
 */
export async function takeAlarm(room: Pick<AlarmRoom, 'tickets'>, db: Db, id: string, who: { id: string; role: Person['role'] }, now: Instant): Promise<Taking> {
  if (!may(who.role, 'ticket.work')) throw new Refusal('forbidden')
  return tx(db, async inner => {
    const alarm = await readAlarm(inner, id)
    if (alarm === null) throw new Refusal('not_found')
    if (alarm.endedAt !== null) return over(alarm)
    if (alarm.ticketId === null) return { outcome: await endAlarm(inner, id, 'seen', who.id, now) ? 'seen' : 'taken', changes: [] }
    const context = { now, actor: { kind: 'staff' as const, id: who.id } }
    let made: Change
    try {
      made = await change(room.tickets, inner, alarm.ticketId, { type: 'take' }, context)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'already_owned') throw error
      // Under the ticket's lock now: was it somebody who pressed a moment earlier?
      const again = await readAlarm(inner, id)
      if (again !== null && again.endedAt !== null) return over(again)
      made = await change(room.tickets, inner, alarm.ticketId, { type: 'assign', owner: who.id }, context)
    }
    // His already: the ticket has nothing new to say, the alarm has.
    await endAlarm(inner, id, 'taken', who.id, now)
    return { outcome: 'taken', changes: [made] }
  })
}

/** What is said to leads is for a lead to put aside. */
const forLeads: readonly AlarmKind[] = ['second_dispute', 'lead_called', 'incident', 'channel']

/** `Вижу`: nothing to run for any more. What burns ends with `Беру` only. Throws `not_found`, `forbidden`. */
export async function ackAlarm(db: Db, id: string, who: { id: string; role: Person['role'] }, now: Instant): Promise<Taking> {
  return tx(db, async inner => {
    const alarm = await readAlarm(inner, id)
    if (alarm === null) throw new Refusal('not_found')
    if (alarm.endedAt === null && (isUrgent(alarm.kind) || (forLeads.includes(alarm.kind) && who.role === 'specialist'))) throw new Refusal('forbidden')
    if (await endAlarm(inner, id, 'seen', who.id, now)) return { outcome: 'seen', changes: [] }
    const ended = await readAlarm(inner, id)
    return over(ended ?? alarm)
  })
}

const over = ({ endedByName, endReason }: { endedByName: string | null; endReason: EndReason | null }): Taking => ({ outcome: 'over', changes: [], by: endedByName, reason: endReason ?? 'closed' })
