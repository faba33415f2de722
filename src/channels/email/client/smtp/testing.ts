/** A sender of a test: its house remembers in memory what the real one keeps in tables. */
import { afterEach } from 'vitest'
import { startSmtp, type SmtpPlan, type TestSmtp } from '../../../../../test/smtp-server.ts'
import type { ParcelAbout } from '../../../../delivery/outbound.ts'
import { newId } from '../../../../lib/ids.ts'
import { Secret } from '../../../../lib/secret.ts'
import { handTime } from '../../../../lib/time.ts'
import type { Mailbox } from '../../mailbox.ts'
import type { EmailConfig, LetterThread, MailHouse, MailSettings } from '../config.ts'
import { openSender, type Sender } from './sender.ts'

export const now = Date.parse('2026-11-24T11:07:00Z')
export const secret = new Secret('a secret of thirty-two characters, at least')

const ends: (() => Promise<unknown>)[] = []
/** Whatever a test opened is closed after it: call it once at the top of a file. */
export const closeAll = (): void => afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

export async function serve(plan: SmtpPlan = {}): Promise<TestSmtp> {
  const server = await startSmtp(plan)
  ends.push(() => server.close())
  return server
}

export const mailboxOf = (server: TestSmtp | null, more: Partial<Mailbox> = {}): Mailbox => ({
  id: 'help', name: 'Поддержка Jupiter', address: 'help@jupiter.example', imap: null, smtp: server?.server ?? null, plusAddressing: false, ownDomain: false, dkim: null, trustedServer: null, ...more,
})

export const aboutOf = (more: Partial<ParcelAbout> = {}): ParcelAbout => ({ parcelId: newId(), conversationId: newId(), ticketId: newId(), ticketNumber: 1042, messageId: newId(), purpose: 'reply', first: true, ...more })

export type Stage = {
  sender: Sender
  /** May be changed while it runs; `tell` says so. */
  settings: MailSettings
  tell(): void
  thread: LetterThread
  house: { gate: Awaited<ReturnType<MailHouse['mayWrite']>>; fault: Error | null; asked: string[] }
  lines: string[]
  kept: { mailbox: string; letter: Uint8Array }[]
}

const unused = async (): Promise<never> => {
  throw new Error('a sender does not ask for this')
}

export function stage(mailboxes: readonly Mailbox[], { keepSent }: { keepSent?: (mailbox: Mailbox) => Promise<void> } = {}): Stage {
  const hearers = new Set<() => void>()
  const ids = new Map<string, string>()
  const lines: string[] = []
  const log = Object.fromEntries((['info', 'warn', 'error'] as const).map(level => [level, (fields: object, message: string) => void lines.push(JSON.stringify({ level, ...fields, message }))])) as EmailConfig['log']
  const on: Stage = {
    settings: { mailboxes, door: null }, tell: () => hearers.forEach(told => told()), lines, kept: [],
    house: { gate: { ok: true }, fault: null, asked: [] },
    thread: { mailbox: 'help', subject: 'Касса не печатает', references: ['<first@kafe.example>'], copies: [], language: 'ru', name: 'Ирина', page: 'https://desk.example/t/abc', hops: 0 },
    sender: undefined as never,
  }
  const house: MailHouse = {
    cursor: unused, keepCursor: unused, storedUids: unused, keepFile: unused, openFile: () => {
      throw new Error('a sender does not ask for this')
    },
    thread: async () => {
      if (on.house.fault !== null) throw on.house.fault
      return on.thread
    },
    letterId: async ({ parcelId, ticketNumber }, domain) => {
      const id = ids.get(parcelId) ?? `<t${ticketNumber ?? 0}.${parcelId.replaceAll('-', '').slice(-16)}@${domain}>`
      ids.set(parcelId, id)
      return id
    },
    mayWrite: async (_about, to) => {
      on.house.asked.push(to)
      return on.house.gate
    },
  }
  on.sender = openSender({
    config: {
      house, secret, time: handTime(now), log,
      settings: {
        now: () => on.settings,
        changed: told => {
          hearers.add(told)
          return () => void hearers.delete(told)
        },
      },
    },
    keepSent: async (mailbox, letter) => {
      await keepSent?.(mailbox)
      on.kept.push({ mailbox: mailbox.id, letter })
    },
  })
  ends.push(() => on.sender.close())
  return on
}

export async function* bytesOf(...pieces: (Uint8Array | string)[]): AsyncIterable<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
}
export const noFiles = (): AsyncIterable<Uint8Array> => {
  throw new Error('no file was asked for')
}
