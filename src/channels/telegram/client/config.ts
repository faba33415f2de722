import type { Secret } from '../../../lib/secret.ts'
import type { Millis } from '../../../lib/instant.ts'
import type { Time } from '../../../lib/time.ts'

/** What the adapter writes to the log; a pino logger fits. Ids and kinds only. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>

export type TelegramConfig = {
  /** Id of the channel in the house; part of every event. */
  id: string
  token: Secret
  /** Without a slash at the end; `https://api.telegram.org` unless told. */
  apiRoot?: string | undefined
  /** The Bot API server at `apiRoot` is one's own in local mode: big files, names of files on this machine. */
  localServer?: boolean | undefined
  /** `http://` or `https://`, name and password inside. Proxies of the environment are not used. */
  proxy?: Secret | undefined
  /** The whole address that Telegram posts to; absent: long polling. */
  webhook?: { url: string; secret: Secret } | undefined
  /** Start links lead here instead of `https://t.me/<username>` (practice). */
  linkBase?: string | undefined
  /** Of findings, health and descriptions; Russian unless told. */
  language?: 'ru' | 'en' | undefined
  time: Time
  log: Log
  /** How long an answer to a sent request is awaited; 30 s unless told. An answer to a poll may take its timeout longer. */
  answerWithin?: Millis | undefined
  /** How the loop waits between attempts; tests put their own. Rejects or returns when `signal` aborts. */
  wait?: ((span: Millis, signal: AbortSignal) => Promise<void>) | undefined
}
