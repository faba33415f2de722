/** A colleague links his own chat with the bot. The token is in the link only; we keep its hash. */
import { createHash } from 'node:crypto'
import { record } from '../../../audit/store.ts'
import { tx, type Db } from '../../../lib/db.ts'
import { newToken } from '../../../lib/ids.ts'
import { minute, type Instant } from '../../../lib/instant.ts'
import type { Met } from '../../../contacts/meeting/actions.ts'
import { keepLink, linkChat, spendLink, unlinkChat, type Member } from '../store.ts'

export const linkLasts = 15 * minute
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A one-time link; those made before it are worth nothing. */
export async function makeLink(db: Db, staffId: string, now: Instant): Promise<{ token: string; expiresAt: Instant }> {
  const token = newToken(24)
  const expiresAt = now + linkLasts
  await tx(db, inner => keepLink(inner, { tokenHash: hashOf(token), staffId, expiresAt }, now))
  return { token, expiresAt }
}

/** The chat in which the link was opened becomes this colleague's. Null: the link was used or is too old. */
export async function useLink(db: Db, token: string, { conversation }: Met, channelId: string, now: Instant): Promise<Member | null> {
  return tx(db, async inner => {
    const member = await spendLink(inner, hashOf(token), now)
    if (member === null) return null
    await linkChat(inner, { staffId: member.id, conversationId: conversation.id, channelId }, now)
    await record(inner, { at: now, actor: member.id, act: 'chat_linked', subject: member.id, details: { channel: channelId } })
    return member
  })
}

/** By the colleague himself, in the workspace or in the chat. False: nothing was linked. */
export async function unlink(db: Db, staffId: string, now: Instant): Promise<boolean> {
  return tx(db, async inner => {
    const done = await unlinkChat(inner, staffId)
    if (done) await record(inner, { at: now, actor: staffId, act: 'chat_unlinked', subject: staffId })
    return done
  })
}
