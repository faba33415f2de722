import type { Db } from '../lib/db.ts'
import type { Time } from '../lib/time.ts'
import type { TicketRoom } from '../tickets/actions.ts'
import type { Change } from '../tickets/change.ts'
import { tellNext } from './actions.ts'

/** Background: tells one message to the tickets that wait for a development item, one after another. */
export async function tellAll(work: { db: Db; time: Time; tickets: TicketRoom; announce: (changes: readonly Change[]) => void }, { telling }: { telling: string }): Promise<void> {
  for (;;) {
    const made = await tellNext(work.tickets, work.db, telling, work.time.now())
    if (made === null) return
    work.announce(made)
  }
}
