import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk, type Desk, type Member } from '../../test/desk.ts'
import { until } from '../../test/program.ts'
import { seedContact, seedRegulation, seedTicket, type Regulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { enqueue } from '../delivery/store.ts'
import { record } from '../intake/store.ts'
import { stamp, together } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import { hour, minute, second } from '../lib/instant.ts'
import { Secret } from '../lib/secret.ts'
import { readTicket } from '../tickets/store.ts'
import { channels as words } from '../words/ru/channels.ts'
import { keepSettings, mailSettings, type KeptSettings } from './actions/kept.ts'
import { openSealing } from './actions/sealing.ts'
import type { Backlogs, ChannelList, MailboxCounts, Rerouted, Ways, WireFinding } from './api.ts'
import type { Channel, ChannelHealth, Finding } from './channel.ts'
import type { Mailbox } from './email/mailbox.ts'
import { startWatching } from './jobs/watching.ts'
import { channelRoutes } from './routes/settings.ts'
import type { Opened } from './settings.ts'

const token = '123456:AAE-a-token-that-nobody-must-see'
const password = 'пароль-приложения-7'
const bot = { kind: 'telegram', settings: { webhook: null, apiRoot: null, localServer: false }, secrets: { token } }
const server = (host: string, port: number) => ({ host, port, security: 'tls', login: { kind: 'password', user: 'help' } })
const mailbox = (address: string) => ({
  kind: 'mailbox', secrets: { imapPassword: password, smtpPassword: password },
  settings: { name: 'Поддержка', address, imap: { ...server('imap.jupiter.example', 993), folder: 'INBOX', processed: null }, smtp: server('smtp.jupiter.example', 465), plusAddressing: false, ownDomain: false, dkim: null, trustedServer: null },
})

let desk: Desk
let kept: KeptSettings
let admin: Member
let lead: Member
let anna: Member
const sealing = openSealing(new Secret('a secret of thirty-two characters, at least'))
/** What the channels of this desk say of themselves. */
const healths = new Map<string, ChannelHealth>()
const parts = new Map<string, ChannelHealth>()
const missing = new Map<string, number>()
const tested: (Opened | Mailbox)[] = []
const rung: string[] = []
const told: number[] = []
const ok: Finding = { level: 'ok', code: 'token_ok', detail: 'Бот отвечает.' }

const channelOf = (id: string, kind: Channel['kind'] = 'telegram'): Channel => ({
  id, kind, can: { albums: 'none', editOutgoing: true, buttons: 'inline', askPhone: false, startPayloadMax: 64, initiate: 'after_start', maxText: 4096, maxDownload: 1, maxUpload: 1 },
  verify: async () => [ok], listen: async () => {}, accept: () => ({ status: 404, events: [] }), read: () => ({ ok: true, events: [] }), send: async () => ({ ok: true, externalIds: [] }),
  fetchFile: async () => ({ ok: false, class: 'gone', detail: '' }), startLink: payload => `https://t.me/jupiter_bot?start=${payload}`,
  health: () => healths.get(id) ?? { state: 'live', since: desk.time.now(), lastEventAt: null, detail: null },
})
const openChannels = (): readonly Channel[] => [channelOf('telegram'), ...kept.all().flatMap(({ row, opened }) => (row.kind === 'telegram' && row.state === 'on' && opened !== null ? [channelOf(row.id)] : [])), channelOf('email', 'email')]
let regulation: Regulation
const tickets = plainTickets(() => regulation.policy)

beforeAll(async () => {
  desk = await openDesk({
    rooms: house => [app => channelRoutes(app, {
      db: house.db, time: house.time, bell: { ring: topic => void rung.push(topic) }, tickets, sealing, practice: false, origin: 'https://desk.jupiter.example',
      // Made a moment later, over the same database; no request comes before.
      kept: { all: () => kept.all(), refresh: () => kept.refresh(), changed: hear => kept.changed(hear) },
      open: openChannels, channel: id => openChannels().find(one => one.id === id) ?? null, parts: () => parts,
      sends: () => true, fixed: [],
      testers: {
        makeBot: opened => ({ ...channelOf(opened.id), verify: async () => {
          tested.push(opened)
          return [ok]
        } }),
        verifyMailbox: async one => {
          tested.push(one)
          return [
            ...(one.imap === null ? [] : [{ level: 'ok' as const, code: 'imap_sign_in_ok', detail: 'Вход выполнен.' }]),
            { level: one.smtp === null ? 'warning' as const : 'ok' as const, code: one.smtp === null ? 'smtp_none' : 'smtp_ready', detail: 'Отправка.' },
            ...(one.imap !== null && one.smtp !== null ? [{ level: 'ok' as const, code: 'self_arrived', detail: 'Письмо себе дошло.' }] : []),
          ]
        },
      },
      serverCounts: async id => (missing.has(id) ? { seen: 7, stored: 7 - missing.get(id)!, missing: missing.get(id)!, at: desk.time.now() } : null),
      announce: changes => void told.push(...changes.map(change => change.after.ticket.number)), onTrouble: error => void desk.logged.push({ error: String(error) }),
    })],
  })
  kept = await keepSettings(desk.base.db, sealing)
  regulation = await seedRegulation(desk.base.db)
  admin = await desk.admin()
  lead = await desk.member(admin, 'lead', 'Марина Ким')
  anna = await desk.member(admin, 'specialist', 'Анна Орлова')
})
afterAll(() => desk.close())

const list = async (who: Member = admin): Promise<ChannelList> => (await desk.ask(who, 'GET', '/api/channels')).json<ChannelList>()
const cardOf = async (id: string) => (await list()).channels.find(one => one.id === id)!
const add = async (channel: object, title = 'Бот кафе') => {
  const answer = await desk.ask(admin, 'POST', '/api/channels', { title, channel })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<{ id: string; version: number }>()
}
const off = async (id: string) => desk.ask(admin, 'POST', `/api/channels/${id}/switch`, { version: (await cardOf(id)).version, state: 'off' })

describe('settings of channels', () => {
  it('an administrator adds a bot; it is listed with what was set and never with its token', async () => {
    const { id } = await add(bot)
    expect(id).toMatch(/^telegram-[a-z0-9]{6}$/)
    expect(await cardOf(id)).toMatchObject({ kind: 'telegram', title: 'Бот кафе', source: 'workspace', state: 'on', secrets: ['token'], sealed: false, set: { bot: '123456', address: 'https://t.me/jupiter_bot' }, health: { state: 'live' } })
    expect((await list()).channels[0]).toMatchObject({ id: 'telegram', source: 'server', set: null })
    expect(rung).toContain('channels')
    await off(id)
  })

  it('leads read and switch, specialists do neither, and nobody but an administrator changes settings', async () => {
    const { id, version } = await add(bot)
    expect((await desk.ask(lead, 'GET', '/api/channels')).statusCode).toBe(200)
    for (const [method, url, body] of [['POST', '/api/channels', { title: 'Ещё', channel: bot }], ['PATCH', `/api/channels/${id}`, { version, title: 'Чужое' }], ['POST', '/api/channels/test', { id: null, part: 'connection', channel: bot }]] as const) {
      expect((await desk.ask(lead, method, url, body)).statusCode, url).toBe(403)
    }
    for (const [method, url] of [['GET', '/api/channels'], ['POST', `/api/channels/${id}/switch`], ['POST', `/api/channels/${id}/test`], ['GET', `/api/channels/${id}/ways`], ['POST', `/api/channels/${id}/reroute`]] as const) {
      expect((await desk.ask(anna, method, url, method === 'GET' ? undefined : {})).statusCode, url).toBe(403)
    }
    expect((await desk.ask(lead, 'POST', `/api/channels/${id}/switch`, { version, state: 'off' })).statusCode).toBe(200)
    expect(await cardOf(id)).toMatchObject({ state: 'off', health: { state: 'stopped' } })
    expect((await desk.ask(anna, 'GET', '/api/channels/backlog')).statusCode).toBe(200)
  })

  it('who saw an older state changes nothing, and one bot, one mailbox and one door are on once', async () => {
    const { id, version } = await add(bot)
    expect((await desk.ask(admin, 'POST', '/api/channels', { title: 'Тот же бот', channel: bot })).json()).toMatchObject({ code: 'already_exists' })
    expect((await desk.ask(admin, 'PATCH', `/api/channels/${id}`, { version, title: 'Бот доставки' })).json()).toEqual({ id, version: version + 1 })
    expect((await desk.ask(admin, 'PATCH', `/api/channels/${id}`, { version, title: 'Опоздал' })).json()).toMatchObject({ code: 'stale' })
    await off(id)
    // The token is free for another one now, and the old one cannot come back beside it.
    const other = await add(bot, 'Новый')
    expect((await desk.ask(admin, 'POST', `/api/channels/${id}/switch`, { version: version + 2, state: 'on' })).json()).toMatchObject({ code: 'already_exists' })
    await off(other.id)
  })

  it('a mailbox of the workspace is a mailbox of the channel of mail, live, until it is switched off', async () => {
    const settings = mailSettings(kept)
    let heard = 0
    const forget = settings.changed(() => heard++)
    const { id, version } = await add(mailbox('Help@jupiter.example'), 'Почта поддержки')
    const [found] = settings.now().mailboxes
    expect(found).toMatchObject({ id, address: 'help@jupiter.example', imap: { host: 'imap.jupiter.example', folder: 'INBOX' } })
    expect(found?.smtp?.login?.kind === 'password' ? found.smtp.login.password.reveal() : null).toBe(password)
    // A password that is left out stays; at another server it has to be typed again.
    const changed = { ...mailbox('help@jupiter.example'), secrets: {} }
    expect((await desk.ask(admin, 'PATCH', `/api/channels/${id}`, { version, channel: changed })).statusCode).toBe(200)
    const elsewhere = { ...changed, settings: { ...changed.settings, smtp: server('smtp.stranger.example', 465) } }
    expect((await desk.ask(admin, 'PATCH', `/api/channels/${id}`, { version: version + 1, channel: elsewhere })).json()).toMatchObject({ code: 'secret_missing' })
    expect((await desk.ask(admin, 'POST', '/api/channels/test', { id, part: 'connection', channel: elsewhere })).json()).toMatchObject({ code: 'secret_missing' })
    expect((await desk.ask(admin, 'PATCH', `/api/channels/${id}`, { version: version + 1, channel: bot })).statusCode).toBe(400)
    await off(id)
    expect(settings.now().mailboxes).toEqual([])
    expect(heard).toBe(3)
    forget()
  })

  it('no secret stands in an answer, in the audit, in the database or in the log', async () => {
    const { id } = await add(mailbox('secret@jupiter.example'), 'Секретная')
    await add(bot, 'Секретный')
    await desk.ask(admin, 'POST', '/api/channels', { title: 'x'.repeat(200), channel: bot })
    await desk.ask(admin, 'POST', `/api/channels/${id}/test`, { part: 'connection' })
    const rows = await desk.base.pool.query<{ all: string }>(`select (select string_agg(s::text, ' ') from channel_settings s) || (select string_agg(a::text, ' ') from audit a) || coalesce((select string_agg(c::text, ' ') from channel_checks c), '') as all`)
    for (const text of [rows.rows[0]!.all, JSON.stringify(await list()), JSON.stringify(desk.logged)]) {
      expect(text.length).toBeGreaterThan(2)
      for (const secret of [token, token.split(':')[1]!, password]) expect(text).not.toContain(secret)
    }
    const acts = await desk.base.db.selectFrom('audit').select(['act', 'details']).where('subject', '=', id).orderBy('at').execute()
    expect(acts).toMatchObject([{ act: 'channel_added', details: { kind: 'mailbox' } }, { act: 'channel_tested' }])
    for (const { id: one, source, state } of (await list()).channels) if (source === 'workspace' && state === 'on') await off(one)
  })

  it('after the secret of the desk has changed each channel says what to do, and nothing falls over', async () => {
    const { id } = await add(bot, 'Запечатанный')
    const mail = await add(mailbox('sealed@jupiter.example'), 'Запечатанная')
    const own = kept
    kept = await keepSettings(desk.base.db, openSealing(new Secret('another secret of thirty-two characters')))
    expect(await cardOf(id)).toMatchObject({ sealed: true, secrets: [], health: { state: 'failed', detail: words.sealed } })
    expect(mailSettings(kept).now().mailboxes).toEqual([])
    expect((await desk.ask(lead, 'POST', `/api/channels/${mail.id}/test`, { part: 'connection' })).json()).toEqual([{ level: 'error', code: 'sealed', detail: words.sealed }])
    kept = own
    await off(id)
    await off(mail.id)
  })
})

describe('self-tests', () => {
  it('unsaved settings are tested as they were typed; the letter to itself is a part of its own', async () => {
    tested.length = 0
    expect((await desk.ask(admin, 'POST', '/api/channels/test', { id: null, part: 'connection', channel: bot })).json()).toEqual([ok])
    expect(tested).toMatchObject([{ secrets: { token } }])
    const wish = { id: null, channel: mailbox('new@jupiter.example') }
    expect((await desk.ask(admin, 'POST', '/api/channels/test', { ...wish, part: 'connection' })).json<WireFinding[]>().map(({ code }) => code)).toEqual(['imap_sign_in_ok', 'smtp_ready'])
    expect((await desk.ask(admin, 'POST', '/api/channels/test', { ...wish, part: 'letter' })).json<WireFinding[]>().map(({ code }) => code)).toEqual(['self_arrived'])
    expect((await list()).channels.every(({ check }) => check === null || check.findings.length > 0)).toBe(true)
  })

  it('what a saved channel said last stays beside it, also for the bot of the server', async () => {
    expect((await desk.ask(lead, 'POST', '/api/channels/telegram/test', { part: 'connection' })).json()).toEqual([ok])
    expect((await cardOf('telegram')).check).toEqual({ at: new Date(desk.time.now()).toISOString(), findings: [ok] })
    expect((await desk.ask(lead, 'POST', '/api/channels/nobody/test', { part: 'connection' })).statusCode).toBe(404)
  })

  it('a door whose port is taken says so', async () => {
    const port = Number(new URL(await desk.app.listen({ host: '127.0.0.1', port: 0 })).port)
    const door = (more: object) => ({ kind: 'mail_door', settings: { host: '127.0.0.1', port, protocol: 'smtp', tls: null, ...more }, secrets: {} })
    expect((await desk.ask(admin, 'POST', '/api/channels/test', { id: null, part: 'connection', channel: door({}) })).json()).toMatchObject([{ level: 'error', code: 'door_closed', detail: words.door.busy(port) }, { code: 'door_no_tls' }])
    expect((await desk.ask(admin, 'POST', '/api/channels/test', { id: null, part: 'connection', channel: door({ port: port === 65_535 ? port - 1 : port + 1, tls: { certificate: 'none' } }) })).json()).toMatchObject({ code: 'secret_missing' })
  })
})

describe('pain 2: letters of a mailbox add up', () => {
  it('stored is on tickets, known, set aside, quarantined and pending, of this mailbox alone', async () => {
    const { id } = await add(mailbox('counts@jupiter.example'), 'Счёт')
    const states = ['raw', 'new', 'done', 'ignored', 'aside', 'quarantined', 'quarantined']
    await record(desk.base.db, 'email', states.map((_, index) => ({ key: `imap ${id} 17 ${index}`, lane: 'x', raw: {} })), desk.time.now())
    await record(desk.base.db, 'email', [{ key: `imap ${id}x 17 1`, lane: 'x', raw: {} }, { key: 'smtp abc', lane: 'x', raw: {} }], desk.time.now())
    for (const [index, state] of states.entries()) await desk.base.db.updateTable('inbox').set({ state }).where('eventKey', '=', `imap ${id} 17 ${index}`).execute()
    missing.set(id, 1)
    expect((await desk.ask(lead, 'GET', `/api/channels/${id}/counts`)).json<MailboxCounts>()).toMatchObject({ server: { seen: 7, stored: 6, missing: 1 }, stored: 7, onTickets: 0, known: 2, aside: 1, quarantined: 2, pending: 2 })
    expect((await desk.ask(lead, 'GET', '/api/channels/telegram/counts')).statusCode).toBe(404)
    missing.clear()
    await off(id)
  })
})

/** A ticket of a guest of Telegram with one notice that waits since `age`. */
async function waits(name: string, age: number, more: { email?: boolean; phone?: string; dead?: boolean } = {}) {
  const now = desk.time.now()
  const telegram = String(Math.floor(Math.random() * 1e9))
  const guest = await seedContact(desk.base.db, { name, telegram, phone: more.phone ?? null }, now)
  const letters = newId()
  if (more.email === true) await desk.base.db.insertInto('conversations').values({ id: letters, channelId: 'email', externalId: `${telegram}@guest.example`, kind: 'email', contactId: guest.id, createdAt: stamp(now), blockedAt: more.dead === true ? stamp(now) : null }).execute()
  const ticket = await seedTicket(desk.base.db, regulation, { subject: 'Не печатает чеки', at: now - age, contactId: guest.id, conversationId: guest.conversationId }, now)
  const parcel = newId()
  const choice = `choice-${parcel.slice(-12)}`
  await desk.base.db.insertInto('choices').values({ id: choice, conversationId: guest.conversationId!, ticketId: ticket.id, act: '{"act":"status"}', madeAt: stamp(now) }).execute()
  await together(desk.base.db, [enqueue([{
    id: parcel, conversationId: guest.conversationId!, ticketId: ticket.id, messageId: null, purpose: 'notice', payload: { kind: 'send', text: 'Заявка в работе', buttons: [[{ label: 'Где моя заявка', choice }]] },
  }], now - age)])
  return { ...guest, ticket, parcel, letters, choice }
}
const backlog = async () => {
  // The count is kept for three real seconds.
  await new Promise(resolve => setTimeout(resolve, 3_050))
  return (await desk.ask(anna, 'GET', '/api/channels/backlog')).json<Backlogs>()
}

describe('what waits', () => {
  it('is told on top once it is late, and goes to the same people another way; whoever has none is named', async () => {
    const olga = await waits('Ольга Ветрова', 14 * minute, { email: true })
    const timur = await waits('Тимур Сафин', 2 * minute, { phone: '+79161234502' })
    const nina = await waits('Нина Аркадьевна', minute, { email: true, dead: true })
    healths.set('telegram', { state: 'failed', since: desk.time.now() - 14 * minute, lastEventAt: null, detail: 'нет связи' })
    expect(await backlog()).toMatchObject({ show: true, waiting: 3, oldest: new Date(desk.time.now() - 14 * minute).toISOString(), channels: expect.arrayContaining([expect.objectContaining({ id: 'telegram', state: 'failed', waiting: 3 })]) as unknown })

    expect((await desk.ask(lead, 'GET', '/api/channels/telegram/ways')).json<Ways>()).toEqual({ parcels: 3, people: 3, ways: [{ id: 'email', kind: 'email', title: null, people: 1 }] })
    const done = (await desk.ask(lead, 'POST', '/api/channels/telegram/reroute', { to: 'email' })).json<Rerouted>()
    expect(done).toMatchObject({ parcels: 1, tickets: 1, withoutCount: 2, without: [{ contact: 'Тимур Сафин', phone: '+79161234502', ticket: { number: timur.ticket.number } }, { contact: 'Нина Аркадьевна' }] })
    expect(told).toEqual([olga.ticket.number, olga.ticket.number])

    const row = await desk.base.db.selectFrom('outbox').select(['conversationId', 'state']).where('id', '=', olga.parcel).executeTakeFirstOrThrow()
    expect(row).toEqual({ conversationId: olga.letters, state: 'queued' })
    // The button works where it is shown now, and answers come to this ticket.
    expect((await desk.base.db.selectFrom('choices').select('conversationId').where('id', '=', olga.choice).executeTakeFirstOrThrow()).conversationId).toBe(olga.letters)
    const { ticket, events } = await readTicket(desk.base.db, olga.ticket.id)
    expect(ticket.conversationId).toBe(olga.letters)
    expect(events.map(({ type }) => type)).toEqual(['registered', 'main_person_set', 'noted'])
    for (const left of [timur, nina]) expect((await desk.base.db.selectFrom('outbox').select('conversationId').where('id', '=', left.parcel).executeTakeFirstOrThrow()).conversationId).toBe(left.conversationId)
    // Pressed again: nothing is moved twice.
    expect((await desk.ask(lead, 'POST', '/api/channels/telegram/reroute', { to: 'email' })).json<Rerouted>()).toMatchObject({ parcels: 0, tickets: 0, withoutCount: 2 })
    expect((await desk.ask(lead, 'POST', '/api/channels/email/reroute', { to: 'telegram' })).json()).toMatchObject({ code: 'channel_not_open' })
  })

  it('is no matter of the bar while it is young and the channels work', async () => {
    healths.clear()
    await desk.base.db.updateTable('outbox').set({ state: 'sent', finishedAt: stamp(desk.time.now()) }).execute()
    await waits('Глеб', 2 * minute)
    expect(await backlog()).toMatchObject({ show: false, waiting: 1 })
    await desk.base.db.updateTable('outbox').set({ state: 'sent', finishedAt: stamp(desk.time.now()) }).execute()
  })
})

describe('the lead is told', () => {
  it('of a channel that fails and of letters that are missing, once, and no more when all is well', async () => {
    const { id } = await add(mailbox('watched@jupiter.example'), 'Почта под присмотром')
    const open = () => desk.base.db.selectFrom('alarms').select(['about', 'endReason']).where('kind', '=', 'channel').orderBy('raisedAt').orderBy('occasion').execute()
    let changed = 0
    const watching = startWatching({
      db: desk.base.db, time: desk.time, kept, open: openChannels, parts: () => parts, serverCounts: async mailboxId => ({ missing: missing.get(mailboxId) ?? 0 }), words,
      changed: () => void changed++, onTrouble: error => { throw error },
    })
    try {
      healths.set('telegram', { state: 'failed', since: desk.time.now() - 5 * minute, lastEventAt: null, detail: 'Токен отозван' })
      missing.set(id, 2)
      watching.nudge()
      await until('both alarms', async () => (await open()).length === 2)
      expect((await open()).map(({ about }) => (about as { title: string }).title).toSorted()).toEqual(['Telegram: нет связи', 'Почта под присмотром: не сходится счёт писем'])
      watching.nudge()
      healths.clear()
      missing.clear()
      desk.time.advance(30 * second)
      watching.nudge()
      await until('their end', async () => (await open()).every(({ endReason }) => endReason === 'well'))
      expect(await open()).toHaveLength(2)
      expect(changed).toBe(2)
      // It fails again: that is another alarm.
      desk.time.advance(hour)
      healths.set('telegram', { state: 'failed', since: desk.time.now() - 5 * minute, lastEventAt: null, detail: null })
      watching.nudge()
      await until('the next alarm', async () => (await open()).length === 3)
    } finally {
      await watching.stop()
      healths.clear()
      await off(id)
    }
  })
})
