import type { SendFailure } from '../../delivery/outbound.ts'
import { minute, second } from '../../lib/instant.ts'
import { never } from '../../lib/never.ts'

/** How a letter failed to go out, whatever library spoke with the server. */
export type SmtpFailure =
  /** The server said no to a step. `text`: its own words, with the code of RFC 3463 in front where it gave one. */
  | { kind: 'refused'; at: 'greeting' | 'sign_in' | 'sender' | 'recipient' | 'letter'; code: number; text: string }
  /** No connection, or it broke. `whole`: all of the letter had left, so the server may have it. */
  | { kind: 'network'; whole: boolean; reason: string }
  | { kind: 'tls'; reason: string }
  /** The place that gives out tokens (OAuth2) did not. `refused`: it said no. */
  | { kind: 'token'; refused: boolean; reason: string }
  /** Larger than the server says it takes: nothing was sent. Bytes. */
  | { kind: 'too_large'; size: number; limit: number }
  /** The letter cannot be signed with the key of the mailbox. */
  | { kind: 'key'; reason: string }
  /** A stored file could not be read. */
  | { kind: 'file'; reason: string }

export type Failed = { detail: string } & SendFailure

/** Classes of `channels.md` 7.4. Nothing but a letter that had left as a whole may have arrived without an answer. */
export function outcomeOf(failure: SmtpFailure): Failed {
  switch (failure.kind) {
    case 'refused': return { detail: `${failure.code} ${failure.text}`.trim(), ...refusalClass(failure) }
    case 'network': return { detail: failure.reason, class: failure.whole ? 'unknown' : 'temporary' }
    case 'tls': return { detail: failure.reason, class: 'temporary' }
    case 'token': return { detail: failure.reason, class: failure.refused ? 'auth' : 'temporary' }
    case 'too_large': return { detail: `${failure.size} bytes, the server takes ${failure.limit}`, class: 'too_large' }
    case 'key': return { detail: failure.reason, class: 'auth' }
    case 'file': return { detail: failure.reason, class: 'temporary' }
    default: return never(failure)
  }
}

type Refused = Extract<SmtpFailure, { kind: 'refused' }>

/** Wherever a server asks for patience without saying how long: the usual span of greylisting. */
const usualWait = 5 * minute
const longestWait = 60 * minute

function refusalClass(refused: Refused): SendFailure {
  const { at, code, text } = refused
  const status = statusIn(text)
  if (at === 'sign_in') return code >= 500 ? { class: 'auth' } : { class: 'temporary' }
  if (code === 530 || code === 534 || code === 535 || code === 538) return { class: 'auth' }
  // A full mailbox gets room again, whatever class of code it is told with.
  if (status.endsWith('.2.2')) return { class: 'temporary' }
  if (code < 500) return status.startsWith('4.7.') || /\brate\b|too many|too fast|slow down|greylist|grey-list/i.test(text) ? { class: 'retry_after', seconds: waitIn(text) / second } : { class: 'temporary' }
  if (status === '5.3.4' || status === '5.2.3') return { class: 'too_large' }
  if (code === 552) return { class: at === 'recipient' ? 'temporary' : 'too_large' }
  if (at === 'greeting') return { class: 'temporary' }
  // Who may not write as this address has a right missing, not a letter too many.
  if (at === 'sender') return { class: 'auth' }
  return at === 'recipient' && isNobody(code, status, text) ? { class: 'undeliverable', reason: 'no_mailbox' } : { class: 'rejected' }
}

/** The code of RFC 3463 in front of an answer; '' when there is none. */
const statusIn = (text: string): string => /^\s*([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? ''

const nobody = /(?:no such|unknown|invalid|non-?existent|disabled|inactive|terminated)[\s\w-]{0,20}(?:user|mailbox|recipient|address|account|local)|(?:user|mailbox|recipient|address|account)\b[\s\w<>@.'"+-]{0,80}(?:unknown|not found|unavailable|disabled|inactive|does ?n[o']t exist|not exist|invalid|doesn't have|suspended)|не существует|не найден|заблокирован/iu

/** 5.1.x: nobody there; 5.2.1: a mailbox that takes nothing; without such a code the old numbers and the words. */
function isNobody(code: number, status: string, text: string): boolean {
  if (/^5\.1\.(?:[0-6]|10)$/.test(status) || status === '5.2.1' || status === '5.4.4') return true
  if (nobody.test(text)) return true
  return status === '' && (code === 550 || code === 551 || code === 553)
}

function waitIn(text: string): number {
  const [, count, unit] = /(?:in|after|wait)\s+(\d{1,5})\s*(s|sec|second|m|min|minute|h|hour)?s?\b/i.exec(text) ?? []
  if (count === undefined) return usualWait
  const span = Number(count) * (unit === undefined || /^s/i.test(unit) ? second : /^m/i.test(unit) ? minute : 60 * minute)
  return Math.min(longestWait, Math.max(second, span))
}
