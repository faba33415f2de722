import { hour, minute, second, type Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { SendResult } from './outbound.ts'

/**
 * What a parcel is for decides what may be repeated (channels.md 2.3): no messenger has an idempotency key, so an unknown outcome of a notice is left
 * alone, a person's words and the receipt with the number are sent once more and marked.
 */
export const purposes = ['receipt', 'notice', 'reply', 'card', 'dialogue', 'ack'] as const
export type Purpose = (typeof purposes)[number]

/** The clocks wait for a person's words only; a notice that arrived moves nothing. */
export const movesTickets = (purpose: Purpose): boolean => purpose === 'reply'

export type Verdict =
  | { do: 'sent'; externalIds: readonly string[] }
  | { do: 'again'; at: Instant | null; pauseUntil: Instant | null; failure: string; mayBeDoubled: boolean }
  | { do: 'move'; to: string }
  | { do: 'fail'; failure: string; unreachable: boolean; stopChannel: boolean }
  | { do: 'unknown' }
  | { do: 'drop' }

const giveUpAfter = 24 * hour
const mostWaits = 20

/** Pure: one attempt has ended; what next? `tries` counts it. */
export function verdict(result: SendResult, parcel: { purpose: Purpose; tries: number; createdAt: Instant; mayBeDoubled: boolean; moved?: boolean }, now: Instant): Verdict {
  if (result.ok) return { do: 'sent', externalIds: result.externalIds }
  // A press is answered inside the channel's time or not at all; nothing hangs on it.
  if (parcel.purpose === 'ack' && result.class !== 'retry_after') return { do: 'drop' }
  switch (result.class) {
    case 'retry_after': {
      // Asked to wait again and again for a day: it is no wait any more.
      if (now - parcel.createdAt >= giveUpAfter && parcel.tries > mostWaits) return { do: 'fail', failure: result.class, unreachable: false, stopChannel: false }
      const until = now + result.seconds * second
      return parcel.purpose === 'ack' ? { do: 'drop' } : { do: 'again', at: until, pauseUntil: until, failure: result.class, mayBeDoubled: false }
    }
    case 'temporary':
      return now - parcel.createdAt >= giveUpAfter
        ? { do: 'fail', failure: result.class, unreachable: false, stopChannel: false }
        : { do: 'again', at: now + delayAfter(parcel.tries), pauseUntil: null, failure: result.class, mayBeDoubled: false }
    case 'unknown':
      return repeatsUnknown(parcel.purpose) && !parcel.mayBeDoubled
        ? { do: 'again', at: now + 2 * second, pauseUntil: null, failure: result.class, mayBeDoubled: true }
        : { do: 'unknown' }
    case 'moved': return parcel.moved === true ? { do: 'fail', failure: result.class, unreachable: false, stopChannel: false } : { do: 'move', to: result.to }
    case 'undeliverable': return { do: 'fail', failure: result.reason, unreachable: true, stopChannel: false }
    case 'auth':
      // The token may be put right: the parcel waits with the channel, for a day.
      return now - parcel.createdAt >= giveUpAfter
        ? { do: 'fail', failure: result.class, unreachable: false, stopChannel: true }
        : { do: 'again', at: now + minute, pauseUntil: null, failure: result.class, mayBeDoubled: false }
    case 'held': return { do: 'fail', failure: result.reason, unreachable: false, stopChannel: false }
    case 'target_gone': case 'invalid_content': case 'too_large': case 'rejected': return { do: 'fail', failure: result.class, unreachable: false, stopChannel: false }
    default: return never(result)
  }
}

/** The receipt with the number, and what a person wrote: once more. */
export const repeatsUnknown = (purpose: Purpose): boolean => purpose === 'receipt' || purpose === 'reply'

/** 2 s, 4 s, 8 s ... up to 5 min. */
export const delayAfter = (tries: number): number => Math.min(5 * minute, second * 2 ** Math.min(tries, 10))
