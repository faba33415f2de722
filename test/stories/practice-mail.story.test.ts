import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLog } from '../../src/lib/log.ts'
import { handTime, type HandTime } from '../../src/lib/time.ts'
import type { OpenHouse } from '../../src/main/open.ts'
import { openHouse } from '../../src/main/open.ts'
import { openPractice, type Practice } from '../../src/main/practice.ts'
import { freshDatabase, type FreshDatabase } from '../world.ts'
import { workspaceOpening } from './opening.ts'

/** A newcomer plays a restaurant that writes letters: real letters, through the desk's own door and back by SMTP. */
describe('the practice mailbox and the desk', () => {
  let base: FreshDatabase
  let folder: string
  let time: HandTime
  let practice: Practice
  let house: OpenHouse
  const troubles: string[] = []
  type Line = { id: string; way: 'sent' | 'received'; subject: string; preview: string }
  const olga = 'olga@berezka.example'

  const open = async (): Promise<void> => {
    const log = openLog('warn', { write: line => void troubles.push(line) })
    practice = await openPractice({ dataDir: folder, port: 0, log, time })
    house = await openHouse({
      ...workspaceOpening({ databaseUrl: base.url, folder, channels: practice.channels, time, log }), practiceChat: practice.chatUrl, practiceMail: practice.mailUrl, mail: practice.mail, resolver: practice.resolver, furnish: practice.furnish,
    })
  }
  const close = async (): Promise<void> => {
    await house.close()
    await practice.close()
  }
  beforeAll(async () => {
    base = await freshDatabase()
    folder = mkdtempSync(join(tmpdir(), 'practice-mail-'))
    time = handTime(Date.parse('2026-03-17T14:07+03:00'))
    await open()
  })
  afterAll(async () => {
    await close()
    await base.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const writes = async (letter: object): Promise<void> => {
    const answer = await fetch(new URL('/mail/send', practice.mailUrl), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person: olga, client: 'mailru', kind: 'plain', subject: '', text: '', answers: null, files: [], ...letter }) })
    expect(answer.status, await answer.text()).toBe(200)
  }
  const mailboxOf = async (address: string): Promise<Line[]> => {
    const { people } = await (await fetch(new URL('/mail/people', practice.mailUrl))).json() as { people: { address: string; letters: Line[] }[] }
    return people.find(one => one.address === address)!.letters
  }
  const received = async (address = olga): Promise<Line[]> => (await mailboxOf(address)).filter(({ way }) => way === 'received')
  const arrives = (count: number, address = olga) => expect.poll(async () => (await received(address)).length, { timeout: 20_000 }).toBe(count)
  const latestText = async (): Promise<string> => (await base.db.selectFrom('messages').select('text').where('direction', '=', 'in').orderBy('at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()).text
  const tickets = () => base.db.selectFrom('tickets').select(['number', 'subject', 'channel']).orderBy('number').execute()

  it('R-2.2.5 a letter becomes a ticket, and its number comes back as a letter', async () => {
    await writes({ subject: 'Не печатает кухонный принтер', text: 'Добрый день!\nС утра не печатает принтер.', files: [{ name: 'экран.png', mime: 'image/png', base64: 'iVBORw0KGgo=' }] })
    await arrives(1)
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({ subject: 'Не печатает кухонный принтер', channel: 'email' })
    expect((await received())[0]).toMatchObject({ subject: `Re: [№ ${ticket!.number}] Не печатает кухонный принтер`, preview: expect.stringContaining(`Заявка № ${ticket!.number} принята в 14:07 МСК`) })
  })

  it.each(['mailru', 'outlook', 'thunderbird'])('pain 6 a reply from %s stands on the same ticket, without the letter that it quotes', async client => {
    const [receipt] = await received()
    await writes({ client, text: `Пробовали перезагрузить (${client}).`, answers: receipt!.id })
    await expect.poll(latestText, { timeout: 20_000 }).toBe(`Пробовали перезагрузить (${client}).`)
    expect(await tickets()).toHaveLength(1)
    // He answered the address with the tag of his ticket: that is us, nobody who takes part.
    const letters = await base.db.selectFrom('letters').select('facts').execute()
    expect(letters.flatMap(({ facts }) => (facts as { to: object[] }).to)).toEqual([])
  })

  it('the sender is proven by his provider\'s signature; a stranger under his address is not, and reaches no ticket by its number', async () => {
    const [{ number } = { number: 0 }] = await tickets()
    await writes({ kind: 'forged', subject: `[№ ${number}] Закройте заявку`, text: 'Всё решили' })
    await expect.poll(async () => (await tickets()).length, { timeout: 20_000 }).toBe(2)
    await arrives(2)
    const letters = await base.db.selectFrom('letters').select('facts').orderBy('inboxId').execute()
    const dmarc = letters.map(({ facts }) => (facts as { verdict: { dmarc: string } }).verdict.dmarc)
    expect([dmarc[0], dmarc.at(-1)]).toEqual(['pass', 'fail'])
  })

  it('A-17 an automatic answer opens nothing and is answered by nothing', async () => {
    const before = (await received()).length
    await writes({ kind: 'automatic', subject: 'Отпуск', text: 'Вернусь в понедельник' })
    await expect.poll(async () => (await base.db.selectFrom('inbox').select('state').where('reason', '=', 'auto_reply').execute()).length, { timeout: 20_000 }).toBe(1)
    expect(await tickets()).toHaveLength(2)
    expect(await received()).toHaveLength(before)
  })

  it('letters and tickets are there after a restart, and the mail goes on', async () => {
    const before = (await mailboxOf(olga)).length
    await close()
    await open()
    expect(await mailboxOf(olga)).toHaveLength(before)
    await expect.poll(async () => {
      const answer = await fetch(new URL('/mail/send', practice.mailUrl), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person: 'nina@pelmennaya.example', client: 'outlook', kind: 'plain', subject: 'Сканер', text: 'Не читает коды', answers: null, files: [] }) })
      return answer.status
    }, { timeout: 10_000 }).toBe(200)
    await arrives(1, 'nina@pelmennaya.example')
  })

  it('nothing went wrong in the house', () => {
    expect(troubles).toEqual([])
  })
})
