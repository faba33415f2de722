/** What the operator does at the console, where no session is. Refusals are told in a sentence, as at the start. */
import type { Db } from '../../lib/db.ts'
import { StartRefusal } from '../../lib/refuse-start.ts'
import type { Time } from '../../lib/time.ts'
import { listAdmins } from '../store.ts'
import { makeResetLink } from './passwords.ts'
import { firstAdminLink } from './welcome.ts'
import type { LinkToGive } from './welcome.ts'

/** A link for the first administrator when the desk has none, else for a new password of the administrator with this e-mail (in small letters). Throws `bad_setting`. */
export async function linkForAdmin(db: Db, email: string | undefined, time: Time): Promise<LinkToGive> {
  const first = await firstAdminLink(db, time)
  if (first !== null) return first
  const admins = await listAdmins(db)
  const named = admins.find(admin => admin.email === email)
  if (named !== undefined) return makeResetLink(db, named.id, null, time.now())
  const known = admins.map(admin => admin.email).join(', ')
  throw new StartRefusal('bad_setting', email === undefined
    ? `The desk has an administrator (${known}): name whose password is lost, npm run admin-link -- EMAIL.`
    : `No active administrator has the e-mail ${email}: name one of ${known}; for everybody else an administrator makes the link in the workspace.`)
}
