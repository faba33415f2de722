import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Line } from '../../sim/telegram/index.ts'
import { makeLink } from '../../src/alarms/chats/actions/linking.ts'
import { linkPayload } from '../../src/alarms/chats/colleagues.ts'
import { stamp } from '../../src/lib/db.ts'
import { newId } from '../../src/lib/ids.ts'
import type { Colleague } from './cast.ts'
import { labels, type Guest } from './guest.ts'
import { instant, openStage, type Stage } from './stage.ts'

let stage: Stage
let anna: Guest
let igor: Guest
let marina: Guest

/** The colleague's private chat with the bot, linked as the workspace's menu does it. */
async function linked(who: Colleague, name: string): Promise<Guest> {
  const chat = await stage.guest(name)
  const { token } = await makeLink(stage.db, stage.staff[who], stage.time.now())
  await chat.opensLink(linkPayload(token))
  return chat
}

beforeAll(async () => {
  stage = await openStage()
  await stage.at('2026-03-16T12:00+03:00')
  anna = await linked('anna', 'Анна')
  igor = await linked('igor', 'Игорь')
  marina = await linked('marina', 'Марина')
  await roster('anna', 'shift', '2026-03-16T09:00+03:00', '2026-04-30T23:00+03:00')
  await roster('igor', 'shift', '2026-03-16T09:00+03:00', '2026-04-30T23:00+03:00')
})
afterAll(() => stage.end())

async function roster(who: Colleague, kind: 'shift' | 'on_call', from: string, to: string): Promise<string> {
  const id = newId()
  await stage.db.insertInto('roster').values({ id, staffId: stage.staff[who], kind, startsAt: stamp(instant(from)), endsAt: stamp(instant(to)), note: '', createdAt: stamp(stage.time.now()) } as never).execute()
  return id
}

const all = () => [anna, igor, marina]
const forget = async (): Promise<void> => {
  for (const one of all()) await one.news()
}

/** A guest whose work stands still, at that instant; the colleagues have read everything before. */
async function stopAt(at: string, words = 'Касса не пробивает чеки'): Promise<{ guest: Guest; number: number }> {
  await stage.at(at)
  await forget()
  const guest = await stage.guest('Ольга')
  await guest.opensLink(stage.qr('berezka'))
  await guest.says(words)
  const { number } = await stage.ticketOf(guest)
  await guest.presses('Не можем рассчитать гостей')
  return { guest, number }
}

/** Lines about this ticket. */
const about = (lines: readonly Line[], number: number): Line[] => lines.filter(line => line.text.includes(`№ ${number}`))
const end = (number: number) => stage.does('marina', number, { type: 'withdraw', note: '' })

describe('a stop report in service hours', () => {
  it('R-3.1.2, product 4.3 alarms those on shift at once, and when Igor takes it nobody else runs', async () => {
    const { number } = await stopAt('2026-03-17T14:00+03:00')
    const [toAnna] = about(await anna.news(), number)
    expect(toAnna?.text).toBe(`№ ${number} · работа стоит\nКафе «Берёзка», Москва, Кузнецкий Мост, 7\n«Касса не пробивает чеки»\nТолько что`)
    expect(labels(toAnna!)).toEqual([['Беру', 'Открыть']])
    expect(toAnna?.silent).toBe(false)
    expect(about(await igor.news(), number)).toHaveLength(1)
    expect(about(await marina.news(), number)).toEqual([])

    await stage.at('2026-03-17T14:02+03:00')
    expect(await igor.presses('Беру')).toBe('Заявка ваша')
    expect((await stage.ticketOf(igor, number)).ticket.ownerId).toBe(stage.staff.igor)
    const after = await anna.now(toAnna!)
    expect(after.text).toBe(`№ ${number} · работа стоит\nКафе «Берёзка», Москва, Кузнецкий Мост, 7\n«Касса не пробивает чеки»\nВзято в 14:02 МСК: Игорь Лапин.`)
    expect(labels(after)).toEqual([['Открыть']])

    await stage.advance('PT1H')
    expect(about([...await anna.news(), ...await igor.news(), ...await marina.news()], number).filter(line => labels(line).flat().includes('Беру'))).toEqual([])
    await end(number)
  })

  it('R-3.1.2 while nobody takes it: again after three minutes, the lead after five, the head after fifteen, until somebody does', async () => {
    const { number } = await stopAt('2026-03-17T15:00+03:00')
    const heard = async (guest: Guest) => about(await guest.news(), number).map(line => line.text.split('\n').slice(3).join(' '))
    expect(await heard(anna)).toEqual(['Только что'])
    await stage.at('2026-03-17T15:02:59+03:00')
    expect(await heard(anna)).toEqual([])
    await stage.at('2026-03-17T15:03+03:00')
    expect(await heard(anna)).toEqual(['Ждёт 3 мин'])
    expect(await heard(igor)).toEqual(['Только что', 'Ждёт 3 мин'])
    expect(await heard(marina)).toEqual([])
    await stage.at('2026-03-17T15:05+03:00')
    expect(await heard(marina)).toEqual(['Ждёт 5 мин Смена пока не откликнулась.'])
    expect(await heard(anna)).toEqual([])
    await stage.at('2026-03-17T15:06+03:00')
    expect([await heard(anna), await heard(igor), await heard(marina)].map(list => list.length)).toEqual([1, 1, 1])
    for (const minute of ['09', '12', '15']) await stage.at(`2026-03-17T15:${minute}+03:00`)
    // Nobody is an administrator here: the lead stands in for the head, and is told once.
    expect(await heard(marina)).toHaveLength(3)
    await stage.does('anna', number, { type: 'call_held', note: 'уже чиним', asks: false })
    await stage.advance('PT1H')
    expect(await heard(igor)).toEqual(['Ждёт 9 мин', 'Ждёт 12 мин', 'Позвонили клиенту в 15:15 МСК: Анна Орлова.'])
    expect(await heard(marina)).toEqual([])
    await end(number)
  })

  it('R-6.2.4 triage to a lesser category ends it; whoever presses late is told that it is over', async () => {
    const { number } = await stopAt('2026-03-17T17:00+03:00')
    await stage.does('marina', number, { type: 'triage', category: 2, effect: 'есть вторая касса', topic: null })
    const line = await anna.line(`№ ${number}`)
    expect(line.text).toContain('Разобрано в 17:00 МСК, не критично: Марина Ким.')
    await end(number)
  })

  it('R-3.1.2 two who press at once: one has it, the other is told who', async () => {
    const { number } = await stopAt('2026-03-17T18:00+03:00')
    const presses = await Promise.all([anna.person.presses('Беру'), igor.person.presses('Беру')])
    const answers = await Promise.all(presses.map(press => press.answer()))
    await stage.rests()
    expect(answers.map(answer => answer.text).toSorted((a, b) => String(a).localeCompare(String(b), 'ru'))).toEqual(['Заявка ваша', expect.stringMatching(/^Уже взято: (Анна Орлова|Игорь Лапин)$/)])
    const { ticket } = await stage.ticketOf(anna, number)
    const other = answers[0]!.text === 'Заявка ваша' ? stage.staff.anna : stage.staff.igor
    expect(ticket.ownerId).toBe(other)
    await end(number)
  })
})

describe('outside service hours', () => {
  it('S-9 a stop report at 02:17 wakes nobody; at the opening the shift hears of it', async () => {
    const { number } = await stopAt('2026-03-18T02:17+03:00')
    await stage.at('2026-03-18T08:59:59+03:00')
    expect(about([...await anna.news(), ...await igor.news(), ...await marina.news()], number)).toEqual([])
    await stage.at('2026-03-18T09:00+03:00')
    const [line] = about(await anna.news(), number)
    expect(line?.text).toContain('Ждёт 6 ч 43 мин')
    expect(about(await igor.news(), number)).toHaveLength(1)
    await stage.at('2026-03-18T09:05+03:00')
    expect(about(await marina.news(), number)).toHaveLength(1)
    await end(number)
  })

  it('S-9 who is on call is told at any hour, again and again, and nobody else', async () => {
    const id = await roster('marina', 'on_call', '2026-03-18T23:00+03:00', '2026-03-19T09:00+03:00')
    const { number } = await stopAt('2026-03-19T02:17+03:00')
    expect(about(await marina.news(), number)).toHaveLength(1)
    await stage.at('2026-03-19T02:20+03:00')
    expect(about(await marina.news(), number)).toHaveLength(1)
    expect(about([...await anna.news(), ...await igor.news()], number)).toEqual([])
    await marina.presses('Беру')
    await stage.at('2026-03-19T09:30+03:00')
    expect(about([...await anna.news(), ...await igor.news()], number)).toEqual([])
    await stage.db.deleteFrom('roster').where('id', '=', id).execute()
    await end(number)
  })
})

describe('a result that did not help', () => {
  it('S-6 a disputed category 1 alarms as fresh; the second dispute goes to the lead at once', async () => {
    const { guest, number } = await stopAt('2026-03-19T14:00+03:00')
    await stage.does('anna', number, { type: 'take' })
    await stage.does('anna', number, { type: 'triage', category: 1, effect: 'касса стоит', topic: null })
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Перезапустили службу.', fileIds: [], told: 'written' })
    await forget()
    await guest.presses('Не помогло')
    const [line] = about(await igor.news(), number)
    expect(line?.text).toContain(`№ ${number} · критичная, снова не работает`)
    expect(line?.text).toContain('Ведёт: Анна Орлова')
    expect(about(await marina.news(), number)).toEqual([])
    // Anna owns it; taking it again says that she is at it.
    expect(await anna.presses('Беру')).toBe('Заявка ваша')
    expect((await igor.now(line!)).text).toContain('Взято в 14:00 МСК: Анна Орлова.')

    await stage.at('2026-03-19T14:30+03:00')
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Заменили кабель.', fileIds: [], told: 'written' })
    await forget()
    await guest.presses('Не помогло')
    expect(about(await marina.news(), number)[0]?.text).toContain('снова не работает')
    await marina.presses('Беру')
    expect((await stage.ticketOf(guest, number)).ticket.ownerId).toBe(stage.staff.marina)
    await end(number)
  })

  it('S-6 the second dispute of another category goes to the lead, once, and is seen by a button', async () => {
    await stage.at('2026-03-19T16:00+03:00')
    const guest = await stage.guest('Тимур')
    await guest.says('Не печатает принтер')
    const { number } = await stage.ticketOf(guest)
    await stage.does('anna', number, { type: 'take' })
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
    for (const text of ['Готово.', 'Теперь готово.']) {
      await stage.does('anna', number, { type: 'report_result', kind: 'done', text, fileIds: [], told: 'written' })
      await forget()
      await guest.presses('Не помогло')
    }
    const [line] = about(await marina.news(), number)
    expect(line?.text).toBe(`№ ${number} · второй раз не помогло\nТимур\n«Не печатает принтер»\nТолько что\nВедёт: Анна Орлова`)
    expect(about([...await anna.news(), ...await igor.news()], number)).toEqual([])
    await stage.at('2026-03-19T17:00+03:00')
    expect(about(await marina.news(), number)).toEqual([])
    expect(await marina.presses('Вижу')).toBe('Хорошо, отметили')
    expect((await marina.now(line!)).text).toContain('Посмотрено в 17:00 МСК: Марина Ким.')
    await end(number)
  })
})

describe('groups', () => {
  it('R-6.2.2, R-3.1.2 what nobody has triaged is one notice with the count, twelve minutes before the due; the lead hears when it has passed', async () => {
    await stage.at('2026-03-20T10:00+03:00')
    const guests = [await stage.guest('Первая'), await stage.guest('Вторая'), await stage.guest('Третья')]
    for (const guest of guests) await guest.says('Как завести меню?')
    await forget()
    await stage.at('2026-03-20T10:17:59+03:00')
    expect(await anna.heard()).toEqual([])
    await stage.at('2026-03-20T10:18+03:00')
    const [line, ...more] = await anna.news()
    expect(line?.text).toBe('Без категории: 3, до срока 12 мин.')
    expect(labels(line!)).toEqual([['Разобрать']])
    expect(more).toEqual([])
    expect(await marina.heard()).toEqual([])
    const numbers = await Promise.all(guests.map(async guest => (await stage.ticketOf(guest)).number))
    await stage.does('anna', numbers[0]!, { type: 'triage', category: 3, effect: 'вопрос', topic: null })
    await stage.at('2026-03-20T10:30+03:00')
    expect(await anna.heard()).toEqual(['Без категории: 2, до срока 1 мин.'])
    await stage.at('2026-03-20T10:42+03:00')
    expect(await marina.heard()).toEqual(['Без категории: 2, срок прошёл у 2.'])
    for (const number of numbers.slice(1)) await stage.does('anna', number, { type: 'triage', category: 3, effect: 'вопрос', topic: null })
    await forget()
    await stage.advance('PT1H')
    expect(await anna.heard()).toEqual([])
    for (const number of numbers) await end(number)
  })

  it('R-3.1.2, R-2.4.1 the morning list of categories 2 and 3 at 09:10: each his own and what is nobody\'s; a warning is one message', async () => {
    await stage.at('2026-03-23T09:30+03:00')
    const guest = await stage.guest('Глеб')
    await guest.opensLink(stage.qr('arbat'))
    await guest.says('Один принтер молчит')
    const { number } = await stage.ticketOf(guest)
    await stage.does('anna', number, { type: 'take' })
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
    await stage.does('anna', number, { type: 'answer', text: 'Смотрим.', fileIds: [], asks: false })
    await forget()
    await stage.at('2026-03-27T20:45+03:00')
    await stage.at('2026-03-27T20:46+03:00')
    expect(about(await anna.news(), number).map(line => line.text)).toEqual([`Сроки на исходе\n№ ${number}, до 28 марта, 09:30 МСК: Кафе «Берёзка» на Арбате, «Один принтер молчит»`])
    expect(about(await igor.news(), number)).toEqual([])
    await stage.at('2026-03-28T09:09:59+03:00')
    await forget()
    await stage.at('2026-03-28T09:10+03:00')
    const [list] = await anna.news()
    expect(list?.text).toContain('Дела на 28 марта')
    expect(list?.text).toContain(`Срок сегодня: 1\n№ ${number}, до 09:30 МСК: Кафе «Берёзка» на Арбате, «Один принтер молчит»`)
    expect(list?.silent).toBe(true)
    expect((await igor.heard())[0]).toContain('Срочного по категориям 2 и 3 нет.')
    await end(number)
  })
})

describe('a colleague\'s chat', () => {
  it('his words become no ticket, and a command of customers neither', async () => {
    await stage.at('2026-04-01T12:00+03:00')
    await forget()
    await anna.says('Не работает касса')
    expect((await anna.heard())[0]).toContain('Это ваш рабочий чат')
    await anna.says('/new касса')
    await anna.says('/call')
    expect(await stage.ticketsOf(anna)).toEqual([])
    await anna.opensLink()
    expect((await anna.heard()).at(-1)).toContain('Это ваш рабочий чат')
  })

  it('R-2.4.4, A-26 a forwarded message is a ticket of that customer, who gets the number; the same forward again makes none', async () => {
    await stage.at('2026-04-01T13:00+03:00')
    const guest = await stage.guest('Ольга')
    await guest.opensLink(stage.qr('berezka'))
    await guest.news()
    await forget()
    await anna.says('Здравствуйте, не печатает кухонный принтер', { forwarded: { from: guest.person.id, at: instant('2026-04-01T12:40+03:00') } })
    const shown = await stage.ticketOf(guest)
    expect(shown.ticket.subject).toBe('не печатает кухонный принтер')
    expect(shown.ticket.pointId).toBe(stage.points.berezka)
    expect(shown.messages[0]?.text).toBe('Здравствуйте, не печатает кухонный принтер')
    expect((await guest.heard())[0]).toContain(`Заявка № ${shown.number} принята`)
    const [answer] = await anna.news()
    expect(answer?.text).toBe(`Заявка № ${shown.number} заведена: Ольга. Клиент получил номер в своём чате с ботом.`)
    expect(labels(answer!)).toEqual([['Открыть']])
    await igor.says('Здравствуйте, не печатает кухонный принтер', { forwarded: { from: guest.person.id, at: instant('2026-04-01T12:40+03:00') } })
    expect(await igor.heard()).toEqual([`Это сообщение уже есть в заявке № ${shown.number}.`])
    expect(await stage.ticketsOf(guest)).toEqual([shown.number])
    await end(shown.number)
  })

  it('a hidden author is a new contact by name; an album of his is one message, and words forwarded right after join it', async () => {
    await stage.at('2026-04-01T14:00+03:00')
    await forget()
    await anna.sendsAlbum([{ size: 1_000, caption: 'Вот что на экране' }, { size: 2_000 }], { forwarded: { from: 'Шеф «Пельменной»', at: instant('2026-04-01T13:40+03:00') } })
    await anna.says('И терминал тоже', { forwarded: { from: 'Шеф «Пельменной»', at: instant('2026-04-01T13:41+03:00') } })
    const heard = await anna.heard()
    const number = Number(/№ (\d+)/.exec(heard[0]!)?.[1])
    expect(heard).toEqual([
      `Заявка № ${number} заведена: Шеф «Пельменной». Боту он не писал, поэтому номер сообщите сами: там, где он вам написал, или по телефону.`, `Добавили к заявке № ${number}.`,
    ])
    const shown = await stage.ticketOf(anna, number)
    expect(shown.messages.filter(message => message.direction === 'in').map(message => message.text)).toEqual(['Вот что на экране', 'И терминал тоже'])
    expect(shown.attachments).toHaveLength(2)
    expect(shown.ticket.conversationId).toBeNull()
    await end(number)
  })

  it('words of a colleague, or one\'s own, become no ticket when they are forwarded', async () => {
    await stage.at('2026-04-01T15:00+03:00')
    await forget()
    await anna.says('Посмотри, пожалуйста, что там у них', { forwarded: { from: igor.person.id } })
    await anna.says('Напоминаю себе', { forwarded: { from: anna.person.id } })
    expect(await anna.heard()).toEqual(Array.from({ length: 2 }, () => 'Пересылайте сообщения клиентов: слова коллег и бота заявками не становятся.'))
    expect(await stage.ticketsOf(igor)).toEqual([])
  })

  it('a link works once and for a quarter of an hour; /unlink makes the chat a stranger\'s again', async () => {
    await stage.at('2026-04-02T12:00+03:00')
    const chat = await stage.guest('Глеб')
    const { token } = await makeLink(stage.db, stage.staff.igor, stage.time.now())
    await stage.advance('PT15M')
    await chat.opensLink(linkPayload(token))
    expect((await chat.heard())[0]).toContain('Ссылка уже использована или устарела')
    const fresh = await makeLink(stage.db, stage.staff.igor, stage.time.now())
    await chat.opensLink(linkPayload(fresh.token))
    expect((await chat.heard())[0]).toContain('Игорь Лапин, этот чат теперь ваш рабочий')
    await chat.says('/unlink')
    expect((await chat.heard())[0]).toContain('Чат отключён')
    await chat.says('Не печатает принтер')
    expect(await stage.ticketsOf(chat)).toHaveLength(1)
    await end((await stage.ticketsOf(chat))[0]!)
    igor = await linked('igor', 'Игорь')
  })
})

describe('processes', () => {
  it('R-3.1.2 after downtime each is told once, at the present level', async () => {
    const { number } = await stopAt('2026-04-03T15:00+03:00')
    await forget()
    await stage.stop()
    stage.time.set(instant('2026-04-03T15:41+03:00'))
    await stage.restart()
    for (const one of all()) expect(about(await one.news(), number)).toHaveLength(1)
    await end(number)
  })

  it('two houses over one database send each notice once', async () => {
    await stage.another()
    await stage.at('2026-04-06T14:00+03:00')
    await forget()
    const guests = await Promise.all(Array.from({ length: 4 }, (_, index) => stage.guest(`Гость ${index + 1}`)))
    for (const guest of guests) {
      await guest.opensLink(stage.qr('pelmennaya'))
      await guest.says('Касса стоит')
      await guest.presses('Не можем рассчитать гостей')
    }
    await stage.at('2026-04-06T14:03+03:00')
    await stage.at('2026-04-06T14:05+03:00')
    const numbers = await Promise.all(guests.map(async guest => (await stage.ticketOf(guest)).number))
    const [toAnna, toMarina] = [await anna.news(), await marina.news()]
    for (const number of numbers) {
      expect(about(toAnna, number)).toHaveLength(2)
      expect(about(toMarina, number)).toHaveLength(1)
    }
    expect(stage.troubles).toEqual([])
  })
})
