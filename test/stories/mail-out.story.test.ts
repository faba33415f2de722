import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBell } from '../../src/lib/bell.ts'
import { minute } from '../../src/lib/instant.ts'
import { hasDovecot } from '../dovecot.ts'
import type { SmtpPlan } from '../smtp-server.ts'
import { openMailDesk, type MailDesk } from './mail-desk.ts'

/** Letters of ours on their way through real servers: late, broken off, in copy, returned to the address that was made for it, to another desk. */
describe.runIf(hasDovecot('test/stories/mail-out.story.test.ts (letters of ours on their way through real servers)'))('letters that go out', { timeout: 90_000 }, () => {
  const plan: SmtpPlan = {}
  let desk: MailDesk
  beforeAll(async () => {
    desk = await openMailDesk({ plan })
  })
  afterAll(() => desk.end())
  afterEach(() => {
    for (const key of Object.keys(plan) as (keyof SmtpPlan)[]) delete plan[key]
  })

  let guests = 0
  /** Somebody new with a ticket in its first minutes. */
  async function ticket(more: { cc?: string } = {}): Promise<{ number: number; address: string }> {
    const address = `guest${++guests}@berezka.example`
    await desk.writes({ from: `"Гость ${guests}" <${address}>`, subject: 'Касса не печатает', text: 'Помогите, пожалуйста: чеки не печатаются.', ...more })
    const receipt = await desk.gets(address, /№ \d+/)
    const number = Number(/№ (\d+)/.exec(receipt.letter.subject)?.[1])
    await desk.rests()
    return { number, address }
  }
  const answer = (number: number, text: string) => desk.does('anna', number, { type: 'answer', text, asks: true, fileIds: [] })
  const lettersTo = (address: string, says: string) => desk.smtp.received.filter(({ to, letter }) => to.includes(address) && letter.text.includes(says))
  const parcelsOf = (number: number) => desk.db.selectFrom('outbox').innerJoin('tickets', 'tickets.id', 'outbox.ticketId').select(['outbox.state', 'outbox.failure', 'outbox.mayBeDoubled', 'outbox.tries'])
    .where('tickets.number', '=', number).where('outbox.purpose', '=', 'reply').orderBy('outbox.position').execute()
  const stateOf = async (number: number) => (await desk.tickets()).find(one => one.number === number)?.state

  it('pain 9 a server that puts letters off gets each once more when its time has come, and the wait of a question begins when it is out', async () => {
    const { number, address } = await ticket()
    plan.sender = () => ({ code: 451, words: '4.3.0 out of order' })
    await answer(number, 'Какая у вас касса?')
    await desk.until(async () => (await parcelsOf(number))[0]?.failure === 'temporary', 'the first attempt')
    expect(lettersTo(address, 'Какая у вас касса')).toEqual([])
    delete plan.sender
    desk.time.advance(minute)
    await desk.gets(address, 'Какая у вас касса')
    await desk.rests()
    expect([lettersTo(address, 'Какая у вас касса').length, await parcelsOf(number), await stateOf(number)]).toMatchObject([1, [{ state: 'sent', failure: null, mayBeDoubled: false }], 'waiting_customer'])
  })

  it('a connection that breaks once the letter has gone: it goes again as the same letter, and people see that it may have arrived twice', async () => {
    const { number, address } = await ticket()
    let drops = 1
    plan.drop = ({ to }) => (to.includes(address) && drops-- > 0 ? 'after' : null)
    await answer(number, 'Выключите и включите принтер.')
    await desk.until(async () => lettersTo(address, 'Выключите').length === 1, 'the first attempt')
    await desk.until(async () => (await parcelsOf(number))[0]?.mayBeDoubled === true, 'its outcome')
    desk.time.advance(minute)
    await desk.until(async () => lettersTo(address, 'Выключите').length === 2, 'the second attempt')
    await desk.rests()
    expect(new Set(lettersTo(address, 'Выключите').map(({ letter }) => letter.messageId)).size).toBe(1)
    expect(await parcelsOf(number)).toMatchObject([{ state: 'sent', mayBeDoubled: true }])
  })

  it('whoever was written to as well gets a copy of what a specialist writes, and of nothing else', async () => {
    const { number, address } = await ticket({ cc: 'buh@berezka.example' })
    await answer(number, 'Пришлите фото чека.')
    const { letter, to } = await desk.gets(address, 'Пришлите фото')
    expect([to, letter.cc.map(box => box.address)]).toEqual([[address], ['buh@berezka.example']])
    await desk.gets('buh@berezka.example', 'Пришлите фото')
    await desk.rests()
    expect(desk.smtp.received.filter(one => one.to.includes('buh@berezka.example'))).toHaveLength(1)
  })

  it('a report that names nothing finds its letter by the address that was made for it; open pages hear of it', async () => {
    const { number, address } = await ticket()
    await answer(number, 'Проверьте кабель.')
    const question = await desk.gets(address, 'Проверьте кабель')
    await desk.rests()
    expect(question.from).toMatch(/^support\+b[a-z\d.]+-[a-z2-7]{10}@jupiter\.example$/)
    const heard: unknown[] = []
    const bell = await openBell(desk.url)
    const deaf = bell.hear('live', { rung: event => void heard.push(event), missed: () => {} })
    await desk.writes({
      from: 'MAILER-DAEMON@mx.example', subject: 'Undelivered Mail Returned to Sender',
      text: `I'm sorry to have to inform you that your message could not be delivered.\n\n<${address}>: host mx.example said: 550 5.1.1 User unknown`,
    }, question.from)
    await desk.until(async () => (await parcelsOf(number))[0]?.failure === 'no_mailbox', 'the report')
    expect(await stateOf(number)).toBe('in_work')
    await desk.until(async () => heard.some(event => JSON.stringify(event).includes(`${number}`)), 'the ring for open pages')
    deaf()
    await bell.close()
  })

  it('A-17, pain 5 what another desk writes by itself opens nothing here and gets no letter', async () => {
    const [tickets, letters] = [(await desk.tickets()).length, desk.smtp.received.length]
    await desk.writes({ from: 'desk@other.example', subject: '[№ 77] Ваша заявка', text: 'Заявка № 77 принята, ответим до 15:00.', headers: { 'X-Desk-Id': 'other', 'X-Desk-Hops': '1' } })
    await desk.until(async () => (await desk.db.selectFrom('inbox').select('id').where('reason', '=', 'auto_reply').execute()).length === 1, 'the box for people')
    await desk.rests()
    expect([(await desk.tickets()).length, desk.smtp.received.length]).toEqual([tickets, letters])
  })

  it('nothing went wrong behind the doors', () => {
    expect(desk.troubles.filter(line => line.includes('"level":"error"') || line.includes('"level":50'))).toEqual([])
    expect(desk.smtp.received.every(({ from }) => from.endsWith('@jupiter.example') && from.startsWith('support+b'))).toBe(true)
  })
})
