import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hasDovecot, startDovecot, type Dovecot } from '../../../../../test/dovecot.ts'
import { Secret } from '../../../../lib/secret.ts'
import { systemTime } from '../../../../lib/time.ts'
import { email as ru } from '../../../../words/ru/email.ts'
import type { Mailbox } from '../../mailbox.ts'
import { inlineBytes } from '../../raw.ts'
import { openAccessTokens } from '../access-tokens.ts'
import { openSession } from './session.ts'
import { fetching, mailboxOf, openHouse, password, until, type Fetcher, type House } from './testing.ts'

const live = (fetcher: Fetcher): Promise<void> => until(() => expect(fetcher.health.state()).toBe('live'))
/** Of a source, however its lines end. */
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes.toString('latin1').replaceAll('\r\n', '\n')).digest('hex')

describe.skipIf(!hasDovecot('letters come in by IMAP'))('letters of a mailbox', () => {
  /** A mailbox of its own for each test. */
  const addresses = Array.from({ length: 30 }, (_, i) => `help${i}@desk.example`)
  let dovecot: Dovecot
  let next = 0
  let address: string
  let house: House
  let fetchers: Fetcher[]
  beforeAll(async () => {
    dovecot = await startDovecot({ users: Object.fromEntries(addresses.map(one => [one, 'secret'])), tls: true })
  })
  afterAll(() => dovecot?.end())
  beforeEach(() => {
    address = addresses[next++]!
    house = openHouse()
    fetchers = []
  })
  afterEach(async () => {
    for (const fetcher of fetchers) await fetcher.stop()
  })

  const begin = (mailbox: Mailbox = mailboxOf(dovecot, address), more: Parameters<typeof fetching>[2] = {}): Fetcher => {
    const fetcher = fetching(mailbox, house, more)
    fetchers.push(fetcher)
    return fetcher
  }
  const letter = (subject: string, text = 'не печатает'): Promise<void> => dovecot.deliver(address, { subject, text })
  const arrived = (...subjects: string[]): Promise<void> => until(() => expect(house.subjects()).toEqual(subjects))

  it('R-2.2.5 those that wait and those that arrive while the desk listens come in, each once, as they are', async () => {
    await letter('раз')
    await letter('два')
    const fetcher = begin()
    await arrived('раз', 'два')
    await live(fetcher)
    // The rest between questions has begun: the server tells by itself.
    await until(() => expect(fetcher.rests).toHaveLength(1))
    await letter('три')
    await arrived('раз', 'два', 'три')
    await letter('четыре')
    await arrived('раз', 'два', 'три', 'четыре')
    const [first] = house.letters()
    expect(first).toMatchObject({ kind: 'letter', mailbox: 'help', uid: { uid: 1, validity: await dovecot.validity(address) }, file: null, envelope: null })
    expect(first!.takenAt).toBeGreaterThan(1_600_000_000_000)
    expect(house.sourceOf(first!).toString().replaceAll('\r\n', '\n')).toBe((await dovecot.source(address, 'INBOX', 1)).replaceAll('\r\n', '\n'))
    expect([...house.inbox.values()][0]!.lane).toBe('from olga@cafe.example')
    expect(fetcher.health.now().lastEventAt).not.toBeNull()
  })

  it('pain 3: letters that a colleague has read in the mailbox come in all the same, and the desk marks none as read', async () => {
    await letter('раз')
    await dovecot.readAll(address)
    await letter('два')
    begin()
    await arrived('раз', 'два')
    expect((await dovecot.folder(address)).map(({ flags }) => flags)).toEqual([['\\Seen'], []])
  })

  it('goes on where it stopped: nothing comes twice, what came meanwhile comes', async () => {
    await letter('раз')
    const before = begin()
    await arrived('раз')
    await before.stop()
    expect(before.health.state()).toBe('stopped')
    await letter('два')
    const offered: string[] = []
    begin(undefined, {
      sink: async events => {
        offered.push(...events.map(({ key }) => key))
        await house.sink(events)
      },
    })
    await arrived('раз', 'два')
    expect(offered).toHaveLength(1)
    expect(house.cursor()!.highest).toBe(2)
  })

  it('R-2.2.6 a session that is ended in the middle of a large letter loses and doubles nothing', async () => {
    const big = Buffer.alloc(6 * 1024 * 1024, 'x')
    await dovecot.deliver(address, { subject: 'большое', text: 'см. вложение', attachments: [{ filename: 'журнал.log', content: big }] })
    await letter('после')
    let cuts = 0
    const fetcher = begin(undefined, {
      house: {
        ...house.ports,
        keepFile: file => house.ports.keepFile({
          ...file,
          bytes: (async function* () {
            for await (const piece of file.bytes as AsyncIterable<Uint8Array>) {
              yield piece
              if (cuts++ === 0) await dovecot.kick(address)
            }
          })(),
        }),
      },
    })
    await arrived('большое', 'после')
    await live(fetcher)
    expect(cuts).toBeGreaterThan(1)
    expect(fetcher.lines).toContainEqual(expect.objectContaining({ level: 'warn', trouble: 'closed' }))
    expect(house.sourceOf(house.letters()[0]!).includes(big.toString('base64').slice(0, 70))).toBe(true)
    expect(fetcher.counts.at(-1)).toEqual({ mailbox: 'help', seen: 2, stored: 2, missing: 0 })
  })

  it('a server that ends the sessions while nothing happens is connected to again', async () => {
    const fetcher = begin()
    await live(fetcher)
    await until(() => expect(fetcher.rests).toHaveLength(1))
    await dovecot.kick(address)
    await letter('раз')
    await arrived('раз')
    await live(fetcher)
  })

  it('a server that is down for a while: the state says so, afterwards everything is there', async () => {
    const own = await startDovecot({ users: { [address]: 'secret' } })
    try {
      await own.deliver(address, { subject: 'раз', text: 'x' })
      const fetcher = begin(mailboxOf(own, address))
      await arrived('раз')
      await live(fetcher)
      await own.stop()
      await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'waiting', detail: expect.stringContaining('Нет связи с почтовым сервером') }))
      await own.start()
      await own.deliver(address, { subject: 'два', text: 'x' })
      await arrived('раз', 'два')
      await live(fetcher)
      await fetcher.stop()
    } finally {
      await own.end()
    }
  })

  it('pain 1: the cursor moves only after the inbox has committed; while it cannot, letters wait in the mailbox', async () => {
    await letter('раз')
    await letter('два')
    let away = true
    const fetcher = begin(undefined, {
      sink: async events => {
        if (away) throw new Error('the database is away')
        await house.sink(events)
      },
    })
    await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'waiting', detail: ru.imap.health.database }))
    expect(house.cursor()).toBeNull()
    away = false
    await arrived('раз', 'два')
  })

  it('UIDVALIDITY changed: the whole folder is read again under its new numbers', async () => {
    await letter('раз')
    await letter('два')
    const fetcher = begin()
    await arrived('раз', 'два')
    const before = house.cursor()!
    await dovecot.recreate(address)
    await letter('три')
    await until(() => expect(house.subjects()).toContain('три'))
    await live(fetcher)
    expect(house.cursor()).toMatchObject({ highest: 1 })
    expect(house.cursor()!.validity).not.toBe(before.validity)
    expect(new Set(house.inbox.keys()).size).toBe(3)
  })

  it('a mailbox that was emptied by hand: what was stored stays, new letters come', async () => {
    await letter('раз')
    const fetcher = begin()
    await arrived('раз')
    await live(fetcher)
    await dovecot.empty(address)
    await letter('два')
    await arrived('раз', 'два')
    await fetcher.stop()
    const again = begin()
    await until(() => expect(again.counts).toContainEqual({ mailbox: 'help', seen: 1, stored: 1, missing: 0 }))
    expect(house.subjects()).toEqual(['раз', 'два'])
  })

  it('pain 2: a letter that the inbox lacks is found by comparing, fetched, and told', async () => {
    for (const subject of ['раз', 'два', 'три']) await letter(subject)
    const before = begin()
    await arrived('раз', 'два', 'три')
    await before.stop()
    house.forget(`imap help ${house.cursor()!.validity} 2`)
    const fetcher = begin()
    await until(() => expect(house.subjects().toSorted()).toEqual(['два', 'раз', 'три']))
    await until(() => expect(fetcher.counts).toEqual([{ mailbox: 'help', seen: 3, stored: 3, missing: 0 }]))
    expect(fetcher.lines).toContainEqual(expect.objectContaining({ level: 'warn', found: 1, missing: 0 }))
    expect(house.cursor()!.highest).toBe(3)
  })

  it('a mailbox that has served for years gives the letters since a day, not its past; the counts are of those', async () => {
    const mailbox = mailboxOf(dovecot, address, { since: '2026-03-02' })
    const hand = await openSession(mailbox.imap!, openAccessTokens({ time: systemTime }))
    for (const day of ['2019-05-01', '2026-03-01', '2026-03-02', '2026-03-03']) await hand.append('INBOX', `From: olga@cafe.example\r\nSubject: ${day}\r\n\r\nx\r\n`, [], new Date(`${day}T12:00:00Z`))
    hand.close()
    await letter('сегодня')
    const fetcher = begin(mailbox)
    await arrived('2026-03-02', '2026-03-03', 'сегодня')
    await until(() => expect(fetcher.counts).toEqual([{ mailbox: 'help', seen: 3, stored: 3, missing: 0 }]))
    await letter('потом')
    await arrived('2026-03-02', '2026-03-03', 'сегодня', 'потом')
  })

  it('pain 1: a letter over which session after session ends holds up no other; it is counted as missing', async () => {
    await dovecot.deliver(address, { subject: 'ядовитое', text: 'x', attachments: [{ filename: 'a.bin', content: Buffer.alloc(12 * inlineBytes) }] })
    await letter('обычное')
    const fetcher = begin(undefined, {
      house: {
        ...house.ports,
        keepFile: async file => {
          for await (const _ of file.bytes as AsyncIterable<Uint8Array>) await dovecot.kick(address)
          throw new Error('the stream broke before')
        },
      },
    })
    await arrived('обычное')
    await until(() => expect(fetcher.counts.at(-1)).toEqual({ mailbox: 'help', seen: 2, stored: 1, missing: 1 }))
    await live(fetcher)
  })

  it('stored letters move to the folder for them, also those that an earlier run left', async () => {
    await letter('раз')
    const before = begin()
    await arrived('раз')
    await before.stop()
    const fetcher = begin(mailboxOf(dovecot, address, { processed: 'Готово/Записано' }))
    await live(fetcher)
    await letter('два')
    await arrived('раз', 'два')
    await until(async () => expect((await dovecot.folder(address, 'Готово/Записано')).map(({ subject }) => subject)).toEqual(['раз', 'два']))
    expect(await dovecot.folder(address)).toEqual([])
    expect((await dovecot.folder(address, 'Готово/Записано')).flatMap(({ flags }) => flags)).toEqual([])
  })

  it('where moving is not allowed letters come in all the same, with a warning', async () => {
    await letter('раз')
    const fetcher = begin(mailboxOf(dovecot, address, { processed: 'INBOX/bad/../name' }))
    await arrived('раз')
    await live(fetcher)
    expect(fetcher.lines.map(({ level }) => level)).toEqual(['warn'])
    expect(await dovecot.folder(address)).toHaveLength(1)
  })

  it('R-2.2.5 a letter of 40 MB lies as a file before its row, whole', async () => {
    const content = Buffer.alloc(30 * 1024 * 1024)
    for (let at = 0; at < content.length; at += 4) content.writeUInt32LE((at * 2_654_435_761) % 4_294_967_296, at)
    await dovecot.deliver(address, { subject: 'архив', text: 'база', attachments: [{ filename: 'база.zip', content }] })
    const kept: string[] = []
    begin(undefined, {
      house: {
        ...house.ports,
        keepFile: async file => {
          const stored = await house.ports.keepFile(file)
          kept.push(stored.id)
          return stored
        },
      },
      sink: async events => {
        expect(kept).toHaveLength(1)
        await house.sink(events)
      },
    })
    await until(() => expect(house.inbox.size).toBe(1), 60_000)
    const [stored] = house.letters()
    expect(stored).toMatchObject({ base64: null, file: kept[0] })
    expect(stored!.size).toBeGreaterThan(40 * 1024 * 1024)
    expect(hash(house.sourceOf(stored!))).toBe(hash(Buffer.from(await dovecot.source(address, 'INBOX', 1), 'latin1')))
  }, 90_000)

  it.each([
    ['at the limit', inlineBytes, false], ['one byte above', inlineBytes + 1, true],
  ])('a letter %s of what lies in the inbox', async (_, size, asFile) => {
    const head = Buffer.from('From: olga@cafe.example\r\nSubject: size\r\n\r\n')
    await dovecot.append(address, Buffer.concat([head, Buffer.alloc(size - head.length - 2, 'x'), Buffer.from('\r\n')]))
    begin()
    await arrived('size')
    const [stored] = house.letters()
    expect(stored!.size).toBe(size)
    expect(stored!.file !== null).toBe(asFile)
    expect(house.sourceOf(stored!)).toHaveLength(size)
  })

  it('pain 4: a letter that is larger than the desk takes comes in with its head, so that people see it', async () => {
    const head = Buffer.from('From: olga@cafe.example\r\nSubject: too much\r\n\r\n')
    await dovecot.append(address, Buffer.concat([head, Buffer.alloc(3 * 24 * 1024 * 1024, 'x\r\n')]))
    await letter('после')
    begin()
    await arrived('too much', 'после')
    expect(house.letters()[0]).toMatchObject({ cut: 'too_large', file: null, size: 3 * 24 * 1024 * 1024 + head.length })
    expect(house.files.size).toBe(0)
  }, 90_000)

  it('a wrong password is told in plain words, tried again once a minute, and the right one goes on', async () => {
    const wrong = begin(mailboxOf(dovecot, address, { login: password(address, 'wrong') }))
    await until(() => expect(wrong.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health.password }))
    expect(wrong.rests[0]).toBeGreaterThanOrEqual(45_000)
    expect(wrong.rests[0]).toBeLessThanOrEqual(75_000)
    expect(JSON.stringify(wrong.lines)).not.toContain('wrong')
    wrong.go()
    await until(() => expect(wrong.rests).toHaveLength(2))
    expect(wrong.health.state()).toBe('failed')
  })

  it('a folder that is not there is told by its name', async () => {
    const mailbox = mailboxOf(dovecot, address)
    const fetcher = begin({ ...mailbox, imap: { ...mailbox.imap!, folder: 'Заявки' } })
    await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health.folder_missing('Заявки') }))
  })

  describe('encryption', () => {
    it.each(['tls', 'starttls'] as const)('%s with a certificate that is trusted', async security => {
      await letter('раз')
      begin(mailboxOf(dovecot, address, { host: 'localhost', security, port: security === 'tls' ? dovecot.imaps : dovecot.imap, ca: dovecot.ca }))
      await arrived('раз')
    })

    it.each(['tls', 'starttls'] as const)('%s with a certificate that nobody vouches for: no letter, no password', async security => {
      await letter('раз')
      const fetcher = begin(mailboxOf(dovecot, address, { host: 'localhost', security, port: security === 'tls' ? dovecot.imaps : dovecot.imap }))
      await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'failed', detail: expect.stringContaining('Сертификату сервера нельзя верить') }))
      expect(house.inbox.size).toBe(0)
    })

    it('a server that offers no STARTTLS is not spoken to in the open', async () => {
      const plain = await startDovecot({ users: { [address]: 'secret' } })
      try {
        const fetcher = begin(mailboxOf(plain, address, { security: 'starttls' }))
        await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health.no_starttls }))
        await fetcher.stop()
      } finally {
        await plain.end()
      }
    })

    it('without encryption only on this machine', async () => {
      const fetcher = begin(mailboxOf(dovecot, address, { host: 'imap.desk.example' }))
      await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health.unsafe }))
    })
  })

  it('XOAUTH2: signs in with an access token; a permission that was withdrawn is told', async () => {
    let withdrawn = false
    const service = createServer((request, reply) => {
      const answer = (status: number, body: object): void => void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      request.resume()
      if (request.url?.startsWith('/token') === true) answer(withdrawn ? 400 : 200, withdrawn ? { error: 'invalid_grant' } : { access_token: 'short-lived', expires_in: 3_600 })
      else answer(200, withdrawn ? { active: false } : { active: true, username: address })
    })
    await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve))
    const at = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
    const own = await startDovecot({ users: { [address]: 'secret' }, introspection: `${at}/introspect` })
    try {
      await own.deliver(address, { subject: 'раз', text: 'x' })
      const login = { kind: 'oauth2', user: address, clientId: 'desk', clientSecret: new Secret('hush'), refreshToken: new Secret('long-lived'), tokenUrl: `${at}/token` } as const
      const fetcher = begin(mailboxOf(own, address, { login }))
      await arrived('раз')
      await live(fetcher)
      withdrawn = true
      await own.kick(address)
      // The token that it still has is refused first; then no other is given.
      await until(() => expect(fetcher.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health.token }))
      await fetcher.stop()
      const refused = begin(mailboxOf(own, address, { login }))
      await until(() => expect(refused.health.now()).toMatchObject({ state: 'failed', detail: ru.imap.health.token }))
      await refused.stop()
    } finally {
      await own.end()
      service.close()
    }
  })
})
