import type { Instant } from '../lib/instant.ts'
import type { ChannelKind, IncomingFile, Reading } from '../intake/inbound.ts'
import type { Glance } from '../intake/quarantine/glance.ts'
import type { Outgoing, ParcelAbout, SendFailure, SendResult } from '../delivery/outbound.ts'

/**
 * The contract of a channel (`docs/how-to/add-a-channel.md`). An adapter translates and talks to the network; it never imports tickets,
 * messages or a store, and holds nothing that must survive a restart: cursors, inbox, outbox and files are the house's.
 */

/** A raw event as it came: `key` is unique in the channel, `lane` orders (events of one lane are handled one after another). */
export type RawEvent = { key: string; lane: string; raw: unknown }

/** Commits raw events to the inbox; resolves only after the commit. Repeated keys are harmless. Throws when the database is away. */
export type Sink = (events: readonly RawEvent[]) => Promise<void>

export type Capabilities = {
  albums: 'split' | 'native' | 'none'
  editOutgoing: boolean
  buttons: 'inline' | 'links' | 'none'
  askPhone: boolean
  startPayloadMax: number
  initiate: 'after_start' | 'always' | 'never'
  maxText: number
  maxDownload: number
  maxUpload: number
}

export type Finding = { level: 'ok' | 'warning' | 'error'; code: string; detail: string }

/** What `GET /api/health` and the channel's screen say. `since`: of this state. */
export type ChannelHealth = {
  state: 'starting' | 'live' | 'waiting' | 'failed' | 'stopped'
  since: Instant
  lastEventAt: Instant | null
  detail: string | null
}

export type FetchResult =
  | { ok: true; stream: AsyncIterable<Uint8Array>; size: number | null }
  | ({ ok: false; detail: string } & (SendFailure | { class: 'gone' }))

/** A request of a pushing channel; `body` raw. */
export type PushRequest = { headers: Readonly<Record<string, string | undefined>>; body: Uint8Array }
export type PushReading = { status: 200; events: readonly RawEvent[] } | { status: 400 | 401 | 404; events: readonly [] }

/** `prepared` must survive JSON. */
export type Preparation = { ok: true; prepared: unknown } | { ok: false; reason: string }

export type Channel = {
  id: string
  kind: ChannelKind
  can: Capabilities
  /** Live self-test: findings in plain words. */
  verify(): Promise<readonly Finding[]>
  /**
   * Pulling channels: loop until `signal` aborts. The caller holds the lease; `listen` returns (or throws) only when it stopped.
   * Pushing channels register themselves with the other side and return at abort.
   */
  listen(sink: Sink, signal: AbortSignal): Promise<void>
  /** Pushing channels: check that the request is authentic and find keys. The caller commits, then answers (503 when it cannot). */
  accept(request: PushRequest): PushReading
  /**
   * Channels whose events need work before they can be read (a letter is parsed apart, judged, its files stored): called outside of any transaction, perhaps
   * again for the same event; `read` gets what it gave. Throws when it should be tried again later.
   */
  prepare?(raw: unknown, at: { receivedAt: Instant; key: string }): Promise<Preparation>
  /** Pure: what people are told of a raw event that could not be read; null when nothing can be made out. */
  glance?(raw: unknown): Glance | null
  /** Pure: a raw event (or what `prepare` made of it) to things that came in. */
  read(raw: unknown, at: { receivedAt: Instant }): Reading
  /** Exactly one attempt. `to` is the external id of the conversation, `about` what the parcel is for. `open` gives the bytes of a stored file. */
  send(to: string, what: Outgoing, open: (fileId: string) => AsyncIterable<Uint8Array>, about: ParcelAbout): Promise<SendResult>
  fetchFile(file: Pick<IncomingFile, 'fileRef' | 'size'>): Promise<FetchResult>
  /** A link that opens this conversation carrying `payload` (a QR at the till), or null if the channel has none. */
  startLink(payload: string): string | null
  health(): ChannelHealth
}
