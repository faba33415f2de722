/** A served desk for tests of doors: real PostgreSQL, a hand-set clock, requests without a network. */
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import { makeHouse } from '../src/http/house.ts'
import type { House, HouseConfig, Room } from '../src/http/house.ts'
import { buildServer } from '../src/http/server.ts'
import type { App } from '../src/lib/app.ts'
import { localBell } from '../src/lib/bell.ts'
import { openLog } from '../src/lib/log.ts'
import { Secret } from '../src/lib/secret.ts'
import { handTime } from '../src/lib/time.ts'
import type { HandTime } from '../src/lib/time.ts'
import type { Role } from '../src/staff/api.ts'
import { ensureFirstAdminLink } from '../src/staff/actions/welcome.ts'
import { freshDatabase } from './world.ts'
import type { FreshDatabase } from './world.ts'

/** Tuesday, 24 November 2026, 14:07 in Moscow. */
export const start = Date.parse('2026-11-24T11:07:00Z')
export const password = 'Borsch-i-pampushki-7'

export type Member = { id: string; email: string; cookie: string }
export type Desk = {
  house: House
  app: App
  time: HandTime
  base: FreshDatabase
  /** Lines of the log, parsed. */
  logged: Record<string, unknown>[]
  /** A request of a member (or of a stranger) from a page of the desk. */
  ask(who: Member | null, method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** The first admin, who came by the welcome link of the start. */
  admin(): Promise<Member>
  /** A member whom `by` invited. */
  member(by: Member, role: Role, name: string): Promise<Member>
  close(): Promise<void>
}

export async function openDesk(options: { config?: Partial<HouseConfig>; rooms?: (house: House) => readonly Room[]; change?: (house: House) => House; base?: FreshDatabase } = {}): Promise<Desk> {
  const base = options.base ?? (await freshDatabase())
  const time = handTime(start)
  const logged: Record<string, unknown>[] = []
  const log = openLog('debug', { write: line => void logged.push(JSON.parse(line) as Record<string, unknown>) })
  const plain = makeHouse({
    config: { publicUrl: undefined, trustProxy: false, practice: false, practiceChat: null, practiceMail: null, ...options.config },
    db: base.db, pool: base.pool, time, log, bell: localBell(error => log.error({ err: error }, 'bell')), secret: new Secret('a secret of thirty-two characters, at least'),
    health: { version: 'test', ready: { database: () => base.pool.query('select 1') }, channels: () => [] },
    webFolder: join(import.meta.dirname, 'no-such-folder'),
  })
  const house = options.change?.(plain) ?? plain
  const app = await buildServer(house, options.rooms?.(house) ?? [])

  const ask: Desk['ask'] = (who, method, url, body, headers = {}) => app.inject({
    method, url,
    headers: { host: 'localhost', ...(method === 'GET' ? {} : { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }), ...(who === null ? {} : { cookie: who.cookie }), ...headers },
    ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
  })
  const comeIn = async (path: string, email: string, name: string): Promise<Member> => {
    const answer = await ask(null, 'POST', `/api${path}`, { email, name, password })
    expect(answer.statusCode, answer.body).toBe(200)
    return { id: answer.json<{ id: string }>().id, email, cookie: cookieOf(answer) }
  }
  return {
    house, app, time, base, logged, ask,
    async admin() {
      const path = await ensureFirstAdminLink(base.db, time)
      if (path === null) throw new Error('the desk has an admin already')
      return comeIn(path, 'olga@jupiter.example', 'Ольга Ветрова')
    },
    async member(by, role, name) {
      const email = `${role}-${Math.abs(hash(name))}@jupiter.example`
      const answer = await ask(by, 'POST', '/api/staff/invitations', { email, name, role })
      expect(answer.statusCode, answer.body).toBe(201)
      return comeIn(new URL(answer.json<{ link: string }>().link).pathname, email, name)
    },
    async close() {
      await app.close()
      await base.drop()
    },
  }
}

/** The session cookie of an answer, ready for the next request. */
export function cookieOf(answer: LightMyRequestResponse): string {
  const cookie = answer.cookies.find(({ name }) => name.endsWith('reglament.session_token'))
  if (cookie === undefined) throw new Error(`no session cookie in ${answer.statusCode} ${answer.body}`)
  return `${cookie.name}=${encodeURIComponent(cookie.value)}`
}

const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) | 0, 7)
