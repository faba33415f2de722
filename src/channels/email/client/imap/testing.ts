import { vi } from 'vitest'
import type { RawEvent } from '../../../channel.ts'
import { openHealth, type Health } from '../../../health.ts'
import { Secret } from '../../../../lib/secret.ts'
import { handTime } from '../../../../lib/time.ts'
import type { Dovecot } from '../../../../../test/dovecot.ts'
import { readHead, valueOf } from '../../mime/head.ts'
import { decodeWords } from '../../mime/words.ts'
import { mailLimits } from '../../limits.ts'
import type { MailLogin, MailServer, Mailbox } from '../../mailbox.ts'
import { rawLetter, type RawLetter } from '../../raw.ts'
import type { Cursor } from '../config.ts'
import { fetchMailbox, type Counts, type Fetching } from './fetch.ts'

export const until = <T>(ask: () => T | Promise<T>, timeout = 20_000): Promise<T> => vi.waitFor(ask, { timeout, interval: 10 })

export const password = (user: string, typed = 'secret'): Extract<MailLogin, { kind: 'password' }> => ({ kind: 'password', user, password: new Secret(typed) })

/** A mailbox of the test's server; `more`: how else the desk gets at it. */
export function mailboxOf(server: Pick<Dovecot, 'imap'>, address: string, { processed = null, ...more }: Partial<MailServer> & { processed?: string | null; since?: string } = {}): Mailbox {
  return {
    id: 'help', name: 'Support', address, smtp: null, plusAddressing: true, ownDomain: true, dkim: null, trustedServer: null,
    imap: { host: '127.0.0.1', port: server.imap, security: 'none', login: password(address), folder: 'INBOX', processed, ...more },
  }
}

/** A house that keeps things as long as the test lasts: the cursor, the inbox by its keys, files. */
export function openHouse() {
  let cursor: Cursor | null = null
  const inbox = new Map<string, RawEvent>()
  const files = new Map<string, Buffer>()
  const letters = (): RawLetter[] => [...inbox.values()].map(({ raw }) => rawLetter.parse(raw))
  const sourceOf = ({ base64, file }: RawLetter): Buffer => (base64 === null ? files.get(file!)! : Buffer.from(base64, 'base64'))
  return {
    inbox, files, letters, sourceOf,
    cursor: () => cursor,
    /** As an inbox that lost a row. */
    forget: (key: string) => inbox.delete(key),
    subjects: () => letters().map(letter => {
      const source = sourceOf(letter)
      return decodeWords(valueOf(readHead(source, 0, source.length, mailLimits, true).fields, 'subject') ?? '', '')
    }),
    sink: async (events: readonly RawEvent[]): Promise<void> => {
      for (const event of events) if (!inbox.has(event.key)) inbox.set(event.key, structuredClone(event))
    },
    ports: {
      cursor: async () => cursor,
      keepCursor: async (_: string, moved: Cursor) => {
        cursor = moved
      },
      storedUids: async (mailbox: string, validity: number) => new Set(letters().filter(({ uid }) => uid?.validity === validity && mailbox === 'help').map(({ uid }) => uid!.uid)),
      keepFile: async ({ name, mime, bytes }: { name: string; mime: string; bytes: Uint8Array | AsyncIterable<Uint8Array> }) => {
        const pieces: Uint8Array[] = []
        if (bytes instanceof Uint8Array) pieces.push(bytes)
        else for await (const piece of bytes) pieces.push(Uint8Array.from(piece))
        const whole = Buffer.concat(pieces)
        const id = crypto.randomUUID()
        files.set(id, whole)
        return { id, name, mime, size: whole.length }
      },
    } satisfies Fetching['house'],
  }
}
export type House = ReturnType<typeof openHouse>

export type Line = { level: string; message: string } & Record<string, unknown>

export type Fetcher = {
  health: Health
  counts: Counts[]
  lines: Line[]
  /** How many rests of the loop have begun: between attempts, and between questions. */
  rests: number[]
  /** Ends all rests: the loop tries, or asks, at once. */
  go(): void
  stop(): Promise<void>
}

/** Fetches a mailbox into a house until stopped. Rests after trouble are short, the one between questions is as long as the test wants (`go`). */
export function fetching(mailbox: Mailbox, house: House, more: Partial<Pick<Fetching, 'sink' | 'house' | 'answersWithin'>> = {}): Fetcher {
  const health = openHealth(handTime(1_764_155_000_000))
  const counts: Counts[] = []
  const lines: Line[] = []
  const rests: number[] = []
  const held = new Set<() => void>()
  const stopping = new AbortController()
  const note = (level: string) => (fields: object, message: string): void => void lines.push({ ...fields, level, message })
  const over = fetchMailbox({
    mailbox, health, sink: house.sink, house: house.ports, time: handTime(1_764_155_000_000), counted: async now => void counts.push(now),
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    wait: (span, signal) => new Promise(resolve => {
      rests.push(span)
      const end = (): void => {
        held.delete(end)
        resolve()
      }
      held.add(end)
      signal.addEventListener('abort', end, { once: true })
      // After trouble of the passing kind the loop goes on at once.
      if (health.state() === 'waiting') setTimeout(end, 20)
    }),
    ...more,
  }, stopping.signal)
  return {
    health, counts, lines, rests,
    go: () => {
      for (const end of held) end()
    },
    stop: async () => {
      stopping.abort()
      await over
    },
  }
}
