import { renderSVG } from 'uqr'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { seedCompany, seedContact, seedPoint } from '../../test/seed.ts'
import { newId } from '../lib/ids.ts'
import { contactCard, contactsFound, pointCard, pointsFound, type ContactCard, type PointCard } from './api.ts'
import { setReachable } from './meeting/store.ts'
import { contactRoutes } from './routes.ts'
import { inOtherLayout, wantedWords } from './words.ts'

let desk: Desk
let olga: Member

beforeAll(async () => {
  desk = await openDesk({
    rooms: house => [app => contactRoutes(app, { db: house.db, time: house.time, hotline: async () => '+74951234567', startLinks: payload => [{ channelId: 'telegram', url: `https://t.me/jupiter_help_bot?start=${payload}` }] })],
  })
  olga = await desk.admin()
  const { db } = desk.base
  const zerno = await seedCompany(db, 'Кофейни «Зерно»', start)
  const berezka = await seedCompany(db, 'ООО «Берёзка»', start)
  await seedPoint(db, { name: '«Зерно» на Пятницкой', address: 'Москва, Пятницкая ул., 12', companyId: zerno }, start)
  await seedPoint(db, { name: '«Зерно» на Лесной', address: 'Москва, Лесная ул., 5', companyId: zerno }, start)
  await seedPoint(db, { name: 'Столовая № 3', address: 'Тула, проспект Ленина, 40', companyId: berezka }, start)
  await seedPoint(db, { name: 'Бар «Ёж»', address: 'Санкт-Петербург, Рубинштейна, 23' }, start)
  await seedPoint(db, { name: 'Ресторан «Чайка»', address: 'Сочи, Приморская, 1' }, start)
  for (let index = 0; index < 40; index++) await seedPoint(db, { name: `Пекарня № ${index + 1}`, address: `Казань, Баумана, ${index + 1}` }, start)
  await seedContact(db, { name: 'Артём Лосев', phone: '+79161234567', position: 'управляющий', telegram: '77001' }, start)
  await seedContact(db, { name: 'Мария Ёлкина', phone: '+78123334455' }, start)
})
afterAll(() => desk.close())

const points = async (words: string) => pointsFound.parse((await desk.ask(olga, 'GET', `/api/points?words=${encodeURIComponent(words)}`)).json())
const contacts = async (words: string) => contactsFound.parse((await desk.ask(olga, 'GET', `/api/contacts?words=${encodeURIComponent(words)}`)).json())

describe('finding a point while somebody waits on the phone', () => {
  test.each([
    ['by its name', 'Чайка', 'Ресторан «Чайка»'],
    ['by the beginning of its name', 'чай', 'Ресторан «Чайка»'],
    ['with a wrong letter', 'чяйка', 'Ресторан «Чайка»'],
    ['with the keyboard in the other layout', 'xfqrf', 'Ресторан «Чайка»'],
    ['е for ё', 'еж', 'Бар «Ёж»'],
    ['by the street', 'рубинштейна', 'Бар «Ёж»'],
    ['by the company', 'березка', 'Столовая № 3'],
    ['by company and street, in any order', 'лесная зерно', '«Зерно» на Лесной'],
    ['with a word that stands nowhere', 'кафе чайка', 'Ресторан «Чайка»'],
    ['by two words with a wrong letter in each', 'зирно песная', '«Зерно» на Лесной'],
    ['signs that mean something to the database', '100% чайка_', 'Ресторан «Чайка»'],
    ['capitals', 'ПЯТНИЦКАЯ', '«Зерно» на Пятницкой'],
  ])('%s', async (_name, words, expected) => {
    expect((await points(words))[0]?.name).toBe(expected)
  })

  test('what is found says where it is and whose it is', async () => {
    expect((await points('пятницкая зерно'))[0]).toMatchObject({ name: '«Зерно» на Пятницкой', address: 'Москва, Пятницкая ул., 12', company: 'Кофейни «Зерно»' })
  })

  test('at most twenty, none for nothing or for what nobody is called', async () => {
    expect((await points('пекарня')).length).toBe(20)
    expect(await points('   ')).toEqual([])
    expect(await points('!!! ???')).toEqual([])
    expect(await points('щщщщщ')).toEqual([])
  })

  test('a point that was closed is not offered', async () => {
    const id = await seedPoint(desk.base.db, { name: 'Закусочная «Маяк»' }, start)
    expect((await points('маяк')).map(point => point.id)).toEqual([id])
    await desk.base.pool.query('update points set archived_at = $2 where id = $1', [id, new Date(start).toISOString()])
    expect(await points('маяк')).toEqual([])
  })

  test('the other layout is tried for whole words only', () => {
    expect(inOtherLayout('xfqrf')).toBe('чайка')
    expect(inOtherLayout('чайка')).toBe('xfqrf')
    expect(inOtherLayout('bar-бар')).toBe('bar-бар')
    expect(wantedWords('  «Зерно» Лесная, 5 ')).toEqual([['зерно', 'pthyj'], ['лесная', 'ktcyfz'], ['5']])
  })
})

describe('finding a person', () => {
  test.each([
    ['by name', 'лосев', 'Артём Лосев'], ['е for ё', 'елкина мария', 'Мария Ёлкина'], ['by phone with the eight', '8 (916) 123-45-67', 'Артём Лосев'],
    ['by the last digits', '334455', 'Мария Ёлкина'],
  ])('%s', async (_name, words, expected) => {
    expect((await contacts(words)).map(contact => contact.name)).toEqual([expected])
  })
})

describe('changing points and people', () => {
  test('a point is made with its company and a link of its own, then changed; the company of that name is one', async () => {
    const made = await desk.ask(olga, 'POST', '/api/points', { name: 'Кафе «Север»', companyName: 'ООО «Полюс»' })
    expect(made.statusCode, made.body).toBe(201)
    const point = pointCard.parse(made.json())
    expect(point).toMatchObject({ name: 'Кафе «Север»', timeZone: 'Europe/Moscow', company: { name: 'ООО «Полюс»' } })
    expect(point.links[0]!.url).toMatch(/^https:\/\/t\.me\/jupiter_help_bot\?start=p_[\w-]{12}$/)
    const second = (await desk.ask(olga, 'POST', '/api/points', { name: 'Кафе «Юг»', companyName: 'ооо «полюс»' })).json<PointCard>()
    expect(second.company!.id).toBe(point.company!.id)
    expect(second.links[0]!.url).not.toBe(point.links[0]!.url)

    const changed = (await desk.ask(olga, 'PATCH', `/api/points/${point.id}`, { address: 'Мурманск, Ленина, 1', timeZone: 'Asia/Yekaterinburg', companyName: '' })).json<PointCard>()
    expect(changed).toMatchObject({ name: 'Кафе «Север»', address: 'Мурманск, Ленина, 1', timeZone: 'Asia/Yekaterinburg', company: null })
    expect((await desk.ask(olga, 'GET', `/api/points/${point.id}`)).json()).toEqual(changed)
  })

  test('the QR for the till is a picture of the link of its channel; of a channel without links there is none', async () => {
    const [point] = await points('чайка')
    const picture = await desk.ask(olga, 'GET', `/api/points/${point!.id}/qr.svg?channel=telegram`)
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/svg+xml'])
    const { links } = (await desk.ask(olga, 'GET', `/api/points/${point!.id}`)).json<PointCard>()
    expect(picture.body).toBe(renderSVG(links[0]!.url, { ecc: 'Q', border: 4, pixelSize: 10 }))
    expect(picture.body).not.toBe((await desk.ask(olga, 'GET', `/api/points/${(await points('рубинштейна'))[0]!.id}/qr.svg`)).body)
    expect((await desk.ask(olga, 'GET', `/api/points/${point!.id}/qr.svg?channel=email`)).statusCode).toBe(404)
  })

  test('a time zone that does not exist and an empty name are refused', async () => {
    const [{ id } = { id: '' }] = await points('чайка')
    for (const body of [{ timeZone: 'Europe/Moskva' }, { timeZone: '+03:00' }, { name: ' ' }]) {
      expect((await desk.ask(olga, 'PATCH', `/api/points/${id}`, body)).statusCode, JSON.stringify(body)).toBe(400)
    }
  })

  test('a contact gets the number to call in one form, the extension apart; a number that cannot be called is refused by its field', async () => {
    const { id } = await seedContact(desk.base.db, { name: 'Пётр' }, start)
    const changed = contactCard.parse((await desk.ask(olga, 'PATCH', `/api/contacts/${id}`, { position: 'су-шеф', phone: '8 (495) 123-45-67 доб. 204' })).json())
    expect(changed).toMatchObject({ name: 'Пётр', position: 'су-шеф', phone: '+74951234567', extension: '204' })
    const refused = await desk.ask(olga, 'PATCH', `/api/contacts/${id}`, { phone: 'спросить у Ольги' })
    expect([refused.statusCode, refused.json<{ message: string }>().message]).toEqual([400, 'Запрос заполнен неверно: поле «Телефон» заполнено неверно.'])
    expect((await desk.ask(olga, 'PATCH', `/api/contacts/${id}`, { phone: null })).json<ContactCard>()).toMatchObject({ position: 'су-шеф', phone: null, extension: null })
  })

  test('a role at a point is given by a person, and who gave it stays on record', async () => {
    const { id } = await seedContact(desk.base.db, { name: 'Вера' }, start)
    const [point] = await points('чайка')
    for (const role of ['manager', 'owner']) {
      const card = (await desk.ask(olga, 'PUT', `/api/contacts/${id}/points/${point!.id}`, { role })).json<ContactCard>()
      expect(card.points).toEqual([{ id: point!.id, name: 'Ресторан «Чайка»', role }])
    }
    const { rows } = await desk.base.pool.query(`select actor, details from audit where act = 'point_role_set' and subject = $1 order by id`, [id])
    expect(rows).toEqual([
      { actor: olga.id, details: { point: point!.id, role: 'manager', before: null } }, { actor: olga.id, details: { point: point!.id, role: 'owner', before: 'manager' } },
    ])
  })

  test('pain 5 an address that letters came back from is good again when a person says so; only of this contact', async () => {
    const { id, conversationId } = await seedContact(desk.base.db, { name: 'Вера', telegram: newId() }, start)
    const other = await seedContact(desk.base.db, { name: 'Глеб' }, start)
    await setReachable(desk.base.db, conversationId!, { at: start, reason: 'no_mailbox' })
    const [address] = (await desk.ask(olga, 'GET', `/api/contacts/${id}`)).json<ContactCard>().addresses
    expect(address).toMatchObject({ undeliverableReason: 'no_mailbox' })
    expect((await desk.ask(olga, 'POST', `/api/contacts/${other.id}/addresses/${address!.id}/reachable`, {})).statusCode).toBe(404)
    const card = contactCard.parse((await desk.ask(olga, 'POST', `/api/contacts/${id}/addresses/${address!.id}/reachable`, {})).json())
    expect(card.addresses).toMatchObject([{ id: address!.id, undeliverableSince: null, undeliverableReason: null }])
  })

  test('unknown ids are told as such, and nothing is written', async () => {
    const nobody = newId()
    const [point] = await points('чайка')
    for (const [method, url, body] of [
      ['GET', `/api/points/${nobody}`], ['PATCH', `/api/points/${nobody}`, { note: 'x' }], ['PATCH', `/api/points/${nobody}`, {}], ['GET', `/api/contacts/${nobody}`],
      ['PATCH', `/api/contacts/${nobody}`, { name: 'x' }], ['PUT', `/api/contacts/${nobody}/points/${point!.id}`, { role: 'owner' }],
    ] as const) expect((await desk.ask(olga, method, url, body)).statusCode, `${method} ${url}`).toBe(404)
    expect((await desk.base.pool.query('select 1 from audit where subject = $1', [nobody])).rowCount).toBe(0)
  })

  test('strangers neither read nor write', async () => {
    for (const [method, url] of [['GET', '/api/points?words=a'], ['POST', '/api/points'], ['GET', '/api/contacts?words=a']] as const) expect((await desk.ask(null, method, url, method === 'GET' ? undefined : { name: 'x' })).statusCode).toBe(401)
  })
})
