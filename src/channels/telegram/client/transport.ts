import { Readable } from 'node:stream'
import { Agent, DecoratorHandler, ProxyAgent, request } from 'undici'
import type { Dispatcher } from 'undici'
import { minute, second } from '../../../lib/instant.ts'
import type { Millis } from '../../../lib/instant.ts'

/**
 * How requests reach the Bot API. grammY's own transport cannot tell whether a failed request had left, and a message of unknown fate must not be
 * sent again; here the dispatcher says when a request begins to be written, which is after name, connection, TLS and proxy tunnel stand.
 */
export type Transport = {
  /** For grammY's `fetch` option: one POST, its JSON answer. Throws `NoAnswer` or `ForeignAnswer`. */
  post(url: string, init: PostInit): Promise<{ json(): Promise<unknown> }>
  /** A download. Throws `NoAnswer`. */
  get(url: string): Promise<{ status: number; size: number | null; body: AsyncIterable<Uint8Array>; drop(): void }>
}

/** The part of a fetch call that grammY uses; its signal is of a package, not Node's own. */
export type PostInit = {
  headers?: Record<string, string>
  body?: string | Readable
  signal?: Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'>
}

/** No whole answer came. `begun`: the request may have been carried out. */
export class NoAnswer extends Error {
  readonly begun: boolean
  constructor(begun: boolean, cause: unknown) {
    super(reasonOf(cause), { cause })
    this.name = 'NoAnswer'
    this.begun = begun
  }
}

/** An answer that is no JSON: somebody between us and Telegram spoke. */
export class ForeignAnswer extends Error {
  readonly status: number
  constructor(status: number) {
    super(`no answer of the Bot API, status ${status}`)
    this.name = 'ForeignAnswer'
    this.status = status
  }
}

const connectWithin = 10 * second
/** An upload moves at least one piece, a download gives at least one piece, within this. */
const pieceWithin = minute

export function openTransport({ proxy, answerWithin, pollTimeout }: { proxy?: string | undefined; answerWithin: Millis; pollTimeout: Millis }): Transport {
  const options = { allowH2: false, connect: { timeout: connectWithin } }
  const dispatcher: Dispatcher = proxy === undefined
    ? new Agent(options)
    : new ProxyAgent({ uri: proxy, allowH2: false, connectTimeout: connectWithin })

  return {
    async post(url, { headers, body, signal }) {
      const polls = url.endsWith('/getUpdates')
      const uploads = body instanceof Readable
      const watched = watch(dispatcher)
      const aborting = nativeSignal(signal)
      try {
        const response = await request(url, {
          dispatcher: watched.dispatcher,
          method: 'POST',
          headers: { 'content-type': headers?.['content-type'] ?? 'application/json' },
          body: body ?? null,
          signal: aborting.signal,
          headersTimeout: polls ? pollTimeout + answerWithin : uploads ? Math.max(answerWithin, pieceWithin) : answerWithin,
          bodyTimeout: answerWithin,
        })
        const text = await response.body.text()
        const answer = parse(text)
        if (answer === undefined) throw new ForeignAnswer(response.statusCode)
        return { json: () => Promise.resolve(answer) }
      } catch (error) {
        throw error instanceof ForeignAnswer ? error : new NoAnswer(watched.begun(), error)
      } finally {
        aborting.release()
      }
    },

    async get(url) {
      const watched = watch(dispatcher)
      try {
        const { statusCode, headers, body } = await request(url, { dispatcher: watched.dispatcher, headersTimeout: answerWithin, bodyTimeout: pieceWithin })
        const length = Number(headers['content-length'] ?? Number.NaN)
        const drop = (): void => {
          body.on('error', () => {})
          body.destroy()
        }
        return { status: statusCode, size: Number.isSafeInteger(length) ? length : null, body, drop }
      } catch (error) {
        throw new NoAnswer(watched.begun(), error)
      }
    },
  }
}

/** A dispatcher for one request that remembers whether it began to be written. */
function watch(dispatcher: Dispatcher): { dispatcher: Dispatcher; begun: () => boolean } {
  let begun = false
  const watching = dispatcher.compose(dispatch => (options, handler) => {
    const inner: Dispatcher.DispatchHandler = new DecoratorHandler(handler)
    const start = inner.onRequestStart?.bind(inner)
    inner.onRequestStart = (controller, context) => {
      begun = true
      start?.(controller, context)
    }
    return dispatch(options, inner)
  })
  return { dispatcher: watching, begun: () => begun }
}

/** grammY brings signals of a package; undici takes Node's own only. */
function nativeSignal(signal: PostInit['signal']): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  if (signal?.aborted === true) abort()
  signal?.addEventListener('abort', abort)
  return { signal: controller.signal, release: () => signal?.removeEventListener('abort', abort) }
}

/** An answer of the Bot API is an object with `ok`; undefined for anything else. */
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'ok' in value ? value : undefined
  } catch {
    return undefined
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown trouble'
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  // A failed connection to several addresses comes as one error without words of its own.
  return cause.message === '' || cause.message === code ? code : `${code}: ${cause.message}`
}
