/**
 * A letter as the hall takes it in: how it may be joined to what is known, and what is shown of it beside its words. Pure data; the mail channel makes it,
 * the `letters` table keeps it.
 */

export type Box = { name: string; address: string }

/** One result of RFC 8601; `unknown`: nobody could judge in time. */
export type Judgement = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'unknown'
/** `by`: the mailbox's own server, or the desk itself; null: nobody judged, and nothing is trusted. */
export type Verdict = { spf: Judgement; dkim: Judgement; dmarc: Judgement; by: 'server' | 'desk' | null }

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

/** Why a letter stands on its ticket. `suggested`: a ticket whose number it named without proof. */
export type PlacedBy = { why: 'token' | 'reference' | 'subject' | 'new' | 'hand'; suggested: number | null }

/** Does the verdict prove that the address is the sender's own? Nothing else does. */
export const isProven = ({ dmarc, by }: Verdict): boolean => by !== null && dmarc === 'pass'

const prefixes = /^(?:\s*(?:re|fwd?|fw|aw|wg|sv|vs|ha|на|отв|ответ|пересл|пер|fwd)(?:\[\d{1,3}\])?\s*[:：]\s*)+/iu
const number = /\[?\s*(?:№|#|no\.?)\s*(\d{1,9})\s*\]?/giu

/** The subject without marks of answering and forwarding and without numbers of ours: what a ticket may be called. */
export const plainSubject = (subject: string): string => subject.replace(prefixes, '').replace(/\[\s*№\s*\d{1,9}\s*\]/gu, '').replace(prefixes, '').replace(/\s+/g, ' ').trim()

/** The ticket number in a subject (`[№ 1042]`, `#1042`): the last one named; null when there is none. */
export function numberInSubject(subject: string): number | null {
  const found = [...subject.matchAll(number)].at(-1)?.[1]
  return found === undefined ? null : Number(found)
}
