import type { Met } from '../../contacts/meeting/actions.ts'
import { together, type Db } from '../../lib/db.ts'
import type { Instant } from '../../lib/instant.ts'
import { storable } from '../../lib/text.ts'
import { addAttachments, addRefs, setText, type Found } from '../../messages/store.ts'
import { change, type Context } from '../../tickets/actions.ts'
import type { Change } from '../../tickets/change.ts'
import type { Command } from '../../tickets/commands.ts'
import type { Hall } from '../hall.ts'
import type { MessageEvent } from '../inbound.ts'
import { withoutGreeting } from '../weigh.ts'
import { attachmentOf, pendingIds, tooLarge } from './rows.ts'

/** A late item of an album joins the message that stands already (channels.md 2.4): no data waits for a timer. */
export async function extendAlbum(hall: Hall, db: Db, met: Met, album: Found, event: MessageEvent, now: Instant): Promise<readonly Change[]> {
  const attachments = event.files.map((file, index) => attachmentOf(hall, album.id, album.files + index, file, event.channelId))
  const caption = storable(event.text)
  await together(db, [
    addRefs(met.conversation.id, album.id, [event.externalId]),
    ...(attachments.length === 0 ? [] : [addAttachments(attachments)]),
    ...(caption === '' || album.text.includes(caption) ? [] : [setText(album.id, album.text === '' ? caption : `${album.text}\n${caption}`, null)]),
  ])
  await hall.fetchLater(db, pendingIds(attachments))
  const context: Context = { now, at: Math.min(event.receivedAt, now), actor: { kind: 'customer', id: met.contact.id } }
  // The ticket's version grows, so that open workspaces see the item. The message itself was heard when its first item came.
  const command: Command = caption === '' ? { type: 'see_files', message: album.id, files: event.files } : { type: 'see_edit', message: album.id, text: withoutGreeting(caption) }
  const made = await change(hall.tickets, db, album.ticketId, command, context)
  const further = await hall.host.placed(db, {
    met, channelId: event.channelId, ticketId: album.ticketId, open: [], made, isReply: false, outcome: 'extended',
    message: { id: album.id, weight: 'nothing', text: caption, hasFiles: true, card: null, tooLarge: tooLarge(attachments) },
  }, now)
  return [made, ...further]
}
