import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hour, minute, type Instant } from '../../src/lib/instant.ts'
import { systemTime } from '../../src/lib/time.ts'
import { newId } from '../../src/lib/ids.ts'
import { assignByLoad, plan } from '../../src/shifts/actions.ts'
import type { EntryKind } from '../../src/shifts/roster.ts'
import { groups } from '../../src/tickets/queue.ts'
import type { TicketFact } from '../../src/tickets/ticket.ts'
import { barriers, hasBrowser, picture, pictureFailure } from '../browser.ts'
import { jupiterPolicy } from '../jupiter.ts'
import { seedContact, seedPoint, seedTicket } from '../seed.ts'
import { settleCast, type Colleague } from './cast.ts'
import type { Guest } from './guest.ts'
import { ticketRoom } from './opening.ts'
import { eventsOf, instant, openStage, type Stage } from './stage.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const at = (wall: string): Instant => instant(`${wall}+03:00`)

describe('a restaurant writes, and people come and go', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
    await roster('anna', '2026-03-17T09:00', '2026-03-17T18:00')
    await roster('igor', '2026-03-17T12:00', '2026-03-17T23:00')
    await roster('anna', '2026-03-18T09:00', '2026-03-18T18:00')
  })
  afterAll(() => stage.end())

  const roster = (who: Colleague, from: string, to: string, more: { kind?: EntryKind; substitute?: Colleague } = {}) => plan(stage.db, {
    staffId: stage.staff[who], from: at(from), to: at(to), kind: more.kind ?? 'shift', substituteId: more.substitute === undefined ? null : stage.staff[more.substitute], note: '',
  }, { by: stage.staff.marina, now: stage.time.now() })
  const room = () => ticketRoom(stage.db, stage.time, () => stage.house.url)

  /** A ticket of this guest that Anna has taken, triaged and answered. */
  async function annasTicket(guest: Guest): Promise<number> {
    await guest.says('Не печатает кухонный принтер')
    const { number } = await stage.ticketOf(guest)
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'один принтер', topic: null })
    await stage.does('anna', number, { type: 'take' })
    await stage.does('anna', number, { type: 'answer', text: 'Смотрим, что с принтером', fileIds: [] })
    return number
  }

  it('an answer to the ticket of somebody whose shift is over goes back to the common list; while she is there it stays hers', async () => {
    await stage.at('2026-03-17T14:07+03:00')
    const olga = await stage.guest('Ольга')
    const number = await annasTicket(olga)
    await stage.at('2026-03-17T17:59+03:00')
    await olga.says('Перезагрузили, не помогло')
    expect((await stage.ticketOf(olga)).ticket.ownerId).toBe(stage.staff.anna)

    await stage.at('2026-03-17T18:20+03:00')
    await olga.says('Так и не печатает')
    const left = await stage.ticketOf(olga, number)
    expect(left.ticket.ownerId).toBeNull()
    expect(eventsOf(left, 'assigned')).toMatchObject([{ owner: null, why: 'off_shift', actor: { kind: 'machine' } }])
    expect(left.queueGroup).toBe(groups.ready)
  })

  it('at night nobody is on; thanks change no owner, a question does', async () => {
    await stage.at('2026-03-17T14:30+03:00')
    const pavel = await stage.guest('Павел')
    await annasTicket(pavel)
    await stage.at('2026-03-18T02:10+03:00')
    await pavel.says('спасибо')
    expect((await stage.ticketOf(pavel)).ticket.ownerId).toBe(stage.staff.anna)
    await pavel.says('А чековая лента тоже кончилась, что делать?')
    expect((await stage.ticketOf(pavel)).ticket.ownerId).toBeNull()
  })

  it('who stands in for an absent colleague is at work in her hours, and what he owns stays his', async () => {
    await stage.at('2026-03-18T09:05+03:00')
    await roster('anna', '2026-03-18T12:00', '2026-03-18T18:00', { kind: 'absence', substitute: 'igor' })
    const rita = await stage.guest('Рита')
    const number = await annasTicket(rita)
    await stage.does('marina', number, { type: 'assign', owner: stage.staff.igor })
    await stage.at('2026-03-18T12:30+03:00')
    await rita.says('Есть новости?')
    expect((await stage.ticketOf(rita)).ticket.ownerId).toBe(stage.staff.igor)
  })

  it('a shift is handed over with three short words per ticket; the customer is told nothing of it', async () => {
    await stage.at('2026-03-17T17:30+03:00')
    const vera = await stage.guest('Вера')
    const number = await annasTicket(vera)
    await vera.news()
    await stage.does('anna', number, { type: 'hand_to_shift', to: stage.staff.igor, done: 'Проверили кабель', waiting: 'Фото платы', next: 'Позвонить в 19:00' })
    const handed = await stage.ticketOf(vera)
    expect(handed.ticket.ownerId).toBe(stage.staff.igor)
    expect(eventsOf(handed, 'handed_to_shift')).toMatchObject([{ to: stage.staff.igor, done: 'Проверили кабель', waiting: 'Фото платы', next: 'Позвонить в 19:00' }])
    expect(await vera.heard()).toEqual([])
    await stage.at('2026-03-17T19:00+03:00')
    await vera.says('Вот что на плате написано: 24V')
    expect((await stage.ticketOf(vera)).ticket.ownerId).toBe(stage.staff.igor)
  })

  it('a ticket comes back to her on the date, among those that are ready, whoever had it meanwhile', async () => {
    await stage.at('2026-03-17T16:00+03:00')
    const oleg = await stage.guest('Олег')
    const number = await annasTicket(oleg)
    await stage.does('anna', number, { type: 'return_on', on: '2026-03-18T09:00:00+03:00', me: true, note: 'Пришёл ли ключ' })
    await stage.does('anna', number, { type: 'hand_to_shift', to: null, done: '', waiting: 'Ключ', next: '' })
    await stage.at('2026-03-18T08:59+03:00')
    expect((await stage.ticketOf(oleg)).ticket).toMatchObject({ ownerId: null, cameBackAt: null })
    await stage.at('2026-03-18T09:00:01+03:00')
    const back = await stage.ticketOf(oleg)
    expect(back.ticket).toMatchObject({ ownerId: stage.staff.anna, comesBack: null })
    expect(back.ticket.cameBackAt).not.toBeNull()
    expect(back.queueGroup).toBe(groups.ready)
    await stage.does('anna', number, { type: 'answer', text: 'Ключ пришёл, ставим', fileIds: [] })
    expect((await stage.ticketOf(oleg)).ticket.cameBackAt).toBeNull()
  })

  it('by load a new ticket goes to whoever has less; two leads who press at once in two processes give one owner', async () => {
    await stage.at('2026-03-17T15:00+03:00')
    await stage.another()
    const guests = [await stage.guest('Юля'), await stage.guest('Егор')]
    for (const guest of guests) await guest.says('Касса не видит весы')
    for (const guest of guests) {
      const { number } = await stage.ticketOf(guest)
      const wishes = [stage.staff.marina, stage.staff.igor, stage.staff.marina].map(by => assignByLoad(room(), stage.db, number, { by, now: stage.time.now() }))
      const placed = await Promise.all(wishes)
      expect(placed.map(one => one.kind).sort()).toEqual(['assigned', 'owned', 'owned'])
      const { ticket, ...shown } = await stage.ticketOf(guest)
      expect([stage.staff.anna, stage.staff.igor]).toContain(ticket.ownerId)
      expect(eventsOf({ ticket, ...shown }, 'assigned').map(event => event.why)).toEqual(['load'])
    }
  })

  it('nobody at work: it stays in the common list', async () => {
    await stage.at('2026-03-18T23:30+03:00')
    const nina = await stage.guest('Нина')
    await nina.says('Не открывается смена')
    const { number } = await stage.ticketOf(nina)
    expect(await assignByLoad(room(), stage.db, number, { by: stage.staff.marina, now: stage.time.now() })).toEqual({ kind: 'nobody' })
    expect((await stage.ticketOf(nina)).ticket.ownerId).toBeNull()
  })
})

describe.runIf(hasBrowser('test/stories/shift.story.test.ts (the board, the roster and the hand-over in a browser)'))('the lead and her screens', () => {
  let workspace: Workspace
  let page: Page
  let staff: Record<Colleague, string>
  let me: string

  beforeAll(async () => {
    const now = systemTime.now()
    workspace = await openWorkspace({ time: systemTime, settle: async db => { staff = (await settleCast(db, now)).staff } })
    const { db } = workspace
    page = workspace.page
    await page.getByText('Открытых заявок нет').waitFor()
    me = (await db.selectFrom('staff').select('id').where('practice', '=', true).executeTakeFirstOrThrow()).id

    const author = { by: me, now }
    for (const [who, from, to] of [['anna', -2 * hour, 5 * hour], ['igor', -1 * hour, 8 * hour]] as const) {
      await plan(db, { staffId: staff[who], from: now + from, to: now + to, kind: 'shift', substituteId: null, note: '' }, author)
    }
    const berezka = await seedPoint(db, { name: 'Кафе «Берёзка»' }, now)
    const given = (owner: string): readonly { at: Instant; fact: TicketFact }[] => [
      { at: now - 50 * minute, fact: { type: 'triaged', category: 2, effect: 'касса работает, принтер нет', topic: '4.4' } }, { at: now - 49 * minute, fact: { type: 'assigned', owner } },
    ]
    const stories: readonly { subject: string; next?: readonly { at: Instant; fact: TicketFact }[] }[] = [
      { subject: 'Не печатает кухонный принтер', next: given(me) },
      { subject: 'Не видно заказов с сайта', next: [...given(me), { at: now - 30 * minute, fact: { type: 'answered', message: newId(), asks: false } }] },
      { subject: 'Весы показывают ноль', next: given(staff.anna) }, { subject: 'Касса зависает при закрытии', next: given(staff.anna) }, { subject: 'Нет связи с терминалом', next: given(staff.igor) },
      { subject: 'Как сделать возврат' }, { subject: 'Не открывается смена' }, { subject: 'Новый официант не может войти' },
    ]
    for (const { subject, next } of stories) {
      const { id, conversationId } = await seedContact(db, { name: 'Ирина', telegram: newId() }, now)
      await seedTicket(db, { policy: jupiterPolicy } as Parameters<typeof seedTicket>[1], { subject, at: now - hour, contactId: id, conversationId, pointId: berezka, ...(next === undefined ? {} : { next }) }, now)
    }
    await page.reload()
  })
  afterAll(() => workspace.end())
  afterEach(({ task }) => pictureFailure(task, { shift: page }))

  const isReadable = async (): Promise<void> => expect(await barriers(page)).toEqual([])
  const ownerOf = async (subject: string) => (await workspace.db.selectFrom('tickets').select('ownerId').where('subject', '=', subject).executeTakeFirstOrThrow()).ownerId

  it('the board tells who is here, how much everybody has and who is next', async () => {
    await page.getByRole('button', { name: 'Разделы' }).click()
    await page.getByRole('menuitem', { name: 'Смена', exact: true }).click()
    const anna = page.getByRole('listitem').filter({ hasText: 'Анна Орлова' })
    await anna.getByText('2 открытые').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Игорь Лапин' }).getByText('следующий по нагрузке').waitFor()
    await isReadable()
  })

  it('rows are chosen by key and Shift, and go to those present by load', async () => {
    await page.goto(`${workspace.house.url}/?view=triage`)
    const rows = page.getByRole('listitem')
    await rows.nth(2).waitFor()
    await page.locator('body').press('j')
    await page.locator('body').press('x')
    await page.getByText('Выбрана 1', { exact: true }).waitFor()
    await rows.nth(2).getByRole('link').click({ modifiers: ['Shift'] })
    await page.getByText('Выбрано 3', { exact: true }).waitFor()
    await isReadable()
    await picture(page, 'shift-bulk')
    await page.getByRole('toolbar', { name: 'Действия с выбранными заявками' }).getByRole('button', { name: 'По нагрузке' }).click()
    await page.getByText('Готово: 3 заявки').waitFor()
    for (const subject of ['Как сделать возврат', 'Не открывается смена', 'Новый официант не может войти']) expect([staff.anna, staff.igor]).toContain(await ownerOf(subject))
  })

  it('assigning shows who is on shift and with how much; «вернуть мне» names the usual dates', async () => {
    await page.getByRole('link', { name: /Как сделать возврат/ }).click()
    await page.getByRole('heading', { name: /^№/ }).waitFor()
    await page.getByRole('button', { name: 'Ещё' }).click()
    await page.getByRole('menuitem', { name: 'Назначить' }).click()
    await page.getByRole('radio', { name: /По нагрузке/ }).waitFor()
    await page.getByRole('radio', { name: /Анна Орлова.*на смене до \d\d:\d\d · \d/ }).waitFor()
    await page.getByRole('radio', { name: /Марина Ким.*не на смене/ }).waitFor()
    await isReadable()
    await picture(page, 'shift-assign')
    await page.getByLabel('Сотрудник').fill('орлова')
    await page.getByLabel('Сотрудник').press('Enter')
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click()
    await page.getByText('Ведёт: Анна Орлова').waitFor()
    await page.locator('body').press('v')
    await page.getByText('Завтра в 9:00').click()
    await picture(page, 'shift-return')
    await page.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await page.getByText(/Заявка вернётся/).waitFor()
    const { comesBackAt } = await workspace.db.selectFrom('tickets').select('comesBackAt').where('subject', '=', 'Как сделать возврат').executeTakeFirstOrThrow()
    expect(new Date(comesBackAt!).toISOString().slice(11, 16)).toBe('06:00')
  })

  it('the roster of the week: a shift by a press, a pattern for several people', async () => {
    await page.goto(`${workspace.house.url}/roster`)
    await page.getByRole('button', { name: 'Неделей позже' }).click()
    await page.getByRole('button', { name: /^Добавить: Марина Ким/ }).first().click()
    await page.getByRole('dialog').getByLabel('Заметка').fill('только телефон')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByRole('button', { name: /Изменить: Смена 09:00–23:00 ?только телефон/ }).waitFor()
    await isReadable()
    await page.getByRole('button', { name: 'По шаблону' }).click()
    await page.getByRole('dialog').getByLabel('Анна Орлова').check()
    await page.getByRole('dialog').getByLabel('Игорь Лапин').check()
    await isReadable()
    await picture(page, 'shift-pattern')
    await page.getByRole('button', { name: 'Поставить смены' }).click()
    await page.getByText(/^Поставлен[ао] \d+ смен/).waitFor()
    await picture(page, 'shift-roster')
    expect((await workspace.db.selectFrom('roster').select('id').where('staffId', '=', staff.anna).execute()).length).toBeGreaterThan(10)
  })

  it('the shift is handed over with filled suggestions, corrected where needed', async () => {
    await page.goto(`${workspace.house.url}/shift`)
    await page.locator('body').press('h')
    const { number } = await workspace.db.selectFrom('tickets').select('number').where('subject', '=', 'Не печатает кухонный принтер').executeTakeFirstOrThrow()
    const next = page.getByLabel(`Дальше, № ${number}`)
    await next.waitFor()
    expect(await next.inputValue()).toBe('Ответить клиенту.')
    await page.getByLabel(`Сделано, № ${number}`).fill('Проверили кабель')
    await page.getByLabel('Кому').selectOption({ label: 'Анна Орлова, на смене' })
    await isReadable()
    await picture(page, 'shift-hand-over')
    await page.getByLabel(`Сделано, № ${number}`).press('Control+Enter')
    await page.getByText('Смена сдана').waitFor()
    expect([await ownerOf('Не печатает кухонный принтер'), await ownerOf('Не видно заказов с сайта')]).toEqual([staff.anna, staff.anna])
    const said = await workspace.db.selectFrom('ticketEvents').select('data').where('type', '=', 'handed_to_shift').execute()
    expect(said.map(row => (row.data as { done: string }).done)).toContain('Проверили кабель')
  })

  it('on a phone, in the dark too, the board and the roster can be read', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const [path, name] of [['/shift', 'Смена'], ['/roster', 'График']] as const) {
      await page.goto(`${workspace.house.url}${path}`)
      await page.getByRole('heading', { name, exact: true }).waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await isReadable()
      await picture(page, `shift-phone${path.replace('/', '-')}`)
    }
    expect(workspace.troubles).toEqual([])
  })
})
