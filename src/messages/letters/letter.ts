/**
 * A letter as the hall takes it in: how it may be joined to what is known, and what is shown of it beside its words. Pure data; the mail channel makes it,
 * the `letters` table keeps it.
 */

import { suretyOf, type Box, type Verdict } from '../../tickets/letters.ts'

export { plainSubject, type Box, type Judgement, type PlacedBy, type Verdict } from '../../tickets/letters.ts'

export type LetterFacts = {
  /** Message-ID with its angle brackets; made from the content where the sender gave none. */
  letterId: string
  /** SHA-256 (hex) of the letter without the marks of its way here: the same letter in two mailboxes has one. */
  contentHash: string
  /** Id of the mailbox it came to. */
  mailbox: string
  subject: string
  from: Box
  /** Everybody else it was written to, without our own addresses. */
  to: readonly Box[]
  cc: readonly Box[]
  threads: {
    /** Number of the ticket that our own signed address names. */
    token: number | null
    /** Ids of letters that it answers, the nearest first. */
    ids: readonly string[]
    /** A number in the subject: a hint, never a proof. */
    subject: number | null
  }
  verdict: Verdict
  /** A program wrote it. */
  automatic?: true
  /** How many desks have handed it on; absent: a person wrote it. */
  hops?: number
  shown: {
    /** Safe HTML with numbers for its images, '' for plain letters. */
    html: string
    /** What only travelled with it: quoted letters, signature. */
    history: string
    signature: string
    /** Addresses of images elsewhere, by the number in `data-remote`. */
    remoteImages: readonly string[]
    /** Stored files of images in the text, by the number in `data-part`. */
    parts: Readonly<Record<string, string>>
    /** The reader's reasons for what it left unread. */
    gaps: readonly string[]
  }
}

/** Does the verdict prove that the address is the sender's own? Nothing else does. */
export const isProven = (verdict: Verdict): boolean => suretyOf(verdict) === 'proven'

const number = /\[?\s*(?:№|#|no\.?)\s*(\d{1,9})\s*\]?/giu

/** The ticket number in a subject (`[№ 1042]`, `#1042`): the last one named; null when there is none. */
export function numberInSubject(subject: string): number | null {
  const found = [...subject.matchAll(number)].at(-1)?.[1]
  return found === undefined ? null : Number(found)
}
