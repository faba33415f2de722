import { hour, type Instant } from '../../lib/instant.ts'
import type { Purpose } from '../../delivery/retry.ts'
import { mostHops } from './hops.ts'

/** Letters of machines that one address may get within an hour: a ticket that goes fast has five or six. */
export const mostByMachine = 20
export const budgetSpan = hour

/** What the gate looks at. */
export type GateFacts = {
  purpose: Purpose
  /** An earlier attempt of this letter has passed. */
  hasPassed: boolean
  /** Since when nothing arrives at this address, and when somebody last wrote from it. */
  undeliverableSince: Instant | null
  lastWroteAt: Instant | null
  /** The parcel was made by a letter that no person wrote. */
  answersMachine: boolean
  /** Of the letter that is answered. */
  hops: number
  /** Letters of machines to this address within `budgetSpan`. */
  byMachine: number
}

export type GateVerdict = { ok: true } | { ok: false; reason: 'loop' | 'bounced' | 'budget' }

/**
 * The one gate for all outgoing mail (RFC 3834, pain 5). What a person writes always goes; a notice does not answer a machine, does not go where letters come
 * back from until somebody writes from there, and not more often than a person would bear. Pure.
 */
export function judgeGate({ purpose, hasPassed, undeliverableSince, lastWroteAt, answersMachine, hops, byMachine }: GateFacts): GateVerdict {
  if (purpose === 'reply' || hasPassed) return { ok: true }
  if (answersMachine || hops > mostHops) return { ok: false, reason: 'loop' }
  if (undeliverableSince !== null && (lastWroteAt === null || lastWroteAt <= undeliverableSince)) return { ok: false, reason: 'bounced' }
  return byMachine >= mostByMachine ? { ok: false, reason: 'budget' } : { ok: true }
}
