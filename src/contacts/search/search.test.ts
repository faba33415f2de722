import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedCompany, seedContact, seedPoint, seedRegulation, seedTicket } from '../../../test/seed.ts'
import { companiesFound, contactsFound, pointLines, pointPassport, pointsFound } from '../api.ts'
import { contactRoutes } from '../routes.ts'
import { setRole } from '../store.ts'
import { wantedWords } from '../words.ts'
import { namedPoints } from './store.ts'

let desk: Desk
let olga: Member
let berezka: string
let company: string

beforeAll(async () => {
  desk = await openDesk({ rooms: house => [app => contactRoutes(app, { db: house.db, time: house.time, hotline: async () => null, startLinks: () => [] })] })
  olga = await desk.admin()
  const { db } = desk.base
  company = await seedCompany(db, 'ООО «Зерно»', start)
  berezka = await seedPoint(db, { name: 'Кафе «Берёзка»', address: 'Москва, Пятницкая ул., 12' }, start)
  const dumplings = await seedPoint(db, { name: 'Пельменная № 3', address: 'Тула, проспект Ленина, 40', companyId: company }, start)
  const bakery = await seedPoint(db, { name: 'Пекарня', address: 'Казань, Баумана, 1234', companyId: company }, start)
  const ia = await seedContact(db, { name: 'Ия Лосева', phone: '+79161234501' }, start)
  const pyotr = await seedContact(db, { name: 'Пётр', phone: '+74872123456' }, start)
  await setRole(db, pyotr.id, bakery, 'owner', start)
  const regulation = await seedRegulation(db)
  await seedTicket(db, regulation, { subject: 'Не печатает', at: start, contactId: pyotr.id, pointId: dumplings }, start)
  await seedTicket(db, regulation, { subject: 'Снова не печатает', at: start + 60_000, contactId: ia.id, pointId: dumplings }, start + 120_000)
})
afterAll(() => desk.close())

const found = async (words: string) => pointsFound.parse((await desk.ask(olga, 'GET', `/api/points?words=${encodeURIComponent(words)}`)).json())
const named = (words: string) => namedPoints(desk.base.db, words, wantedWords(words), 5)
const list = async (query: string) => pointLines.parse((await desk.ask(olga, 'GET', `/api/points/list?${query}`)).json())

describe('a point by what is heard on the phone', () => {
  test.each([
    ['as it sounds', 'бирёзка', 'Кафе «Берёзка»'], ['as it sounds, not to its end', 'пелменна', 'Пельменная № 3'], ['the street as it sounds', 'питницкая', 'Кафе «Берёзка»'],
    ['two words, one of them heard wrong', 'кафе бирёзка', 'Кафе «Берёзка»'], ['the company as it sounds and the street', 'зирно ленена', 'Пельменная № 3'],
    ['the phone of who called last', '8 (916) 123-45-01', 'Пельменная № 3'], ['its last four digits', '4501', 'Пельменная № 3'], ['the phone of who belongs there', '+7 487 212-34-56', 'Пельменная № 3'],
    ['the name of who called', 'лосева', 'Пельменная № 3'], ['that name as it sounds', 'ия лосиво', 'Пельменная № 3'], ['a number of the house', '1234', 'Пекарня'],
  ])('%s: %s', async (_name, words, name) => {
    expect((await found(words)).map(point => point.name)).toContain(name)
  })

  test('digits of a phone find all points of the person, what he called about and where he belongs, and no other', async () => {
    expect((await found('84872123456')).map(({ name }) => name).toSorted()).toEqual(['Пекарня', 'Пельменная № 3'])
    expect(await found('8 999 000-00-00')).toEqual([])
  })

  test('what is found says who called or wrote about it last', async () => {
    expect((await found('пельменная'))[0]!.lastCaller).toMatchObject({ name: 'Ия Лосева', phone: '+79161234501', at: new Date(start + 60_000).toISOString() })
    expect((await found('берёзка'))[0]!.lastCaller).toBeNull()
  })

  test('a person is found by sound too', async () => {
    expect(contactsFound.parse((await desk.ask(olga, 'GET', `/api/contacts?words=${encodeURIComponent('лосиво')}`)).json()).map(({ name }) => name)).toEqual(['Ия Лосева'])
  })
})

describe('what the bot finds in the words of a customer', () => {
  test('points by name and sound, with the address', async () => {
    expect(await named('бирёзка')).toEqual([{ id: berezka, name: 'Кафе «Берёзка», Москва, Пятницкая ул., 12' }])
    expect((await named('пельменная на ленина'))[0]!.name).toContain('Пельменная № 3')
  })
  test('pain 30 never by who belongs there or called: a stranger does not learn that', async () => {
    expect(await named('лосева')).toEqual([])
    expect(await named('4501')).toEqual([])
  })
  test('words that name no point find none', async () => {
    expect(await named('не печатает кухонный принтер')).toEqual([])
    expect(await named('!!!')).toEqual([])
  })
})

describe('the page of points', () => {
  test('page by page in the order of names, nothing twice and nothing missing', async () => {
    for (let index = 0; index < 230; index++) await seedPoint(desk.base.db, { name: `Ларёк ${index % 40}`, address: `${index}` }, start)
    const seen: string[] = []
    const names: string[] = []
    for (let after: string | null = ''; after !== null;) {
      const page = await list(after === '' ? '' : `after=${encodeURIComponent(after)}`)
      seen.push(...page.rows.map(({ id }) => id))
      names.push(...page.rows.map(({ name }) => name.toLowerCase()))
      after = page.next
    }
    const { rows: [all] } = await desk.base.pool.query<{ count: number }>('select count(*)::int as count from points')
    expect([seen.length, new Set(seen).size]).toEqual([all!.count, all!.count])
    const { rows } = await desk.base.pool.query<{ name: string }>('select lower(name) as name from points order by lower(name), id')
    expect(names).toEqual(rows.map(({ name }) => name))
    expect((await desk.ask(olga, 'GET', '/api/points/list?after=nonsense')).statusCode).toBe(400)
  })

  test('of one company, by words within it, and those put away apart', async () => {
    expect((await list(`company=${company}`)).rows.map(({ name }) => name)).toEqual(['Пекарня', 'Пельменная № 3'])
    expect((await list(`company=${company}&words=${encodeURIComponent('пелменная')}`)).rows.map(({ name }) => name)).toEqual(['Пельменная № 3'])
    expect((await desk.ask(olga, 'PATCH', `/api/points/${berezka}`, { archived: true })).statusCode).toBe(200)
    expect(await found('берёзка')).toEqual([])
    expect((await list('archived=true')).rows.map(({ id }) => id)).toEqual([berezka])
    expect((await list(`archived=true&words=${encodeURIComponent('бирёзка')}`)).rows.map(({ id }) => id)).toEqual([berezka])
    await desk.ask(olga, 'PATCH', `/api/points/${berezka}`, { archived: false })
    expect((await found('берёзка')).map(({ id }) => id)).toEqual([berezka])
  })

  test('companies by words, those with more points first', async () => {
    expect(companiesFound.parse((await desk.ask(olga, 'GET', '/api/companies')).json())).toEqual([{ id: company, name: 'ООО «Зерно»', points: 2 }])
    expect((await desk.ask(olga, 'GET', `/api/companies?words=${encodeURIComponent('полюс')}`)).json()).toEqual([])
  })

  test('the passport of a point: who decides stands first, then the others; its latest tickets; a person is taken off it on record', async () => {
    const { id } = await seedContact(desk.base.db, { name: 'Вера', telegram: '7001' }, start)
    const boss = await seedContact(desk.base.db, { name: 'Яна', phone: '+79160000009' }, start)
    for (const [contact, role] of [[id, 'staff'], [boss.id, 'owner']] as const) expect((await desk.ask(olga, 'PUT', `/api/contacts/${contact}/points/${berezka}`, { role })).statusCode).toBe(200)
    const passport = async () => pointPassport.parse((await desk.ask(olga, 'GET', `/api/points/${berezka}/passport`)).json())
    expect((await passport()).people.map(({ name, role, writes }) => [name, role, writes])).toEqual([['Яна', 'owner', []], ['Вера', 'staff', ['telegram']]])
    expect((await desk.ask(olga, 'DELETE', `/api/contacts/${boss.id}/points/${berezka}`)).statusCode).toBe(200)
    expect((await desk.ask(olga, 'DELETE', `/api/contacts/${boss.id}/points/${berezka}`)).statusCode).toBe(404)
    expect((await passport()).people.map(({ name }) => name)).toEqual(['Вера'])
    const { rows } = await desk.base.pool.query(`select actor, details from audit where act = 'point_role_removed' and subject = $1`, [boss.id])
    expect(rows).toEqual([{ actor: olga.id, details: { point: berezka, before: 'owner' } }])
    const [dumplings] = await found('пельменная')
    const { tickets } = pointPassport.parse((await desk.ask(olga, 'GET', `/api/points/${dumplings!.id}/passport`)).json())
    expect(tickets.map(({ subject, contact }) => [subject, contact])).toEqual([['Снова не печатает', 'Ия Лосева'], ['Не печатает', 'Пётр']])
  })
})
