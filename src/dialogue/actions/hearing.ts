import { pointsAround } from '../../contacts/meeting/store.ts'
import type { Db } from '../../lib/db.ts'
import type { Met } from '../../contacts/meeting/actions.ts'
import type { Told } from '../../intake/inbound.ts'
import { phoneIn, pointIn } from '../hearing.ts'
import type { DialogueRoom } from '../room.ts'

/** Points of a person's companies that a letter may name. */
const mostPoints = 500

/** R-6.1.2-3 read out of a message, where all was asked for at once and is answered in one's own words. Undefined: nothing is told, or the bot asks step by step. */
export async function toldIn(room: DialogueRoom, db: Db, { contact, isNew }: Met, { channelId, text }: { channelId: string; text: string }): Promise<Told | undefined> {
  if (room.manner(channelId).asks === 'step') return undefined
  const phone = phoneIn(text)
  // Nobody knows yet where a newcomer belongs.
  const point = isNew ? null : pointIn(text, await pointsAround(db, contact.id, mostPoints))
  if (phone === null && point === null) return undefined
  return { point: point === null ? null : { id: point, source: 'chosen' }, happening: null, ...(phone === null ? {} : { phone }) }
}
