/** Beginning and ending a session. Who may work here is not known here: staff hands `mayEnter` in. */
import { createHash } from 'node:crypto'
import { APIError } from 'better-auth/api'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { RefusalCode } from '../../lib/errors.ts'
import type { Time } from '../../lib/time.ts'
import { brakeWindow, secondsToWait } from '../brake.ts'
import { forgetFailures, noteFailure, passwordHashOf, readFailures } from '../store.ts'
import { openLibrary } from './library.ts'
import type { LibraryNeeds } from './library.ts'

/** Where a person comes from; `cookies` is the Cookie header. */
export type Visit = { address: string; agent?: string | undefined; cookies?: string | undefined }
/** `cookies`: Set-Cookie lines for the answer. */
export type Entered = { userId: string; cookies: readonly string[] }

export type SignIn = {
  /** Throws `bad_credentials`, or `too_many` {seconds} while the brake holds. */
  withPassword(email: string, password: string, visit: Visit): Promise<Entered>
  /** Begins a session without a password, for somebody whom a link proved. Throws `forbidden`. */
  enter(userId: string, visit: Visit): Promise<Entered>
  /** Ends the session of the cookie, if there is one. */
  leave(visit: Visit): Promise<readonly string[]>
  /** The session token of a Cookie header with a signature of ours, else null; does not ask the database. */
  tokenOf(cookies: string | undefined): Promise<string | null>
  /** Prolongs the session of the cookie if its time has come. */
  prolong(visit: Visit): Promise<readonly string[]>
  hashPassword(password: string): Promise<string>
  /**
   * Checks the password of somebody who is signed in and gives its stored hash. Wrong ones count together with failed sign-ins.
   * Throws `wrong_password`, `no_password`, or `too_many` {seconds} while the brake holds.
   */
  provePassword(person: { id: string; email: string }, password: string, visit: Visit): Promise<string>
}

export function openSignIn(needs: LibraryNeeds & { db: Db; time: Time }): SignIn {
  const { db, time } = needs
  const library = openLibrary(needs)

  /** One attempt at a password under the brake; `attempt` gives null when the password is wrong. */
  async function braked<T>(email: string, visit: Visit, wrong: RefusalCode, attempt: () => Promise<T | null>): Promise<T> {
    const emailHash = createHash('sha256').update(email.toLowerCase()).digest()
    const now = time.now()
    const wait = secondsToWait(await readFailures(db, emailHash, visit.address, now - brakeWindow), now)
    if (wait !== null) throw new Refusal('too_many', { seconds: wait })
    const proved = await attempt()
    if (proved === null) {
      await noteFailure(db, emailHash, visit.address, now, now - brakeWindow)
      throw new Refusal(wrong)
    }
    await forgetFailures(db, emailHash, visit.address)
    return proved
  }

  return {
    withPassword: (email, password, visit) => braked(email, visit, 'bad_credentials', async () => {
      try {
        const { response, headers } = await library.api.signInEmail({ body: { email: email.toLowerCase(), password }, headers: headersOf(visit), returnHeaders: true })
        return { userId: response.user.id, cookies: headers.getSetCookie() }
      } catch (error) {
        if (!(error instanceof APIError) || error.statusCode >= 500) throw error
        return null
      }
    }),
    async enter(userId, visit) {
      const { response, headers } = await library.api.enter({ body: { userId }, headers: headersOf(visit), returnHeaders: true })
      if (response === null) throw new Refusal('forbidden')
      return { userId, cookies: headers.getSetCookie() }
    },
    async leave(visit) {
      const { headers } = await library.api.signOut({ body: {}, headers: headersOf(visit), returnHeaders: true })
      return headers.getSetCookie()
    },
    tokenOf: async cookies => (cookies === undefined ? null : (await library.api.tokenOf({ headers: new Headers({ cookie: cookies }) })).token),
    async prolong(visit) {
      const { headers } = await library.api.getSession({ headers: headersOf(visit), returnHeaders: true })
      return headers.getSetCookie()
    },
    hashPassword: async password => (await library.$context).password.hash(password),
    async provePassword(person, password, visit) {
      const hash = await passwordHashOf(db, person.id)
      if (hash === null) throw new Refusal('no_password')
      const { verify } = (await library.$context).password
      return braked(person.email, visit, 'wrong_password', async () => ((await verify({ hash, password })) ? hash : null))
    },
  }
}

/** The address is the one that Fastify found (behind a trusted proxy too), never what the browser wrote. */
function headersOf({ address, agent, cookies }: Visit): Headers {
  return new Headers({ 'x-forwarded-for': address, ...(agent === undefined ? {} : { 'user-agent': agent.slice(0, 400) }), ...(cookies === undefined ? {} : { cookie: cookies }) })
}
