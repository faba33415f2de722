/**
 * The order of rooms. A room may import itself and rooms to its left; `test/house.test.ts` checks it from the import lines.
 * `words` holds phrases only; `config`, `timetable` and `main` are single files of the roof.
 */
export const floors = [
  'lib', 'words', 'audit', 'auth', 'staff', 'files', 'contacts', 'regulation', 'competence', 'jobs', 'delivery',
  'tickets', 'messages', 'intake', 'shifts', 'alarms', 'incidents', 'releases', 'appointments', 'secrets', 'search', 'reports',
  'dialogue', 'channels', 'portal', 'http', 'main',
] as const

export type Floor = (typeof floors)[number]

/** File (or folder) names in a room that may touch the world; every other file of a room is pure. */
export const reservedNames = ['store', 'actions', 'routes', 'jobs', 'client', 'index'] as const

/** Rooms of the ground, the doors and the roof: the purity rule does not hold there. */
export const worldly: readonly Floor[] = ['lib', 'http', 'main']

/** Packages that only compute: a pure file may import them at run time. */
export const purePackages = ['zod', 'temporal-polyfill', 'yaml', 'libphonenumber-js', 'standardwebhooks', 'iconv-lite', 'htmlparser2', 'sanitize-html', 'nodemailer/lib/addressparser'] as const

/** Which room owns a table: only its `store.ts` writes it. `lib` owns what the ground keeps for itself. */
export const tableOwners: Readonly<Record<string, Floor>> = {
  schema_migrations: 'lib',
  audit: 'audit',
  files: 'files',
  auth_users: 'auth', auth_sessions: 'auth', auth_accounts: 'auth', auth_verifications: 'auth', auth_failures: 'auth',
  staff: 'staff', welcome_links: 'staff',
  companies: 'contacts', points: 'contacts', contacts: 'contacts', addresses: 'contacts', contact_points: 'contacts',
  conversations: 'contacts', conversation_aliases: 'contacts', imports: 'contacts', import_changes: 'contacts',
  regulation_editions: 'regulation',
  topic_cards: 'competence', topic_card_versions: 'competence',
  outbox: 'delivery', delivery_pauses: 'delivery',
  tickets: 'tickets', ticket_events: 'tickets', call_tasks: 'tickets', ticket_requests: 'tickets', ticket_points: 'tickets', ticket_people: 'tickets',
  messages: 'messages', message_versions: 'messages', message_refs: 'messages', attachments: 'messages', letters: 'messages',
  inbox: 'intake', conversation_focus: 'intake',
  mail_out: 'channels', mail_cursors: 'channels', mail_counts: 'channels',
  roster: 'shifts',
  incidents: 'incidents', incident_points: 'incidents', incident_updates: 'incidents', incident_corrections: 'incidents', incident_tickets: 'incidents', incident_notices: 'incidents', incident_looks: 'incidents',
  monitoring_calls: 'incidents',
  alarms: 'alarms', alarm_notices: 'alarms', staff_chats: 'alarms', staff_chat_links: 'alarms',
  developments: 'releases', development_tellings: 'releases', development_told: 'releases',
  dialogues: 'dialogue', choices: 'dialogue', status_cards: 'dialogue',
  channel_settings: 'channels', channel_checks: 'channels',
}
