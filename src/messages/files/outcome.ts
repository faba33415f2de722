import type { SendFailure } from '../../delivery/outbound.ts'
import { hour, second, type Instant } from '../../lib/instant.ts'
import { never } from '../../lib/never.ts'

/** How one attempt to get the bytes of an attachment can fail: the classes of a channel, or the file is not there any more. */
export type FetchFailure = SendFailure | { class: 'gone' }

export type Verdict = { state: 'too_large' | 'gone' | 'failed' } | { again: Instant; tries: number }

/** After so many attempts that failed of themselves the file is given up. */
const mostTries = 10
const longestWait = hour

/** What follows from a failed attempt; `tries`: attempts so far, this one included. Pure. */
export function verdictOf(failure: FetchFailure, tries: number, now: Instant): Verdict {
  switch (failure.class) {
    // The channel said when; waiting as told is no failed attempt.
    case 'retry_after': return { again: now + failure.seconds * second, tries: tries - 1 }
    case 'too_large': return { state: 'too_large' }
    case 'gone': case 'target_gone': return { state: 'gone' }
    // Bad rights are mended by people, often within hours: the file is worth waiting for.
    case 'temporary': case 'unknown': case 'auth':
      return tries >= mostTries ? { state: 'failed' } : { again: now + Math.min(longestWait, 5 * second * 3 ** (tries - 1)), tries }
    case 'undeliverable': case 'moved': case 'invalid_content': case 'rejected': case 'held': return { state: 'failed' }
    default: return never(failure)
  }
}
