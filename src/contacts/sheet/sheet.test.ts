import { inflateSync } from 'node:zlib'
import { encode } from 'uqr'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedCompany, seedPoint } from '../../../test/seed.ts'
import { sheets } from '../api.ts'
import { contactRoutes } from '../routes.ts'
import { sheet as words } from '../../words/ru/sheet.ts'

let desk: Desk
let olga: Member
let company: string
let cafe: string
let bar: string
const linkOf = (payload: string): string => `https://t.me/jupiter_help_bot?start=${payload}`
let links = true

beforeAll(async () => {
  desk = await openDesk({
    rooms: house => [app => contactRoutes(app, { db: house.db, time: house.time, hotline: async () => '+74951234567', startLinks: payload => (links ? [{ channelId: 'telegram', url: linkOf(payload) }] : []) })],
  })
  olga = await desk.admin()
  company = await seedCompany(desk.base.db, 'ООО «Зерно»', start)
  cafe = await seedPoint(desk.base.db, { name: 'Кафе «Берёзка» № 1', address: 'Москва, Пятницкая ул., 12', companyId: company }, start)
  bar = await seedPoint(desk.base.db, { name: 'Бар «Ёж», у которого очень длинное название, какое бывает только у баров на набережной', companyId: company }, start)
  await seedPoint(desk.base.db, { name: 'Чужая', address: 'Тула' }, start)
})
afterAll(() => desk.close())

const reference = (head: string, name: string): number => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1])

/** Pages of a PDF as pdfkit writes it: what each says, and how many boxes it draws. */
function readPdf(bytes: Buffer): { text: string; boxes: number }[] {
  const objects = new Map<number, { head: string; body: Buffer | null }>()
  const raw = bytes.toString('latin1')
  for (const found of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)) {
    const content = found[2]!
    const at = content.indexOf('stream\n')
    const head = at < 0 ? content : content.slice(0, at)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const body = at < 0 ? null : Buffer.from(content.slice(at + 7, at + 7 + length), 'latin1')
    objects.set(Number(found[1]), { head, body: body !== null && head.includes('/FlateDecode') ? inflateSync(body) : body })
  }
  const letters = (font: number): string[] => {
    const map = objects.get(reference(objects.get(font)!.head, 'ToUnicode'))!.body!.toString('latin1')
    return [...map.matchAll(/\[([^\]]*)\]/g)].flatMap(([, list]) => [...list!.matchAll(/<([0-9a-f]+)>/g)].map(([, code]) => String.fromCodePoint(Number.parseInt(code!, 16))))
  }
  return [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head)).map(({ head }) => {
    const resources = objects.get(reference(head, 'Resources'))!.head
    const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, font]) => [name!, letters(Number(font))]))
    const content = objects.get(reference(head, 'Contents'))!.body!.toString('latin1')
    let font: string[] = []
    let text = ''
    for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) font = fonts.get(name)!
      else text += `${[...shown!.matchAll(/<([0-9a-f]+)>/g)].map(([, codes]) => codes!.replace(/.{4}/g, code => font[Number.parseInt(code, 16)]!)).join('')}\n`
    }
    return { text, boxes: [...content.matchAll(/ re$/gm)].length }
  })
}
const pdf = async (query: string) => desk.ask(olga, 'GET', `/api/points/qr-sheet.pdf?${query}`)

const code = async (query: string): Promise<unknown> => {
  const answer = await pdf(query)
  return [answer.statusCode, answer.json<{ code: string }>().code]
}

/** Rows of modules side by side are one box. */
const boxesOf = (url: string): number => encode(url, { ecc: 'Q', border: 4 }).data.reduce((sum, row) => sum + row.filter((dark, x) => dark && row[x - 1] !== true).length, 0)

describe('the sheet that hangs at the till', () => {
  test('one page says what to do, whose it is and whom to call, and its code is the link of the point, drawn as lines', async () => {
    const answer = await pdf(`ids=${cafe}`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
    const pages = readPdf(answer.rawPayload)
    expect(pages).toHaveLength(1)
    for (const said of [words.title, words.lead, 'Кафе «Берёзка» № 1', 'Москва, Пятницкая ул., 12', words.hotline('+7 495 123 45 67')]) expect(pages[0]!.text.replaceAll(/\s+/g, ' ')).toContain(said)
    const { rows: [point] } = await desk.base.pool.query<{ link_token: string }>('select link_token from points where id = $1', [cafe])
    expect(pages[0]!.boxes).toBe(boxesOf(linkOf(`p_${point!.link_token}`)))
    expect(answer.rawPayload.includes('/Subtype /Image')).toBe(false)
  })

  test('a page for each point of a company, of those that were marked, of all; those put away have none', async () => {
    expect(readPdf((await pdf(`company=${company}`)).rawPayload).map(({ text }) => text.includes('Чужая'))).toEqual([false, false])
    expect(readPdf((await pdf(`ids=${bar},${cafe}`)).rawPayload)).toHaveLength(2)
    expect(readPdf((await pdf('all=true')).rawPayload)).toHaveLength(3)
    await desk.base.pool.query('update points set archived_at = $2 where id = $1', [bar, new Date(start).toISOString()])
    expect(readPdf((await pdf('all=true')).rawPayload)).toHaveLength(2)
    await desk.base.pool.query('update points set archived_at = null where id = $1', [bar])
  })

  test('a long name stays on its page', async () => {
    const pages = readPdf((await pdf(`ids=${bar}`)).rawPayload)
    expect(pages).toHaveLength(1)
    expect(pages[0]!.text.replaceAll(/\s+/g, ' ')).toContain('Бар «Ёж», у которого очень длинное название')
  })

  test('more than five hundred, none, or a desk without such a channel is refused in words', async () => {
    expect(await code('')).toEqual([400, 'bad_request'])
    expect(await code(`all=true&company=${company}`)).toEqual([400, 'bad_request'])
    expect(await code('company=00000000-0000-7000-8000-000000000000')).toEqual([404, 'not_found'])
    links = false
    expect(await code('all=true')).toEqual([409, 'no_start_link'])
    links = true
    await desk.base.pool.query(`insert into points (id, name, link_token, created_at) select gen_random_uuid(), 'Ларёк ' || n, 'token' || n, $1 from generate_series(1, 500) n`, [new Date(start).toISOString()])
    expect(await code('all=true')).toEqual([409, 'too_many_points'])
    expect((await desk.ask(null, 'GET', '/api/points/qr-sheet.pdf?all=true')).statusCode).toBe(401)
  })

  test('more than five hundred come in parts, each point in one of them', async () => {
    const { parts } = sheets.parse((await desk.ask(olga, 'GET', '/api/points/qr-sheets')).json())
    expect(parts.map(({ part, count }) => [part, count])).toEqual([[1, 500], [2, 3]])
    expect((await pdf('all=true&part=1')).statusCode).toBe(200)
    const second = readPdf((await pdf('all=true&part=2')).rawPayload)
    expect(second).toHaveLength(3)
    expect([second[0]!.text.replaceAll(/\s+/g, ' ').includes(parts[1]!.first), second[2]!.text.replaceAll(/\s+/g, ' ').includes(parts[1]!.last)]).toEqual([true, true])
    expect(await code('all=true&part=3')).toEqual([404, 'not_found'])
    expect(sheets.parse((await desk.ask(olga, 'GET', `/api/points/qr-sheets?company=${company}`)).json()).parts).toMatchObject([{ part: 1, count: 2 }])
    links = false
    expect((await desk.ask(olga, 'GET', '/api/points/qr-sheets')).json()).toMatchObject({ code: 'no_start_link' })
    links = true
  })
})
