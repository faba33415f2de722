/** What comes in: stored durably, then made into tickets. Through the webhook door one by one, and in batches through the sink as a poll of a backlog does. */
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../src/lib/db.ts'
import { migrate } from '../../src/lib/migrate.ts'
import { systemTime } from '../../src/lib/time.ts'
import { record } from '../../src/intake/store.ts'
import { median, type Figure } from '../figure.ts'
import { openLimit } from '../limit.ts'
import { load, openCaller, type Load } from '../load.ts'
import { childrenOf, cpuOf } from '../processes.ts'
import { requests } from '../seed/texts.ts'
import { webhookSecret } from '../stand.ts'
import type { Site } from '../site.ts'

const rounds = 3
const messages = 400
const batch = 100
const batches = 60
const limitMs = 1_000
const quietMs = 3_000

export default async function figures(site: Site): Promise<Figure[]> {
  const seen = { 1: [] as Through[], 8: [] as Through[] }
  const limit = await openLimit(await site.stand.database('limit_intake'))
  try {
    for (let round = 0; round < rounds; round++) {
      for (const senders of [1, 8] as const) {
        const { perSecond } = await limit.five(8, limitMs)
        const before = cpu(site)
        const { accepted, processed } = await through(site, senders)
        // The last receipts, and whatever else follows from a ticket.
        await pause(quietMs)
        const after = cpu(site)
        seen[senders].push({
          accepted, processed, share: (100 * processed) / perSecond, application: (after.application - before.application) / messages, database: (after.database - before.database) / messages,
        })
      }
    }
  } finally {
    await limit.close()
  }
  const of = (senders: 1 | 8, what: keyof Through): number => median(seen[senders].map(one => one[what]))
  return [
    ...([1, 8] as const).flatMap(senders => [
      { name: `messages accepted durably through the webhook door, ${senders === 1 ? '1 sender' : `${senders} senders`}`, value: of(senders, 'accepted'), unit: '1/s' },
      { name: `messages processed to tickets with their receipts queued, ${senders === 1 ? '1 sender' : `${senders} senders`}`, value: of(senders, 'processed'), unit: '1/s' },
      { name: `messages processed to tickets, ${senders === 1 ? '1 sender' : `${senders} senders`}: share of the five-statement limit, 8 connections`, value: of(senders, 'share'), unit: '%' },
    ]),
    ...(process.platform === 'linux' ? [
      { name: 'time on the processor per message, its receipt and first question: application', value: of(8, 'application'), unit: 'ms' },
      { name: 'time on the processor per message, its receipt and first question: PostgreSQL', value: of(8, 'database'), unit: 'ms' },
    ] : []),
    ...await sink(site),
  ]
}

function cpu({ desk, stand }: Site): { application: number; database: number } {
  if (process.platform !== 'linux') return { application: 0, database: 0 }
  return { application: cpuOf(desk.pid), database: [stand.postgresPid, ...childrenOf(stand.postgresPid)].reduce((sum, pid) => sum + cpuOf(pid), 0) }
}

type Through = { accepted: number; processed: number; share: number; application: number; database: number }
let lastUpdate = Math.floor(Date.now() / 1000)
let lastPerson = 6_000_000_000

/** Each message is the first of somebody new: a ticket, a receipt, a question of the bot. `processed` counts from the first message until all are done. */
async function through({ desk }: Site, senders: number): Promise<Pick<Through, 'accepted' | 'processed'>> {
  const caller = openCaller(desk.url, senders, { 'x-telegram-bot-api-secret-token': webhookSecret })
  const sql = await desk.sql()
  try {
    const begun = performance.now()
    const accepted: Load = await load(senders, 60_000, () => caller.call('POST', '/hooks/telegram', update()), messages)
    for (;;) {
      const { rows: [left] } = await sql.query<{ some: boolean }>(`select exists (select 1 from inbox where state = 'new') as some`)
      if (!left!.some) break
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    return { accepted: accepted.perSecond, processed: (messages * 1000) / (performance.now() - begun) }
  } finally {
    await caller.close()
    await sql.end()
  }
}

function update() {
  const id = ++lastPerson
  const updateId = ++lastUpdate
  const from = { id, is_bot: false, first_name: 'Ольга', last_name: 'Ветрова', username: `olga_${id}`, language_code: 'ru' }
  return {
    update_id: updateId,
    message: { message_id: 1, date: Math.floor(Date.now() / 1000), from, chat: { id, type: 'private', first_name: 'Ольга' }, text: requests[updateId % requests.length]!.replace('MARK', String(updateId)) },
  }
}

const arrivals = () => Array.from({ length: batch }, () => {
  const raw = update()
  return { key: String(raw.update_id), lane: String(raw.message.chat.id), raw }
})

/** In a database of its own, so that nothing is processed meanwhile. */
async function sink({ stand }: Site): Promise<Figure[]> {
  const url = await stand.database('sink')
  await migrate(url, systemTime)
  const { db, close } = openDatabase(url, { size: 8 })
  const rates = { 1: [] as number[], 8: [] as number[] }
  try {
    for (let round = 0; round < rounds; round++) {
      for (const senders of [1, 8] as const) {
        const done = await load(senders, 60_000, () => record(db, 'telegram', arrivals(), systemTime.now()), batches)
        rates[senders].push(done.perSecond * batch)
      }
    }
  } finally {
    await close()
  }
  return ([1, 8] as const).map(senders => ({ name: `messages accepted durably in batches of ${batch} (the sink), ${senders === 1 ? '1 sender' : `${senders} senders`}`, value: median(rates[senders]), unit: '1/s' }))
}
