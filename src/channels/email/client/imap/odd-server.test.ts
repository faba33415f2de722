import { afterEach, describe, expect, it } from 'vitest'
import { systemTime } from '../../../../lib/time.ts'
import { email as en } from '../../../../words/en/email.ts'
import { email as ru } from '../../../../words/ru/email.ts'
import type { MailServer } from '../../mailbox.ts'
import { startOddServer, type Manners, type OddServer } from './odd-server.ts'
import { fetching, mailboxOf, openHouse, password, until, type Fetcher, type House } from './testing.ts'
import { verifyImap } from './verify.ts'

/** Servers with other manners than Dovecot's. */
const address = 'help@desk.example'
let servers: OddServer[] = []
let fetchers: Fetcher[] = []

afterEach(async () => {
  for (const fetcher of fetchers) await fetcher.stop()
  for (const server of servers) await server.close()
  servers = []
  fetchers = []
})

const letter = (subject: string): string => `From: olga@cafe.example\r\nSubject: ${subject}\r\n\r\nне печатает\r\n`

async function on(manners: Manners, more: { processed?: string } & Partial<MailServer> = {}) {
  const server = await startOddServer(manners)
  servers.push(server)
  return { server, mailbox: mailboxOf({ imap: server.port }, address, more) }
}
async function read(manners: Manners, more: { processed?: string } = {}): Promise<{ server: OddServer; house: House; fetcher: Fetcher }> {
  const { server, mailbox } = await on(manners, more)
  const house = openHouse()
  const fetcher = fetching(mailbox, house)
  fetchers.push(fetcher)
  return { server, house, fetcher }
}
const codes = async (manners: Manners, more: { processed?: string } & Partial<MailServer> = {}): Promise<string[]> =>
  (await verifyImap((await on(manners, more)).mailbox, { time: systemTime }, ru)).map(({ level, code }) => `${level} ${code}`)

describe('refusals of a sign-in', () => {
  it.each([
    ['mail.ru: an application password is needed', '[AUTHENTICATIONFAILED] NEOBHODIM parol prilozheniya https://help.mail.ru/', 'app_password', 'imap_app_password'],
    ['IMAP is switched off', '[AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled', 'off', 'imap_off'],
    ['a wrong password', '[AUTHENTICATIONFAILED] Invalid login or password', 'password', 'imap_password'],
  ] as const)('%s: said in words, by the state and by the self-test', async (_, refuses, why, code) => {
    const { fetcher } = await read({ refuses })
    await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health[why] }))
    expect(await codes({ refuses })).toEqual(['warning imap_plain', `error ${code}`])
  })

  it('a server that cannot look up passwords just now is asked again soon', async () => {
    const { fetcher } = await read({ refuses: '[UNAVAILABLE] Temporary authentication failure' })
    await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'waiting', detail: ru.imap.health.network('Temporary authentication failure') }))
  })
})

describe('letters', () => {
  it('pain 1: those that the server does not give out hold up no other, and are counted as missing', async () => {
    const { house, fetcher } = await read({ letters: { 3: letter('раз'), 5: null, 7: '', 9: letter('два') } })
    await until(() => expect(fetcher.counts).toEqual([{ mailbox: 'help', seen: 4, stored: 2, missing: 2 }]))
    expect(house.letters().map(({ uid }) => uid)).toEqual([{ validity: 7, uid: 3 }, { validity: 7, uid: 9 }])
    expect(house.letters()[0]!.takenAt).toBe(Date.parse('2026-11-24T12:00:00+03:00'))
    expect(house.cursor()).toEqual({ validity: 7, highest: 9 })
    expect(fetcher.health.state()).toBe('live')
  })

  it('the last letter, which a server gives where nothing is new, is not taken again', async () => {
    const { server, house, fetcher } = await read({ letters: { 4: letter('раз') } })
    await until(() => expect(fetcher.counts).toHaveLength(1))
    expect(server.asked.filter(command => command.startsWith('UID FETCH'))).toHaveLength(1)
    expect(house.inbox.size).toBe(1)
  })

  it('a server that tells nothing by itself is asked', async () => {
    const letters: Record<number, string> = { 1: letter('раз') }
    const { server, house, fetcher } = await read({ letters })
    await until(() => expect(fetcher.rests).toHaveLength(1))
    expect(fetcher.rests[0]).toBe(30_000)
    letters[2] = letter('два')
    fetcher.go()
    await until(() => expect(house.inbox.size).toBe(2))
    expect(server.asked).not.toContain('IDLE')
  })

  it('a session that died without a word is noticed by a question, and another one goes on', async () => {
    const letters: Record<number, string> = { 1: letter('раз') }
    const { server, mailbox } = await on({ letters })
    const house = openHouse()
    const fetcher = fetching(mailbox, house, { answersWithin: 50 })
    fetchers.push(fetcher)
    await until(() => expect(fetcher.rests).toHaveLength(1))
    server.fallSilent()
    letters[2] = letter('два')
    fetcher.go()
    await until(() => expect(house.inbox.size).toBe(2))
    expect(fetcher.lines).toEqual([expect.objectContaining({ level: 'warn', trouble: 'closed' })])
  })

  it('folders are opened for reading only where nothing is moved, letters are never marked as read', async () => {
    const { server, fetcher } = await read({ letters: { 1: letter('раз') } })
    await until(() => expect(fetcher.counts).toHaveLength(1))
    expect(server.asked).toContain('EXAMINE INBOX')
    const fetches = server.asked.filter(command => command.startsWith('UID FETCH'))
    expect(fetches.every(command => command.includes('BODY.PEEK[]'))).toBe(true)
    expect(server.asked.some(command => /STORE/.test(command))).toBe(false)
  })
})

describe('the self-test', () => {
  it('says what a poor server cannot do', async () => {
    expect(await codes({}, { processed: 'Done' })).toEqual(['warning imap_plain', 'ok imap_sign_in_ok', 'warning imap_no_idle', 'warning imap_no_move', 'ok imap_folder_ok', 'warning imap_processed_bad', 'warning imap_sent_missing'])
  })

  it('knows a rich one', async () => {
    const folders = ['() "/" INBOX', '(\\Sent) "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"', '() "/" Done']
    expect(await codes({ capabilities: 'IDLE MOVE UIDPLUS SPECIAL-USE', folders }, { processed: 'Done' })).toEqual(['warning imap_plain', 'ok imap_sign_in_ok', 'ok imap_idle', 'ok imap_move', 'ok imap_folder_ok', 'ok imap_processed_ok', 'ok imap_sent_ok'])
  })

  it('names what keeps it from the server', async () => {
    const { server, mailbox } = await on({})
    await server.close()
    const ask = async (more: Partial<MailServer>, words: typeof en = en): Promise<string[]> => (await verifyImap({ imap: { ...mailbox.imap!, ...more } }, { time: systemTime }, words)).map(({ code }) => code)
    expect(await ask({})).toEqual(['imap_unreachable'])
    expect(await ask({ host: 'imap.invalid', security: 'tls' })).toEqual(['imap_name_bad'])
    expect(await ask({ host: '192.0.2.1' })).toEqual(['imap_unsafe'])
    expect(await ask({ login: { kind: 'oauth2', user: address, clientId: 'x', clientSecret: password(address).password, refreshToken: password(address).password, tokenUrl: 'http://oauth.example' } })).toEqual(['imap_token'])
    expect(await verifyImap({ imap: null }, { time: systemTime }, en)).toEqual([])
  })
})
