import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { letterOf, type Written } from '../../../test/letters.ts'
import { json, stamp } from '../../lib/db.ts'
import type { Bounced, Inbound, Reading } from '../inbound.ts'
import { asideLetter, asidePage, type AsidePage, type AsideRow } from './api.ts'
import { beginningOf, glimpseOf } from './glimpse.ts'
import { asideRoutes } from './routes.ts'

let desk: Desk
let gleb: Member
const rung: string[] = []

beforeAll(async () => {
  desk = await openDesk({
    rooms: house => [app => asideRoutes(app, { db: house.db, time: house.time, bell: { ring: topic => void rung.push(topic) }, prepares: () => ['email'], read: (_id, raw) => (raw as { reading: Reading }).reading })],
  })
  gleb = await desk.member(await desk.admin(), 'specialist', 'Глеб Сомов')
})
afterAll(() => desk.close())

const shop = { name: 'Магазин касс', address: 'news@shop.example' }
const newsletter = (subject: string, more: Partial<Written> = {}): Reading => ({ ok: true, aside: 'list', events: [letterOf({ from: shop, at: start, subject, text: 'Скидки  на\nпринтеры', ...more })] })
const envelope = { channelId: 'email', channel: 'email' as const, eventKey: 'k', occurredAt: start, receivedAt: start, conversation: { externalId: 'x', type: 'email' as const }, author: null }
const report: Bounced = { severity: 'permanent', ids: [], address: null, status: null, reason: '', report: { from: { name: 'Mail Delivery', address: 'mailer-daemon@mail.example' }, subject: 'Undelivered', text: 'No such user' } }
const bounce: Reading = { ok: true, events: [{ ...envelope, kind: 'bounced', ...report }] }
let letters = 0
async function aside(reason: string, reading: Reading, channelId = 'email'): Promise<string> {
  const row = await desk.base.db.insertInto('inbox').values({
    channelId, eventKey: `letter ${++letters}`, lane: 'from shop', raw: json({ kind: 'letter' }), prepared: json({ kind: 'prepared', reading }), receivedAt: stamp(start), state: 'aside', tries: 0, reason, finishedAt: stamp(start),
  }).returning('id').executeTakeFirstOrThrow()
  return String(row.id)
}
const page = async (query = ''): Promise<AsidePage> => asidePage.parse((await desk.ask(gleb, 'GET', `/api/aside${query}`)).json())
const all = async (query: string): Promise<AsideRow[]> => {
  const rows: AsideRow[] = []
  for (let after: string | null = ''; after !== null;) {
    const found: AsidePage = await page(`?${query}${after === '' ? '' : `&after=${after}`}`)
    rows.push(...found.rows)
    after = found.next
  }
  return rows
}
const rowOf = async (id: string) => (await desk.base.pool.query('select state, raw, prepared, reason, finished_at from inbox where id = $1', [id])).rows[0]

describe('letters that were set aside', () => {
  test('lie in a box that everybody at the desk sees: from whom, what about, how it begins, how many of each kind (pain 2)', async () => {
    const ids = [await aside('list', newsletter('Новинки')), await aside('bounce', bounce), await aside('auto_reply', { ok: true, events: [letterOf({ from: shop, at: start, subject: 'Отпуск', automatic: true })] }), await aside('own', { ok: true, aside: 'own' })]
    const { rows, counts } = await page()
    expect(rows.map(({ id, reason, from, subject, beginning }) => ({ id, reason, from: from?.address ?? null, subject, beginning }))).toEqual([
      { id: ids[3], reason: 'own', from: null, subject: '', beginning: '' },
      { id: ids[2], reason: 'auto_reply', from: 'news@shop.example', subject: 'Отпуск', beginning: '' },
      { id: ids[1], reason: 'bounce', from: 'mailer-daemon@mail.example', subject: 'Undelivered', beginning: 'No such user' },
      { id: ids[0], reason: 'list', from: 'news@shop.example', subject: 'Новинки', beginning: 'Скидки на принтеры' },
    ])
    expect(counts).toEqual({ list: 1, complaint: 0, auto_reply: 1, bounce: 1, own: 1 })
  })

  test('one kind alone, over several pages, newest first, none lost', async () => {
    const ids: string[] = []
    for (let index = 0; index < 60; index++) ids.push(await aside('complaint', newsletter(`Жалоба ${index}`)))
    expect((await all('reason=complaint')).map(row => row.id)).toEqual(ids.toReversed())
    expect((await page()).counts.complaint).toBe(60)
  })

  test('one of them opens whole; its page may do nothing', async () => {
    const id = await aside('list', newsletter('Акция', { text: 'Добрый день', shown: { html: '<p>Добрый день</p><img data-remote="0" />', history: 'вчера', signature: 'Магазин', remoteImages: ['https://shop.example/a.png'] } }))
    const answer = await desk.ask(gleb, 'GET', `/api/aside/${id}`)
    expect(asideLetter.parse(answer.json())).toMatchObject({ id, text: 'Добрый день', history: 'вчера', signature: 'Магазин', hasHtml: true, remoteImages: 1 })
    const html = await desk.ask(gleb, 'GET', `/api/aside/${id}/letter.html`)
    expect(html.body).not.toContain('shop.example/a.png')
    expect(html.headers['content-security-policy']).toContain("default-src 'none'")
    expect((await desk.ask(gleb, 'GET', `/api/aside/${id}/letter.html?images=1`)).body).toContain('src="https://shop.example/a.png"')
  })

  test('made a request: prepared anew and received as what a person wants it to be, once, and who decided stays on record', async () => {
    const id = await aside('list', newsletter('Заявка из рассылки'))
    rung.length = 0
    expect((await desk.ask(gleb, 'POST', `/api/aside/${id}/request`)).statusCode).toBe(204)
    expect(await rowOf(id)).toEqual({ state: 'raw', raw: { kind: 'letter', asked: 'request' }, prepared: null, reason: null, finished_at: null })
    expect(rung).toEqual(['inbox'])
    expect((await desk.ask(gleb, 'POST', `/api/aside/${id}/request`)).statusCode).toBe(404)
    expect((await desk.base.pool.query('select actor, act from audit where subject = $1', [id])).rows).toEqual([{ actor: gleb.id, act: 'aside_requested' }])
  })

  test('put away for good it is in the box no more, and stays in the inbox', async () => {
    const id = await aside('list', newsletter('Не нужно'))
    expect((await desk.ask(gleb, 'POST', `/api/aside/${id}/dismiss`)).statusCode).toBe(204)
    expect(await rowOf(id)).toMatchObject({ state: 'ignored', reason: 'list' })
    expect((await all('reason=list')).map(row => row.id)).not.toContain(id)
    expect((await desk.ask(gleb, 'GET', `/api/aside/${id}`)).statusCode).toBe(404)
    expect((await desk.base.pool.query('select act from audit where subject = $1', [id])).rows).toEqual([{ act: 'aside_dismissed' }])
  })

  test('what did not come from a channel that prepares its events cannot be asked for; strangers see nothing', async () => {
    const id = await aside('list', newsletter('Чужая'), 'telegram')
    expect((await desk.ask(gleb, 'POST', `/api/aside/${id}/request`)).statusCode).toBe(404)
    for (const [method, url] of [['GET', '/api/aside'], ['GET', `/api/aside/${id}`], ['GET', `/api/aside/${id}/letter.html`], ['POST', `/api/aside/${id}/request`], ['POST', `/api/aside/${id}/dismiss`]] as const) {
      expect((await desk.ask(null, method, url)).statusCode).toBe(401)
    }
  })

  test('what cannot be read any more says nothing; a beginning is one short line', () => {
    for (const reading of [null, { ok: false, reason: 'x' }, { ok: true, ignored: 'x' }, { ok: true, aside: 'own' }, { ok: true, events: [] as Inbound[] }] satisfies (Reading | null)[]) expect(glimpseOf(reading)).toBe(null)
    expect(beginningOf(` а\n\n${'слово '.repeat(100)}`)).toMatch(/^а слово.{150,200}…$/)
  })
})
