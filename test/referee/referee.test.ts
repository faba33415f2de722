import { sql, type RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../src/lib/db.ts'
import { chanceOf } from './chance.ts'
import type { Line } from './judge/letters.ts'
import { historyOf, referee, written, type Difference } from './judge/referee.ts'
import { readRows, type Reader } from './judge/rows.ts'
import { listOf, play, type Played } from './simulation.ts'

/**
 * `REFEREE_SEED` plays another game (`random`: one that nobody has seen), `REFEREE_DAYS=365` a year (docs/how-to/run-the-referee.md). Without them the game is
 * the same, so that who changes something else is not stopped by what a new game finds; how the two processes meet differs each time all the same.
 */
const days = Number(process.env['REFEREE_DAYS'] ?? 14)
const wish = process.env['REFEREE_SEED'] ?? '11'
const seed = wish === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wish)
const replay = `REFEREE_SEED=${seed} REFEREE_DAYS=${days}`
/** Real milliseconds: a day of play takes some seconds. */
const limit = 180_000 + days * 60_000

let played: Played
beforeAll(async () => {
  played = await play(days, chanceOf(seed), { customers: 40 }).catch((error: unknown) => {
    throw new Error(`${replay}: the game did not end`, { cause: error })
  })
  console.log(`${replay}: ${JSON.stringify(played.told)}`)
}, limit)
afterAll(() => played?.stage.end())

const readerOf = (db: Db): Reader => ({ query: text => sql.raw<unknown>(text).execute(db) })
const judged = async (db: Db, lines: readonly Line[] = played.lines): Promise<Difference[]> =>
  referee(await readRows(readerOf(db)), { now: played.stage.time.now(), awake: played.awake, listed: await listOf(db), lines })

describe('the referee', () => {
  it(`R-3.1.1, R-3.1.2 ${days} days of play in two processes, one of them killed again and again: the judge finds no difference`, async () => {
    const differences = await judged(played.stage.db)
    const rows = await readRows(readerOf(played.stage.db))
    const numbers = [...new Set(differences.flatMap(({ ticket, house }) => [...(ticket === null ? [] : [ticket]), ...[...house.matchAll(/№ (\d+)/g)].map(([, other]) => Number(other))]))].slice(0, 4)
    expect(written(differences), `${replay}\n${numbers.map(number => `№ ${number}\n${historyOf(rows, number)}`).join('\n')}`).toBe('')
  }, limit)

  it('played enough to be worth a judgement', async () => {
    const { rows } = await sql<{ type: string }>`select distinct type from ticket_events`.execute(played.stage.db)
    expect(rows.map(row => row.type)).toEqual(expect.arrayContaining([
      'registered', 'triaged', 'recategorised', 'answered', 'customer_wrote', 'result_reported', 'breached', 'warned', 'reminded', 'delivered',
      ...(days < 5 ? [] : ['suspended', 'resumed', 'auto_confirmed', 'confirmed', 'disputed', 'judged', 'handed_over', 'struck', 'reopened', 'lifted']),
    ]))
    expect(played.told.tickets).toBeGreaterThan(days * 5)
  })
})

/** The stored truth bent in one place, and what the judge has to say about it. */
const bent: readonly { says: string; clause: string; about: RegExp; sql: string }[] = [
  {
    says: 'a due of triage a minute later', clause: 'R-6.2.2', about: /triage due/,
    sql: `update tickets set clocks = jsonb_set(clocks, '{triage,dueAt}', to_jsonb((clocks #>> '{triage,dueAt}')::bigint + 60000)) where id = $one`,
  },
  {
    says: 'a due of the result a millisecond earlier', clause: 'R-6.2.8-9', about: /result due/,
    sql: `update tickets set clocks = jsonb_set(clocks, '{result,dueAt}', to_jsonb((clocks #>> '{result,dueAt}')::bigint - 1)) where id = (select id from tickets where clocks #>> '{result,dueAt}' is not null limit 1)`,
  },
  {
    says: 'a breach that is not shown', clause: 'R-6.2.2', about: /triage missed/,
    sql: `update tickets set clocks = jsonb_set(clocks, '{triage,breachedAt}', 'null') where id = (select id from tickets where clocks #>> '{triage,breachedAt}' is not null limit 1)`,
  },
  { says: 'a warning nobody wrote down', clause: 'clauses.md 2.8', about: /what time did/, sql: `delete from ticket_events where id = (select id from ticket_events where type = 'warned' limit 1)` },
  { says: 'a reminder with another instant', clause: 'clauses.md 2.8', about: /what time did/, sql: `update ticket_events set at = at - interval '1 second' where id = (select id from ticket_events where type = 'reminded' limit 1)` },
  { says: 'a breach written twice', clause: 'clauses.md 2.8', about: /what time did/, sql: copyOf(`type = 'breached'`) },
  { says: 'a state that is not so', clause: 'clauses.md 2', about: /state/, sql: `update tickets set state = 'in_work' where id = (select id from tickets where state <> 'in_work' limit 1)` },
  { says: 'an alarm clock that was not set', clause: 'product.md 3', about: /wakes at/, sql: `update tickets set next_wake_at = null where id = (select id from tickets where next_wake_at is not null limit 1)` },
  { says: 'a notice that was not sent', clause: 'R-3.1.5', about: /notices/, sql: `update messages set notice = null where id = (select id from messages where notice = 'category' limit 1)` },
  {
    says: 'a notice that was sent twice', clause: 'R-3.1.5', about: /notices/,
    sql: `insert into messages select gen_random_uuid(), ticket_id, conversation_id, direction, author_kind, author_id, notice, text, extra, at, recorded_at, edited_at, reply_to, group_key
      from messages where notice = 'receipt' limit 1`,
  },
  { says: 'a notice without a parcel', clause: 'product.md 4', about: /parcels of the receipt/, sql: `update outbox set message_id = null where id = (select id from outbox where purpose = 'receipt' limit 1)` },
  { says: 'an answer that arrived and of which the clock does not know', clause: 'A-13', about: /word about the/, sql: `delete from ticket_events where id = (select id from ticket_events where type = 'delivered' limit 1)` },
  {
    says: 'two tickets that have changed places', clause: 'product.md 3, R-2.4.1', about: /queue/,
    sql: `with ends as (select (array_agg(id order by queue_due))[1] as first, (array_agg(id order by queue_due desc))[1] as last, min(queue_due) as soonest, max(queue_due) as latest
        from tickets where queue_group = (select queue_group from tickets where queue_group < 7 and isfinite(queue_due) group by queue_group having count(distinct queue_due) > 1 limit 1) and isfinite(queue_due))
      update tickets t set queue_due = case when t.id = ends.first then ends.latest + interval '1 day' else ends.soonest end from ends where t.id in (ends.first, ends.last)`,
  },
  { says: 'a ticket in the wrong part of the queue', clause: 'product.md 3, R-2.4.1', about: /queue/, sql: `update tickets set queue_group = 7 where id = (select id from tickets where queue_group < 7 limit 1)` },
]

function copyOf(condition: string): string {
  return `insert into ticket_events (ticket_id, seq, id, type, at, recorded_at, actor_kind, actor_id, data)
    select e.ticket_id, (select max(seq) + 1 from ticket_events l where l.ticket_id = e.ticket_id), gen_random_uuid(), e.type, e.at, e.recorded_at, e.actor_kind, e.actor_id, e.data
    from ticket_events e where ${condition} limit 1`
}

class Undone extends Error {}

/** What the judge finds once the stored truth is bent so. It is straight again afterwards. */
async function judgedAfter(bending: RawBuilder<unknown>): Promise<Difference[]> {
  let found: Difference[] = []
  await played.stage.db.transaction().execute(async inner => {
    const { numAffectedRows } = await bending.execute(inner)
    expect(numAffectedRows, 'something was bent').toBeGreaterThan(0n)
    found = await judged(inner)
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return found
}

describe('the referee can find something', () => {
  it.each(bent)('$says', async ({ clause, about, sql: text }) => {
    const found = await judgedAfter(sql.raw(text.replaceAll('$one', '(select id from tickets order by number limit 1)')))
    expect(found.filter(difference => difference.clause === clause && about.test(difference.about)), `${replay}\n${written(found)}`).not.toEqual([])
  }, limit)

  it('a message that is on no ticket', async () => {
    const { chat, id } = played.lines.findLast(({ from, first }) => from === 'person' && first.startsWith('Не печатает'))!
    const found = await judgedAfter(sql`delete from message_refs r using conversations c where c.id = r.conversation_id and c.external_id = ${chat} and r.external_id = ${id}`)
    expect(found.map(({ clause }) => clause), written(found)).toContain('R-3.1.1')
  }, limit)

  it('a line that a customer got twice, and one that he did not get', async () => {
    const { db } = played.stage
    const line = played.lines.findLast(({ from, first }) => from === 'bot' && first.includes('принята'))!
    const twice = await judged(db, [...played.lines, { ...line, id: '999999999' }])
    expect(written(twice)).toContain('999999999')
    expect(written(await judged(db, played.lines.filter(one => one !== line)))).toContain('is not in the chat')
  }, limit)
})
