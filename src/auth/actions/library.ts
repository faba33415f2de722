/** better-auth over our own pool and tables. Nothing of it is reachable from the network by itself: our routes call it, so that all answers leave by the one error exit. */
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import type { PostgresPool } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { newId } from '../../lib/ids.ts'
import { day, second } from '../../lib/instant.ts'
import type { Log } from '../../lib/log.ts'
import type { Secret } from '../../lib/secret.ts'

/** A session ends after a week without use; it is prolonged at most once a day. */
export const sessionLasts = 7 * day
export const sessionProlongedAfter = day

export type LibraryNeeds = {
  pool: pg.Pool
  secret: Secret
  /** Where people open the desk; https makes the cookie `Secure`. */
  publicUrl: string | undefined
  log: Log
  /** Asked before every session that begins, by whatever door. */
  mayEnter: (userId: string) => Promise<boolean>
}

export type Library = ReturnType<typeof openLibrary>

/**
 * Times in these tables come from better-auth's own clock, the only place where a stored instant is not of the injected one:
 * a practice story that sets the clock must not throw everybody out.
 */
export function openLibrary({ pool, secret, publicUrl, log, mayEnter }: LibraryNeeds) {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: withDates(pool) }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] })
  return betterAuth({
    appName: 'Reglament',
    baseURL: publicUrl ?? 'http://127.0.0.1',
    secret: secret.reveal(),
    database: { db, type: 'postgres', transaction: true },
    user: { modelName: 'authUsers' },
    session: { modelName: 'authSessions', expiresIn: sessionLasts / second, updateAge: sessionProlongedAfter / second },
    account: { modelName: 'authAccounts' },
    verification: { modelName: 'authVerifications' },
    // Accounts are made by welcome links only (staff/actions), never by signing up.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200 },
    // The brake on guessing is ours (brake.ts): it counts in the database, for all processes together.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error({ part: 'sign-in' }, message) },
    advanced: {
      cookiePrefix: 'reglament',
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => newId() },
    },
    databaseHooks: { session: { create: { before: async session => ((await mayEnter(session.userId)) ? { data: session } : false) } } },
    plugins: [ourDoors],
  })
}

const ourDoors = {
  id: 'our-doors',
  endpoints: {
    /** Begins a session for somebody who proved otherwise who they are (a welcome link, the practice link). Null: may not enter. */
    enter: createAuthEndpoint('/enter', { method: 'POST', body: z.object({ userId: z.string() }) }, async ctx => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
      const session = user && (await ctx.context.internalAdapter.createSession(user.id))
      if (!user || !session) return ctx.json(null)
      await setSessionCookie(ctx, { session, user })
      return ctx.json({ userId: user.id })
    }),
    /** The token in the cookie if its signature is ours; asks nothing of the database. */
    tokenOf: createAuthEndpoint('/token-of', { method: 'GET', requireHeaders: true }, async ctx => {
      const token = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret)
      return ctx.json({ token: token || null })
    }),
  },
}

/** The pool of the house reads instants as numbers; better-auth counts with Dates. */
function withDates(pool: pg.Pool): PostgresPool {
  return {
    options: {},
    connect: async () => {
      const client = await pool.connect()
      return {
        query: ((text: string, values: unknown[]) => client.query({ text, values: [...values], types: pg.types })) as never,
        release: () => client.release(),
        processID: null,
      } as never
    },
    end: () => Promise.resolve(),
  } as PostgresPool
}
