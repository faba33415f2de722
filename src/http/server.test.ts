import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { cookieOf, openDesk, password } from '../../test/desk.ts'
import type { Desk, Member } from '../../test/desk.ts'
import { may, permissions, roles } from '../auth/permissions.ts'
import type { App } from '../lib/app.ts'
import { Refusal } from '../lib/errors.ts'
import { openDoors } from './listen.ts'
import { ringLive } from './live-bridge.ts'
import { register } from './register.ts'
import { buildServer, unserved } from './server.ts'

let desk: Desk
let olga: Member
let vera: Member
const codeOf = (answer: { json(): unknown }): string => (answer.json() as { code: string }).code

/** Rows of other rooms, borrowed for routes that fail in each way. */
const trouble: Record<string, () => unknown> = {
  refusal: () => { throw new Refusal('ticket_not_found', { number: 1204 }) },
  bug: () => { throw new TypeError('the secret of Olga is 42') },
  away: () => { throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }) },
  wrongAnswer: () => ({ name: 42 }),
}
function troubleRoom(app: App): void {
  app.route({ method: 'GET', url: '/api/tickets/:number', schema: { params: z.object({ number: z.string() }), response: { 200: z.object({ name: z.string() }) } }, handler: request => trouble[request.params.number]!() as { name: string } })
  app.route({ method: 'POST', url: '/api/tickets', schema: { body: z.object({ text: z.string().min(1).max(20) }) }, handler: request => request.body })
  app.route({ method: 'GET', url: '/api/queue', handler: () => [] })
}

beforeAll(async () => {
  desk = await openDesk({ rooms: () => [troubleRoom] })
  olga = await desk.admin()
  vera = await desk.member(olga, 'specialist', 'Вера')
})
afterAll(() => desk.close())

describe('the register of doors', () => {
  test('a route that does not stand in it keeps the server from starting', async () => {
    await expect(buildServer(desk.house, [app => void app.route({ method: 'GET', url: '/api/back-door', handler: () => 'hello' })])).rejects.toThrow('GET /api/back-door does not stand in http/register.ts')
  })

  test('all doors of this room and of staff are served', () => {
    const ours = Object.keys(register).filter(key => /\/api\/(auth|me|welcome|staff|health|openapi|live)/.test(key) && !key.endsWith('/me/telegram'))
    expect(unserved(desk.app).filter(key => ours.includes(key))).toEqual([])
  })

  test('a stranger is let in nowhere but at public doors; each role exactly where its permissions say', async () => {
    const staff: Record<string, Member> = { admin: olga, specialist: vera, lead: await desk.member(olga, 'lead', 'Лидия') }
    for (const served of desk.app.doors) {
      const door = register[served as keyof typeof register]
      const [method, url] = served.split(' ') as ['GET' | 'POST', string]
      // Live streams end never and sign-out ends the session of the test; both have tests of their own.
      if (door === 'public' || door === 'loopback' || door === 'hook' || url === '/api/live' || url === '/api/auth/sign-out') continue
      const address = url.replaceAll(':number', 'refusal').replaceAll(':id', '0191b5a0-0000-7000-8000-000000000001').replace('*', '')
      expect([served, codeOf(await desk.ask(null, method, address, method === 'GET' ? undefined : {}))]).toEqual([served, 'unauthenticated'])
      for (const role of roles) {
        const answer = await desk.ask(staff[role]!, method, address, method === 'GET' ? undefined : {})
        const refused = answer.statusCode === 403
        expect([served, role, refused]).toEqual([served, role, door !== 'signed_in' && !may(role, door)])
      }
    }
  })

  test('every permission has a holder, the admin holds all of them, and only the admin manages staff', () => {
    for (const permission of permissions) expect([permission, may('admin', permission)]).toEqual([permission, true])
    expect(roles.filter(role => may(role, 'staff.manage'))).toEqual(['admin'])
  })

  test('HEAD goes through the door of GET', async () => {
    expect((await desk.app.inject({ method: 'HEAD', url: '/api/queue', headers: { host: 'localhost' } })).statusCode).toBe(401)
  })
})

const get = (what: string) => desk.ask(vera, 'GET', `/api/tickets/${what}`)

describe('the error exit', () => {
  test('a refusal keeps its code, status and values, with a phrase and a next step', async () => {
    const answer = await get('refusal')
    expect([answer.statusCode, answer.json()]).toEqual([404, { code: 'ticket_not_found', message: 'Заявки № 1204 нет.', next: 'Проверьте номер или найдите заявку в очереди.', details: { number: 1204 } }])
  })

  test('a bug is told without details, under an id that stands in the log with the fault', async () => {
    const answer = await get('bug')
    const { code, next, details } = answer.json<{ code: string; next: string; details: { id: string } }>()
    expect([answer.statusCode, code]).toEqual([500, 'internal'])
    expect(next).toContain(details.id)
    expect(answer.headers['x-request-id']).toBe(details.id)
    // The id is made of chance, and may hold any two digits.
    expect(answer.body.replaceAll(details.id, '')).not.toContain('42')
    expect(desk.logged.find(line => line['request'] === details.id && line['level'] === 50)).toMatchObject({ err: { kind: 'TypeError' }, route: '/api/tickets/:number' })
  })

  test('an answer that breaks its own shape is a bug of ours, not a fault of the asker', async () => {
    expect([(await get('wrongAnswer')).statusCode, codeOf(await get('wrongAnswer'))]).toEqual([500, 'internal'])
  })

  test('a database that is away is told as passing, with the time to come back', async () => {
    const answer = await get('away')
    expect([answer.statusCode, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'unavailable', '5'])
  })

  test('a wrong request names the field in words of the asker', async () => {
    const answer = await desk.ask(vera, 'POST', '/api/tickets', { text: 'слишком длинный текст обращения' })
    expect([answer.statusCode, answer.json()]).toEqual([400, expect.objectContaining({ code: 'bad_request', message: 'Запрос заполнен неверно: в поле «Текст» слишком много знаков, можно не больше 20.', details: { field: 'text', what: expect.any(String) as string } })])
    const english = await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: 'a@b.example' }, { 'accept-language': 'en' })
    expect(english.json<{ message: string }>().message).toBe('The request is not filled in correctly: the field “Password” is empty.')
  })

  test.each([
    ['broken JSON', { 'content-type': 'application/json' }, '{"text": ', 400, 'bad_request'],
    ['a body of an unknown kind', { 'content-type': 'text/csv' }, 'a;b', 400, 'bad_request'],
    ['a body over the limit', { 'content-type': 'application/json' }, JSON.stringify({ text: 'x'.repeat(1_100_000) }), 413, 'too_large'],
  ])('%s is refused with a phrase', async (_name, headers, body, status, code) => {
    const answer = await desk.ask(vera, 'POST', '/api/tickets', body, headers)
    expect([answer.statusCode, codeOf(answer)]).toEqual([status, code])
    expect(answer.json<{ message: string }>().message).not.toMatch(/FST_|undefined/)
  })

  test('an address that cannot be read is refused like everything else', async () => {
    const answer = await desk.ask(null, 'GET', '/api/%ff')
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'bad_request'])
  })

  test('an address of the API that does not exist is said in JSON', async () => {
    const answer = await desk.ask(vera, 'GET', '/api/no-such-thing')
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'not_found'])
  })

  test('no log line holds an address with a token, a password or an e-mail', async () => {
    await desk.ask(null, 'GET', '/api/welcome/a-token-that-must-not-be-logged')
    await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: 'private@jupiter.example', password: 'a-password-to-hide' })
    const all = JSON.stringify(desk.logged)
    expect(all).not.toMatch(/a-token-that-must-not-be-logged|private@jupiter|a-password-to-hide|the secret of Olga.*text/)
    expect(desk.logged.some(line => line['route'] === '/api/welcome/:token' && line['status'] === 404)).toBe(true)
  })
})

describe('foreign pages', () => {
  test.each([
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site of an older browser', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
  ])('cannot change anything with the cookie of a member: %s', async (_name, headers) => {
    for (const [method, url, body] of [['POST', '/api/tickets', { text: 'x' }], ['PATCH', '/api/me', { language: 'en' }], ['POST', '/api/auth/sign-out', {}], ['POST', '/api/auth/sign-in/email', { email: olga.email, password }]] as const) {
      expect([url, codeOf(await desk.ask(vera, method, url, body, headers))]).toEqual([url, 'forbidden'])
    }
    expect((await desk.ask(vera, 'GET', '/api/me')).json()).toMatchObject({ language: 'ru' })
  })

  test('every answer carries the rules of a strict page: scripts of our own files only, no framing elsewhere', async () => {
    const { headers } = await desk.ask(null, 'GET', '/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).not.toMatch(/unsafe-eval|upgrade-insecure/)
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('limits for strangers', () => {
  test('one address cannot make the desk compute password hashes without end', async () => {
    const own = await openDesk()
    try {
      const answers = []
      for (let time = 0; time < 31; time++) answers.push(await own.ask(null, 'GET', '/api/welcome/no-such-token-here'))
      expect(answers.slice(0, 30).map(codeOf).every(code => code === 'not_found')).toBe(true)
      expect([answers[30]!.statusCode, codeOf(answers[30]!)]).toEqual([429, 'too_many'])
      expect(Number(answers[30]!.headers['retry-after'])).toBeGreaterThan(0)
    } finally {
      await own.close()
    }
  })
})

describe('the public address', () => {
  test('https makes the cookie and the pages secure, and invitations carry it', async () => {
    const own = await openDesk({ config: { publicUrl: 'https://desk.jupiter.example' } })
    try {
      const admin = await own.admin()
      expect(admin.cookie).toMatch(/^__Secure-/)
      const answer = await own.ask(null, 'POST', '/api/auth/sign-in/email', { email: admin.email, password })
      expect(answer.cookies[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' })
      expect(String(answer.headers['strict-transport-security'])).toContain('max-age')
      const invited = await own.ask(admin, 'POST', '/api/staff/invitations', { email: 'x@jupiter.example', name: 'Икс', role: 'lead' })
      expect(invited.json<{ link: string }>().link).toMatch(/^https:\/\/desk\.jupiter\.example\/welcome\//)
    } finally {
      await own.close()
    }
  })
})

describe('practice', () => {
  test('one link signs the newcomer in at this machine, again and again, and nobody else', async () => {
    const own = await openDesk({ config: { practice: true } })
    try {
      const { path } = own.house.practiceDoor!
      const first = await own.ask(null, 'GET', path)
      expect([first.statusCode, first.headers.location]).toEqual([303, '/'])
      const newcomer = { id: '', email: '', cookie: cookieOf(first) }
      expect((await own.ask(newcomer, 'GET', '/api/me')).json()).toMatchObject({ name: 'Учебный администратор', role: 'admin', practice: true })
      const again = await own.ask(null, 'GET', path)
      const ids = await Promise.all([cookieOf(first), cookieOf(again)].map(async cookie => (await own.ask({ ...newcomer, cookie }, 'GET', '/api/me')).json<{ id: string }>().id))
      expect(ids[0]).toBe(ids[1])

      expect(codeOf(await own.ask(null, 'GET', path, undefined, { host: 'desk.jupiter.example' }))).toBe('not_found')
      const elsewhere = await own.app.inject({ method: 'GET', url: path, headers: { host: 'localhost' }, remoteAddress: '192.168.1.20' })
      expect(elsewhere.statusCode).toBe(404)
      const old = await own.ask(null, 'GET', '/enter/the-token-of-yesterday')
      expect([old.statusCode, old.body]).toEqual([410, 'Эта учебная ссылка осталась от прошлого запуска. Возьмите новую в консоли, где запущен Reglament.'])

      // The same database without practice mode: the practice admin is nobody, and the link is no address.
      const real = await openDesk({ base: own.base })
      expect(codeOf(await real.ask(newcomer, 'GET', '/api/me'))).toBe('unauthenticated')
      expect((await real.ask(null, 'GET', path)).statusCode).toBe(404)
      expect((await real.admin()).id).not.toBe(ids[0])
      await real.app.close()
    } finally {
      await own.close()
    }
  })
})

describe('the workspace', () => {
  test('its first page answers every address of a page; hashed files may be kept for ever; a lost file is not found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reglament-web-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<title>Reglament</title>')
    writeFileSync(join(folder, 'assets', 'main-abc123.js'), 'export {}')
    const own = await openDesk({ change: house => ({ ...house, webFolder: folder }) })
    try {
      for (const url of ['/', '/tickets/1204', '/welcome/some-token', '/no/such/page']) {
        const page = await own.ask(null, 'GET', url)
        expect([url, page.statusCode, page.body, page.headers['cache-control']]).toEqual([url, 200, '<title>Reglament</title>', 'no-cache'])
      }
      const script = await own.ask(null, 'GET', '/assets/main-abc123.js')
      expect([script.body, script.headers['cache-control']]).toEqual(['export {}', 'public, max-age=31536000, immutable'])
      for (const url of ['/assets/main-old.js', '/api/nothing', '/hooks/nothing', '/enter/nothing', '/..%2f..%2fetc/passwd']) {
        const answer = await own.ask(null, 'GET', url)
        expect([url, answer.body.includes('<title>') || answer.body.includes('root:'), answer.statusCode >= 400 || answer.body.includes('<title>')]).toEqual([url, url.startsWith('/..'), true])
      }
      expect((await own.ask(null, 'POST', '/tickets/1204', {})).statusCode).toBe(404)
    } finally {
      await own.close()
      rmSync(folder, { recursive: true })
    }
  })

  test('when it has not been built, the page says what to do', async () => {
    const answer = await desk.ask(null, 'GET', '/tickets/1204')
    expect([answer.statusCode, answer.body]).toEqual([503, 'Рабочее место ещё не собрано. Выполните npm run build и обновите страницу.\n'])
  })
})

describe('health', () => {
  test('a ready house says so, with its channels', async () => {
    const own = await openDesk({ base: desk.base, change: house => ({ ...house, health: { ...house.health, channels: () => [{ id: 'telegram', kind: 'telegram', state: 'waiting', since: Date.parse('2026-11-24T11:00:00Z'), lastEventAt: null, detail: 'conflict' }] } }) })
    const answer = await own.ask(null, 'GET', '/api/health')
    expect([answer.statusCode, answer.json()]).toEqual([200, {
      live: true, version: 'test', ready: { database: true },
      channels: [{ id: 'telegram', kind: 'telegram', state: 'waiting', since: '2026-11-24T11:00:00.000Z', lastEventAt: null, detail: 'conflict' }],
    }])
    await own.app.close()
  })

  test.each([
    ['is gone', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['does not answer', () => new Promise(() => {})],
  ])('a database that %s makes it 503, and many askers make one probe', async (_name, database) => {
    const probe = vi.fn(database)
    const own = await openDesk({ base: desk.base, change: house => ({ ...house, health: { ...house.health, ready: { database: probe } } }) })
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.ask(null, 'GET', '/api/health')))
    for (const answer of answers) expect([answer.statusCode, answer.json<{ ready: unknown }>().ready]).toEqual([503, { database: false }])
    expect(probe).toHaveBeenCalledTimes(1)
    await own.app.close()
  })
})

describe('the description of the API', () => {
  test('names every address of the API with its shapes', async () => {
    const api = (await desk.ask(null, 'GET', '/api/openapi.json')).json<{ openapi: string; paths: Record<string, Record<string, { requestBody?: unknown }>> }>()
    expect(api.openapi).toBe('3.1.0')
    expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(['/api/me', '/api/auth/sign-in/email', '/api/staff/{id}', '/api/health']))
    expect(JSON.stringify(api.paths['/api/auth/sign-in/email']!['post']!.requestBody)).toContain('password')
    expect(JSON.stringify(api)).not.toContain('/enter/')
  })
})

describe('opening the doors', () => {
  test('gives the address for people; a taken port, a foreign address and practice for others are said in one sentence', async () => {
    const one = await openDesk({ base: desk.base })
    const two = await openDesk({ base: desk.base })
    const settings = { host: '127.0.0.1', port: 0, practice: false, publicUrl: undefined }
    try {
      const address = await openDoors(one.app, settings)
      expect((await fetch(`${address}/api/health`)).status).toBe(200)
      const port = Number(new URL(address).port)
      await expect(openDoors(two.app, { ...settings, port })).rejects.toMatchObject({ code: 'port_taken', message: `The port ${port} on 127.0.0.1 is taken by another program: stop it, or set PORT to a free one.` })
      await expect(openDoors(two.app, { ...settings, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'bad_setting' })
      await expect(openDoors(two.app, { ...settings, host: '0.0.0.0', practice: true })).rejects.toMatchObject({ code: 'bad_setting', message: expect.stringContaining('practice mode') as string })
    } finally {
      await one.app.close()
      await two.app.close()
    }
  })
})

describe('behind a proxy', () => {
  test.each([
    [true, '198.51.100.9'],
    [false, '127.0.0.1'],
  ])('TRUST_PROXY %s: the address of a failed sign-in is %s, whatever the guesser claims', async (trustProxy, address) => {
    const own = await openDesk({ config: { trustProxy } })
    try {
      await own.ask(null, 'POST', '/api/auth/sign-in/email', { email: 'x@jupiter.example', password: 'guess' }, { 'x-forwarded-for': '203.0.113.77, 198.51.100.9' })
      expect(await own.base.db.selectFrom('authFailures').select('address').execute()).toEqual([{ address }])
      expect(await own.base.db.selectFrom('audit').select(['act', 'actor', 'details']).execute()).toEqual([{ act: 'sign_in_failed', actor: null, details: { address } }])
    } finally {
      await own.close()
    }
  })
})

describe('live updates over a real connection', () => {
  test('greets, tells in order, ends for who signed out, and closing the server ends the stream at once', async () => {
    const own = await openDesk()
    try {
      const admin = await own.admin()
      const address = await own.app.listen({ host: '127.0.0.1', port: 0 })
      expect((await fetch(`${address}/api/live`)).status).toBe(401)

      const streams = await Promise.all([1, 2].map(() => fetch(`${address}/api/live`, { headers: { cookie: admin.cookie } })))
      expect(streams[0]!.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
      expect(streams[0]!.headers.get('content-security-policy')).toContain("default-src 'self'")
      const [first, second] = streams.map(readFrames)
      await vi.waitFor(() => expect(own.house.hub.size()).toBe(2))
      for (let number = 1; number <= 3; number++) ringLive(own.house.bell, { type: 'ticket', id: admin.id, number, version: 1 })
      own.house.hub.beat()
      await vi.waitFor(() => expect(second!.frames.map(({ id, event }) => [id, event.type])).toEqual([[0, 'hello'], [1, 'ticket'], [2, 'ticket'], [3, 'ticket'], [4, 'beat']]))
      expect(first!.frames).toEqual(second!.frames)

      const other = await own.ask(null, 'POST', '/api/auth/sign-in/email', { email: admin.email, password })
      const out = readFrames(await fetch(`${address}/api/live`, { headers: { cookie: cookieOf(other) } }))
      await vi.waitFor(() => expect(own.house.hub.size()).toBe(3))
      await own.ask({ ...admin, cookie: cookieOf(other) }, 'POST', '/api/auth/sign-out')
      await out.ended
      expect(own.house.hub.size()).toBe(2)
      await own.app.close()
      await Promise.all([first!.ended, second!.ended])
    } finally {
      await own.close()
    }
  })

  test('a page that goes away is forgotten', async () => {
    const own = await openDesk()
    try {
      const admin = await own.admin()
      await own.app.listen({ host: '127.0.0.1', port: 0 })
      const { port } = own.app.server.address() as { port: number }
      const socket = connect(port, '127.0.0.1', () => socket.write(`GET /api/live HTTP/1.1\r\nHost: localhost\r\nCookie: ${admin.cookie}\r\n\r\n`))
      await vi.waitFor(() => expect(own.house.hub.size()).toBe(1))
      socket.destroy()
      await vi.waitFor(() => expect(own.house.hub.size()).toBe(0))
    } finally {
      await own.close()
    }
  })
})

/** Reads an event stream as it comes. */
function readFrames(response: Response): { frames: { id: number; event: { type: string } }[]; ended: Promise<void> } {
  const frames: { id: number; event: { type: string } }[] = []
  const read = async (): Promise<void> => {
    let rest = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const parts = `${rest}${chunk}`.split('\n\n')
      rest = parts.pop()!
      for (const part of parts) {
        const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(part)!
        frames.push({ id: Number(id), event: JSON.parse(data!) as { type: string } })
      }
    }
  }
  return { frames, ended: read() }
}
