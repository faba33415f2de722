/** Words of the monthly report: its first page, its sheets. The customer reads them too: never «отказ», «молчание» or ids of clauses. */

/** A number, and how it is written where it opens its tickets. */
export type Count = { n: number; open: (text: string) => string }

const rules = new Intl.PluralRules('ru')
const amounts = new Intl.NumberFormat('ru-RU')
type Forms = Readonly<{ one: string; few: string; many: string }>
const form = (n: number, forms: Forms): string => {
  const rule = rules.select(n)
  return rule === 'one' || rule === 'few' ? forms[rule] : forms.many
}
const number = (n: number): string => amounts.format(n)
const counted = (n: number, forms: Forms): string => `${number(n)} ${form(n, forms)}`
const shown = ({ n, open }: Count, forms: Forms): string => open(counted(n, forms))

const times: Forms = { one: 'раз', few: 'раза', many: 'раз' }
const byTickets: Forms = { one: 'заявке', few: 'заявкам', many: 'заявкам' }

const monthNames = ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь']
const inMonths = ['январе', 'феврале', 'марте', 'апреле', 'мае', 'июне', 'июле', 'августе', 'сентябре', 'октябре', 'ноябре', 'декабре']
const monthOf = (month: string): number => Number(month.slice(5)) - 1

export const reports = {
  /** `2026-10` inside a sentence: `октябре 2026 года`. */
  month: (month: string) => `${inMonths[monthOf(month)]} ${month.slice(0, 4)} года`,
  monthTitle: (month: string) => `${monthNames[monthOf(month)]} ${month.slice(0, 4)}`,
  /** Service time: `45 мин`, `3 ч 10 мин`, `120 ч`. */
  length: (ms: number) => {
    const minutes = Math.round(ms / 60_000)
    if (minutes < 1) return 'меньше минуты'
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (hours === 0) return `${rest} мин`
    return rest === 0 || hours >= 24 ? `${number(hours)} ч` : `${hours} ч ${rest} мин`
  },

  say: {
    nobody: (month: string) => `В ${month} никто не обращался.`,
    received: (month: string, received: Count, fresh: Count, again: Count) => (again.n === 0
      ? `В ${month} обратились ${shown(received, times)}.`
      : `В ${month} обратились ${shown(received, times)}: ${shown(fresh, { one: 'новая заявка', few: 'новые заявки', many: 'новых заявок' })}, ещё ${shown(again, { one: 'вернулась', few: 'вернулись', many: 'вернулись' })} в работу.`),
    noReaction: 'Судить о сроках ответа пока рано.',
    reaction: (kept: Count, of: number, broken: Count, usual: string | null) => {
      const pace = usual === null ? '' : ` Обычно ответа ждали ${usual} рабочего времени.`
      if (broken.n === 0) return `В срок ответили всем: ${kept.open(`${number(kept.n)} из ${number(of)}`)}.${pace}`
      return `В срок ответили на ${kept.open(number(kept.n))} из ${number(of)}, опоздали по ${shown(broken, byTickets)}.${pace}`
    },
    result: (kept: Count, of: number, broken: Count) => (broken.n === 0
      ? `Результат всегда был в срок: ${kept.open(`${number(kept.n)} из ${number(of)}`)}.`
      : `Результат был в срок по ${shown(kept, byTickets)} из ${number(of)}, позже срока по ${broken.open(number(broken.n))}.`),
    /** `plainly`: there was no more to it than being late. */
    worst: (reason: string, n: number, plainly: boolean) => (plainly ? `Чаще всего просто не успевали (${counted(n, times)}).` : `Главная причина опозданий: ${reason} (${counted(n, times)}).`),
    paused: (paused: Count, length: string, toCustomer: boolean) =>
      `По ${shown(paused, byTickets)} работа стояла на паузе, пока мы ждали ${toCustomer ? 'вашего ответа' : 'ответа клиента'}: всего ${length} рабочего времени.`,
    topics: (topics: readonly ({ name: string } & Count)[]) => `Чаще всего обращались по ${topics.length === 1 ? 'теме' : 'темам'} ${topics.map(topic => `«${topic.name}» (${topic.open(number(topic.n))})`).join(' и ')}.`,
    carried: (carried: Count, ended: Count) =>
      `Ещё ${shown(carried, { one: 'заявка перешла', few: 'заявки перешли', many: 'заявок перешло' })} с прошлых месяцев${ended.n === 0 ? '' : ended.n === carried.n ? `, ${ended.open(carried.n === 1 ? 'она уже закончена' : 'все уже закончены')}` : `, ${ended.open(number(ended.n))} из них уже ${form(ended.n, { one: 'закончена', few: 'закончены', many: 'закончены' })}`}.`,
    outages: (outages: number, calls: number) =>
      `${form(outages, { one: 'Был', few: 'Было', many: 'Было' })} ${counted(outages, { one: 'массовый сбой', few: 'массовых сбоя', many: 'массовых сбоев' })}${calls === 0 ? '' : `, из-за ${outages === 1 ? 'него' : 'них'} обратились ${counted(calls, times)}`}.`,
    outside: (outside: Count, of: number) => `${shown(outside, times)} обращались с тем, чего поддержка не делает: это ${Math.round(100 * outside.n / of)} % обращений.`,
    allEnded: 'Все заявки месяца закончены.',
    open: (open: Count) => `Сейчас ${form(open.n, { one: 'не закончена', few: 'не закончены', many: 'не закончено' })} ${shown(open, { one: 'заявка', few: 'заявки', many: 'заявок' })} этого месяца.`,
  },

  /** Why a term was broken, after «причина:» and as a row of a table. */
  reason: {
    '6.5.1': 'долго ждали ответа или доступа', '6.5.2': 'дело было не в программе', '6.5.3': 'нужны были люди или решение на стороне заказчика', '6.5.4': 'причина оказалась сложной',
    incident: 'массовый сбой', late_triage: 'поздно определили категорию', raised: 'заявка стала срочнее', not_delivered: 'ответ не дошёл', third_party: 'ждали другую организацию',
    developers: 'ждали разработчиков', disputed: 'первый результат не помог', suspended: 'работа стояла на паузе', untaken: 'никто не взял вовремя', late: 'не успели',
  },
  clock: { triage: 'Разбор', reaction: 'Ответ', result: 'Результат' },
  standing: { kept: 'в срок', broken: 'позже срока', running: 'срок ещё идёт', none: 'без срока' },
  category: { 1: '1, критичная', 2: '2, важная', 3: '3, вопросы развития', none: 'не определена' },
  channel: { telegram: 'Telegram', email: 'Почта', phone: 'Телефон', portal: 'Сайт', max: 'MAX', api: 'Программа' },
  result: { done: 'решено', workaround: 'найден обходной путь', refused: 'поддержка этого не делает' },
  end: { confirmed: 'подтверждено', auto_confirmed: 'сутки без возражений', withdrawn: 'стало не нужно', spam: 'спам', duplicate: 'повтор другой заявки' },
  stateOpen: 'в работе',
  endedBy: { customer: 'ответили', staff: 'снял специалист', end: 'заявка закончилась' },
  how: { triaged: 'определена', changed: 'обстоятельства изменились', corrected: 'уточнена' },
  weekdays: ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'],
  noTopic: 'Тема не указана',
  noCompany: 'Без заказчика',
  nobody: 'Ни за кем',
  wholeService: 'Вся служба',
  yes: 'да',

  book: {
    file: (month: string) => `report-${month}.xlsx`,
    title: (scope: string, month: string) => `${scope}, ${monthNames[monthOf(month)]} ${month.slice(0, 4)}`,
    period: (from: string, to: string, at: string, zone: string) => `Период: с ${from} 00:00 по ${to} 24:00, время ${zone}. Состояние на ${at}.`,
    sheets: { summary: 'Сводка', rows: 'Заявки', pauses: 'Паузы', topics: 'Темы', channels: 'Каналы', outages: 'Сбои' },
    summary: {
      received: 'Обращений за месяц', new: 'Новых заявок', again: 'Вернулись в работу', carried: 'Перешли с прошлых месяцев', carriedEnded: 'Из них закончены', ended: 'Закончены', open: 'Не закончены',
      stop: 'Сообщили, что работа стоит', paused: 'Были на паузе', pauseLength: 'Рабочее время пауз', disputed: 'Результат не помог с первого раза', recategorised: 'Меняли категорию', outside: 'Поддержка этого не делает', spam: 'Спам (не посчитан)',
      terms: 'Сроки', reasons: 'Почему опоздали', categories: 'Категории', ends: 'Чем закончились',
      kept: 'В срок', broken: 'Позже срока', running: 'Срок ещё идёт', share: 'Доля в срок', usual: 'Обычно, рабочее время', count: 'Заявок', times: 'Раз',
    },
    columns: {
      number: '№', cycle: 'Круг', received: 'Поступила', company: 'Заказчик', point: 'Точка', channel: 'Канал', subject: 'О чём', topic: 'Тема', category: 'Категория', history: 'Как менялась категория',
      due: 'срок', ended: 'когда', standing: 'итог', took: 'заняло', over: 'опоздание', reason: 'почему', pauses: 'Паузы, раз', paused: 'Паузы, время', result: 'Результат', end: 'Чем закончилась', endedAt: 'Закончена',
      disputes: 'Не помогло, раз', outage: 'Сбой №', owner: 'Ответственный', carried: 'Перешла с прошлых месяцев', outside: 'Поддержка не делает', from: 'С', to: 'По', open: 'Рабочее время', askedBy: 'Кто спросил', missing: 'Чего не хватало', came: 'Что пришло', endedBy: 'Чем кончилась',
      name: 'Название', share: 'Доля', title: 'Что случилось', calls: 'Обращений', duration: 'Длилось',
    },
  },
}
