/** Tickets by hand for a caller (`POST /api/tickets`), against what the machine can do in the same minutes. */
import { median, type Figure } from '../figure.ts'
import { openLimit } from '../limit.ts'
import { load, type Caller, type Load } from '../load.ts'
import { seededId } from '../seed/marks.ts'
import { requests } from '../seed/texts.ts'
import { sizeOf, type Site } from '../site.ts'

const rounds = 3
const ms = 2_000

export default async function figures(site: Site): Promise<Figure[]> {
  const limit = await openLimit(await site.stand.database('limit'))
  const caller = site.desk.caller(8)
  await addCallers(site)
  const seen = { five1: [] as Load[], five8: [] as Load[], one1: [] as Load[], one8: [] as Load[], made1: [] as Load[], made8: [] as Load[], told8: [] as Load[] }
  try {
    for (let round = 0; round < rounds; round++) {
      seen.five1.push(await limit.five(1, ms / 2))
      seen.made1.push(await create(site, caller, 1, ms))
      seen.one1.push(await limit.one(1, ms / 2))
      seen.five8.push(await limit.five(8, ms))
      seen.made8.push(await create(site, caller, 8, ms))
      seen.told8.push(await create(site, caller, 8, ms, 'contact'))
      seen.one8.push(await limit.one(8, ms / 2))
    }
  } finally {
    await caller.close()
    await limit.close()
  }
  const size = `at ${sizeOf(site.seeded.tickets)} tickets`
  return [
    { name: 'limit: transactions of five statements, 1 connection', value: of(seen.five1), unit: '1/s' },
    { name: 'limit: transactions of five statements, 8 connections', value: of(seen.five8), unit: '1/s' },
    { name: 'limit: the same as one statement, 1 connection', value: of(seen.one1), unit: '1/s' },
    { name: 'limit: the same as one statement, 8 connections', value: of(seen.one8), unit: '1/s' },
    ...([[1, seen.made1, seen.five1], [8, seen.made8, seen.five8]] as const).flatMap(([clients, made, five]) => [
      { name: `tickets created over HTTP, ${clientsOf(clients)}, ${size}`, value: of(made), unit: '1/s' },
      { name: `tickets created over HTTP, ${clientsOf(clients)}, ${size}: p50`, value: of(made, 'p50'), unit: 'ms' },
      { name: `tickets created over HTTP, ${clientsOf(clients)}, ${size}: p95`, value: of(made, 'p95'), unit: 'ms' },
      { name: `tickets created over HTTP, ${clientsOf(clients)}: share of the five-statement limit`, value: 100 * of(made.map((one, round) => ({ ...one, perSecond: one.perSecond / five[round]!.perSecond }))), unit: '%' },
    ]),
    { name: `tickets created over HTTP for callers who have a chat: number, card and their sending; 8 clients, ${size}`, value: of(seen.told8), unit: '1/s' },
    { name: `the same: p50`, value: of(seen.told8, 'p50'), unit: 'ms' },
  ]
}

const of = (loads: readonly Load[], what: keyof Load = 'perSecond'): number => median(loads.map(one => one[what]))
const clientsOf = (clients: number): string => (clients === 1 ? '1 client' : `${clients} clients`)

const callers = 1_000

/** Known people who only ever called. */
export async function addCallers({ desk }: Pick<Site, 'desk'>): Promise<void> {
  const db = await desk.sql()
  try {
    await db.query(`insert into contacts (id, name, phone, position, created_at)
      select (left($1, -12) || lpad(to_hex(n), 12, '0'))::uuid, 'Звонивший ' || n, '+7926' || lpad(n::text, 7, '0'), '', now() from generate_series(0, ${callers - 1}) n on conflict do nothing`, [seededId('caller', 0)])
  } finally {
    await db.end()
  }
}

/** A known person calls from a known point; a `contact` has a chat with the bot, too, and is told the number there. */
export const create = ({ seeded }: Pick<Site, 'seeded'>, caller: Caller, clients: number, length: number, who: 'caller' | 'contact' = 'caller'): Promise<Load> =>
  load(clients, length, () => {
    const person = Math.floor(Math.random() * (who === 'caller' ? callers : seeded.contacts))
    return caller.call('POST', '/api/tickets', {
      contactId: seededId(who, person), pointId: seededId('point', person % Math.ceil(seeded.contacts / 3)),
      text: requests[Math.floor(Math.random() * requests.length)]!.replace('MARK', String(person)),
    })
  })
