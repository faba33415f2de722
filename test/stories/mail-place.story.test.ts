import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askFor, asideById } from '../../src/intake/aside/store.ts'
import { glimpseOf } from '../../src/intake/aside/glimpse.ts'
import { moveMessage, type Mover } from '../../src/intake/moving/actions.ts'
import { openBell, type Bell } from '../../src/lib/bell.ts'
import { readEvent } from '../../src/channels/email/events.ts'
import { hasDovecot } from '../dovecot.ts'
import { openMailDesk, support, type MailDesk } from './mail-desk.ts'
import { ticketRoom } from './opening.ts'

/** Where letters stand, and how it is put right, by real servers: several readers of one letter, letters set aside, letters that ask two things. */
describe.runIf(hasDovecot('test/stories/mail-place.story.test.ts (the place of letters by real servers)'))('letters find their place', { timeout: 60_000 }, () => {
  let desk: MailDesk
  let bell: Bell
  const irina = 'irina@kafe-most.example'
  const petr = 'petr@kafe-most.example'
  const passed = { 'Authentication-Results': 'mx.jupiter.example; dmarc=pass header.from=kafe-most.example; spf=pass; dkim=pass' }

  beforeAll(async () => {
    desk = await openMailDesk()
    bell = await openBell(desk.url)
  })
  afterAll(async () => {
    await bell.close()
    await desk.end()
  })
  const said = (number: number, text: string) => desk.until(async () => (await desk.messages(number)).find(message => message.text.startsWith(text)), `«${text}» on ${number}`)

  it('pain 8 one letter to two of our mailboxes and to a colleague: one message, and what the colleague answers stands beside it', async () => {
    const letter = { from: `Ирина <${irina}>`, to: [support, 'help@jupiter.example'], cc: `Пётр <${petr}>`, subject: 'Не печатает кухонный принтер', text: 'Пётр рядом с ним.', messageId: '<one@kafe-most.example>', date: new Date('2026-03-17T10:59:00Z'), headers: passed }
    await desk.writes(letter)
    await desk.writes(letter, 'help@jupiter.example')
    await desk.until(async () => (await desk.db.selectFrom('inbox').select('id').where('state', '=', 'done').execute()).length === 2, 'both copies')
    expect((await desk.messages(1001)).filter(({ direction }) => direction === 'in')).toHaveLength(1)
    expect(await desk.db.selectFrom('ticketPeople').innerJoin('conversations', 'conversations.id', 'ticketPeople.conversationId').select('externalId').execute()).toEqual([{ externalId: petr }])
    await desk.gets(irina, '1001')
    // Nothing was told him by itself.
    expect(desk.smtp.received.filter(({ to }) => to.includes(petr))).toEqual([])
    await desk.writes({ from: petr, subject: 'RE: принтер', text: 'Модель TM-T20.', inReplyTo: '<one@kafe-most.example>', headers: passed })
    await said(1001, 'Модель TM-T20')
    expect(await desk.tickets()).toHaveLength(1)
  })

  it('R-2.1.3 a letter that asks for something else gets a number of its own; its author reads it, and his answer to that finds it', async () => {
    await desk.writes({ from: irina, subject: 'Отчёт по скидкам', text: 'И ещё: отчёт по скидкам не сходится.', inReplyTo: '<one@kafe-most.example>', headers: passed })
    await said(1001, 'И ещё')
    const { id } = await desk.db.selectFrom('messages').select('id').where('text', 'like', 'И ещё%').executeTakeFirstOrThrow()
    const mover: Mover = { tickets: ticketRoom(desk.db, desk.time, () => desk.house().url), subjectWithoutWords: () => 'Письмо' }
    const { number } = await moveMessage(mover, desk.db, { from: 1001, message: id, to: 'new' }, { now: desk.time.now(), actor: { kind: 'staff', id: null } })
    bell.ring('outbox')
    expect(number).toBe(1002)
    const receipt = await desk.gets(irina, '№ 1002')
    await desk.writes({ from: irina, subject: 'Re', text: 'За вчерашний день.', inReplyTo: receipt.letter.messageId!, headers: passed })
    await said(1002, 'За вчерашний день')
    expect(await desk.tickets()).toMatchObject([{ number: 1001, state: 'registered' }, { number: 1002, state: 'registered', subject: 'Отчёт по скидкам' }])
  })

  it('pain 2 what a list has brought lies aside and is read there; made a request it is a ticket with its files', async () => {
    await desk.writes({ from: 'Кассиры <talk@lists.example>', subject: 'Вопрос про весы', text: 'Как подключить весы?', headers: { 'List-Id': '<talk.lists.example>', Precedence: 'list' }, attachments: [{ filename: 'Весы.txt', content: 'Масса-К' }] })
    const { id } = await desk.until(() => desk.db.selectFrom('inbox').select('id').where('state', '=', 'aside').executeTakeFirst(), 'the letter set aside')
    const row = await asideById(desk.db, id)
    expect(glimpseOf(readEvent('email', row!.raw, { receivedAt: row!.receivedAt }))).toMatchObject({ from: { address: 'talk@lists.example' }, subject: 'Вопрос про весы', text: 'Как подключить весы?' })
    expect(await desk.tickets()).toHaveLength(2)
    expect(await askFor(desk.db, id, 'aside', ['email'])).toBe(true)
    bell.ring('inbox')
    await said(1003, 'Как подключить весы')
    expect(await desk.db.selectFrom('attachments').innerJoin('messages', 'messages.id', 'attachments.messageId').innerJoin('tickets', 'tickets.id', 'messages.ticketId').select(['attachments.name', 'attachments.state']).where('tickets.number', '=', 1003).execute())
      .toEqual([{ name: 'Весы.txt', state: 'stored' }])
    expect((await desk.db.selectFrom('inbox').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state).toBe('done')
  })

  it('nothing went wrong behind it', () => {
    expect(desk.troubles).toEqual([])
  })
})
