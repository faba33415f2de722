/** SQL of the channels that people add: their rows and the last self-test of each. */
import { sql } from 'kysely'
import { json, stamp, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Finding } from '../channel.ts'
import type { Settings } from '../settings.ts'

export type SettingsRow = Settings & {
  id: string; title: string; /** Sealed. */ secrets: string | null; /** Numeric id of a bot. */ bot: string | null; state: 'on' | 'off'; version: number
  madeAt: Instant; madeBy: string | null; changedAt: Instant; changedBy: string | null
}

const columns = ['id', 'kind', 'title', 'settings', 'secrets', 'state', 'version', 'madeAt', 'madeBy', 'changedAt', 'changedBy'] as const
/** The id of a bot stands in the row for the sake of its index only. */
function asRow(row: object): SettingsRow {
  const { settings, ...others } = row as SettingsRow
  const { bot = null, ...own } = settings as Settings['settings'] & { bot?: string }
  return { ...others, settings: own, bot } as SettingsRow
}

/** All of them, also those that are off, oldest first. */
export async function allSettings(db: Db): Promise<readonly SettingsRow[]> {
  return (await db.selectFrom('channelSettings').select(columns).orderBy('madeAt').orderBy('id').execute()).map(asRow)
}

export async function lockSettings(db: Db, id: string): Promise<SettingsRow | null> {
  const row = await db.selectFrom('channelSettings').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  return row === undefined ? null : asRow(row)
}

/** `bot`: numeric id, so that one bot is not polled twice. Throws what `isDuplicate` knows when the bot, the mailbox or a door is there already. */
export async function addSettings(db: Db, { settings, bot, ...row }: Settings & { id: string; title: string; secrets: string | null; bot: string | null; by: string }, now: Instant): Promise<void> {
  const { by, ...columns } = row
  await db.insertInto('channelSettings').values({ ...columns, settings: json(withBot(settings, bot)), state: 'on', madeAt: stamp(now), madeBy: by, changedAt: stamp(now), changedBy: by }).execute()
}

export async function changeSettings(db: Db, id: string, { settings, bot, title, secrets, state, by }: { settings: Settings['settings']; bot: string | null; title: string; secrets: string | null; state: 'on' | 'off'; by: string }, now: Instant): Promise<void> {
  await db.updateTable('channelSettings').set(of => ({ settings: json(withBot(settings, bot)), title, secrets, state, version: of('version', '+', 1), changedAt: stamp(now), changedBy: by })).where('id', '=', id).execute()
}

const withBot = (settings: Settings['settings'], bot: string | null): object => (bot === null ? settings : { ...settings, bot })

export type Check = { channelId: string; checkedAt: Instant; findings: readonly Finding[] }

/** Keeps the last self-test of a channel. */
export async function keepCheck(db: Db, channelId: string, findings: readonly Finding[], by: string, now: Instant): Promise<void> {
  const found = { checkedAt: stamp(now), checkedBy: by, findings: json(findings) }
  await db.insertInto('channelChecks').values({ channelId, ...found }).onConflict(conflict => conflict.column('channelId').doUpdateSet(found)).execute()
}

export async function allChecks(db: Db): Promise<readonly Check[]> {
  return await db.selectFrom('channelChecks').select(['channelId', 'checkedAt', 'findings']).execute() as unknown as readonly Check[]
}

/** How many channels people have added. */
export async function countSettings(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from channel_settings`.execute(db)
  return rows[0]?.count ?? 0
}
