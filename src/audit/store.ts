/** The audit: what people did to the desk itself. Rows are only added; nothing here changes or removes one. */
import { json, stamp } from '../lib/db.ts'
import type { Db } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'

export const acts = [
  'signed_in', 'sign_in_failed', 'signed_out', 'entered_practice',
  'first_admin_set_up', 'invited', 'invitation_withdrawn', 'joined', 'role_changed', 'renamed', 'let_go', 'taken_back',
  'password_changed', 'password_change_failed', 'reset_link_made', 'password_reset',
  'point_role_set', 'point_role_removed', 'import_applied', 'import_undone', 'quarantine_retried', 'quarantine_dismissed', 'quarantine_stubbed', 'aside_requested', 'aside_dismissed',
  'topic_changed', 'topic_restored', 'chat_linked', 'chat_unlinked', 'roster_changed',
  'development_added', 'development_changed', 'development_told',
  'channel_added', 'channel_changed', 'channel_switched', 'channel_tested', 'messages_rerouted',
] as const
export type Act = (typeof acts)[number]

/** `actor` null: nobody signed in. `subject`: whom or what it was done to. `details`: kinds and ids, never a secret or a message. */
export type AuditRow = { at: Instant; actor: string | null; act: Act; subject?: string; details?: Readonly<Record<string, string | number | boolean | null>> }

/** Adds a row; call it in the transaction of the change it tells of. */
export async function record(db: Db, row: AuditRow): Promise<void> {
  await db.insertInto('audit').values({ id: newId(), at: stamp(row.at), actor: row.actor, act: row.act, subject: row.subject ?? null, details: json(row.details ?? {}) }).execute()
}
