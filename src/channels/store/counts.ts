/** SQL of the letters of a mailbox as the inbox has them. Their keys begin with `imap <mailbox> ` (pain 2). */
import { sql } from 'kysely'
import type { Db } from '../../lib/db.ts'

/** `onTickets`: letters that stand on tickets; `known`: handled without a message of their own (known from another mailbox, returned mail of a ticket). */
export type InboxCounts = { stored: number; onTickets: number; known: number; aside: number; quarantined: number; pending: number }

/** Operators of `text_pattern_ops`: the range is read from the index whatever the order of the database's language. */
const ofMailbox = (mailbox: string) => sql`event_key like 'imap %' and event_key ~>=~ ${`imap ${mailbox} `} and event_key ~<~ ${`imap ${mailbox}!`}`

/** Counted from the index alone. */
async function byState(db: Db, mailbox: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`select state, count(*)::int as count from inbox where ${ofMailbox(mailbox)} group by state`.execute(db)
  return new Map(rows.map(({ state, count }) => [state, count]))
}

export async function inboxCounts(db: Db, mailbox: string): Promise<InboxCounts> {
  const states = await byState(db, mailbox)
  const { rows: [letters] } = await sql<{ count: number }>`select count(*)::int as count from letters l join inbox i on i.id = l.inbox_id where l.mailbox = ${mailbox} and ${ofMailbox(mailbox)}`.execute(db)
  const of = (...names: string[]): number => names.reduce((sum, name) => sum + (states.get(name) ?? 0), 0)
  const done = of('done')
  const onTickets = Math.min(done, letters?.count ?? 0)
  return { stored: of('raw', 'new', 'done', 'ignored', 'aside', 'quarantined'), onTickets, known: done - onTickets + of('ignored'), aside: of('aside'), quarantined: of('quarantined'), pending: of('raw', 'new') }
}
