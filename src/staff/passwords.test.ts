import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cookieOf, openDesk, password } from '../../test/desk.ts'
import type { Desk, Member } from '../../test/desk.ts'
import { day, minute } from '../lib/instant.ts'
import { ensurePracticeAdmin } from './actions/practice.ts'
import { linkForAdmin } from './actions/console.ts'

let desk: Desk
let olga: Member
beforeAll(async () => {
  desk = await openDesk()
  olga = await desk.admin()
})
beforeEach(() => desk.base.db.deleteFrom('authFailures').execute())
afterAll(() => desk.close())

const next = 'Vareniki-s-vishnej-9'
const codeOf = (answer: { json(): unknown }): string => (answer.json() as { code: string }).code
const actsOf = async (subject: string): Promise<string[]> =>
  (await desk.base.db.selectFrom('audit').select('act').where('subject', '=', subject).orderBy('at').orderBy('id').execute()).map(row => row.act)
const signIn = (who: Member, secret: string) => desk.ask(null, 'POST', '/api/auth/sign-in/email', { email: who.email, password: secret })
/** The same person at another computer. */
const elsewhere = async (who: Member): Promise<Member> => ({ ...who, cookie: cookieOf(await signIn(who, password)) })
const isIn = async (who: Member): Promise<boolean> => (await desk.ask(who, 'GET', '/api/me')).statusCode === 200
const change = (who: Member, current: string, wanted = next) => desk.ask(who, 'POST', '/api/me/password', { current, next: wanted })
const resetLink = async (who: Member): Promise<string> => {
  const made = await desk.ask(olga, 'POST', `/api/staff/${who.id}/reset-link`)
  expect(made.statusCode, made.body).toBe(201)
  return `/api${new URL(made.json<{ link: string }>().link).pathname}`
}

describe('changing one\'s own password', () => {
  test('the new one opens, the old one no longer, and only the session that changed it stays', async () => {
    const vera = await desk.member(olga, 'specialist', 'Вера')
    const phone = await elsewhere(vera)
    expect([await isIn(vera), await isIn(phone)]).toEqual([true, true])
    expect((await change(vera, password)).statusCode).toBe(204)
    expect([await isIn(vera), await isIn(phone), await isIn(olga)]).toEqual([true, false, true])
    expect([(await signIn(vera, password)).statusCode, (await signIn(vera, next)).statusCode]).toEqual([401, 200])
    expect(await actsOf(vera.id)).toContain('password_changed')
  })

  test('without the current password nothing changes, and the person stays signed in', async () => {
    const gleb = await desk.member(olga, 'specialist', 'Глеб')
    const refused = await change(gleb, 'a guess of a stranger')
    expect([refused.statusCode, codeOf(refused)]).toEqual([422, 'wrong_password'])
    expect(refused.json()).toMatchObject({ message: 'Нынешний пароль введён неверно.' })
    expect([await isIn(gleb), (await signIn(gleb, password)).statusCode]).toEqual([true, 200])
    expect(await actsOf(gleb.id)).toContain('password_change_failed')
  })

  test('guesses are braked together with failed sign-ins', async () => {
    const lev = await desk.member(olga, 'specialist', 'Лев')
    for (let failure = 0; failure < 5; failure++) {
      expect(codeOf(await change(lev, `guess ${failure}`))).toBe('wrong_password')
      expect(codeOf(await signIn(lev, `guess ${failure}`))).toBe('bad_credentials')
    }
    expect([codeOf(await change(lev, password)), codeOf(await signIn(lev, password))]).toEqual(['too_many', 'too_many'])
    desk.time.advance(15 * minute + 1)
    expect((await change(lev, password)).statusCode).toBe(204)
  })

  test('the new password keeps the rules of the first one, and the words name the field', async () => {
    const short = await change(olga, password, 'too short')
    expect([short.statusCode, codeOf(short)]).toEqual([400, 'bad_request'])
    expect(short.json<{ message: string }>().message).toContain('«Новый пароль»')
    expect((await signIn(olga, password)).statusCode).toBe(200)
  })

  test('two changes at once from the same password: one holds, and its author knows which', async () => {
    const nina = await desk.member(olga, 'specialist', 'Нина')
    const wishes = ['Pervyj-parol-11', 'Vtoroj-parol-22']
    const answers = await Promise.all(wishes.map(wish => change(nina, password, wish)))
    // The later one may also have proved the password after the first had changed it: wrong in either case.
    const held = answers.findIndex(answer => answer.statusCode === 204)
    expect(answers.filter(answer => answer.statusCode === 204).length).toBe(1)
    expect((await signIn(nina, wishes[held]!)).statusCode).toBe(200)
  })

  test('a stranger does not reach the door', async () => {
    expect(codeOf(await desk.ask(null, 'POST', '/api/me/password', { current: password, next }))).toBe('unauthenticated')
  })
})

describe('the link for a new password', () => {
  test('it names the member, sets only the password, ends all sessions and signs in', async () => {
    const ivan = await desk.member(olga, 'lead', 'Иван Рябов')
    const before = await desk.base.db.selectFrom('staff').selectAll().where('id', '=', ivan.id).executeTakeFirstOrThrow()
    const path = await resetLink(ivan)
    expect((await desk.ask(null, 'GET', path)).json()).toEqual({ kind: 'reset', email: ivan.email, name: 'Иван Рябов', role: 'lead' })

    const back = await desk.ask(null, 'POST', path, { password: next, name: 'Самозванец', email: 'other@example.com' })
    expect(back.json()).toMatchObject({ id: ivan.id, name: 'Иван Рябов', email: ivan.email, role: 'lead' })
    expect([await isIn(ivan), await isIn({ ...ivan, cookie: cookieOf(back) })]).toEqual([false, true])
    expect(await desk.base.db.selectFrom('staff').selectAll().where('id', '=', ivan.id).executeTakeFirstOrThrow()).toEqual(before)
    expect([(await signIn(ivan, password)).statusCode, (await signIn(ivan, next)).statusCode]).toEqual([401, 200])
    expect(await actsOf(ivan.id)).toEqual(expect.arrayContaining(['reset_link_made', 'password_reset']))
    expect([codeOf(await desk.ask(null, 'GET', path)), codeOf(await desk.ask(null, 'POST', path, { password }))]).toEqual(['link_spent', 'link_spent'])
  })

  test('one link used at the same moment by several sets one password', async () => {
    const rita = await desk.member(olga, 'specialist', 'Рита')
    const path = await resetLink(rita)
    const wishes = ['Pervyj-parol-11', 'Vtoroj-parol-22', 'Tretij-parol-33']
    const answers = await Promise.all(wishes.map(wish => desk.ask(null, 'POST', path, { password: wish })))
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 410, 410])
    expect((await signIn(rita, wishes[answers.findIndex(answer => answer.statusCode === 200)]!)).statusCode).toBe(200)
  })

  test('a second link withdraws the first, also when both are made at once', async () => {
    const anna = await desk.member(olga, 'specialist', 'Анна')
    const first = await resetLink(anna)
    await Promise.all([resetLink(anna), resetLink(anna)])
    expect(codeOf(await desk.ask(null, 'GET', first))).toBe('not_found')
    const open = await desk.base.db.selectFrom('welcomeLinks').select('id').where('memberId', '=', anna.id).where('usedAt', 'is', null).execute()
    expect(open.length).toBe(1)
  })

  test('two admins give each other links while both are changed, and nobody waits for ever', async () => {
    const pavel = await desk.member(olga, 'admin', 'Павел')
    const rounds = await Promise.all(Array.from({ length: 6 }).flatMap(() => [
      desk.ask(olga, 'POST', `/api/staff/${pavel.id}/reset-link`), desk.ask(pavel, 'POST', `/api/staff/${olga.id}/reset-link`), desk.ask(olga, 'PATCH', `/api/staff/${pavel.id}`, { name: 'Павел' }),
    ]))
    expect(new Set(rounds.map(answer => answer.statusCode))).toEqual(new Set([200, 201]))
  })

  test('it ends after a day, when the member changes the password himself, and when he is let go', async () => {
    const kate = await desk.member(olga, 'specialist', 'Катя')
    const late = await resetLink(kate)
    desk.time.advance(day)
    expect(codeOf(await desk.ask(null, 'POST', late, { password: next }))).toBe('link_spent')

    const needless = await resetLink(kate)
    await change(kate, password)
    expect(codeOf(await desk.ask(null, 'POST', needless, { password }))).toBe('not_found')

    const stray = await resetLink(kate)
    await desk.ask(olga, 'PATCH', `/api/staff/${kate.id}`, { active: false })
    await desk.ask(olga, 'PATCH', `/api/staff/${kate.id}`, { active: true })
    expect(codeOf(await desk.ask(null, 'POST', stray, { password }))).toBe('not_found')
    expect((await signIn(kate, next)).statusCode).toBe(200)
  })

  test('only for members who work here, only by those who manage staff; the token is stored nowhere', async () => {
    const yura = await desk.member(olga, 'lead', 'Юра')
    expect(codeOf(await desk.ask(yura, 'POST', `/api/staff/${olga.id}/reset-link`))).toBe('forbidden')
    expect(codeOf(await desk.ask(olga, 'POST', '/api/staff/018f0000-0000-7000-8000-000000000001/reset-link'))).toBe('not_found')
    const path = await resetLink(yura)
    const stored = await desk.base.db.selectFrom('welcomeLinks').selectAll().where('memberId', '=', yura.id).execute()
    expect(JSON.stringify(stored)).not.toContain(path.split('/').at(-1))
    await desk.ask(olga, 'PATCH', `/api/staff/${yura.id}`, { active: false })
    const refused = await desk.ask(olga, 'POST', `/api/staff/${yura.id}/reset-link`)
    expect([refused.statusCode, codeOf(refused)]).toEqual([409, 'not_active'])
  })

  test('it is no invitation: it stands in no list and cannot be withdrawn as one; a newcomer still gives a name and an e-mail', async () => {
    const oleg = await desk.member(olga, 'specialist', 'Олег')
    await resetLink(oleg)
    const { id } = await desk.base.db.selectFrom('welcomeLinks').select('id').where('memberId', '=', oleg.id).executeTakeFirstOrThrow()
    expect((await desk.ask(olga, 'GET', '/api/staff/invitations')).json()).toEqual([])
    expect(codeOf(await desk.ask(olga, 'DELETE', `/api/staff/invitations/${id}`))).toBe('not_found')

    const made = await desk.ask(olga, 'POST', '/api/staff/invitations', { email: 'new@jupiter.example', name: 'Новый', role: 'specialist' })
    const nameless = await desk.ask(null, 'POST', `/api${new URL(made.json<{ link: string }>().link).pathname}`, { password })
    expect([nameless.statusCode, nameless.json<{ message: string }>().message]).toEqual([400, 'Запрос заполнен неверно: не указаны имя и почта.'])
  })
})

describe('where there is no password', () => {
  test('the practice administrator is told so, and nobody gives him a link', async () => {
    const own = await openDesk({ config: { practice: true } })
    try {
      const id = await ensurePracticeAdmin(own.base.db, 'Учебный администратор', 'ru', own.time.now())
      const { cookies } = await own.house.signIn.enter(id, { address: '127.0.0.1' })
      const newcomer: Member = { id, email: 'practice@localhost', cookie: cookies[0]!.split(';')[0]! }
      for (const answer of [await own.ask(newcomer, 'POST', '/api/me/password', { current: 'whatever', next }), await own.ask(newcomer, 'POST', `/api/staff/${id}/reset-link`)]) {
        expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'no_password', message: 'У этой учётной записи нет пароля.' }])
      }
    } finally {
      await own.close()
    }
  })
})

describe('the link of the console', () => {
  test('an empty desk gets its first administrator; then the named one gets a link for a new password, recorded without an author', async () => {
    const own = await openDesk()
    try {
      const first = await linkForAdmin(own.base.db, undefined, own.time)
      expect((await own.ask(null, 'GET', `/api${first.path}`)).json()).toMatchObject({ kind: 'first_admin' })
      const boss = await own.admin()
      const lead = await own.member(boss, 'lead', 'Старшая')

      await expect(linkForAdmin(own.base.db, undefined, own.time)).rejects.toThrow(/administrator \(olga@jupiter\.example\): name whose password is lost/)
      await expect(linkForAdmin(own.base.db, lead.email, own.time)).rejects.toThrow(/No active administrator has the e-mail/)
      const reset = await linkForAdmin(own.base.db, boss.email, own.time)
      expect((await own.ask(null, 'GET', `/api${reset.path}`)).json()).toMatchObject({ kind: 'reset', email: boss.email, role: 'admin' })
      expect((await own.ask(null, 'POST', `/api${reset.path}`, { password: next })).json()).toMatchObject({ id: boss.id, role: 'admin' })
      const row = await own.base.db.selectFrom('audit').select(['actor', 'subject']).where('act', '=', 'reset_link_made').executeTakeFirstOrThrow()
      expect(row).toEqual({ actor: null, subject: boss.id })
    } finally {
      await own.close()
    }
  })
})
