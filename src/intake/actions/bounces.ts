import { together, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Change } from '../../tickets/change.ts'
import type { Hall } from '../hall.ts'
import type { Inbound } from '../inbound.ts'
import { setAside } from '../store.ts'

/** A report that a letter of ours did not arrive. One that names no letter of ours is for people to look at. */
export async function receiveBounce(_hall: Hall, db: Db, event: Extract<Inbound, { kind: 'bounced' }>, now: Instant): Promise<readonly Change[]> {
  await together(db, [setAside(event.channelId, event.eventKey, 'bounce', now)])
  return []
}
