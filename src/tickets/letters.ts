/**
 * What the conversation of a ticket says of a letter besides its words; the mail channel makes it (`messages/letters/letter.ts`). Pure.
 */
export type Box = { name: string; address: string }

/** One result of RFC 8601; `unknown`: nobody could judge in time. */
export type Judgement = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'unknown'
/** `by`: the mailbox's own server, or the desk itself; null: nobody judged, and nothing is trusted. */
export type Verdict = { spf: Judgement; dkim: Judgement; dmarc: Judgement; by: 'server' | 'desk' | null }

export const sureties = ['proven', 'unproven', 'failed'] as const
/** Is the address the sender's own? `failed`: the owner of the address says that it is not. */
export type Surety = (typeof sureties)[number]

/** Only DMARC ties what is proven to the address that people read; without a judge nothing is proven, and nothing has failed. */
export function suretyOf({ dmarc, by }: Verdict): Surety {
  if (by === null) return 'unproven'
  return dmarc === 'pass' ? 'proven' : dmarc === 'fail' ? 'failed' : 'unproven'
}

export const placings = ['token', 'reference', 'subject', 'new', 'hand'] as const
/** Why a letter stands on its ticket. `suggested`: a ticket that its subject or an id names without proof. */
export type PlacedBy = { why: (typeof placings)[number]; suggested: number | null }

const prefixes = /^(?:\s*(?:re|fwd?|fw|aw|wg|sv|vs|ha|на|отв|ответ|пересл|пер|fwd)(?:\[\d{1,3}\])?\s*[:：]\s*)+/iu

/** The subject without marks of answering and forwarding and without numbers of ours: what a ticket may be called. */
export const plainSubject = (subject: string): string => subject.replace(prefixes, '').replace(/\[\s*№\s*\d{1,9}\s*\]/gu, '').replace(prefixes, '').replace(/\s+/g, ' ').trim()
