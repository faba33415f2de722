/** Coming in and going out, with their audit rows. */
import { record } from '../../audit/store.ts'
import type { Entered, SignIn, Visit } from '../../auth/actions/sign-in.ts'
import type { Who } from '../../auth/who.ts'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'

/** Signs in by e-mail and password. Throws `bad_credentials`, `too_many`. */
export async function signInByPassword(db: Db, signIn: SignIn, { email, password }: { email: string; password: string }, visit: Visit, now: Instant): Promise<Entered> {
  try {
    const entered = await signIn.withPassword(email, password, visit)
    await record(db, { at: now, actor: entered.userId, act: 'signed_in', subject: entered.userId, details: { address: visit.address } })
    return entered
  } catch (error) {
    // The e-mail that was tried is not recorded: people type passwords into the wrong field.
    if (error instanceof Refusal && error.code === 'bad_credentials') await record(db, { at: now, actor: null, act: 'sign_in_failed', details: { address: visit.address } })
    throw error
  }
}

export async function signOut(db: Db, signIn: SignIn, who: Who, visit: Visit, now: Instant): Promise<readonly string[]> {
  const cookies = await signIn.leave(visit)
  await record(db, { at: now, actor: who.id, act: 'signed_out', subject: who.id })
  return cookies
}
