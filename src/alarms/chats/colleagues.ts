import type { Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Met } from '../../contacts/meeting/actions.ts'
import type { Inbound } from '../../intake/inbound.ts'
import type { Change } from '../../tickets/change.ts'
import type { AlarmAct, AlarmSaying } from '../say.ts'

/** What the dialogue hands over when it meets a colleague. */
export type Colleagues = {
  /** `/start` in a linked chat, or by a one-time link; null: an ordinary customer. */
  started(db: Db, met: Met, event: Extract<Inbound, { kind: 'started' }>, now: Instant): Promise<AlarmSaying | null>
  /** A pressed button of an alarm; `toast` is shown over the chat. */
  act(db: Db, conversationId: string, act: AlarmAct, now: Instant): Promise<{ changes: readonly Change[]; toast: string }>
}

/** What a one-time link carries behind `/start`. */
const prefix = 's_'
export const linkPayload = (token: string): string => `${prefix}${token}`
export const tokenOf = (payload: string | null): string | null => (payload?.startsWith(prefix) === true ? payload.slice(prefix.length) : null)
