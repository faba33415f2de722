/** Passwords after the first day: changing one's own, and a one-time link for a member who forgot his. */
import { record } from '../../audit/store.ts'
import type { SignIn, Visit } from '../../auth/actions/sign-in.ts'
import { endSessions, putPassword, replacePassword } from '../../auth/store.ts'
import type { Who } from '../../auth/who.ts'
import { tx } from '../../lib/db.ts'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newId, newToken } from '../../lib/ids.ts'
import { day } from '../../lib/instant.ts'
import type { Instant } from '../../lib/instant.ts'
import { addLink, findLink, findMember, lockLink, spendLink, withdrawLinks } from '../store.ts'
import { hashOf, usable, welcomePath } from './welcome.ts'
import type { LinkToGive } from './welcome.ts'

/** Shorter than an invitation: it opens what somebody has already. */
const resetLasts = day

/**
 * A member changes his own password. All his other sessions end, and so does a link for a new password.
 * Throws `wrong_password`, `no_password` (practice), `too_many`.
 */
export async function changePassword(db: Db, signIn: SignIn, me: Who, passwords: { current: string; next: string }, visit: Visit, now: Instant): Promise<void> {
  const from = await prove(db, signIn, me, passwords.current, visit, now)
  const [to, session] = await Promise.all([signIn.hashPassword(passwords.next), signIn.tokenOf(visit.cookies)])
  await tx(db, async tx => {
    // A link may have set another password since: whoever knew the old one must not undo that.
    if (!(await replacePassword(tx, me.id, { from, to }, now))) throw new Refusal('wrong_password')
    await endSessions(tx, me.id, { except: session })
    await withdrawLinks(tx, { memberId: me.id })
    await record(tx, { at: now, actor: me.id, act: 'password_changed', subject: me.id })
  })
}

async function prove(db: Db, signIn: SignIn, me: Who, current: string, visit: Visit, now: Instant): Promise<string> {
  try {
    return await signIn.provePassword(me, current, visit)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'wrong_password') await record(db, { at: now, actor: me.id, act: 'password_change_failed', subject: me.id, details: { address: visit.address } })
    throw error
  }
}

/**
 * A one-time link by which a member sets a new password; an earlier one ends. `by` null: made at the console.
 * Throws `not_found`, `not_active`, `no_password` (practice).
 */
export async function makeResetLink(db: Db, memberId: string, by: Who | null, now: Instant): Promise<LinkToGive> {
  const token = newToken(24)
  const expiresAt = now + resetLasts
  await tx(db, async tx => {
    const member = await findMember(tx, memberId, { lock: true })
    if (member === null) throw new Refusal('not_found')
    if (!member.active) throw new Refusal('not_active')
    if (member.practice) throw new Refusal('no_password')
    await withdrawLinks(tx, { memberId })
    const id = newId()
    await addLink(tx, { id, tokenHash: hashOf(token), kind: 'reset', memberId, email: null, name: null, createdBy: by?.id ?? null, createdAt: now, expiresAt })
    await record(tx, { at: now, actor: by?.id ?? null, act: 'reset_link_made', subject: memberId, details: { link: id } })
  })
  return { path: welcomePath(token), expiresAt }
}

/**
 * Uses such a link: sets the password and ends all sessions; name, e-mail and role stay. Gives the member's id.
 * Throws `not_found`, `link_spent`.
 */
export async function resetPassword(db: Db, token: string, passwordHash: string, now: Instant): Promise<string> {
  return tx(db, async tx => {
    // First the member, then the link: the order in which links are made and people are let go.
    const { memberId } = usable(await findLink(tx, hashOf(token)), now)
    if (memberId === null || !(await findMember(tx, memberId, { lock: true }))?.active) throw new Refusal('link_spent')
    const link = usable(await lockLink(tx, hashOf(token)), now)
    await putPassword(tx, memberId, passwordHash, now)
    await endSessions(tx, memberId)
    await spendLink(tx, link.id, memberId, now)
    await record(tx, { at: now, actor: memberId, act: 'password_reset', subject: memberId, details: { link: link.id } })
    return memberId
  })
}
