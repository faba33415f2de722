import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookieOf, openDesk, password } from '../../test/desk.ts'
import type { Desk, Member } from '../../test/desk.ts'
import { day, minute } from '../lib/instant.ts'
import { ensureFirstAdminLink } from './actions/welcome.ts'

let desk: Desk
let olga: Member
beforeAll(async () => {
  desk = await openDesk()
  olga = await desk.admin()
})
afterAll(() => desk.close())

const codeOf = (answer: { json(): unknown }): string => (answer.json() as { code: string }).code
const names = (answer: { json(): unknown }) => (answer.json() as { name: string }[]).map(({ name }) => name)
const actsOf = async (subject: string): Promise<string[]> =>
  (await desk.base.db.selectFrom('audit').select('act').where('subject', '=', subject).orderBy('at').orderBy('id').execute()).map(row => row.act)

describe('coming in', () => {
  test('the first admin came by the link of the start and is signed in at once', async () => {
    const me = await desk.ask(olga, 'GET', '/api/me')
    expect(me.json()).toMatchObject({ id: olga.id, name: 'Ольга Ветрова', role: 'admin', language: 'ru', practice: false })
    expect(me.json<{ may: string[] }>().may).toContain('staff.manage')
    expect(await ensureFirstAdminLink(desk.base.db, desk.time)).toBeNull()
    expect(await actsOf(olga.id)).toContain('first_admin_set_up')
  })

  test('e-mail and password open a session; capital letters of the e-mail do not matter', async () => {
    const answer = await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: 'Olga@Jupiter.example', password })
    expect(answer.statusCode).toBe(200)
    const cookie = answer.cookies.find(({ name }) => name === 'reglament.session_token')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(cookie).not.toHaveProperty('secure')
    expect((await desk.ask({ ...olga, cookie: cookieOf(answer) }, 'GET', '/api/me')).statusCode).toBe(200)
    expect(await actsOf(olga.id)).toContain('signed_in')
  })

  test('a wrong password and an unknown e-mail give the same answer', async () => {
    const wrong = await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: olga.email, password: 'not the password' })
    const unknown = await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: 'nobody@jupiter.example', password })
    expect([wrong.statusCode, wrong.body]).toEqual([401, unknown.body])
    expect(wrong.json()).toMatchObject({ code: 'bad_credentials', message: 'Почта или пароль не подходят.' })
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  test('after ten failures from one address that person waits, and comes in again when the window has passed', async () => {
    await desk.base.db.deleteFrom('authFailures').execute()
    const attempt = (secret: string) => desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: olga.email, password: secret })
    for (let failure = 0; failure < 10; failure++) expect(codeOf(await attempt(`wrong ${failure}`))).toBe('bad_credentials')
    const held = await attempt(password)
    expect([held.statusCode, codeOf(held)]).toEqual([429, 'too_many'])
    expect(Number(held.headers['retry-after'])).toBe(15 * 60)
    desk.time.advance(15 * minute + 1)
    expect((await attempt(password)).statusCode).toBe(200)
  })

  test('signing out ends the session in the database, not only the cookie', async () => {
    const answer = await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: olga.email, password })
    const guest = { ...olga, cookie: cookieOf(answer) }
    expect((await desk.ask(guest, 'GET', '/api/me')).statusCode).toBe(200)
    expect((await desk.ask(guest, 'POST', '/api/auth/sign-out')).statusCode).toBe(204)
    expect(codeOf(await desk.ask(guest, 'GET', '/api/me'))).toBe('unauthenticated')
    expect((await desk.ask(olga, 'GET', '/api/me')).statusCode).toBe(200)
  })

  test('a cookie whose signature is not ours is a stranger', async () => {
    const forged = { ...olga, cookie: olga.cookie.replace(/=(.{6})/, '=AAAAAA') }
    expect(codeOf(await desk.ask(forged, 'GET', '/api/me'))).toBe('unauthenticated')
  })

  test('nobody signs up without a link', async () => {
    for (const url of ['/api/sign-up', '/api/auth/sign-up/email', '/api/auth/get-session', '/api/auth/enter']) {
      expect((await desk.ask(null, 'POST', url, { email: 'x@example.com', password, name: 'X' })).statusCode).toBe(404)
    }
  })
})

describe('welcome links', () => {
  test('each start of an empty desk gives a link; the first that is used ends the others, and only its user is admin', async () => {
    const own = await openDesk()
    try {
      const paths = [await ensureFirstAdminLink(own.base.db, own.time), await ensureFirstAdminLink(own.base.db, own.time)] as string[]
      expect((await own.ask(null, 'GET', `/api${paths[0]}`)).json()).toEqual({ kind: 'first_admin', email: null, name: null, role: 'admin' })
      const people = paths.map((path, place) => own.ask(null, 'POST', `/api${path}`, { name: 'Ольга', email: `olga${place}@jupiter.example`, password }))
      const statuses = (await Promise.all(people)).map(answer => answer.statusCode)
      expect(statuses.filter(status => status === 200).length).toBe(1)
      expect(statuses.filter(status => status >= 400).length).toBe(1)
      expect((await own.base.db.selectFrom('staff').select('role').execute())).toEqual([{ role: 'admin' }])
    } finally {
      await own.close()
    }
  })

  test('an invitation names the person, works once, and keeps the invited e-mail', async () => {
    const made = await desk.ask(olga, 'POST', '/api/staff/invitations', { email: 'Ivan@Jupiter.example', name: 'Иван Рябов', role: 'lead' })
    expect(made.statusCode).toBe(201)
    const path = `/api${new URL(made.json<{ link: string }>().link).pathname}`
    expect((await desk.ask(null, 'GET', path)).json()).toEqual({ kind: 'invitation', email: 'ivan@jupiter.example', name: 'Иван Рябов', role: 'lead' })
    expect((await desk.ask(olga, 'GET', '/api/staff/invitations')).json()).toMatchObject([{ email: 'ivan@jupiter.example', expired: false }])

    const joined = await desk.ask(null, 'POST', path, { name: 'Иван Рябов', email: 'other@example.com', password })
    expect(joined.json()).toMatchObject({ email: 'ivan@jupiter.example', role: 'lead' })
    const again = await desk.ask(null, 'POST', path, { name: 'Кто-то', email: 'someone@example.com', password })
    expect([again.statusCode, codeOf(again)]).toEqual([410, 'link_spent'])
    expect(codeOf(await desk.ask(null, 'GET', path))).toBe('link_spent')
    expect((await desk.ask(olga, 'GET', '/api/staff/invitations')).json()).toEqual([])
  })

  test('one link used twice at the same moment makes one member', async () => {
    const made = await desk.ask(olga, 'POST', '/api/staff/invitations', { email: 'race@jupiter.example', name: 'Рита', role: 'specialist' })
    const path = `/api${new URL(made.json<{ link: string }>().link).pathname}`
    const answers = await Promise.all([1, 2, 3].map(() => desk.ask(null, 'POST', path, { name: 'Рита', email: 'race@jupiter.example', password })))
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 410, 410])
  })

  test('a link ends after a week, and an unknown one is not found', async () => {
    const made = await desk.ask(olga, 'POST', '/api/staff/invitations', { email: 'late@jupiter.example', name: 'Лев', role: 'specialist' })
    desk.time.advance(7 * day)
    const path = `/api${new URL(made.json<{ link: string }>().link).pathname}`
    expect(codeOf(await desk.ask(null, 'GET', path))).toBe('link_spent')
    expect(codeOf(await desk.ask(null, 'POST', path, { name: 'Лев', email: 'late@jupiter.example', password }))).toBe('link_spent')
    expect(codeOf(await desk.ask(null, 'GET', '/api/welcome/no-such-token-at-all'))).toBe('not_found')
  })

  test('a withdrawn invitation no longer opens; a second invitation replaces the first; the token itself is stored nowhere', async () => {
    const invite = async () => {
      const made = await desk.ask(olga, 'POST', '/api/staff/invitations', { email: 'anna@jupiter.example', name: 'Анна', role: 'specialist' })
      return `/api${new URL(made.json<{ link: string }>().link).pathname}`
    }
    const first = await invite()
    const second = await invite()
    expect(codeOf(await desk.ask(null, 'GET', first))).toBe('not_found')
    const [open] = (await desk.ask(olga, 'GET', '/api/staff/invitations')).json<{ id: string; email: string }[]>().filter(({ email }) => email === 'anna@jupiter.example')
    const stored = await desk.base.db.selectFrom('welcomeLinks').selectAll().where('id', '=', open!.id).executeTakeFirstOrThrow()
    expect(JSON.stringify(stored)).not.toContain(second.split('/').at(-1))
    expect((await desk.ask(olga, 'DELETE', `/api/staff/invitations/${open!.id}`)).statusCode).toBe(204)
    expect(codeOf(await desk.ask(null, 'GET', second))).toBe('not_found')
  })

  test('a person who works here is not invited again', async () => {
    expect(codeOf(await desk.ask(olga, 'POST', '/api/staff/invitations', { email: olga.email, name: 'Ольга', role: 'lead' }))).toBe('already_exists')
  })
})

describe('members', () => {
  test('the last active admin cannot be demoted or let go, by nobody and not by two at once', async () => {
    for (const changes of [{ role: 'lead' }, { active: false }]) {
      const answer = await desk.ask(olga, 'PATCH', `/api/staff/${olga.id}`, changes)
      expect([answer.statusCode, codeOf(answer)]).toEqual([409, 'last_admin'])
    }
    const second = await desk.member(olga, 'admin', 'Пётр Гусев')
    const answers = await Promise.all([
      desk.ask(olga, 'PATCH', `/api/staff/${olga.id}`, { role: 'lead' }),
      desk.ask(second, 'PATCH', `/api/staff/${second.id}`, { role: 'lead' }),
    ])
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 409])
    // Put the desk back for the tests that follow.
    const left = answers[0].statusCode === 200 ? second : olga
    const resigned = left === olga ? second : olga
    expect((await desk.ask(left, 'PATCH', `/api/staff/${resigned.id}`, { role: 'admin' })).statusCode).toBe(200)
    expect(await actsOf(resigned.id)).toContain('role_changed')
  })

  test('a changed role holds from the next request on', async () => {
    const vera = await desk.member(olga, 'specialist', 'Вера')
    expect(codeOf(await desk.ask(vera, 'GET', '/api/staff/invitations'))).toBe('forbidden')
    await desk.ask(olga, 'PATCH', `/api/staff/${vera.id}`, { role: 'admin' })
    expect((await desk.ask(vera, 'GET', '/api/staff/invitations')).statusCode).toBe(200)
    await desk.ask(olga, 'PATCH', `/api/staff/${vera.id}`, { role: 'specialist' })
    expect(codeOf(await desk.ask(vera, 'GET', '/api/staff/invitations'))).toBe('forbidden')
  })

  test('who is let go is out at once and cannot come in again; who is taken back can', async () => {
    const gleb = await desk.member(olga, 'specialist', 'Глеб')
    expect((await desk.ask(gleb, 'GET', '/api/me')).statusCode).toBe(200)
    await desk.ask(olga, 'PATCH', `/api/staff/${gleb.id}`, { active: false })
    expect(codeOf(await desk.ask(gleb, 'GET', '/api/me'))).toBe('unauthenticated')
    expect(codeOf(await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: gleb.email, password }))).toBe('bad_credentials')
    expect(names(await desk.ask(olga, 'GET', '/api/staff'))).not.toContain('Глеб')
    expect(names(await desk.ask(olga, 'GET', '/api/staff?all=true'))).toContain('Глеб')
    await desk.ask(olga, 'PATCH', `/api/staff/${gleb.id}`, { active: true })
    expect((await desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: gleb.email, password })).statusCode).toBe(200)
  })

  test('members stand in Russian order of names', async () => {
    const listed = names(await desk.ask(olga, 'GET', '/api/staff'))
    expect(listed).toEqual(listed.toSorted(new Intl.Collator('ru').compare))
    expect(listed.length).toBeGreaterThan(3)
  })

  test('language and name are the person\'s own; refusals speak the chosen language', async () => {
    const kate = await desk.member(olga, 'specialist', 'Катя')
    expect((await desk.ask(kate, 'PATCH', '/api/me', { language: 'en', name: 'Kate' })).json()).toMatchObject({ language: 'en', name: 'Kate' })
    // What the database cannot hold in text is taken out, not a fault of ours.
    expect((await desk.ask(kate, 'PATCH', '/api/me', { name: 'Ka\u0000te \ud83d' })).json()).toMatchObject({ name: 'Kate \ufffd' })
    const refused = await desk.ask(kate, 'PATCH', `/api/staff/${olga.id}`, { role: 'lead' }, { 'accept-language': 'ru' })
    expect(refused.json()).toMatchObject({ code: 'forbidden', message: 'You do not have the right to do this.' })
  })

  test('audit rows cannot be changed or removed', async () => {
    await expect(desk.base.pool.query("update audit set act = 'joined'")).rejects.toThrow('audit rows never change')
    await expect(desk.base.pool.query('delete from audit')).rejects.toThrow('audit rows never change')
    const kept = await desk.base.pool.query<{ n: string }>('select string_agg(details::text, \' \') as n from audit')
    expect(kept.rows[0]!.n).not.toContain(password)
  })
})
