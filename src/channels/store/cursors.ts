/** SQL of how far a mailbox has been read, and of what its server says that it holds. */
import { sql } from 'kysely'
import { stamp, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Cursor } from '../email/client/config.ts'

/** Null: this mailbox was never read. */
export async function cursorOf(db: Db, mailbox: string): Promise<Cursor | null> {
  const row = await db.selectFrom('mailCursors').select(['validity', 'highest']).where('mailbox', '=', mailbox).executeTakeFirst()
  return row === undefined ? null : { validity: Number(row.validity), highest: Number(row.highest) }
}

export async function keepCursor(db: Db, mailbox: string, { validity, highest }: Cursor, now: Instant): Promise<void> {
  await db.insertInto('mailCursors').values({ mailbox, validity, highest, movedAt: stamp(now) })
    .onConflict(conflict => conflict.column('mailbox').doUpdateSet({ validity, highest, movedAt: stamp(now) })).execute()
}

/** UIDs that the inbox holds of a mailbox, of one counting. Operators of `text_pattern_ops`, as the index of these keys has them. */
export async function storedUids(db: Db, mailbox: string, validity: number): Promise<ReadonlySet<number>> {
  const beginning = `imap ${mailbox} ${validity} `
  const { rows } = await sql<{ uid: number }>`
    select substr(event_key, ${beginning.length + 1}::int)::bigint as uid from inbox
    where channel_id = 'email' and event_key like 'imap %' and event_key ~>=~ ${beginning} and event_key ~<~ ${`imap ${mailbox} ${validity}!`} and substr(event_key, ${beginning.length + 1}::int) ~ '^[0-9]{1,10}$'`.execute(db)
  return new Set(rows.map(({ uid }) => Number(uid)))
}

/** What a mailbox's server sees, how much of it the inbox holds, what was missing. */
export type MailCounts = { mailbox: string; seen: number; stored: number; missing: number }

export async function keepCounts(db: Db, { mailbox, ...counts }: MailCounts, now: Instant): Promise<void> {
  await db.insertInto('mailCounts').values({ mailbox, ...counts, countedAt: stamp(now) })
    .onConflict(conflict => conflict.column('mailbox').doUpdateSet({ ...counts, countedAt: stamp(now) })).execute()
}

/** Null: it was not counted yet. */
export async function readCounts(db: Db, mailbox: string): Promise<(Omit<MailCounts, 'mailbox'> & { at: Instant }) | null> {
  return await db.selectFrom('mailCounts').select(['seen', 'stored', 'missing', 'countedAt as at']).where('mailbox', '=', mailbox).executeTakeFirst() ?? null
}
