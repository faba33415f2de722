/**
 * An outage of 3,000 messages in 10 minutes, four times as dense and bounded: people who have never written before report the same, the outage is open already,
 * so that each gets his number, topic, category and the known answer; then one update goes to all of them, and one to everybody at all points. What specialists
 * look at is asked for all the while.
 */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { percentile, type Figure } from '../figure.ts'
import { openCaller } from '../load.ts'
import { webhookSecret } from '../stand.ts'
import type { Site } from '../site.ts'

const messages = 600
/** 3,000 in ten minutes are five a second. */
const everyMs = 50
/** Between two looks at the queue. */
const lookMs = 100
const limitMs = 240_000

export default async function figures({ desk }: Site): Promise<Figure[]> {
  const caller = desk.caller(2)
  const hook = openCaller(desk.url, 4, { 'x-telegram-bot-api-secret-token': webhookSecret })
  const sql = await desk.sql()
  const queue = { during: [] as number[], telling: [] as number[] }
  let into = queue.during
  const watch = { looking: true }
  const looks = (async () => {
    while (watch.looking) {
      const begun = performance.now()
      await caller.call('GET', '/api/queue?view=all&limit=50')
      into.push(performance.now() - begun)
      await rest(lookMs)
    }
  })()
  try {
    const id = randomUUID()
    const headers = { origin: desk.url, 'sec-fetch-site': 'same-origin' }
    const post = (path: string, body: object) => caller.call('POST', `/api/incidents${path}`, body, headers)
    await post('', {
      id, title: 'Не приходят заказы', components: ['site'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: ['no_orders'], words: ['заказы не приходят', 'нет заказов'], public: true,
      first: { id: randomUUID(), text: 'Не приходят заказы с сайта. Причину устраняем.', nextUpdateAt: null, toAllPoints: false },
    })
    const first = ++lastPerson
    const sent: Promise<unknown>[] = []
    for (let count = 0; count < messages; count++) {
      sent.push(hook.call('POST', '/hooks/telegram', update(first + count, 'Не приходят заказы с сайта, гости ждут')))
      await rest(everyMs)
    }
    lastPerson = first + messages
    await Promise.all(sent)
    await until(async () => await told(sql, first) >= messages)
    const number = await behind(sql, first, `o.purpose = 'receipt'`)
    const answer = await behind(sql, first, `exists (select from messages m where m.id = o.message_id and m.notice = 'incident_told')`)

    into = queue.telling
    const toTickets = await spread(sql, id, () => post(`/${id}/updates`, { id: randomUUID(), text: 'Нашли причину.', nextUpdateAt: null, toAllPoints: false }))
    // While everybody at all points is told, somebody new writes: his number must not wait behind them.
    const late = lastPerson + 1
    lastPerson += 20
    const toAll = await spread(sql, id, () => post(`/${id}/updates`, { id: randomUUID(), text: 'Восстанавливаем.', nextUpdateAt: null, toAllPoints: true }), async () => {
      for (let person = late; person < late + 20; person++) {
        await hook.call('POST', '/hooks/telegram', update(person, 'Не печатает принтер чеков'))
        await rest(200)
      }
    })
    await until(async () => (await behind(sql, late, `o.purpose = 'receipt'`)).length >= 20)
    const meanwhile = await behind(sql, late, `o.purpose = 'receipt'`)
    return [
      ...shares('outage, 20 messages a second: number answered after the message', number),
      ...shares('outage, 20 messages a second: known answer told after the message', answer),
      ...shares('outage, 20 messages a second: queue page of 50', queue.during),
      { name: `outage: update to ${toTickets.count} tickets, until the last is told`, value: toTickets.seconds, unit: 's' },
      { name: `outage: update to ${toAll.count} tickets and people, until the last is told`, value: toAll.seconds, unit: 's' },
      ...shares('outage: number answered after the message while everybody is told', meanwhile),
      ...shares('outage: queue page of 50 while everybody is told', queue.telling),
    ]
  } finally {
    watch.looking = false
    await looks.catch(() => {})
    await caller.close()
    await hook.close()
    await sql.end()
  }
}

let lastUpdate = 2_000_000_000
let lastPerson = 8_000_000_000

const update = (id: number, text: string) => ({
  update_id: ++lastUpdate,
  message: { message_id: 1, date: Math.floor(Date.now() / 1000), from: { id, is_bot: false, first_name: 'Ольга', language_code: 'ru' }, chat: { id, type: 'private', first_name: 'Ольга' }, text },
})

const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + limitMs
  while (!await done()) {
    if (performance.now() > end) throw new Error(`it was not done within ${limitMs / 1000} s`)
    await rest(50)
  }
}

const shares = (name: string, values: readonly number[]): Figure[] => [
  { name: `${name}: p50`, value: percentile(values, 0.5), unit: 'ms' },
  { name: `${name}: p99`, value: percentile(values, 0.99), unit: 'ms' },
]

/** Milliseconds from the receipt of each person's message to the end of his first parcel of that kind, by the application's own clock. */
async function behind(sql: pg.Client, from: number, kind: string): Promise<number[]> {
  const { rows } = await sql.query<{ ms: string }>(`
    select extract(epoch from min(o.finished_at) - i.received_at) * 1000 as ms from inbox i join conversations c on c.channel_id = i.channel_id and c.external_id = i.lane
      join outbox o on o.conversation_id = c.id where o.state = 'sent' and i.lane ~ '^[0-9]+$' and i.lane::bigint between $1 and $2 and ${kind} group by i.id`, [from, from + messages - 1])
  return rows.map(row => Number(row.ms))
}

async function told(sql: pg.Client, from: number): Promise<number> {
  const { rows } = await sql.query<{ count: string }>(`
    select count(*) from conversations c join tickets t on t.conversation_id = c.id join messages m on m.ticket_id = t.id join outbox o on o.message_id = m.id
    where c.external_id ~ '^[0-9]+$' and c.external_id::bigint >= $1 and m.notice = 'incident_told' and o.state = 'sent'`, [from])
  return Number(rows[0]!.count)
}

/** From the lead's wish until nobody on the list of the newest update is under way. */
async function spread(sql: pg.Client, incident: string, wish: () => Promise<unknown>, meanwhile: () => Promise<void> = async () => {}): Promise<{ count: number; seconds: number }> {
  const begun = performance.now()
  await wish()
  const also = meanwhile()
  await until(async () => {
    const { rows } = await sql.query<{ left: string }>(`
      select (select count(*) from incident_notices where incident_id = $1 and state = 'waiting') + (select count(*) from outbox o where o.state in ('queued', 'sending')
        and exists (select from incident_notices n where n.incident_id = $1 and (n.outbox_id = o.id or n.message_id = o.message_id))) as left`, [incident])
    return Number(rows[0]!.left) === 0
  })
  const seconds = (performance.now() - begun) / 1000
  await also
  const { rows } = await sql.query<{ count: string }>('select count(*) from incident_notices where update_id = (select id from incident_updates where incident_id = $1 order by at desc limit 1)', [incident])
  return { count: Number(rows[0]!.count), seconds }
}
