/** SQL of the moving of messages: what is to be known of one that stands on the wrong ticket. */
import { sql } from 'kysely'
import type { Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import type { LetterFacts } from '../../messages/letters/letter.ts'
import type { AttachmentKind } from '../inbound.ts'

/** A message of a customer that came by a channel. `letter` null: no letter. */
export type Movable = {
  id: string
  text: string
  at: Instant
  contactId: string
  conversationId: string
  channelId: string
  files: readonly { kind: AttachmentKind; name: string; mime: string }[]
  letter: Pick<LetterFacts, 'subject' | 'from' | 'to' | 'cc' | 'verdict'> | null
  /** Nothing came after it in its conversation. */
  isLast: boolean
}

/** The message, as it stands on this ticket; null when it stands elsewhere, or is no customer's. */
export async function movable(db: Db, ticketId: string, messageId: string): Promise<Movable | null> {
  const { rows } = await sql<Movable>`
    select m.id, m.text, m.at, coalesce(m.author_id, v.contact_id) as contact_id, m.conversation_id, v.channel_id,
      (select coalesce(json_agg(json_build_object('kind', a.kind, 'name', a.name, 'mime', a.mime) order by a.position), '[]') from attachments a where a.message_id = m.id) as files,
      (select json_build_object('subject', l.subject, 'from', l.facts -> 'from', 'to', l.facts -> 'to', 'cc', l.facts -> 'cc', 'verdict', l.facts -> 'verdict') from letters l where l.message_id = m.id) as letter,
      not exists (select from messages n where n.conversation_id = m.conversation_id and n.direction = 'in' and (n.at, n.id) > (m.at, m.id)) as is_last
    from messages m join conversations v on v.id = m.conversation_id
    where m.id = ${messageId} and m.ticket_id = ${ticketId} and m.direction = 'in' and coalesce(m.author_id, v.contact_id) is not null`.execute(db)
  return rows[0] ?? null
}
