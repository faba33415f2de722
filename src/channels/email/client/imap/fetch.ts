import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import type { Sink } from '../../../channel.ts'
import type { Health } from '../../../health.ts'
import { minute, second, type Millis } from '../../../../lib/instant.ts'
import type { Time } from '../../../../lib/time.ts'
import { email as en } from '../../../../words/en/email.ts'
import { email as ru } from '../../../../words/ru/email.ts'
import type { Mailbox } from '../../mailbox.ts'
import { openAccessTokens, type AccessTokens } from '../access-tokens.ts'
import type { Log, MailHouse } from '../config.ts'
import { openHardLetters, type HardLetters } from './hard-letters.ts'
import { openReading } from './reading.ts'
import { ensureFolder, openFolder, openSession, type ImapPlace } from './session.ts'
import { isForPeople, MailboxTrouble, sayTrouble, troubleOf } from './trouble.ts'

/** Letters that the server shows in the folder up to where it has been read, those of them that the inbox holds, and those that it lacks. */
export type Counts = { mailbox: string; seen: number; stored: number; missing: number }

export type Fetching = {
  mailbox: Mailbox
  house: Pick<MailHouse, 'cursor' | 'keepCursor' | 'storedUids' | 'keepFile'>
  sink: Sink
  health: Pick<Health, 'turn' | 'heard'>
  log: Log
  time: Time
  /** Told after each comparison of the folder with the inbox. */
  counted: (counts: Counts) => Promise<void>
  language?: 'ru' | 'en'
  wait?: (span: Millis, signal: AbortSignal) => Promise<void>
  /** How long a server that told nothing may take to answer; half a minute unless told. */
  answersWithin?: Millis
}

/** Waits between attempts: growing, with jitter, so that several desks do not knock in step. */
const firstWait = second
const longestWait = minute
/** What only people can mend is tried again now and then. */
const mendEvery = minute
/** A session that lasted this long was a good one: the next trouble is a new one. */
const goodSession = 30 * second
/** New letters are asked for this often even if the server tells nothing: sessions die silently, and some servers cannot tell. */
const askEvery = 2 * minute
const askEveryWithoutIdle = 30 * second
const compareEvery = 5 * minute
/** A server that does not answer a question of a resting session within this time is gone. */
const answerPatience = 30 * second

/** Letters of one mailbox into the inbox, until `signal` aborts. */
export async function fetchMailbox(given: Fetching, signal: AbortSignal): Promise<void> {
  const { mailbox: { id, imap }, health, log, time, language = 'ru' } = given
  if (imap === null) return
  const words = language === 'ru' ? ru : en
  const lasting: Lasting = { tokens: openAccessTokens({ time }), hard: openHardLetters() }
  let inARow = 0
  health.turn('starting')
  while (!signal.aborted) {
    const begun = performance.now()
    try {
      await session(given, imap, lasting, signal)
    } catch (error) {
      if (signal.aborted) break
      const trouble = troubleOf(error)
      inARow = performance.now() - begun > goodSession ? 1 : inARow + 1
      const failed = isForPeople(trouble)
      health.turn(failed ? 'failed' : 'waiting', sayTrouble(trouble, words))
      log[failed ? 'error' : 'warn']({ mailbox: id, trouble: trouble.kind, inARow }, 'a mailbox cannot be read just now')
      await rest(given, (failed ? mendEvery : Math.min(longestWait, firstWait * 2 ** Math.min(inARow - 1, 10))) * jitter(), signal)
    }
  }
  health.turn('stopped')
}

/** Between 75 and 125 hundredths. */
const jitter = (): number => 0.75 + Math.random() / 2

async function rest({ wait }: Pick<Fetching, 'wait'>, span: Millis, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await (wait ?? ((length, stop) => sleep(length, undefined, { signal: stop })))(span, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

/** What outlives a session: tokens, and which letters are hard to get. */
type Lasting = { tokens: AccessTokens; hard: HardLetters }

/** One session, from sign-in until the connection is lost; returns at abort only. */
async function session(given: Fetching, imap: ImapPlace, { tokens, hard }: Lasting, signal: AbortSignal): Promise<void> {
  const client = await openSession(imap, tokens, signal)
  let told = false
  let wake: (() => void) | null = null
  const tell = (): void => {
    told = true
    wake?.()
  }
  client.on('exists', tell)
  client.once('close', tell)
  try {
    const processed = await folderToMoveTo(given, imap, client)
    const { validity } = await openFolder(client, imap, { readOnly: processed === null })
    const folder = await openReading({ ...given, client, hard, validity, since: imap.since, processed, signal })
    await folder.catchUp()
    await folder.compare()
    given.health.turn('live')
    let compared = performance.now()
    while (!signal.aborted) {
      if (!told) await idle()
      if (!told) await isThere(client, given.answersWithin ?? answerPatience)
      if (!client.usable) throw new MailboxTrouble({ kind: 'closed', detail: '' })
      told = false
      await folder.catchUp()
      if (performance.now() - compared > compareEvery) {
        await folder.compare()
        compared = performance.now()
      }
    }
  } catch (error) {
    // A session that ended shows in the answer to whatever was asked last.
    throw !signal.aborted && client.isClosed && troubleOf(error).kind === 'network' ? new MailboxTrouble({ kind: 'closed', detail: '' }, error) : error
  } finally {
    client.close()
  }

  /** Rests until the server tells something, the connection ends, or it is time to ask. */
  async function idle(): Promise<void> {
    const over = new AbortController()
    const end = (): void => over.abort()
    wake = end
    const canTell = client.capabilities.has('IDLE')
    if (canTell) void idleOnce(client, end)
    await rest(given, canTell ? askEvery : askEveryWithoutIdle, AbortSignal.any([signal, over.signal]))
    wake = null
  }
}

/** A server may end the idling by itself; one that does so at once is asked now and then instead. */
async function idleOnce(client: ImapFlow, ended: () => void): Promise<void> {
  const begun = performance.now()
  await client.idle().catch(() => {})
  if (performance.now() - begun > second) ended()
}

/** Sessions die silently: whoever does not answer is taken to be gone. */
async function isThere(client: ImapFlow, within: Millis): Promise<void> {
  const limit = setTimeout(() => client.close(), within)
  try {
    await client.noop()
  } finally {
    clearTimeout(limit)
  }
}

/** Where stored letters go; null: they stay, because nobody asked for it or the server does not allow it. */
async function folderToMoveTo({ mailbox, log }: Fetching, { folder, processed }: ImapPlace, client: ImapFlow): Promise<string | null> {
  if (processed === null || processed === folder) return null
  try {
    await ensureFolder(client, processed)
    return processed
  } catch (error) {
    if (!client.usable) throw error
    log.warn({ mailbox: mailbox.id }, 'there is no folder for stored letters: they stay where they are')
    return null
  }
}
