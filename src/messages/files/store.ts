import type { Db, Write } from '../../lib/db.ts'

/** An attachment whose bytes are still with its channel. */
export type Pending = { id: string; ticketId: string; number: number; channelId: string; remoteRef: string; name: string; mime: string; size: number | null }

/** Null when there is nothing to fetch (any more). */
export async function pendingAttachment(db: Db, id: string): Promise<Pending | null> {
  const row = await db.selectFrom('attachments').innerJoin('messages', 'messages.id', 'attachments.messageId').innerJoin('tickets', 'tickets.id', 'messages.ticketId')
    .select(['attachments.id', 'messages.ticketId', 'tickets.number', 'attachments.channelId', 'attachments.remoteRef', 'attachments.name', 'attachments.mime', 'attachments.size'])
    .where('attachments.id', '=', id).where('attachments.state', '=', 'pending').executeTakeFirst()
  if (row === undefined || row.channelId === null || row.remoteRef === null) return null
  return { ...row, channelId: row.channelId, remoteRef: row.remoteRef }
}

export const keepBytes = (id: string, file: { id: string; size: number; mime: string }): Write => to =>
  to.updateTable('attachments').set({ fileId: file.id, size: file.size, mime: file.mime, state: 'stored' }).where('id', '=', id).where('state', '=', 'pending')

export const giveUp = (id: string, state: 'too_large' | 'gone' | 'failed'): Write => to =>
  to.updateTable('attachments').set({ state }).where('id', '=', id).where('state', '=', 'pending')
