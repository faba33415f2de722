import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDovecot } from '../dovecot.ts'
import { openMailDesk, support, type MailDesk } from './mail-desk.ts'
import type { SmtpPlan } from '../smtp-server.ts'

/** A server's report that a letter of ours did not arrive. */
const returned = (id: string, to: string, { action = 'failed', status = '5.1.1', words = '550 5.1.1 no such user' } = {}) => ({
  from: 'MAILER-DAEMON@mx.jupiter.example', to: support, subject: 'Undelivered Mail Returned to Sender', headers: { 'Auto-Submitted': 'auto-replied' }, envelope: { from: '', to: support },
  raw: [
    'From: MAILER-DAEMON@mx.jupiter.example', `To: ${support}`, 'Subject: Undelivered Mail Returned to Sender', `Message-ID: <${Math.random()}@mx.jupiter.example>`, 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"', '', '--r', 'Content-Type: text/plain', '', `I could not deliver your letter to ${to}.`, '', '--r', 'Content-Type: message/delivery-status', '',
    'Reporting-MTA: dns; mx.jupiter.example', '', `Final-Recipient: rfc822; ${to}`, `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: smtp; ${words}`, '', '--r', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${id}`, '', '--r--', '',
  ].join('\r\n'),
})

/** What goes wrong with letters, through real servers: returned mail, robots that answer everything, servers that are away. */
describe.runIf(hasDovecot('test/stories/mail-troubles.story.test.ts (troubles of letters by real servers)'))('letters in trouble', { timeout: 90_000 }, () => {
  const plan: SmtpPlan = {}
  let desk: MailDesk
  const olga = 'olga@berezka.example'

  beforeAll(async () => {
    desk = await openMailDesk({ plan, processed: 'Processed' })
  })
  afterAll(() => desk.end())

  const eventsOf = async (number: number): Promise<string[]> => (await desk.db.selectFrom('ticketEvents').innerJoin('tickets', 'tickets.id', 'ticketEvents.ticketId').select('ticketEvents.type').where('tickets.number', '=', number).orderBy('seq').execute()).map(({ type }) => type)

  it('a letter that came back was never delivered: the wait has not begun, somebody at the desk hears of it, and it opens nothing', async () => {
    await desk.writes({ from: olga, subject: 'Касса', text: 'Касса зависает.' })
    await desk.gets(olga, '1001')
    await desk.does('anna', 1001, { type: 'answer', text: 'Какая у вас касса?', asks: true, fileIds: [] })
    const question = await desk.gets(olga, 'Какая у вас касса')
    await desk.rests()
    expect((await desk.tickets())[0]).toMatchObject({ state: 'waiting_customer' })
    await desk.writes(returned(question.letter.messageId!, olga))
    await desk.until(async () => (await eventsOf(1001)).includes('not_delivered'), 'the returned letter')
    expect((await desk.tickets())).toMatchObject([{ number: 1001, state: 'in_work' }])
    expect(await desk.db.selectFrom('addresses').select(['undeliverableSince', 'undeliverableReason']).where('externalId', '=', olga).executeTakeFirstOrThrow()).toMatchObject({ undeliverableSince: expect.anything(), undeliverableReason: expect.anything() })
    expect(await desk.db.selectFrom('callTasks').select('reason').where('doneAt', 'is', null).execute()).not.toEqual([])
  })

  it('who writes from an address that gave letters back is there again', async () => {
    await desk.writes({ from: olga, subject: 'Касса', text: 'Почта заработала, касса «Штрих».', references: ['<nothing@known>'] })
    await desk.gets(olga, '1002')
    expect(await desk.db.selectFrom('addresses').select('undeliverableSince').where('externalId', '=', olga).executeTakeFirstOrThrow()).toEqual({ undeliverableSince: null })
  })

  it('returned mail that names no letter of ours lies in the box for people, and opens nothing', async () => {
    await desk.writes(returned('<never@ours.example>', 'somebody@else.example'))
    await desk.until(async () => (await desk.db.selectFrom('inbox').select('id').where('state', '=', 'aside').where('reason', '=', 'bounce').execute()).length === 1, 'the box')
    expect(await desk.tickets()).toHaveLength(2)
  })

  it('a server that refuses an address says so at once: the answer did not arrive, and no other attempt is made', async () => {
    plan.recipient = address => (address === 'gone@x.example' ? { code: 550, words: '5.1.1 User unknown' } : null)
    await desk.writes({ from: 'gone@x.example', subject: 'Вопрос', text: 'Как провести возврат?' })
    await desk.until(async () => (await desk.tickets()).length === 3, 'the ticket')
    await desk.does('anna', 1003, { type: 'answer', text: 'Кнопкой «Возврат».', asks: false, fileIds: [] })
    await desk.until(async () => (await eventsOf(1003)).includes('not_delivered'), 'the refusal')
    await desk.rests()
    const parcels = await desk.db.selectFrom('outbox').innerJoin('tickets', 'tickets.id', 'outbox.ticketId').select(['outbox.state', 'outbox.tries', 'outbox.purpose', 'outbox.failure']).where('tickets.number', '=', 1003).where('outbox.purpose', '!=', 'card').orderBy('outbox.position').execute()
    expect(parcels).toEqual(['receipt', 'reply'].map(purpose => ({ purpose, state: 'failed', tries: 1, failure: 'no_mailbox' })))
    delete plan.recipient
  })

  it('pain 5 a robot that answers every letter of ours as a person would gets few of them, and then none', async () => {
    const robot = 'office@machine.example'
    let answered = 0
    plan.letter = ({ to, letter }) => {
      if (to.includes(robot) && answered++ < 60) void desk.writes({ from: robot, subject: `Ваше сообщение ${answered} получено`, text: `Спасибо, мы получили ваше письмо «${letter.subject}» и ответим.` }).catch(() => {})
      return null
    }
    await desk.writes({ from: robot, subject: 'Новая система', text: 'Мы внедряем новую систему.' })
    await desk.gets(robot, /\d/)
    // It is over when no letter comes for a while: the budget holds further ones back.
    let before = -1
    await desk.until(async () => {
      await desk.rests()
      const now = desk.smtp.received.filter(({ to }) => to.includes(robot)).length
      if (now === before) return true
      before = now
      await new Promise(resolve => setTimeout(resolve, 700))
      return false
    }, 'the end of the loop')
    expect(before).toBeLessThan(30)
    const held = await desk.db.selectFrom('outbox').select('failure').where('state', '=', 'failed').where('failure', 'in', ['budget', 'loop']).execute()
    expect(held.length).toBeGreaterThan(0)
    delete plan.letter
  })

  it('pain 3 a colleague reads and empties the mailbox by hand, the server is down for a while, the mailbox is made anew: nothing is lost, nothing doubled', async () => {
    const count = async (): Promise<number> => (await desk.tickets()).filter(({ subject }) => subject.startsWith('Письмо ')).length
    let sent = 0
    const write = (to = support) => desk.writes({ from: `p${++sent}@many.example`, subject: `Письмо ${sent}`, text: `Текст ${sent}` }, to)
    await write()
    await desk.dovecot.readAll(support)
    await write()
    await desk.until(async () => await count() === 2, 'two')
    await desk.dovecot.empty(support)
    await write()
    await desk.until(async () => await count() === 3, 'three')
    await desk.dovecot.stop()
    await desk.dovecot.start()
    await write()
    await desk.dovecot.kick(support)
    await write()
    await desk.until(async () => await count() === 5, 'five')
    await desk.dovecot.recreate(support)
    await write()
    await desk.until(async () => await count() === 6, 'six')
    await desk.rests()
    expect(await count()).toBe(6)
    // What has been written down is put aside in the mailbox, too.
    await desk.until(async () => (await desk.dovecot.folder(support)).length === 0, 'an empty folder')
  })
})
