import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { pngOf, practiceBot, startTelegramSim, type Fault, type Line, type Person, type Sim } from '../../sim/telegram/index.ts'
import { processMark, signal } from '../../src/lib/postgres/processes.ts'
import { dataFolder, runProgram, until, type Program } from '../program.ts'

/**
 * The power fails again and again while five restaurants write 400 messages: the process dies by SIGKILL, also while it is sending and while it is opening,
 * and the database server under it. Nothing is lost, nothing doubled, and what may have been sent twice is marked so.
 */
const chats = 5
const perChat = 80
/** Messages after which a person asks for a new ticket. */
const perTicket = 10

const folder = dataFolder()
let sim: Sim | null = null
afterAll(async () => {
  await folder.end()
  await sim?.stop()
})

describe('the power fails while everybody writes', () => {
  it('R-3.1.1 400 messages, eight kills of the process and two of the database: 400 on tickets, none twice, one receipt each', async ({ onTestFailed }) => {
    const telegram = sim = await startTelegramSim()
    const seed = Math.floor(Math.random() * 2 ** 31)
    const random = randomFrom(seed)
    const between = (least: number, most: number) => least + random() * (most - least)
    const pids = new Set<number>()
    const kills = { process: 0, database: 0, sending: 0 }

    let program: Program
    const said: Program[] = []
    onTestFailed(() => console.error(`seed ${seed}\n${said.map(one => `--- ${one.pid}\n${one.out()}${one.err()}`.slice(-4_000)).join('\n')}`))
    let database: pg.ClientConfig = {}
    const start = (): Program => {
      const next = runProgram({ DATA_DIR: folder.path, PRACTICE: 'off', TELEGRAM_BOT_TOKEN: practiceBot.token, TELEGRAM_API_ROOT: telegram.apiRoot, LOG_LEVEL: 'warn' })
      pids.add(next.pid)
      said.push(next)
      return next
    }
    const open = async (): Promise<void> => {
      program = start()
      await program.opened()
      database = { connectionString: await folder.url() }
      const server = folder.server()
      if (server !== null) pids.add(server)
    }
    /** Rows as they stand; also in the time when the process is dead and its database server is not. */
    const rows = async <T extends pg.QueryResultRow>(text: string): Promise<T[]> => {
      const client = new pg.Client(database)
      client.on('error', () => {})
      await client.connect()
      return client.query<T>(text).then(({ rows: found }) => found).finally(() => client.end())
    }

    const die = async (): Promise<void> => {
      await program.kill('SIGKILL')
      kills.process++
    }
    const killAnywhere = async (): Promise<void> => {
      await pause(between(0, 300))
      await die()
      await open()
    }
    const killWhileOpening = async (): Promise<void> => {
      await die()
      program = start()
      await pause(between(50, 900))
      await killAnywhere()
    }
    /** The receipt is on the line and its answer is not here yet. */
    const killWhileSending = (how: Fault) => async (): Promise<void> => {
      await telegram.fault({ method: 'sendMessage', delayMs: 1_500, times: 1_000, ...how })
      await until('a receipt on its way', async () => (await rows(`select id from outbox where state = 'sending' and purpose = 'receipt'`)).length > 0)
      await die()
      await telegram.clearFaults()
      kills.sending += (await rows(`select id from outbox where state = 'sending'`)).length > 0 ? 1 : 0
      await open()
    }
    const killDatabase = async (): Promise<void> => {
      const server = folder.server()
      if (server === null) throw new Error('no database server to kill')
      signal(server, 'SIGKILL')
      kills.database++
      await until('a new database server', async () => (await healthOf(await program.opened())) === 200 && folder.server() !== server)
      pids.add(folder.server()!)
    }
    const acts = [
      killAnywhere, killWhileSending({}), killDatabase, killAnywhere, killWhileOpening, killWhileSending({ drop: 'before' }), killDatabase, killAnywhere, killAnywhere,
    ]

    await open()
    let sent = 0
    const people = await Promise.all(Array.from({ length: chats }, (_, index) => telegram.person({ id: 700_000_001 + index, firstName: `Гость ${index + 1}` })))
    const writing = people.map(person => write(person, { between, random, count: messages => { sent += messages } }))
    for (const [index, act] of acts.entries()) {
      await until('messages to go on', () => sent >= (chats * perChat * (index + 0.5)) / (acts.length + 1))
      await act()
    }
    const written = await Promise.all(writing)

    const underWay = () => rows<{ what: string; state: string; count: number }>(`
      select 'inbox' as what, state, count(*)::int as count from inbox where state = 'new' group by state
      union all select purpose, state, count(*)::int from outbox where state in ('queued', 'sending') group by purpose, state
      union all select 'file', state, count(*)::int from attachments where state = 'pending' group by state`)
    await until('inbox and outbox to come to rest', async () => (await telegram.pending()).count === 0 && (await underWay()).length === 0, 45_000)
      .catch(async error => {
        throw new Error(`still under way: ${JSON.stringify(await underWay())}`, { cause: error })
      })
    const why = `seed ${seed}, ${JSON.stringify(kills)}`
    expect(kills, why).toEqual({ process: 8, database: 2, sending: 2 })

    // What came in.
    const heard = await rows<{ chat: string; external: string; message: string; ticket: string; at: string }>(`
      select c.external_id as chat, r.external_id as external, r.message_id as message, m.ticket_id as ticket, m.recorded_at as at
      from message_refs r join messages m on m.id = r.message_id join conversations c on c.id = r.conversation_id where m.direction = 'in' order by c.id, r.external_id::int`)
    const expected = people.flatMap((person, index) => written[index]!.ids.map(id => `${person.id} ${id}`))
    expect(expected).toHaveLength(chats * perChat)
    expect(heard.map(row => `${row.chat} ${row.external}`).toSorted(), why).toEqual(expected.toSorted())
    const [{ count } = { count: 0 }] = await rows<{ count: number }>(`select count(*)::int as count from messages where direction = 'in'`)
    expect(count, `${why}: messages on tickets; the pictures of an album are one`).toBe(written.reduce((sum, { messages }) => sum + messages, 0))
    for (const person of people) {
      const own = heard.filter(row => row.chat === String(person.id)).map(row => Date.parse(row.at))
      expect(own, `${why}: the chat of ${person.id} in order`).toEqual(own.toSorted((a, b) => a - b))
    }
    expect(await rows(`select id, state, reason from inbox where state in ('new', 'quarantined')`), why).toEqual([])
    const lanes = await rows<{ lane: string; at: Date }>(`select lane, finished_at as at from inbox order by lane, id`)
    const unordered = lanes.filter((row, index) => index > 0 && lanes[index - 1]!.lane === row.lane && lanes[index - 1]!.at > row.at)
    expect(unordered, `${why}: handled in the order in which they came`).toEqual([])
    expect(await rows(`select name, state from attachments where state <> 'stored'`), `${why}: files`).toEqual([])

    // What went out.
    const tickets = await rows<{ number: number; receipts: number }>(`
      select t.number::int as number, (select count(*)::int from outbox o where o.ticket_id = t.id and o.purpose = 'receipt') as receipts from tickets t order by number`)
    expect(tickets.length, why).toBe(chats * (perChat / perTicket))
    expect(tickets.filter(ticket => ticket.receipts !== 1), `${why}: tickets without exactly one receipt`).toEqual([])
    const parcels = await rows<Parcel>(`
      select o.id, c.external_id as chat, o.purpose, o.state, o.may_be_doubled as marked, coalesce(o.external_ids, '[]') as ids, o.payload
      from outbox o join conversations c on c.id = o.conversation_id where o.payload->>'kind' in ('send', 'edit') order by o.position`)
    expect(parcels.filter(({ state, marked }) => state !== 'sent' && !(state === 'unknown' && marked)), `${why}: neither sent nor marked`).toEqual([])
    for (const person of people) expect(unexplained(await person.transcript(), parcels.filter(({ chat }) => chat === String(person.id))), why).toEqual([])
    expect(await telegram.unexpected()).toEqual([])

    // How it ends.
    expect(await program!.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(program!.err()).toBe('')
    expect([...pids].filter(pid => processMark(pid) !== null), 'processes that are left').toEqual([])
  }, 150_000)
})

type Written = {
  /** Telegram's ids of what must stand on tickets. */
  ids: number[]
  /** Messages of tickets that they make. */
  messages: number
}

/** One restaurant: texts, pictures, files, albums, voices, replies and edits, and again and again a new ticket. */
async function write(person: Person, { between, random, count }: { between: (least: number, most: number) => number; random: () => number; count: (messages: number) => void }): Promise<Written> {
  const ids: number[] = []
  let messages = 0
  const wrote = (sent: readonly number[]) => {
    ids.push(...sent)
    messages++
    count(sent.length)
  }
  while (ids.length < perChat) {
    const first = ids.length % perTicket === 0
    if (first && ids.length > 0) await person.says('/new')
    const text = `Касса не печатает чек, попытка ${ids.length + 1}`
    const kind = first ? 'text' : (['photo', 'document', 'voice', 'album', 'reply', 'edit'] as const)[Math.floor(random() * 12)] ?? 'text'
    if (kind === 'photo') wrote((await person.sendsPhoto({ bytes: pngOf() }, { caption: text })).messageIds)
    else if (kind === 'document') wrote((await person.sendsDocument({ name: 'Журнал кассы.txt', bytes: new TextEncoder().encode(text) })).messageIds)
    else if (kind === 'voice') wrote((await person.sendsVoice({ bytes: new Uint8Array(12_000) })).messageIds)
    else if (kind === 'reply') wrote((await person.repliesTo(ids.at(-1 - Math.floor(random() * 5)) ?? ids[0]!, text)).messageIds)
    // An album must not cross the border to the next ticket.
    else if (kind === 'album' && ids.length % perTicket < perTicket - 1) wrote((await person.sendsAlbum([{ bytes: pngOf(), caption: text }, { bytes: pngOf() }])).messageIds)
    else wrote((await person.says(text)).messageIds)
    if (kind === 'edit') await person.edits(ids.at(-1)!, `${text}, поправка`)
    await pause(between(100, 460))
  }
  return { ids, messages }
}

type Parcel = { id: string; chat: string; purpose: string; state: string; marked: boolean; ids: string[]; payload: { kind: string; title?: string; text: string } }

/**
 * Lines of the bot that nothing explains. A line is explained by the one parcel whose receipt of delivery names it; a further copy only by a parcel that is
 * marked: one more of what was sent, and of what is unknown as many as it was tried: twice for a receipt or a person's words, once for all else.
 */
function unexplained(lines: readonly Line[], parcels: readonly Parcel[]): string[] {
  const named = new Map<string, Parcel>()
  const wrong: string[] = []
  for (const parcel of parcels.filter(({ payload }) => payload.kind === 'send')) {
    for (const id of parcel.ids) {
      if (named.has(id)) wrong.push(`message ${id} belongs to two parcels`)
      named.set(id, parcel)
    }
  }
  // An edit whose target is unknown goes out as a message of its own; it is named by that parcel and edited by none before.
  const edits = new Map(parcels.filter(({ payload }) => payload.kind === 'edit').flatMap(parcel => parcel.ids.map(id => [id, parcel] as const)))
  const copies = new Map<Parcel, number>(parcels.filter(({ marked }) => marked).map(parcel => {
    const repeats = ['receipt', 'reply'].includes(parcel.purpose)
    return [parcel, parcel.state === 'sent' ? 1 : repeats ? 2 : 1] as const
  }))
  for (const line of lines) {
    if (line.from !== 'bot' || named.has(String(line.messageId)) || edits.has(String(line.messageId))) continue
    const text = line.edits[0]?.text ?? line.text
    const source = [...copies].find(([{ payload }, left]) => left > 0 && text.includes(payload.text))?.[0]
    if (source === undefined) wrong.push(`${line.messageId}: ${text}`)
    else copies.set(source, copies.get(source)! - 1)
  }
  return wrong
}

async function healthOf(url: string): Promise<number> {
  return fetch(`${url}/api/health`).then(({ status }) => status, () => 0)
}

/** Mulberry32: small, and the same row of numbers for a seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
