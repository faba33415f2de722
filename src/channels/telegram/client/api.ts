import { Api, GrammyError, HttpError } from 'grammy'
import type { ApiClientOptions } from 'grammy'
import { second } from '../../../lib/instant.ts'
import type { CallFailure } from '../outcome.ts'
import type { TelegramConfig } from './config.ts'
import { mask } from './mask.ts'
import { ForeignAnswer, NoAnswer, openTransport } from './transport.ts'
import type { PostInit, Transport } from './transport.ts'

export const cloudApiRoot = 'https://api.telegram.org'

/** Longest that Telegram holds a poll open. */
export const pollSeconds = 50

const defaultAnswerWithin = 30 * second
/** The last net under a call whose own limits failed. */
const callSeconds = 3_600

/** The bytes of a stored file could not be read to their end. */
export class UnreadableFile extends Error {}

/** One bot's way to the Bot API: typed calls, plain transport, and what a failure means. */
export type Bot = {
  api: Api
  transport: Transport
  root: string
  /** Without secrets. */
  clean(text: string): string
  /** Any thrown thing of a call as a failure of the closed list, without secrets. */
  failure(error: unknown): CallFailure
}

export function openBot(config: TelegramConfig): Bot {
  const root = (config.apiRoot ?? cloudApiRoot).replace(/\/+$/, '')
  const token = config.token.reveal()
  const proxy = config.proxy?.reveal()
  const transport = openTransport({ proxy, answerWithin: config.answerWithin ?? defaultAnswerWithin, pollTimeout: pollSeconds * second })
  // grammY reads nothing of the answer but `json()`, and gives nothing that `PostInit` does not name.
  const post = ((url: unknown, init: unknown) => transport.post(String(url), init as PostInit)) as unknown as NonNullable<ApiClientOptions['fetch']>
  const clean = (text: string): string => mask(text, [token, proxy, config.webhook?.secret.reveal()])
  return {
    api: new Api(token, { apiRoot: root, fetch: post, timeoutSeconds: callSeconds }),
    transport,
    root,
    clean,
    failure: error => failureOf(error, clean),
  }
}

function failureOf(error: unknown, clean: (text: string) => string): CallFailure {
  if (error instanceof GrammyError) {
    const { retry_after: retryAfter, migrate_to_chat_id: migrateTo } = error.parameters
    return {
      kind: 'refused',
      code: error.error_code,
      description: clean(error.description),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(migrateTo !== undefined && { migrateTo }),
    }
  }
  const cause = error instanceof HttpError ? error.error : error
  if (cause instanceof UnreadableFile) return { kind: 'file', reason: clean(cause.message) }
  if (cause instanceof ForeignAnswer) return { kind: 'foreign', status: cause.status }
  if (cause instanceof NoAnswer) return { kind: 'network', begun: cause.begun, reason: clean(cause.message) }
  if (error instanceof HttpError) return { kind: 'network', begun: true, reason: clean(cause instanceof Error ? cause.message : 'unknown trouble') }
  throw error
}
