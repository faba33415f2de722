import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labels, type Guest } from './guest.ts'
import { eventsOf, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

async function guestAt(name: string, at = '2026-03-17T14:07+03:00'): Promise<Guest> {
  await stage.at(at)
  return stage.guest(name)
}

/** A guest whose result waits to be confirmed. */
async function withResult(text = 'Готово.'): Promise<{ olga: Guest; number: number }> {
  const olga = await guestAt('Ольга')
  await olga.says('Не печатает принтер')
  const { number } = await stage.ticketOf(olga)
  await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
  await stage.does('anna', number, { type: 'report_result', kind: 'done', text, fileIds: [], told: 'written' })
  await olga.news()
  return { olga, number }
}

const again = (number: number) => stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Заменили кабель, печатает.', fileIds: [], told: 'written' })

describe('an older result', () => {
  it('R-6.4.2 the newer result takes the buttons from the older one', async () => {
    const { olga, number } = await withResult()
    const older = await olga.line('Готово.')
    await olga.presses('Не помогло')
    await again(number)
    expect(labels(await olga.now(older))).toEqual([])
    expect((await olga.now(older)).text).toBe(older.text)
    expect(labels(await olga.line('Заменили кабель'))).toEqual([['Всё работает', 'Не помогло']])
    expect((await stage.ticketOf(olga)).view.state).toBe('awaiting_confirmation')
  })

  it.each(['Всё работает', 'Не помогло'])('R-6.4.2 «%s» under an older one that kept its buttons does nothing to the newer, and says where to answer', async button => {
    // So long that it cannot be edited for sure.
    const { olga, number } = await withResult(`Готово. ${'Проверьте, пожалуйста, каждый чек. '.repeat(90)}`)
    const older = await olga.line('Готово.')
    await again(number)
    await olga.news()
    expect(await olga.presses(button, older.messageId)).toBe(`Это сообщение уже не последнее. № ${number} сейчас: Проверьте результат. Ответьте, пожалуйста, под новым сообщением.`)
    expect((await stage.ticketOf(olga)).view).toMatchObject({ state: 'awaiting_confirmation' })
    expect(eventsOf(await stage.ticketOf(olga), 'disputed')).toEqual([])
    expect(await olga.heard()).toEqual([])
    await olga.presses('Всё работает')
    expect((await stage.ticketOf(olga)).view.resolvedHow).toBe('confirmed')
  })
})

describe('commands and links', () => {
  it('product 4.6 /my lists the open tickets with their state and due; a tap makes one current', async () => {
    const olga = await guestAt('Ольга')
    await olga.says('Не печатает принтер')
    const first = (await stage.ticketOf(olga)).number
    await stage.does('anna', first, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
    await olga.says('/new')
    await stage.advance('PT1M')
    await olga.says('Не сходится остаток')
    const second = (await stage.ticketOf(olga)).number
    await olga.news()
    await olga.says('/my')
    const [list] = await olga.news()
    expect(list?.text).toBe([
      'Ваши заявки',
      `№ ${second} · Принята · Не сходится остаток (срочность оценим до 14:38 МСК)`,
      `№ ${first} · В работе · Не печатает принтер (срок до 22 марта, 14:07 МСК)`,
    ].join('\n'))
    expect(labels(list!)).toEqual([[`№ ${second} · Не сходится остаток`], [`№ ${first} · Не печатает принтер`], ['Новая заявка']])
    await olga.presses(`№ ${first} · Не печатает принтер`)
    expect(await olga.heard()).toEqual([`Теперь пишем в № ${first}.`])
  })

  it('product 3 /my while a result waits says until when, and nothing of a due that has stopped', async () => {
    const { olga, number } = await withResult()
    await olga.says('/my')
    expect((await olga.heard())[0]).toBe(`Ваши заявки\n№ ${number} · Проверьте результат · Не печатает принтер (ждём вашего ответа до 18 марта, 14:07 МСК)`)
  })

  it.each([
    ['/call', 'перезвоним'], ['/my', 'Ваши заявки'], ['/status', ''], ['/printer', ''],
  ])('R-3.1.1 words behind %s are kept: a new ticket where there is none, and then the command', async (name, said) => {
    const olga = await guestAt('Ольга')
    await olga.says(`${name} Касса зависла на оплате`)
    const opened = await stage.ticketOf(olga)
    expect(await stage.ticketsOf(olga)).toEqual([opened.number])
    expect(opened.messages.filter(message => message.direction === 'in').map(message => message.text)).toEqual(['Касса зависла на оплате'])
    const heard = (await olga.heard()).join('\n')
    expect(heard).toContain(`Заявка № ${opened.number} принята`)
    expect(heard).toContain(said)
    expect(heard).not.toContain('Такой команды нет')
    await olga.says(`${name} И принтер молчит`)
    const added = await stage.ticketOf(olga)
    expect(await stage.ticketsOf(olga)).toEqual([opened.number])
    expect(added.messages.filter(message => message.direction === 'in').map(message => message.text)).toEqual(['Касса зависла на оплате', 'И принтер молчит'])
    expect(added.openCallTasks).toEqual(name === '/call' ? ['asked'] : [])
  })

  it('/my without tickets is a word and no empty list', async () => {
    const olga = await guestAt('Ольга')
    await olga.says('/my')
    expect(await olga.heard()).toEqual(['Открытых заявок нет. Если что-то случилось, просто напишите.'])
  })

  it('product 4.6 /rules gives the hours and the way to the regulation', async () => {
    const olga = await guestAt('Ольга')
    await olga.says('/rules')
    const [line] = await olga.news()
    expect(line?.text).toMatch(/^Поддержка работает ежедневно с 09:00 до 23:00 МСК\. Что мы обещаем, чем помогаем и в какие сроки, написано в регламенте: http:\/\/127\.0\.0\.1:\d+\/regulation$/)
  })

  it('product 4.6 /lang: English from the next word on, and back', async () => {
    const olga = await guestAt('Ольга')
    await olga.says('/lang')
    await olga.presses('English')
    expect(await olga.heard()).toEqual(['На каком языке говорить с вами?', 'All right, we speak English.'])
    await olga.says('The printer does not print')
    const { number } = await stage.ticketOf(olga)
    expect((await olga.heard())[0]).toBe(`Ticket No. ${number} received at 14:07 MSK. By 14:37 MSK we will assess the urgency and tell you the term. You may send photos and voice messages right away.`)
    await olga.says('/lang')
    await olga.presses('Русский')
    expect((await olga.heard()).at(-1)).toBe('Хорошо, говорим по-русски.')
  })

  it('/help and an unknown command answer with what can be done, and register nothing', async () => {
    const olga = await guestAt('Ольга')
    await olga.says('/help')
    await olga.says('/weather')
    const heard = await olga.heard()
    expect(heard[0]).toContain('Просто напишите, что случилось')
    expect(heard[0]).toContain('/call')
    // product 4.9: where the messenger is slowed down
    expect(heard[0]).toContain(`${stage.house.url}/new`)
    expect(heard[1]).toContain('Такой команды нет')
    expect(await stage.ticketsOf(olga)).toEqual([])
  })

  it('/call registers the wish of somebody who has no ticket, at the point of his QR; again it is remembered', async () => {
    const olga = await guestAt('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.sharesContact()
    await olga.news()
    await olga.says('/call')
    const shown = await stage.ticketOf(olga)
    expect(shown.ticket).toMatchObject({ subject: 'Просит перезвонить', pointId: stage.points.berezka })
    expect(shown.openCallTasks).toEqual(['asked'])
    expect((await olga.heard()).at(-1)).toMatch(new RegExp(`^№ ${shown.number}: перезвоним по номеру`))
    await olga.says('/call')
    expect(await olga.heard()).toEqual([`№ ${shown.number}: помним, перезвоним.`])
    expect(await stage.ticketsOf(olga)).toHaveLength(1)
  })

  it('/start with a forged or an old token is a plain greeting; the QR works as often as it is read', async () => {
    const olga = await guestAt('Ольга')
    await olga.opensLink('p_nobody-has-this')
    expect(await olga.heard()).toEqual(['Здравствуйте! Это поддержка «Юпитера». Напишите, что случилось: текстом, фото или голосом. Номер пришлём сразу, срок сообщим, как только оценим срочность.'])
    await olga.opensLink('t_1042')
    expect((await olga.heard())[0]).toBe('Пишите, мы на связи.')
    await olga.opensLink(stage.qr('berezka'))
    await olga.opensLink(stage.qr('berezka'))
    expect((await olga.heard()).filter(text => text.includes('Точка: Кафе «Берёзка».'))).toHaveLength(2)
    expect(await stage.ticketsOf(olga)).toEqual([])
  })

  it('product 4.2 the point of a link opens nobody else\'s tickets', async () => {
    const olga = await guestAt('Ольга')
    await olga.opensLink(stage.qr('berezka'))
    await olga.says('Не печатает принтер')
    const timur = await guestAt('Тимур')
    await timur.opensLink(stage.qr('berezka'))
    await timur.says('/my')
    expect((await timur.heard()).at(-1)).toBe('Открытых заявок нет. Если что-то случилось, просто напишите.')
  })
})

describe('buttons', () => {
  it('channels 2.4 pressed twice counts once, and the second press is answered too', async () => {
    const { olga, number } = await withResult()
    expect(await olga.presses('Не помогло')).toBe('Отметили')
    expect(await olga.presses('Не помогло')).toBe('Уже записано.')
    expect(eventsOf(await stage.ticketOf(olga, number), 'disputed')).toHaveLength(1)
  })

  it('channels 2.4 pressed while the desk was down for ten minutes still counts; the late answer to Telegram does no harm', async () => {
    const { olga, number } = await withResult()
    // The press is taken in at once and handled when its life in Telegram is over.
    await stage.stop()
    await olga.person.presses('Всё работает')
    stage.time.advance(140_000)
    const late = stage.sim.fault({ method: 'answerCallbackQuery', answer: { status: 400, description: 'Bad Request: query is too old and response timeout expired or query ID is invalid' } })
    await late
    await stage.restart()
    expect((await stage.ticketOf(olga, number)).view.state).toBe('resolved')
    expect((await olga.heard()).some(text => text.includes(`Заявка № ${number} закрыта`))).toBe(true)
    expect(await stage.db.selectFrom('outbox').select('id').where('purpose', '=', 'ack').where('state', 'in', ['queued', 'sending', 'unknown']).execute()).toEqual([])
  })

  it('a button that was offered to somebody else does nothing and says so', async () => {
    const { olga, number } = await withResult()
    const theirs = (await olga.line('Готово.')).buttons[0]![0]!.data!
    const timur = await guestAt('Тимур')
    await timur.says('Не открывается смена')
    const mine = await timur.line('принята в')
    // A forged press: Timur's own message, Olga's button.
    const bot = stage.sim.engine.bot()
    stage.sim.engine.push(bot, {
      callback_query: {
        id: '4242', from: { id: timur.person.id, is_bot: false, first_name: 'Тимур' }, chat_instance: '1', data: theirs,
        message: { message_id: mine.messageId, date: Math.floor(stage.time.now() / 1_000), chat: { id: timur.person.id, type: 'private', first_name: 'Тимур' }, text: mine.text },
      },
    }, 'forged')
    await stage.rests()
    expect((await stage.ticketOf(olga, number)).view.state).toBe('awaiting_confirmation')
    expect((await stage.sim.calls({ method: 'answerCallbackQuery' })).at(-1)?.params).toMatchObject({ callback_query_id: '4242', text: 'Эта кнопка уже не действует. Все ваши заявки покажет команда /my.' })
  })

  it('a button whose time has gone by is answered with how things stand', async () => {
    const { olga, number } = await withResult()
    await olga.presses('Не помогло')
    expect(await olga.presses('Всё работает')).toBe(`Это сообщение уже не последнее. № ${number} сейчас: В работе. Если что-то изменилось, напишите нам.`)
    expect((await stage.ticketOf(olga, number)).view.state).toBe('in_work')
  })
})
