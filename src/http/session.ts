/** Who is asking, and may they? Every request passes here before its body is read. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignIn } from '../auth/actions/sign-in.ts'
import { sessionLasts, sessionProlongedAfter } from '../auth/actions/library.ts'
import { may } from '../auth/permissions.ts'
import type { Who } from '../auth/who.ts'
import type { Bell } from '../lib/bell.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { minute, second } from '../lib/instant.ts'
import { systemTime } from '../lib/time.ts'
import { staffTopic } from '../staff/routes.ts'
import { memberOfSession } from '../staff/store.ts'
import type { SessionOwner } from '../staff/store.ts'
import { fromHere, sameOrigin } from './origin.ts'
import type { Door } from './register.ts'

/** How long a looked-up session holds without another look. A change that rings the bell ends it at once; this is the bound if the ring is lost. */
const lookHolds = 10 * second
const looksMost = 5_000

export type Sessions = {
  /** The member behind a Cookie header, or null. `fresh`: look into the database in any case. */
  ownerOf(cookies: string | undefined, options?: { fresh?: boolean }): Promise<SessionOwner | null>
  close(): void
}

/** Sessions have real time (auth/actions/library.ts says why), not the injected one. */
export function openSessions({ db, signIn, bell, practice }: { db: Db; signIn: SignIn; bell: Bell; practice: boolean }): Sessions {
  // By the whole Cookie header: the same page sends the same one, and checking its signature costs more than all else here.
  const looks = new Map<string, { owner: SessionOwner | null; until: number }>()
  const deaf = bell.hear(staffTopic, {
    rung: id => {
      for (const [cookies, look] of looks) if (look.owner?.id === id) looks.delete(cookies)
    },
    missed: () => looks.clear(),
  })
  return {
    async ownerOf(cookies, { fresh = false } = {}) {
      if (cookies === undefined) return null
      const now = systemTime.now()
      const known = looks.get(cookies)
      if (!fresh && known !== undefined && known.until > now) return known.owner
      // A cookie without our signature never reaches the database: strangers cannot make it work.
      const token = await signIn.tokenOf(cookies)
      if (token === null) return null
      const owner = await memberOfSession(db, token, now, practice)
      if (looks.size >= looksMost) looks.clear()
      looks.set(cookies, { owner, until: Math.min(now + lookHolds, owner?.sessionExpiresAt ?? Infinity) })
      return owner
    },
    close: deaf,
  }
}

/** The check of every door; puts the member into `request.who`. Throws `unauthenticated`, `forbidden`, `not_found`. */
export async function passDoor(door: Door, request: FastifyRequest, reply: FastifyReply, house: { sessions: Sessions; signIn: SignIn; config: { publicUrl: string | undefined } }): Promise<void> {
  if (door === 'hook') return
  if (door === 'loopback' && !fromHere(facts(request))) throw new Refusal('not_found')
  // Sign-in too: nobody may be signed in to somebody else's account by a foreign page.
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method) && !sameOrigin(facts(request), house.config.publicUrl)) throw new Refusal('forbidden')
  if (door === 'public' || door === 'loopback') return

  const owner = await house.sessions.ownerOf(request.headers.cookie)
  if (owner === null) throw new Refusal('unauthenticated')
  const { sessionExpiresAt, ...who } = owner
  request.who = who satisfies Who
  if (sessionExpiresAt - systemTime.now() < sessionLasts - sessionProlongedAfter - minute) await prolong(request, reply, house)
  if (door !== 'signed_in' && !may(who.role, door)) throw new Refusal('forbidden')
}

async function prolong(request: FastifyRequest, reply: FastifyReply, { sessions, signIn }: { sessions: Sessions; signIn: SignIn }): Promise<void> {
  const { cookie: cookies, 'user-agent': agent } = request.headers
  const prolonged = await signIn.prolong({ address: request.ip, agent, cookies })
  if (prolonged.length > 0) reply.header('set-cookie', prolonged)
  await sessions.ownerOf(cookies, { fresh: true })
}

function facts(request: FastifyRequest): Parameters<typeof sameOrigin>[0] & Parameters<typeof fromHere>[0] {
  const { host, origin, 'sec-fetch-site': site } = request.headers
  return { host: request.host || host || '', hostname: request.hostname, origin, site: typeof site === 'string' ? site : undefined, address: request.ip, peer: request.socket.remoteAddress ?? '' }
}
