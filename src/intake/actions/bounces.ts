import { setReachable } from '../../contacts/meeting/store.ts'
import { settleReturn } from '../../delivery/actions.ts'
import { together, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { hearDelivery } from '../../messages/actions.ts'
import { change } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import type { Hall } from '../hall.ts'
import type { Inbound } from '../inbound.ts'
import { returnOf } from '../returned.ts'
import { copyOf, parcelOfLetters, setAside } from '../store.ts'

/**
 * A report that a letter of ours did not arrive, or is late. The message shows it; one that came back was never delivered: its address is marked and the ticket
 * goes back to a person. It is no word of the customer: nothing is opened, resumed or reopened by it. One that names no letter of ours is for people to look at.
 */
export async function receiveBounce(hall: Hall, db: Db, event: Extract<Inbound, { kind: 'bounced' }>, now: Instant): Promise<readonly Change[]> {
  const sent = await parcelOfLetters(db, event.ids)
  if (sent === null) {
    await together(db, [setAside(event.channelId, event.eventKey, 'bounce', now)])
    return []
  }
  const found = returnOf(event)
  const changes: Change[] = []
  // A letter with copies: what came back is the copy of somebody else, and whom it was written to has it. Of any other address a report proves nothing.
  const other = event.address === null || event.address === sent.address ? null : await copyOf(db, sent.parcelId, event.channelId, event.address)
  if (other !== null && found.isFinal && found.unreachable) await setReachable(db, other, { at: now, reason: found.reason })
  const parcel = await settleReturn(db, sent.parcelId, other === null ? found : { ...found, reason: 'copy_returned', isFinal: false, unreachable: false }, hearDelivery(hall.tickets, made => changes.push(made)), now)
  // A word on the message alone: the ticket is looked at once more, so that open pages show it.
  if (parcel !== null && parcel.ticketId !== null && changes.length === 0) changes.push(await change(hall.tickets, db, parcel.ticketId, { type: 'wake' }, { now, actor: { kind: 'machine', id: null } }))
  return changes
}
