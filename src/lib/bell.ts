/**
 * The bell: tells this process at once, and the other processes of the same database within milliseconds, that something changed.
 * A ring is a hint and never the truth: whoever hears it looks into the database; a lost ring costs only time, so hearers also poll now and then.
 *
 * Modes of the line to the other processes: *connecting* (rings wait, up to `waitingMost`), *open* (waiting rings leave in one
 * notification every few milliseconds), *closed*. Each time the line opens again, every hearer is told `missed`: rings of others may be lost.
 *
 * Ring after the commit, never inside the transaction: NOTIFY in a transaction takes a lock that lines up all commits of the database
 * (docs/decisions/0002-bell-outside-transactions.md).
 */
import pg from 'pg'
import { newToken } from './ids.ts'

export type Payload = null | boolean | number | string | readonly Payload[] | { readonly [key: string]: Payload }

export type Hearer = {
  rung(payload: Payload): unknown
  /** Rings may have been lost: look for yourself. */
  missed?(): unknown
}

export type Bell = {
  /** Tells the hearers of `topic` here before it returns, others soon. At most 4,000 bytes of JSON. */
  ring(topic: string, payload?: Payload): void
  /** Hears a topic until the returned function is called. */
  hear(topic: string, hearer: Hearer): () => void
  close(): Promise<void>
}

type Trouble = (error: unknown) => void
type Ring = { topic: string; payload: Payload }

const channel = 'reglament_bell'
const gatherMs = 4
const waitingMost = 1_000
/** PostgreSQL takes fewer than 8,000 bytes in one notification. */
const noticeBytes = 7_900
const ringBytes = 4_000
const retryMs = [100, 250, 500, 1_000, 2_000] as const

/** The part inside one process; also a whole bell for tests and for a house of one process. `onTrouble` hears what a hearer throws. */
export function localBell(onTrouble: Trouble = () => {}): Bell {
  const { tell, hear } = hearersOf(onTrouble)
  return { ring: (topic, payload = null) => tell(topic, payload), hear, close: () => Promise.resolve() }
}

/**
 * A bell that reaches the other processes of the database at `url`, over one connection of its own. Never throws for a database that is away:
 * it tells `onTrouble` and connects again. Resolves once the first attempt is over.
 */
export async function openBell(url: string, onTrouble: Trouble = () => {}): Promise<Bell> {
  const { tell, tellMissed, hear } = hearersOf(onTrouble)
  const self = newToken(9)
  let line: pg.Client | null = null
  let closed = false
  let everOpen = false
  let attempts = 0
  let sending: Promise<void> | null = null
  let lost = false
  let gather: NodeJS.Timeout | null = null
  let again: NodeJS.Timeout | null = null
  const waiting = new Map<string, Ring>()

  const receive = (text: string): void => {
    const notice = JSON.parse(text) as { from: string; lost?: boolean; rings: [string, Payload][] }
    if (notice.from === self) return
    if (notice.lost) tellMissed()
    for (const [topic, payload] of notice.rings) tell(topic, payload)
  }

  const connect = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    let gone = false
    const drop = (error?: unknown): void => {
      if (gone) return
      gone = true
      if (line === client) line = null
      client.end().catch(() => {})
      if (closed) return
      if (error !== undefined) onTrouble(error)
      again = setTimeout(() => void connect(), retryMs[Math.min(attempts++, retryMs.length - 1)])
    }
    client.on('error', drop)
    client.on('end', () => drop())
    client.on('notification', notice => {
      if (notice.channel !== channel || notice.payload === undefined) return
      try {
        receive(notice.payload)
      } catch (error) {
        onTrouble(error)
      }
    })
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
    } catch (error) {
      drop(error)
      return
    }
    if (gone) return
    if (closed) {
      drop()
      return
    }
    line = client
    attempts = 0
    if (everOpen) tellMissed()
    everOpen = true
    leave()
  }

  /** Starts sending what waits, if the line is open and nothing is on its way; what gathers meanwhile leaves with the next notification. */
  const leave = (): void => {
    if (gather !== null) clearTimeout(gather)
    gather = null
    if (line === null || sending !== null || (waiting.size === 0 && !lost)) return
    const client = line
    const rings = [...waiting.values()]
    const wasLost = lost
    waiting.clear()
    lost = false
    sending = client
      .query('select pg_notify($1, notice) from unnest($2::text[]) as notice', [channel, pack(self, rings, wasLost)])
      .then(() => {}, () => {
        // Whatever it was, this connection is not trusted any more; the rings go again over the next one.
        if (line === client) line = null
        client.end().catch(() => {})
        lost ||= wasLost
        for (const ring of rings) keep(ring)
      })
      .finally(() => {
        sending = null
        if (line === client) leave()
      })
  }

  const keep = (ring: Ring): void => {
    if (waiting.size >= waitingMost) {
      waiting.clear()
      lost = true
      return
    }
    waiting.set(keyOf(ring), ring)
  }

  await connect()
  return {
    ring(topic, payload = null) {
      const ring = { topic, payload }
      if (Buffer.byteLength(keyOf(ring)) > ringBytes) throw new Error(`a ring of ${topic} is too large: send an id, not the thing`)
      tell(topic, payload)
      if (closed) return
      keep(ring)
      gather ??= setTimeout(leave, gatherMs)
    },
    hear,
    async close() {
      closed = true
      if (again !== null) clearTimeout(again)
      leave()
      await sending
      const client = line
      line = null
      await client?.end().catch(() => {})
    },
  }
}

const keyOf = (ring: Ring): string => JSON.stringify([ring.topic, ring.payload])

/** Notices of at most `noticeBytes` that carry all rings in order; the first one says whether rings were lost. */
function pack(from: string, rings: readonly Ring[], lost: boolean): string[] {
  const notices: string[] = []
  const start = (): string => `{"from":${JSON.stringify(from)}${lost && notices.length === 0 ? ',"lost":true' : ''},"rings":[`
  let current = start()
  let bytes = Buffer.byteLength(current) + 2
  let empty = true
  for (const ring of rings) {
    const text = keyOf(ring)
    const size = Buffer.byteLength(text) + 1
    if (!empty && bytes + size > noticeBytes) {
      notices.push(`${current}]}`)
      current = start()
      bytes = Buffer.byteLength(current) + 2
      empty = true
    }
    current += empty ? text : `,${text}`
    bytes += size
    empty = false
  }
  return [...notices, `${current}]}`]
}

function hearersOf(onTrouble: Trouble) {
  const hearers = new Map<string, Set<Hearer>>()
  const safely = (call: () => void): void => {
    try {
      call()
    } catch (error) {
      onTrouble(error)
    }
  }
  return {
    tell(topic: string, payload: Payload): void {
      for (const hearer of hearers.get(topic) ?? []) safely(() => hearer.rung(payload))
    },
    tellMissed(): void {
      for (const group of hearers.values()) for (const hearer of group) safely(() => hearer.missed?.())
    },
    hear(topic: string, hearer: Hearer): () => void {
      const group = hearers.get(topic) ?? new Set()
      hearers.set(topic, group.add(hearer))
      return () => group.delete(hearer)
    },
  }
}
