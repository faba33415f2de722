import type { Who } from '../../auth/who.ts'
import type { Db } from '../../lib/db.ts'
import type { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Time } from '../../lib/time.ts'
import { wireInstant } from '../../lib/wire.ts'
import type { Policy } from '../../regulation/policy.ts'
import type { TicketRoom } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import { shifts as english } from '../../words/en/shifts.ts'
import { shifts as russian } from '../../words/ru/shifts.ts'
import type { Span } from '../roster.ts'

export type ShiftsHouse = {
  db: Db
  time: Time
  tickets: TicketRoom
  announce: (changes: readonly Change[]) => void
  editions: { inForce(at: Instant): Promise<{ policy: Policy }> }
  /** A refusal in the words of whoever asked. */
  tell: (refusal: Refusal, language: Who['language']) => { message: string }
}

export const policyAt = async ({ editions, time }: Pick<ShiftsHouse, 'editions' | 'time'>): Promise<Policy> => (await editions.inForce(time.now())).policy

export const wordsIn = (language: Who['language']): typeof russian => (language === 'ru' ? russian : english)
export const wireSpan = ({ from, to }: Span) => ({ from: wireInstant(from), to: wireInstant(to) })
