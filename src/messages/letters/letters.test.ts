import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../../test/desk.ts'
import { seedContact, seedRegulation, seedTicket, type Regulation } from '../../../test/seed.ts'
import { together } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import type { Letter } from '../../tickets/conversation.ts'
import type { TicketPage } from '../../tickets/api.ts'
import { ticketRoutes } from '../../tickets/routes.ts'
import { addMessage } from '../store.ts'
import type { LetterFacts, PlacedBy, Verdict } from './letter.ts'
import { letterRoutes } from './routes.ts'
import { addLetter } from './store.ts'

let desk: Desk
let regulation: Regulation
let olga: Member
let conversationId: string
let contactId: string
let number: number
let ticketId: string

beforeAll(async () => {
  desk = await openDesk({ rooms: house => [app => letterRoutes(app, { db: house.db }), app => ticketRoutes(app, { db: house.db, time: house.time, editions: { of: () => regulation.editions.of(1), inForce: at => regulation.editions.inForce(at) }, startLinks: () => [] })] })
  regulation = await seedRegulation(desk.base.db)
  olga = await desk.admin()
  const seeded = await seedContact(desk.base.db, { name: 'Ирина', telegram: newId() }, start)
  contactId = seeded.id
  conversationId = seeded.conversationId!
  ;({ number, id: ticketId } = await seedTicket(desk.base.db, regulation, { subject: 'Не печатает', at: start, contactId, conversationId }, start))
})
afterAll(() => desk.close())

let letters = 0
async function letter(facts: Partial<LetterFacts> & { shown?: LetterFacts['shown'] } = {}, placed: PlacedBy = { why: 'new', suggested: null }): Promise<string> {
  const id = newId()
  await together(desk.base.db, [
    addMessage({ id, ticketId, conversationId, direction: 'in', authorKind: 'customer', authorId: contactId, notice: null, text: 'Фото внизу', extra: {}, at: start + ++letters, replyTo: null, groupKey: null }, start),
  ])
  await together(desk.base.db, [addLetter(id, {
    letterId: `<${id}@x.example>`, contentHash: letters.toString(16).padStart(64, '0'), mailbox: 'support', subject: 'Не печатает', from: { name: 'Ирина', address: 'irina@x.example' }, to: [], cc: [],
    threads: { token: null, ids: [], subject: null }, verdict: { spf: 'pass', dkim: 'pass', dmarc: 'pass', by: 'desk' }, ...facts, shown: { html: '', history: '', signature: '', remoteImages: [], parts: {}, gaps: [], ...facts.shown },
  }, placed, { channelId: 'email', eventKey: 'imap support 7 1' })])
  return id
}
const shown = async (id: string): Promise<Letter> => (await desk.ask(olga, 'GET', `/api/tickets/${number}`)).json<TicketPage>().messages.find(message => message.id === id)!.letter!
const page = (id: string, query = '') => desk.ask(olga, 'GET', `/api/tickets/${number}/messages/${id}/letter.html${query}`)
const bare = { html: '', history: '', signature: '', remoteImages: [], parts: {}, gaps: [] }

describe('a letter in the conversation of its ticket', () => {
  test('pain 6 says who wrote it to whom, why it stands there, and whether there is more of it', async () => {
    const id = await letter({ subject: 'Чек', to: [{ name: 'Пётр', address: 'petr@x.example' }], shown: { ...bare, html: '<p>Фото</p>', history: 'вчера', gaps: ['text_too_long'] } }, { why: 'reference', suggested: null })
    expect(await shown(id)).toEqual({
      subject: 'Чек', from: { name: 'Ирина', address: 'irina@x.example' }, to: [{ name: 'Пётр', address: 'petr@x.example' }], cc: [], placed: { why: 'reference', suggested: null }, surety: 'proven',
      automatic: false, hasHtml: true, hasHistory: true, hasSignature: false, gaps: ['text_too_long'],
    })
  })

  test('a subject that only repeats the name of the ticket is not said again', async () => {
    for (const [subject, said] of [['Не печатает', null], [`Re: [№ ${number}] Не печатает`, null], ['', null], ['Re: Другое', 'Re: Другое']] as const) expect((await shown(await letter({ subject }))).subject).toBe(said)
  })

  test.each<[string, Verdict, string]>([
    ['whose address is proven', { spf: 'pass', dkim: 'fail', dmarc: 'pass', by: 'server' }, 'proven'],
    ['that fails the rule of its own domain', { spf: 'fail', dkim: 'none', dmarc: 'fail', by: 'desk' }, 'failed'],
    ['whose domain has no rule', { spf: 'pass', dkim: 'pass', dmarc: 'none', by: 'desk' }, 'unproven'],
    ['that nobody judged in time', { spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', by: null }, 'unproven'],
    ['with a verdict of nobody', { spf: 'pass', dkim: 'pass', dmarc: 'pass', by: null }, 'unproven'],
  ])('the sender of a letter %s', async (_name, verdict, surety) => {
    expect((await shown(await letter({ verdict }))).surety).toBe(surety)
  })
})

describe('the rest of a letter', () => {
  test('is what was quoted and signed, and its page with the images that it brought', async () => {
    const file = newId()
    const id = await letter({ subject: 'Чек <b>', shown: { ...bare, html: '<p>Вот</p><img data-part="2" /><img alt="logo" data-remote="0" /><img data-part="7" />', history: 'вчера писали', signature: 'Ирина', parts: { 2: file }, remoteImages: ['https://tracker.example/a.png?x=1&y=2'] } })
    expect((await desk.ask(olga, 'GET', `/api/tickets/${number}/messages/${id}/letter`)).json()).toEqual({ history: 'вчера писали', signature: 'Ирина', remoteImages: 1 })
    const { body, headers } = await page(id)
    expect(body).toContain(`<p>Вот</p><img src="/api/files/${file}" />`)
    expect(body).not.toContain('tracker.example')
    expect(body).toContain('<title>Чек &lt;b&gt;</title>')
    expect(headers['content-security-policy']).toBe("default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox")
    expect([headers['referrer-policy'], headers['cache-control'], headers['content-type']]).toEqual(['no-referrer', 'private, no-store', 'text/html; charset=utf-8'])
  })

  test('images elsewhere are asked for by a person alone', async () => {
    const id = await letter({ shown: { ...bare, html: '<img data-remote="0" />', remoteImages: ['https://tracker.example/a.png?x=1&y=2'] } })
    const { body, headers } = await page(id, '?images=1')
    expect(body).toContain('<img src="https://tracker.example/a.png?x=1&amp;y=2" />')
    expect(headers['content-security-policy']).toContain("img-src 'self' data: https: http:;")
    expect(String(headers['content-security-policy'])).not.toMatch(/script|allow-forms|allow-top/)
  })

  test('a letter of another ticket, a message that is none, and strangers get nothing', async () => {
    const id = await letter()
    const { number: other } = await seedTicket(desk.base.db, regulation, { subject: 'Другая', at: start }, start)
    for (const rest of ['letter', 'letter.html']) {
      expect((await desk.ask(olga, 'GET', `/api/tickets/${other}/messages/${id}/${rest}`)).statusCode).toBe(404)
      expect((await desk.ask(olga, 'GET', `/api/tickets/${number}/messages/${newId()}/${rest}`)).statusCode).toBe(404)
      expect((await desk.ask(null, 'GET', `/api/tickets/${number}/messages/${id}/${rest}`)).statusCode).toBe(401)
    }
  })
})
