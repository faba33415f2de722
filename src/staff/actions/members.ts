/** Changes to the people who work here. */
import { record } from '../../audit/store.ts'
import type { Act } from '../../audit/store.ts'
import { endSessions, renameUser } from '../../auth/store.ts'
import type { Who } from '../../auth/who.ts'
import { tx } from '../../lib/db.ts'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Language, Member, Role } from '../api.ts'
import { changeMember, findMember, lockAdmins, withdrawLinks } from '../store.ts'

/**
 * Changes a member: role, name, lets go or takes back. Whoever is let go loses all sessions at once, and the link for a new password.
 * Throws `not_found`, and `last_admin` when nobody would be left to manage the desk.
 */
export async function changeStaff(db: Db, id: string, changes: { role?: Role | undefined; active?: boolean | undefined; name?: string | undefined }, by: Who, now: Instant): Promise<Member> {
  return tx(db, async tx => {
    // First the admins, then the member: every change takes the rows in one order.
    const admins = await lockAdmins(tx, { practice: by.practice })
    const before = await findMember(tx, id)
    if (before === null) throw new Refusal('not_found')
    const after = { role: changes.role ?? before.role, active: changes.active ?? before.active, name: changes.name ?? before.name }
    const resigns = admins.includes(id) && !(after.role === 'admin' && after.active)
    if (resigns && admins.length === 1) throw new Refusal('last_admin')
    await changeMember(tx, id, after)
    if (after.name !== before.name) await renameUser(tx, id, after.name, now)
    if (!after.active) {
      await endSessions(tx, id)
      await withdrawLinks(tx, { memberId: id })
    }
    const told: [boolean, Act, Record<string, string>][] = [
      [after.role !== before.role, 'role_changed', { from: before.role, to: after.role }],
      [after.active && !before.active, 'taken_back', {}],
      [!after.active && before.active, 'let_go', {}],
      [after.name !== before.name, 'renamed', {}],
    ]
    for (const [happened, act, details] of told) if (happened) await record(tx, { at: now, actor: by.id, act, subject: id, details })
    return { id, email: before.email, ...after }
  })
}

/** What a person changes about himself: language, name. */
export async function changeMyself(db: Db, me: Who, changes: { language?: Language | undefined; name?: string | undefined }, now: Instant): Promise<Who> {
  const after = { language: changes.language ?? me.language, name: changes.name ?? me.name }
  await tx(db, async tx => {
    await changeMember(tx, me.id, after)
    if (after.name !== me.name) {
      await renameUser(tx, me.id, after.name, now)
      await record(tx, { at: now, actor: me.id, act: 'renamed', subject: me.id })
    }
  })
  return { ...me, ...after }
}
