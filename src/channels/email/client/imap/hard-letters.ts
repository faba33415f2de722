import { minute, type Instant, type Millis } from '../../../../lib/instant.ts'

/**
 * Letters that cannot be fetched just now. One of them must never hold up the others: after a few sessions that ended while it was fetched, or a refusal of the
 * server, it is passed over for a while. Passed over is not forgotten: the comparison of UIDs counts it as missing and tries it again.
 */
export type HardLetters = {
  /** Whether it may be tried now; counts the try. */
  begin(uid: number, now: Instant): boolean
  /** It is stored, or gone. */
  over(uid: number): void
  /** The server refused it. */
  refused(uid: number, now: Instant): void
  /** The numbers are of other letters now. */
  clear(): void
}

/** Sessions that may end over one letter before it is passed over. */
const patience = 3
const restAfterSessions: Millis = 10 * minute
const restAfterRefusal: Millis = 2 * minute

export function openHardLetters(): HardLetters {
  const known = new Map<number, { tries: number; until: Instant }>()
  return {
    begin: (uid, now) => {
      const { tries, until } = known.get(uid) ?? { tries: 0, until: 0 }
      if (now < until) return false
      if (tries < patience) {
        known.set(uid, { tries: tries + 1, until: 0 })
        return true
      }
      // One try more after the rest; until then the others have their turn.
      known.set(uid, { tries: patience - 1, until: now + restAfterSessions })
      return false
    },
    over: uid => void known.delete(uid),
    refused: (uid, now) => void known.set(uid, { tries: 0, until: now + restAfterRefusal }),
    clear: () => known.clear(),
  }
}
