import { isPassing, type Db } from '../lib/db.ts'
import { startLoop, type Loop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import { settleAttempt, storeSurely, type HearOutcome } from './actions.ts'
import type { Outgoing, ParcelAbout, SendResult } from './outbound.ts'
import { nextDue, parcelOf, takeAbandoned, takeHeads, type Taken } from './store.ts'

/** What delivery needs of a channel: exactly one attempt, and whether what has gone out can be changed. */
export type Sender = { can: { editOutgoing: boolean }; send(to: string, what: Outgoing, open: (fileId: string) => AsyncIterable<Uint8Array>, about: ParcelAbout): Promise<SendResult> }

export type DeliveryWork = {
  db: Db
  time: Time
  /** Channels that are open in this process now; parcels of others wait for a process where they are. */
  channels: () => readonly string[]
  sender: (channelId: string) => Sender | null
  open: (fileId: string) => AsyncIterable<Uint8Array>
  hear: HearOutcome
  /** This process's sign of life (`lib/alive.ts`), and whether another's still shows. */
  key: number
  living: (key: number) => Promise<boolean>
  /** Called after an outcome is committed. */
  after: (parcel: Taken) => void
  onTrouble: (error: unknown, parcel?: Taken) => void
}

/** Prefix of an edit's target that names the parcel instead of the channel's own id. */
const byOutbox = 'outbox:'
/** Conversations that are written to at the same time. */
const atOnce = 16
const rest = 1_000
/** Each parcel that has flown nudges, and each change of a ticket. */
const gather = 5
/** Real milliseconds between two looks for parcels of the dead. */
const mournEvery = 1_000

/**
 * The sender. Takes the first parcel of up to `atOnce` conversations, sends each once, stores what came of it. Several processes may run it: a conversation
 * has one sender at a time. Parcels of a process that died while sending count as `unknown`.
 */
export function startDelivery(work: DeliveryWork): Loop {
  const flying = new Map<string, Promise<void>>()
  let stopping = false
  let mournAt = 0

  const fly = async (parcel: Taken): Promise<void> => {
    const sender = work.sender(parcel.channelId)
    const result: SendResult = sender === null
      ? { ok: false, class: 'temporary', detail: `channel ${parcel.channelId} is not open` }
      : await attempt(sender, parcel, work)
    await storeSurely(() => settleAttempt(work.db, parcel, result, work.hear, work.time.now()), () => stopping)
    work.after(parcel)
  }

  /** Nobody knows how far it got. A parcel whose outcome cannot be stored must not hold up the others. */
  const settleAbandoned = async (parcel: Taken): Promise<void> => {
    try {
      await settleAttempt(work.db, parcel, { ok: false, class: 'unknown', detail: 'the sending process ended' }, work.hear, work.time.now())
      work.after(parcel)
    } catch (error) {
      if (isPassing(error)) throw error
      work.onTrouble(error, parcel)
    }
  }

  const loop = startLoop({
    time: work.time, rest, gather, onTrouble: error => work.onTrouble(error),
    round: async () => {
      if (performance.now() >= mournAt) {
        for (const parcel of await takeAbandoned(work.db, { sender: work.key, inHand: [...flying.keys()] }, work.living)) await settleAbandoned(parcel)
        mournAt = performance.now() + mournEvery
      }
      const room = atOnce - flying.size
      // Every hand is full: the first that is free looks again.
      if (room === 0) return { again: false }
      const heads = await takeHeads(work.db, work.key, work.channels(), work.time.now(), room)
      for (const parcel of heads) {
        flying.set(parcel.id, fly(parcel).catch(error => work.onTrouble(error, parcel)).finally(() => {
          flying.delete(parcel.id)
          loop.nudge()
        }))
      }
      return { again: false, wakeAt: heads.length > 0 ? null : await nextDue(work.db, work.channels(), work.time.now()) }
    },
  })

  return {
    nudge: loop.nudge,
    stop: async () => {
      stopping = true
      await loop.stop()
      await Promise.allSettled(flying.values())
    },
  }
}

async function attempt(sender: Sender, parcel: Taken, work: DeliveryWork): Promise<SendResult> {
  const { id, conversationId, ticketId, ticketNumber, messageId, purpose, tries } = parcel
  // Where nothing can be changed that has gone out, an edit says nothing new: what people have to hear has parcels of its own.
  if (parcel.payload.kind === 'edit' && !sender.can.editOutgoing) return { ok: true, externalIds: [] }
  try {
    return await sender.send(parcel.to, await aimed(parcel.payload, work.db), work.open, { parcelId: id, conversationId, ticketId, ticketNumber, messageId, purpose, first: tries <= 1 })
  } catch (error) {
    // A channel answers with a result; what it throws is a bug of ours, and nobody knows how far it got.
    work.onTrouble(error, parcel)
    return { ok: false, class: 'unknown', detail: 'the channel failed inside' }
  }
}

/**
 * An edit may aim at what an earlier parcel of the conversation sent (`outbox:<id>`): by now that parcel has ended. When that was an edit whose outcome nobody
 * knows, its own target still stands. Where nothing can be edited, the content goes out as a quiet message of its own, so that it is not lost.
 */
async function aimed(payload: Outgoing, db: Db): Promise<Outgoing> {
  if (payload.kind !== 'edit') return payload
  let { target } = payload
  while (target.startsWith(byOutbox)) {
    const parcel = await parcelOf(db, target.slice(byOutbox.length))
    const next = parcel?.externalIds.at(-1) ?? (parcel?.failure === 'target_gone' ? null : parcel?.editOf ?? null)
    if (next === null) {
      const { kind: _, target: __, ...content } = payload
      return { kind: 'send', silent: true, ...content }
    }
    target = next
  }
  return { ...payload, target }
}
