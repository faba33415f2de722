import type { Millis } from '../../../lib/instant.ts'
import type { Secret } from '../../../lib/secret.ts'
import type { Time } from '../../../lib/time.ts'
import type { ParcelAbout } from '../../../delivery/outbound.ts'
import type { MailDoor, Mailbox } from '../mailbox.ts'

/** What the adapter writes to the log; ids and kinds only. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>

/** How far a mailbox has been read. `highest`: every letter up to this UID is in the inbox. */
export type Cursor = { validity: number; highest: number }

/** The thread that a letter of ours goes into. */
export type LetterThread = {
  /** Mailbox that it goes out from. */
  mailbox: string
  subject: string
  /** Ids of the thread, oldest first, capped; the last is the letter that is answered. */
  references: readonly string[]
  /** Others who take part by mail and get a copy of what people write. */
  copies: readonly { name: string; address: string }[]
  /** The reader's language, for the few words that the letter itself adds. */
  language: 'ru' | 'en'
  name: string
  /** The page where he follows the ticket, answers and presses; null: there is none. */
  page: string | null
  /** How many desks have handed the answered letter on (`X-Desk-Hops`); 0 for what people write. */
  hops: number
}

export type StoredFile = { id: string; name: string; mime: string; size: number }

/** What the house keeps for the adapter, which holds nothing that must survive a restart. */
export type MailHouse = {
  cursor(mailbox: string): Promise<Cursor | null>
  keepCursor(mailbox: string, cursor: Cursor): Promise<void>
  /** UIDs of this mailbox that the inbox holds, of one validity. */
  storedUids(mailbox: string, validity: number): Promise<ReadonlySet<number>>
  /** Keeps bytes as a file, synced, its row written. Throws `too_large`. */
  keepFile(file: { name: string; mime: string; bytes: Uint8Array | AsyncIterable<Uint8Array> }): Promise<StoredFile>
  openFile(id: string): AsyncIterable<Uint8Array>
  /** The thread of a parcel; null when its ticket or conversation is gone. */
  thread(about: ParcelAbout): Promise<LetterThread | null>
  /** The Message-ID of a parcel's letter: stored before it is sent, the same for every attempt. `domain`: of the mailbox. */
  letterId(about: ParcelAbout, domain: string): Promise<string>
  /** The gate for all outgoing mail: may a letter go to this address now? Counts it. */
  mayWrite(about: ParcelAbout, to: string): Promise<{ ok: true } | { ok: false; reason: 'loop' | 'bounced' | 'budget' }>
}

/** Settings as they stand; they change while the house is open. */
export type MailSettings = { mailboxes: readonly Mailbox[]; door: MailDoor | null }

export type EmailConfig = {
  house: MailHouse
  settings: { now(): MailSettings; /** Told at each change; gives what ends the telling. */ changed(told: () => void): () => void }
  /** Signs what stands in addresses of ours. */
  secret: Secret
  time: Time
  log: Log
  /** Asks names of the DNS; tests put their own. */
  resolver?: ((name: string, type: string) => Promise<unknown>) | undefined
  /** How long the judging of a sender may take; 10 s unless told. */
  judgeWithin?: Millis | undefined
  /** How the loops wait between attempts; tests put their own. */
  wait?: ((span: Millis, signal: AbortSignal) => Promise<void>) | undefined
}
