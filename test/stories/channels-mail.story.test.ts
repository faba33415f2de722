import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelList, MailboxCounts, WireFinding } from '../../src/channels/api.ts'
import { openLog } from '../../src/lib/log.ts'
import { systemTime } from '../../src/lib/time.ts'
import { openHouse, type OpenHouse } from '../../src/main/open.ts'
import { hasDovecot, startDovecot, type Dovecot } from '../dovecot.ts'
import { until } from '../program.ts'
import { startSmtp, type TestSmtp } from '../smtp-server.ts'
import { freshDatabase, type FreshDatabase } from '../world.ts'
import { workspaceOpening } from './opening.ts'

const address = 'help@jupiter.example'
const password = 'gorkij-ogurec-7'

/** A mailbox is added while the desk is open: a real Dovecot behind it, and a server that takes what goes out. */
describe.runIf(hasDovecot('test/stories/channels-mail.story.test.ts (a mailbox of the workspace)'))('a mailbox that was added in the workspace', () => {
  let base: FreshDatabase
  let dovecot: Dovecot
  let smtp: TestSmtp
  let house: OpenHouse
  let cookie = ''
  let id = ''
  const logged: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'reglament-mailbox-'))

  beforeAll(async () => {
    ;[base, dovecot] = await Promise.all([freshDatabase(), startDovecot({ users: { [address]: password } })])
    // What the desk writes to itself arrives in its mailbox, as at any provider.
    smtp = await startSmtp({
      login: { user: address, password },
      letter: ({ to, source }) => {
        if (to.includes(address)) void dovecot.append(address, source)
        return null
      },
    })
    house = await openHouse(workspaceOpening({ databaseUrl: base.url, folder, time: systemTime, log: openLog('debug', { write: line => void logged.push(line) }), channels: [] }))
    const entered = await fetch(house.practiceLink!, { redirect: 'manual' })
    cookie = entered.headers.getSetCookie().map(one => one.split(';')[0]).join('; ')
  })
  afterAll(async () => {
    await house.close()
    await smtp.close()
    await dovecot.end()
    await base.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${house.url}${path}`, {
      method, headers: { cookie, origin: house.url, 'sec-fetch-site': 'same-origin', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return await answer.json() as T
  }
  const login = { kind: 'password', user: address }
  const mailbox = (typed: string) => ({
    kind: 'mailbox', secrets: { imapPassword: typed, smtpPassword: password },
    settings: {
      name: 'Поддержка Юпитера', address, imap: { host: '127.0.0.1', port: dovecot.imap, security: 'none', login, folder: 'INBOX', processed: null }, smtp: { host: '127.0.0.1', port: smtp.port, security: 'none', login },
      plusAddressing: false, ownDomain: false, dkim: null, trustedServer: null,
    },
  })
  const test = (part: 'connection' | 'letter', typed: string) => ask<WireFinding[]>('POST', '/api/channels/test', { id: null, part, channel: mailbox(typed) })
  const cardOf = async () => (await ask<ChannelList>('GET', '/api/channels')).channels.find(one => one.id === id)
  const counts = () => ask<MailboxCounts>('GET', `/api/channels/${id}/counts`)
  const texts = async () => (await base.pool.query<{ text: string }>(`select text from messages where direction = 'in' order by recorded_at, id`)).rows.map(({ text }) => text)
  const turn = async (state: 'on' | 'off') => ask('POST', `/api/channels/${id}/switch`, { version: (await cardOf())!.version, state })

  it('says in words what is wrong before it is saved, and finds its own letter when nothing is', async () => {
    expect((await test('connection', 'wrong')).filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual(['imap_password'])
    const found = await test('connection', password)
    expect(found.filter(({ level }) => level === 'error')).toEqual([])
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['imap_sign_in_ok', 'imap_folder_ok', 'imap_idle', 'smtp_ready']))
    expect((await test('letter', password)).map(({ level, code }) => `${level} ${code}`)).toEqual(['ok self_arrived'])
  })

  it('R-2.2.5 takes letters without a restart, and its letters add up (pain 2)', async () => {
    const made = await ask<{ id: string }>('POST', '/api/channels', { title: 'Почта поддержки', channel: mailbox(password) })
    id = made.id
    await until('the mailbox to be watched', async () => (await cardOf())?.health?.state === 'live')
    await dovecot.deliver(address, { from: 'Ольга Ветрова <olga@berezka.example>', to: address, subject: 'Касса', text: 'Не печатает чеки' })
    await until('the letter on a ticket', async () => (await texts()).length === 1)
    expect(await texts()).toEqual(['Не печатает чеки'])
    // Her receipt left by this mailbox.
    await until('the receipt', () => smtp.received.some(({ to }) => to.includes('olga@berezka.example')))
    const found = await counts()
    expect(found.stored).toBe(found.onTickets + found.known + found.aside + found.quarantined + found.pending)
    expect(found).toMatchObject({ onTickets: 1, quarantined: 0 })
  })

  it('switched off it lets go of its server, and fetches what came meanwhile once it is on again, each letter once', async () => {
    await turn('off')
    await until('its session to end', async () => await dovecot.sessions(address) === 0)
    await dovecot.deliver(address, { from: 'Ольга Ветрова <olga@berezka.example>', to: address, subject: 'Сканер', text: 'И сканер не читает' })
    await turn('on')
    await until('the letter that came meanwhile', async () => (await texts()).includes('И сканер не читает'))
    expect(await texts()).toEqual(['Не печатает чеки', 'И сканер не читает'])
    expect(logged.filter(line => line.includes(password))).toEqual([])
  })
})
