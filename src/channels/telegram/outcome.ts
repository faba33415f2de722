import type { SendFailure } from '../../delivery/outbound.ts'
import { never } from '../../lib/never.ts'

/** How a call to the Bot API failed, whatever library made it. */
export type CallFailure =
  /** The Bot API answered no. */
  | { kind: 'refused'; code: number; description: string; retryAfter?: number; migrateTo?: number }
  /** No answer. `begun`: the request had begun to leave, so it may have been carried out. */
  | { kind: 'network'; begun: boolean; reason: string }
  /** An answer that is not of the Bot API: a proxy, a gateway, a page of a provider. */
  | { kind: 'foreign'; status: number }
  /** The stored file could not be read to its end; an upload that breaks off is dropped by Telegram. */
  | { kind: 'file'; reason: string }

export type Failed = { detail: string } & SendFailure

/** What to try once instead, when Telegram refused and therefore did nothing. */
export type Degradation = 'plain_text' | 'as_document'

export function degradationOf(failure: CallFailure): Degradation | null {
  if (failure.kind !== 'refused' || failure.code !== 400) return null
  if (says(failure, "can't parse entities")) return 'plain_text'
  return pictureTroubles.some(words => says(failure, words)) ? 'as_document' : null
}

const pictureTroubles = [
  'PHOTO_INVALID_DIMENSIONS', 'IMAGE_PROCESS_FAILED', 'PHOTO_EXT_INVALID', 'PHOTO_SAVE_FILE_INVALID', 'too big for a photo', 'VOICE_MESSAGES_FORBIDDEN',
] as const

/** Refusals that mean: it is already so, or no longer matters. */
export function harmless(failure: CallFailure): boolean {
  return failure.kind === 'refused' && failure.code === 400
    && ['message is not modified', 'query is too old', 'QUERY_ID_INVALID', 'query ID is invalid'].some(words => says(failure, words))
}

/** Classes of `channels.md` 7.4. `repeatable`: doing it twice does no harm (an edit, an acknowledgement), so "unknown" is no matter. */
export function outcomeOf(failure: CallFailure, { repeatable = false }: { repeatable?: boolean } = {}): Failed {
  const unsure: SendFailure = { class: repeatable ? 'temporary' : 'unknown' }
  switch (failure.kind) {
    case 'refused': return { detail: `${failure.code} ${failure.description}`, ...refusalClass(failure) }
    case 'network': return { detail: failure.reason, ...(failure.begun ? unsure : { class: 'temporary' }) }
    case 'foreign': return { detail: `an answer that is not of Telegram, status ${failure.status}`, ...foreignClass(failure.status, unsure) }
    case 'file': return { detail: failure.reason, class: 'temporary' }
    default: return never(failure)
  }
}

type Refused = Extract<CallFailure, { kind: 'refused' }>

const says = (failure: Refused, words: string): boolean => failure.description.toLowerCase().includes(words.toLowerCase())

/** Wherever a wait is asked for without a length. */
const defaultWaitSeconds = 5

function refusalClass(failure: Refused): SendFailure {
  const { code, retryAfter, migrateTo } = failure
  if (migrateTo !== undefined) return { class: 'moved', to: String(migrateTo) }
  if (code === 429 || code === 420) return { class: 'retry_after', seconds: Math.max(1, retryAfter ?? waitIn(failure.description)) }
  if (code >= 500) return { class: 'temporary' }
  if (code === 413) return { class: 'too_large' }
  if (code === 401 || code === 404 || code === 409) return { class: 'auth' }
  for (const [words, outcome] of wordings) if (says(failure, words)) return outcome
  return code === 403 ? { class: 'undeliverable', reason: 'blocked' } : { class: 'invalid_content' }
}

function waitIn(description: string): number {
  const seconds = /retry after (\d+)/i.exec(description)?.[1]
  return seconds === undefined ? defaultWaitSeconds : Number(seconds)
}

const unreachable = (reason: Extract<SendFailure, { class: 'undeliverable' }>['reason']): SendFailure => ({ class: 'undeliverable', reason })

/** Telegram says what happened only in words; the first that fits decides. */
const wordings: readonly (readonly [string, SendFailure])[] = [
  ['blocked by the user', unreachable('blocked')],
  ['USER_IS_BLOCKED', unreachable('blocked')],
  ['user is deactivated', unreachable('deleted')],
  ['INPUT_USER_DEACTIVATED', unreachable('deleted')],
  ['chat was deactivated', unreachable('deleted')],
  ['chat was deleted', unreachable('deleted')],
  ["can't initiate conversation", unreachable('consent')],
  ['PRIVACY_PREMIUM_REQUIRED', unreachable('consent')],
  ['not enough rights', unreachable('consent')],
  ['CHAT_WRITE_FORBIDDEN', unreachable('consent')],
  ["can't send messages to", unreachable('no_chat')],
  ['chat not found', unreachable('no_chat')],
  ['user not found', unreachable('no_chat')],
  ['PEER_ID_INVALID', unreachable('no_chat')],
  ['chat_id is empty', unreachable('no_chat')],
  ['logged out', { class: 'auth' }],
  ['message to edit not found', { class: 'target_gone' }],
  ["message can't be edited", { class: 'target_gone' }],
  ['MESSAGE_ID_INVALID', { class: 'target_gone' }],
  ['message identifier is not specified', { class: 'target_gone' }],
  ['there is no text in the message to edit', { class: 'target_gone' }],
  ['message to be replied not found', { class: 'target_gone' }],
  ['replied message not found', { class: 'target_gone' }],
  ['message to reply not found', { class: 'target_gone' }],
  ['message thread not found', { class: 'target_gone' }],
  ['TOPIC_DELETED', { class: 'target_gone' }],
  ['file is too big', { class: 'too_large' }],
  ['is too big for', { class: 'too_large' }],
  ['Request Entity Too Large', { class: 'too_large' }],
]

/** 504 says that the request was handed on and not answered; a page instead of a good answer says nothing at all. */
function foreignClass(status: number, unsure: SendFailure): SendFailure {
  if (status === 413) return { class: 'too_large' }
  return status < 300 || status === 504 ? unsure : { class: 'temporary' }
}
