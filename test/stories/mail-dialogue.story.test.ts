import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMailStage, type MailStage, type Writer } from './letters.ts'
import { eventsOf, type Shown, type Stage } from './stage.ts'

/** A restaurant that writes letters is served as one that writes to the bot: the same notices, the same acts, by letter and by the page behind its links. */
describe('a ticket by letters', () => {
  let mail: MailStage
  let stage: Stage
  let olga: Writer
  let number = 0
  const shown = (): Promise<Shown> => stage.ticket(number)
  /** The links with this label in her letters, oldest first. */
  const links = (label: string): string[] => olga.letters().flatMap(({ links: { [label]: link } }) => (link === undefined ? [] : [link]))
  /** The page behind her first letter. */
  const page = (): string => links('Ответить на странице')[0]!.replace('#tell', '')
  const newest = async (): Promise<number> => (await stage.db.selectFrom('tickets').select('number').orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow()).number

  beforeAll(async () => {
    mail = await openMailStage()
    stage = mail.stage
    olga = mail.writer('Ольга Ветрова', 'olga@berezka.example')
    await stage.at('2026-03-17T14:07+03:00')
  })
  afterAll(() => mail.end())

  it('R-2.2.5, R-2.2.6, R-6.2.1-3, R-6.1.2-5 a long letter with many files is registered at once; one letter tells number and times and asks for all that is missing', async () => {
    const files = Array.from({ length: 30 }, (_, place) => ({ name: `снимок ${place + 1}.png`, mime: 'image/png' }))
    await olga.writes({ subject: 'Не сходится отчёт по алкоголю', text: `Добрый день! Опишу по порядку.\n\n${'1. Открываем отчёт за месяц. 2. Сравниваем с накладными. '.repeat(200)}`, files })
    number = await newest()
    const letter = await only(olga)
    expect(letter.subject).toContain(`[№ ${number}]`)
    expect(letter.text).toContain(`Заявка № ${number} принята в 14:07 МСК. До 14:37 МСК оценим срочность и сообщим срок.`)
    for (const thing of ['где это случилось', 'что происходит', 'по какому телефону вам позвонить', 'с какого времени']) expect(letter.text).toContain(thing)
    expect(Object.keys(letter.links)).toEqual(expect.arrayContaining(['Ответить на странице', 'Уже не нужно', 'Не можем работать', 'Позвоните мне', 'Почему такой срок?']))
    const ticket = await shown()
    expect(ticket.ticket).toMatchObject({ channel: 'email', subject: 'Не сходится отчёт по алкоголю' })
    expect(ticket.attachments).toHaveLength(30)
  })

  it('a simple question by letter is taken like any other, and thanks are no question', async () => {
    const other = mail.writer('Глеб', 'gleb@priboy.example')
    await other.writes({ subject: 'Как поменять цену?', text: 'Подскажите, где меняется цена блюда' })
    expect(await newest()).toBe(number + 1)
    expect((await only(other)).subject).toContain(`№ ${number + 1}`)
    const thankful = mail.writer('Нина', 'nina@pelmennaya.example')
    await thankful.writes({ text: 'Спасибо!' })
    expect(await thankful.news()).toEqual([])
    expect(await newest()).toBe(number + 1)
  })

  it('R-6.1.2-5 what was asked for is ticked on the page behind the letter, stands on the ticket, and is asked for by no further letter', async () => {
    const before = await olga.opens(page())
    expect(before.says).toContain('Чтобы помочь быстрее')
    const says = await olga.fills(page(), { act: 'tell', place: 'Кузнецкий Мост, 7', happening: 'question', phone: '8 916 123-45-01', since: 'с утра, отчёт перестраивали' })
    expect(says).not.toContain('Чтобы помочь быстрее')
    const { ticket, messages } = await shown()
    expect(ticket).toMatchObject({ pointId: stage.points.berezka, facts: { what: 'Вопрос или настройка', since: 'с утра, отчёт перестраивали' } })
    expect(messages.findLast(one => one.direction === 'in')!.text).toBe('Точка: Кафе «Берёзка», Москва, Кузнецкий Мост, 7\nЧто происходит: Вопрос или настройка\nТелефон: +7 916 123 45 01\nС какого времени и что пробовали: с утра, отчёт перестраивали')
    expect(await olga.news()).toEqual([])
  })

  it('R-6.2.4, R-6.2.8 the category and its term come by letter, with the link for when it gets worse', async () => {
    await stage.does('anna', number, { type: 'triage', category: 2, effect: 'отчёт не сходится', topic: null })
    await stage.does('anna', number, { type: 'take' })
    const letter = await only(olga)
    expect(letter.text).toContain(`№ ${number}: категория 2, важная. Срок по регламенту: до`)
    expect(letter.text).toContain('Если станет хуже, сообщите нам по ссылке «Не можем работать».')
    expect(Object.keys(letter.links)).toContain('Не можем работать')
  })

  it('R-6.3.2, R-3.2.3 a question with its items comes by letter; a letter with a file answers it', async () => {
    await stage.does('anna', number, { type: 'answer', text: 'Пришлите, пожалуйста, журнал и версию.', asks: true, items: [{ kind: 'log', text: 'журнал за вчера' }, { kind: 'version', text: 'версию программы' }], fileIds: [] })
    const question = await only(olga)
    expect(question.text).toContain('1) журнал за вчера\n2) версию программы')
    expect(question.text).toContain('Ответить можно на это письмо, файлы приложите к нему.')
    await olga.writes({ subject: `Re: ${question.subject}`, text: 'Вот журнал', files: [{ name: 'вчера.log', mime: 'text/plain' }], answers: [question.id] })
    const { ticket, view } = await shown()
    expect(ticket.asked.map(item => item.state)).toEqual(['done', 'open'])
    expect(view.state).toBe('in_work')
    expect(await olga.news()).toEqual([])
  })

  it('R-6.3.3, R-6.3.4 the reminder, the pause and the resumption with the new term come by letter', async () => {
    await stage.does('anna', number, { type: 'answer', text: 'Осталась версия.', asks: true, fileIds: [] })
    const question = await only(olga)
    await stage.advance('P1D')
    const texts = (await olga.news()).map(one => one.text)
    expect(texts.join('\n')).toMatch(/Если не ответите до .+, приостановим работу/)
    await stage.advance('P3D')
    expect((await olga.news()).map(one => one.text).join('\n')).toContain(`№ ${number} на паузе: не хватает: версию программы. Заявка не закрыта.`)
    expect((await shown()).view.state).toBe('suspended')
    await olga.writes({ text: 'Версия 5.2.118', answers: [question.id] })
    expect((await only(olga)).text).toMatch(new RegExp(`Спасибо, продолжаем. № ${number}: новый срок до .+ \\(было .+\\)`))
    expect((await shown()).view.state).toBe('in_work')
  })

  it('an automatic answer ends no wait and gets no letter', async () => {
    await stage.does('anna', number, { type: 'answer', text: 'Проверьте журнал ещё раз.', asks: true, fileIds: [] })
    const question = await only(olga)
    await olga.writes({ subject: 'Автоответ: я в отпуске', text: 'Вернусь в понедельник', answers: [question.id], automatic: true })
    expect((await shown()).view.state).toBe('waiting_customer')
    expect(await olga.news()).toEqual([])
    await olga.writes({ text: 'Проверили, всё то же', answers: [question.id] })
    expect((await shown()).view.state).toBe('in_work')
    await olga.news()
  })

  it('R-6.4.1-2 the result asks to check; a letter that says that it did not help brings the work back', async () => {
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Отчёт пересчитан.', told: 'written', fileIds: [] })
    const result = await only(olga)
    expect(result.text).toContain('Проверьте, пожалуйста, и сообщите, всё ли получилось: по ссылке ниже или ответом на это письмо.')
    await olga.writes({ text: 'Нет, сумма всё ещё другая', answers: [result.id] })
    const [judged] = await stage.judging()
    const written = (await shown()).messages.findLast(one => one.direction === 'in')!
    expect(judged).toMatchObject({ number })
    await stage.does('anna', number, { type: 'judge', message: written.id, as: 'dispute' })
    expect((await shown()).view.state).toBe('in_work')
    expect((await only(olga)).text).toContain(`возвращаемся к № ${number}`)
  })

  it('R-6.4.2 opening the link of a letter does nothing, however often and by whom; pressing confirms, and the last letter asks for a rating by one link', async () => {
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Пересчитали ещё раз, сумма сходится.', told: 'written', fileIds: [] })
    const result = await only(olga)
    const link = result.links['Всё работает']!
    const opened = await olga.opens(link)
    expect(opened.says).toContain('Подтвердить, что вопрос решён?')
    expect(opened.says).toContain(`Заявка № ${number}: Не сходится отчёт по алкоголю`)
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method, headers: { purpose: 'prefetch' } })).status).toBe(200)
    await stage.rests()
    expect((await shown()).view.state).toBe('awaiting_confirmation')
    await olga.follows(link)
    expect((await shown()).view.state).toBe('resolved')
    const last = await only(olga)
    expect(last.text).toContain(`Спасибо! Заявка № ${number} закрыта. Если что-то вернётся, ответьте на это письмо: номер не изменится.`)
    expect(last.text).toContain('Как мы справились?')
    const rated = await olga.opens(last.links['Оценить нашу работу']!)
    const star = /name="choice" value="([^"]+)"><button>5</.exec(rated.html)![1]!
    expect(await olga.fills(last.links['Оценить нашу работу']!, { act: 'press', choice: star })).toContain('Это помогает нам работать лучше.')
    expect((await shown()).ticket.rated).toBe(5)
    expect(await olga.news()).toEqual([])
  })

  it('a link that was used, one of somebody else and one that was overtaken say how things stand and offer nothing', async () => {
    const used = await olga.opens(links('Всё работает').at(-1)!)
    expect(used.says).toContain('Это уже записано.')
    expect(used.html).not.toContain('class="card wish"')
    const foreign = await olga.opens(`${page()}?do=abcdefghijkl`)
    expect(foreign.says).toContain('Эта ссылка уже не действует')
    const old = await olga.opens(links('Всё работает')[0]!)
    expect(old.says).toContain('Это письмо уже не последнее.')
    expect(old.html).not.toContain('class="card wish"')
  })

  it('S-1 a reply to the last letter opens the same ticket again', async () => {
    await olga.writes({ text: 'Сегодня снова не сходится', answers: [olga.letters().at(-1)!.id] })
    expect((await shown()).view.state).not.toBe('resolved')
    const again = await only(olga)
    expect(again.text).toContain(`Заявка № ${number} снова открыта`)
    expect(again.text).not.toContain('где это случилось')
  })

  it('product 4.5 «Уже не нужно» and «Вернуть» by the links of letters, «Позвоните мне» without a letter back', async () => {
    const again = olga.letters().at(-1)!.links
    const called = await olga.follows(again['Позвоните мне']!)
    expect(called).toContain(`№ ${number}: перезвоним по номеру +7 916 123 45 01`)
    expect((await shown()).openCallTasks).toEqual(['asked'])
    expect(await olga.news()).toEqual([])
    expect(await olga.follows(again['Уже не нужно']!)).toContain('Закрыта')
    const closed = await only(olga)
    expect(closed.text).toContain(`№ ${number} закрыли по вашей просьбе`)
    await olga.follows(closed.links['Вернуть']!)
    expect((await shown()).view.state).not.toBe('closed')
    expect((await olga.opens(page())).says).toContain(`Заявка № ${number}`)
  })

  it('an answer with a file on the page goes to the ticket that the page shows, also when a newer one is open', async () => {
    await olga.news()
    await olga.writes({ subject: 'Другой вопрос', text: 'Как добавить официанта?' })
    const newer = await newest()
    expect(newer).toBeGreaterThan(number)
    await olga.fills(page(), { act: 'answer', text: 'Это про отчёт' })
    expect((await shown()).messages.at(-1)!.text).toBe('Это про отчёт')
    expect(eventsOf(await stage.ticket(newer), 'customer_wrote')).toEqual([])
  })

  it('R-6.4.3, S-1 the reminder before the end and the end by time come by letter; its link brings the work back', async () => {
    const gleb = mail.writer('Глеб', 'gleb.second@priboy.example')
    await gleb.writes({ subject: 'Не открывается смена', text: 'Смена не открывается с утра' })
    const later = await newest()
    await stage.does('anna', later, { type: 'triage', category: 2, effect: 'смена', topic: null })
    await stage.does('anna', later, { type: 'take' })
    await stage.does('anna', later, { type: 'report_result', kind: 'done', text: 'Смену открыли.', told: 'written', fileIds: [] })
    await gleb.news()
    for (let hours = 0; hours < 26; hours++) await stage.advance('PT1H')
    const texts = (await gleb.news()).map(one => one.text)
    expect(texts.some(text => text.includes('Получилось проверить? Сообщите, пожалуйста, по ссылке ниже или ответом на это письмо.'))).toBe(true)
    expect(texts.at(-1)).toContain(`Заявка № ${later} закрыта: за сутки вы не сообщили о проблемах. Если что-то осталось, ответьте на это письмо или сообщите по ссылке «Не помогло».`)
    await gleb.follows(gleb.letters().at(-1)!.links['Не помогло']!)
    expect((await stage.ticket(later)).view.state).not.toBe('resolved')
  })

  it('R-6.1.2-3 a letter that names its point and its phone is asked for neither', async () => {
    const known = mail.writer('Тимур', 'timur@berezka.example')
    await known.writes({ subject: 'Первый вопрос', text: 'Не печатает чек' })
    await known.news()
    await stage.db.insertInto('contactPoints').values({ contactId: (await stage.ticket(await newest())).ticket.contactId!, pointId: stage.points.pelmennaya, role: 'named', source: 'staff', at: new Date(stage.time.now()).toISOString() }).execute()
    await known.writes({ subject: 'Касса', text: 'У нас в «Берёзке на Арбате» встала касса.\nКафе «Берёзка» на Арбате\nтел. 8 916 123-45-02' })
    const letter = await only(known)
    expect(letter.text).not.toContain('где это случилось')
    expect(letter.text).not.toContain('по какому телефону')
    expect(letter.text).toContain('что происходит')
    expect((await stage.ticket(await newest())).ticket.pointId).toBe(stage.points.arbat)
  })

  it('nothing went wrong in the house', () => {
    expect(stage.troubles).toEqual([])
  })
})

/** The one letter that has come since the last look. */
async function only(who: Writer) {
  const news = await who.news()
  expect(news.map(one => one.text)).toHaveLength(1)
  return news[0]!
}
