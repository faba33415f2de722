import { isPassing, together, tx, type Db, type Write } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { SendResult } from './outbound.ts'
import { movesTickets, verdict, type Verdict } from './retry.ts'
import { endParcel, lockParcel, noteReturn, notSeen, pauseConversation, requeue, takeForReader, takeUnseen, type Taken } from './store.ts'

/** How a parcel ended for good, as other rooms hear it, inside the transaction that stores it. */
export type Outcome =
  | { kind: 'delivered'; parcel: Taken; externalIds: readonly string[] }
  | { kind: 'not_delivered'; parcel: Taken; reason: string; unreachable: boolean }
  | { kind: 'unknown'; parcel: Taken }
  | { kind: 'moved'; parcel: Taken; to: string }

/** What other rooms do about an outcome: message ids, clocks, addresses. Writes join the statement that stores it. */
export type HearOutcome = (db: Db, outcome: Outcome, now: Instant) => Promise<readonly Write[]>

/**
 * Stores what came of one attempt and lets the other rooms hear it, in one transaction. Returns the verdict, so that the sender knows whether the
 * channel must stop. Throws only what the database throws.
 */
export async function settleAttempt(db: Db, parcel: Taken, result: SendResult, hear: HearOutcome, now: Instant): Promise<Verdict> {
  const next = verdict(result, parcel, now)
  const detail = result.ok ? (result.degraded ?? '') : result.detail
  const sent = result.ok || result.sent === undefined ? {} : { sent: result.sent }
  const work = async (inner: Db): Promise<void> => {
    switch (next.do) {
      case 'sent':
        return together(inner, [
          endParcel(parcel.id, 'sent', { externalIds: next.externalIds, detail }, now),
          ...await hear(inner, { kind: 'delivered', parcel, externalIds: next.externalIds }, now),
        ])
      case 'again':
        return together(inner, [
          requeue(parcel.id, next.at, { failure: next.failure, detail, mayBeDoubled: next.mayBeDoubled, ...sent }),
          ...(next.pauseUntil === null ? [] : [pauseConversation(parcel.conversationId, next.pauseUntil)]),
        ])
      case 'move':
        return together(inner, [
          requeue(parcel.id, null, { failure: 'moved', detail, ...sent }),
          ...await hear(inner, { kind: 'moved', parcel, to: next.to }, now),
        ])
      case 'fail':
        return together(inner, [
          endParcel(parcel.id, 'failed', { failure: next.failure, detail, ...(sent.sent === undefined ? {} : { externalIds: sent.sent }) }, now),
          ...await hear(inner, { kind: 'not_delivered', parcel, reason: next.failure, unreachable: next.unreachable }, now),
        ])
      case 'unknown':
        return together(inner, [
          endParcel(parcel.id, 'unknown', { failure: 'unknown', detail, mayBeDoubled: true }, now),
          ...await hear(inner, { kind: 'unknown', parcel }, now),
        ])
      case 'drop': return together(inner, [endParcel(parcel.id, 'failed', { failure: result.ok ? 'late' : result.class, detail }, now)])
      default: return never(next)
    }
  }
  // Most parcels arrive and move nothing: one statement, which is a transaction of its own.
  await (next.do === 'sent' && !movesTickets(parcel.purpose) ? work(db) : tx(db, work))
  return next
}

/**
 * A reader has fetched what waits in his conversation (a page that he opened): all of it has arrived, and is told so, in one transaction. Returns what it was;
 * nothing when somebody else is at it.
 */
export function settleRead(db: Db, conversationId: string, hear: HearOutcome, now: Instant): Promise<readonly Taken[]> {
  return tx(db, async inner => {
    const parcels = await takeForReader(inner, conversationId)
    for (const parcel of parcels) await settleAttempt(inner, parcel, { ok: true, externalIds: [parcel.id] }, hear, now)
    return parcels
  })
}

/**
 * Parcels that have waited for their reader since before `since` are given up: a person's words did not arrive, so that somebody calls; the rest ends without a
 * word and is shown when he looks after all. Returns them; at most `limit`.
 */
export function settleUnseen(db: Db, channelId: string, since: Instant, limit: number, hear: HearOutcome, now: Instant): Promise<readonly Taken[]> {
  return tx(db, async inner => {
    const parcels = await takeUnseen(inner, channelId, since, limit)
    for (const parcel of parcels) {
      if (movesTickets(parcel.purpose)) await settleAttempt(inner, parcel, { ok: false, class: 'undeliverable', reason: notSeen, detail: '' }, hear, now)
      else await together(inner, [endParcel(parcel.id, 'failed', { failure: notSeen, detail: '' }, now)])
    }
    return parcels
  })
}

/** What a report says of something that was out. `isFinal`: it did not and will not arrive. */
export type Return = { reason: string; detail: string; isFinal: boolean; unreachable: boolean }

/**
 * The channel had taken a parcel and reports later that it came back, or is late. One that came back was never delivered, and the other rooms hear it so; of one
 * that is late people see a word. Returns the parcel; null when there is nothing new. Joins the caller's transaction. Refuses `unavailable` while it is being sent.
 */
export async function settleReturn(db: Db, parcelId: string, { reason, detail, isFinal, unreachable }: Return, hear: HearOutcome, now: Instant): Promise<Taken | null> {
  const locked = await lockParcel(db, parcelId)
  if (locked === null) return null
  const { state, ...parcel } = locked
  // Its sender is about to store what came of it: the report is read after that.
  if (state === 'sending') throw new Refusal('unavailable')
  if (state === 'failed' || (!isFinal && state === 'queued')) return null
  await together(db, [
    noteReturn(parcel.id, isFinal || state === 'queued' ? 'failed' : state, { failure: reason, detail }, now),
    ...(isFinal ? await hear(db, { kind: 'not_delivered', parcel, reason, unreachable }, now) : []),
  ])
  return parcel
}

/** Runs `store` until the database takes it: an outcome that is known must not be lost because the server restarts. */
export async function storeSurely<T>(store: () => Promise<T>, stopped: () => boolean): Promise<T | null> {
  for (let tries = 0; ; tries++) {
    try {
      return await store()
    } catch (error) {
      if (!isPassing(error)) throw error
      if (stopped()) return null
      await new Promise(resolve => setTimeout(resolve, Math.min(2_000, 50 * 2 ** tries)))
    }
  }
}
