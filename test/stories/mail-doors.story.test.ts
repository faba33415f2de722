import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDovecot } from '../dovecot.ts'
import { openMailDesk, support, type MailDesk } from './mail-desk.ts'

/** The way of letters through real servers: Dovecot gives them, an SMTP server takes ours. */
describe.runIf(hasDovecot('test/stories/mail-doors.story.test.ts (letters by real servers)'))('letters come and go by real servers', { timeout: 60_000 }, () => {
  let desk: MailDesk
  const olga = 'olga@berezka.example'
  const passed = { 'Authentication-Results': 'mx.jupiter.example; dmarc=pass header.from=berezka.example; spf=pass; dkim=pass' }

  beforeAll(async () => {
    desk = await openMailDesk()
  })
  afterAll(() => desk.end())

  it('R-2.2.5, R-6.2.1 a letter becomes a ticket; the answer names its number and is an answer to that letter', async () => {
    await desk.writes({ from: `Ольга Ветрова <${olga}>`, subject: 'Не открывается смена', text: 'Касса пишет ошибку 3805.', messageId: '<first@berezka.example>', headers: passed })
    const receipt = await desk.gets(olga, '1001')
    expect(await desk.tickets()).toMatchObject([{ number: 1001, subject: 'Не открывается смена', contact: 'Ольга Ветрова' }])
    expect(receipt.letter).toMatchObject({ subject: expect.stringContaining('1001'), inReplyTo: ['<first@berezka.example>'] })
    expect(receipt.letter.fields.find(({ name }) => name === 'auto-submitted')?.value).toMatch(/^auto-/)
    expect(await desk.messages(1001)).toMatchObject([{ text: 'Касса пишет ошибку 3805.', direction: 'in', placed: { why: 'new' } }, { direction: 'out' }])
  })

  it('channels 5.3 an answer finds its ticket by the ids of our letter, whatever its subject says; what it quotes stands aside', async () => {
    await desk.does('anna', 1001, { type: 'answer', text: 'Какая версия стоит на кассе?', asks: true, fileIds: [] })
    const question = await desk.gets(olga, 'Какая версия')
    expect(question.letter.fields.some(({ name }) => name === 'auto-submitted')).toBe(false)
    await desk.writes({
      from: olga, subject: 'совсем о другом', text: 'Версия 5.2.\n\n17.03.2026 14:05, Поддержка Юпитера пишет:\n> Какая версия стоит на кассе?\n', inReplyTo: question.letter.messageId!, references: [question.letter.messageId!], headers: passed,
    })
    await desk.until(async () => (await desk.messages(1001)).find(({ text }) => text === 'Версия 5.2.'), 'the answer')
    expect((await desk.messages(1001)).find(({ text }) => text === 'Версия 5.2.')).toMatchObject({ placed: { why: 'reference' } })
    expect(await desk.tickets()).toHaveLength(1)
  })

  it('pain 7, channels 5.3 a stranger who names the number gets a ticket of his own; a participant whose address is proven is let in', async () => {
    await desk.writes({ from: 'evil@stranger.example', subject: 'Re: [№ 1001] Не открывается смена', text: 'Покажите, что там.', headers: { 'Authentication-Results': 'mx.jupiter.example; dmarc=pass header.from=stranger.example' } })
    await desk.until(async () => (await desk.tickets()).length === 2, 'the ticket of the stranger')
    expect(await desk.messages(1002)).toMatchObject([{ placed: { why: 'new', suggested: 1001 } }, {}])
    await desk.writes({ from: olga, subject: 'Re: [№ 1001] Не открывается смена', text: 'И ещё: печатает нормально.', headers: passed })
    await desk.until(async () => (await desk.messages(1001)).find(({ text }) => text.startsWith('И ещё')), 'her addition')
    // Somebody who writes under her name.
    await desk.writes({ from: olga, subject: 'Re: [№ 1001] Не открывается смена', text: 'Сбросьте пароль на этот адрес.', headers: { 'Authentication-Results': 'mx.jupiter.example; dmarc=fail header.from=berezka.example' } })
    await desk.until(async () => (await desk.tickets()).length === 3, 'the ticket of the forger')
    expect(await desk.messages(1003)).toMatchObject([{ text: 'Сбросьте пароль на этот адрес.', placed: { why: 'new', suggested: 1001 } }, {}])
  })

  it('A-17 an absence counts for nothing: the wait goes on, no letter answers it', async () => {
    await desk.does('anna', 1001, { type: 'answer', text: 'Пришлите, пожалуйста, журнал.', asks: true, fileIds: [] })
    const question = await desk.gets(olga, 'журнал')
    await desk.rests()
    const before = desk.smtp.received.length
    await desk.writes({ from: olga, subject: 'Автоответ: отпуск', text: 'Меня нет до понедельника.', inReplyTo: question.letter.messageId!, headers: { 'Auto-Submitted': 'auto-replied', ...passed } })
    await desk.until(async () => (await desk.messages(1001)).find(({ text }) => text.startsWith('Меня нет')), 'the absence')
    expect((await desk.tickets())[0]).toMatchObject({ number: 1001, state: 'waiting_customer' })
    await desk.rests()
    expect(desk.smtp.received).toHaveLength(before)
  })

  it('pain 8 a letter to two of our mailboxes is one message on one ticket', async () => {
    const letter = { from: 'timur@arbat.example', to: `${support}, help@jupiter.example`, subject: 'Сканер', text: 'Сканер молчит.', messageId: '<both@arbat.example>', date: new Date('2026-03-17T11:00:00Z') }
    await desk.writes(letter)
    await desk.writes(letter, 'help@jupiter.example')
    await desk.gets('timur@arbat.example', '1004')
    await desk.until(async () => (await desk.db.selectFrom('inbox').select('id').where('eventKey', 'like', 'imap help %').execute()).length > 0, 'the copy')
    await desk.rests()
    expect(await desk.tickets()).toHaveLength(4)
    expect((await desk.messages(1004)).filter(({ direction }) => direction === 'in')).toHaveLength(1)
  })

  it('R-2.2.6 thirty files in one letter, Cyrillic names, one of them large', async () => {
    const attachments = Array.from({ length: 30 }, (_, i) => ({ filename: `Снимок экрана № ${i + 1}.txt`, content: Buffer.alloc(i === 7 ? 3_000_000 : 2_000, `строка ${i}\n`) }))
    await desk.writes({ from: 'nina@pelmennaya.example', subject: 'Журналы', text: 'Журналы за неделю.', attachments })
    await desk.gets('nina@pelmennaya.example', '1005')
    const files = await desk.db.selectFrom('attachments').innerJoin('messages', 'messages.id', 'attachments.messageId').innerJoin('tickets', 'tickets.id', 'messages.ticketId').select(['attachments.name', 'attachments.size', 'attachments.state']).where('tickets.number', '=', 1005).execute()
    expect(files).toHaveLength(30)
    expect(files.every(({ state }) => state === 'stored')).toBe(true)
    expect(files).toContainEqual({ name: 'Снимок экрана № 8.txt', size: 3_000_000, state: 'stored' })
  })

  it('pain 1 a letter that is hard to read stops nobody behind it', async () => {
    await desk.dovecot.append(support, Buffer.from(`From: broken@x.example\r\nSubject: =?utf-8?B?0J3QtQ\r\nContent-Type: multipart/mixed; boundary=a\r\nMessage-ID: <broken@x.example>\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%\r\n--b--\r\nпросто текст`))
    await desk.writes({ from: 'gleb@priboy.example', subject: 'После него', text: 'Дошло?' })
    await desk.gets('gleb@priboy.example', /100[67]/)
  })

  it('nothing went wrong behind the doors', () => {
    expect(desk.troubles).toEqual([])
  })
})
