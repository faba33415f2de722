/**
 * Words of the page of reports; they come with the page, not with the first load. Names that the workbook has too (clocks, reasons, categories)
 * stand in `src/words`.
 */
const rules = new Intl.PluralRules('ru')
const tickets = (n: number): string => `${n} ${{ one: 'заявка', few: 'заявки', many: 'заявок', zero: 'заявок', two: 'заявки', other: 'заявки' }[rules.select(n)]}`

export const reports = {
  title: 'Отчёты', lead: 'Как прошёл месяц: сроки, паузы, темы, сбои. Каждое число открывает свои заявки.',
  month: 'Месяц', whose: 'Чей отчёт', wholeService: 'Вся служба', nobodyFound: 'Такого заказчика нет', xlsx: 'Скачать XLSX', print: 'Напечатать',
  heading: (whose: string, month: string) => `${whose}, ${month}`,
  /** `zone`: null for the desk's own. */
  period: (last: string, zone: string | null, at: string) => `Период: с 1 по ${last} включительно, ${zone === null ? 'по московскому времени' : `время ${zone}`}. Состояние на ${at}.`,
  counting: 'Считаем месяц…', empty: 'В этом месяце заявок не было', emptyText: 'Выберите другой месяц или другого заказчика.', nothing: 'Ничего', noLate: 'Опозданий не было', noPauses: 'Пауз не было',

  terms: 'Сроки', late: 'Почему опоздали', load: 'Когда обращаются', topics: 'Темы', channels: 'Каналы', pauses: 'Паузы', categories: 'Категории', moves: 'Как менялась категория',
  outages: 'Массовые сбои', ends: 'Чем закончились', points: 'Точки', companies: 'Заказчики', specialists: 'Специалисты', carried: 'С прошлых месяцев', notes: 'Пометки о задержке',

  term: 'Срок', kept: 'В срок', broken: 'Позже', running: 'Ещё идёт', share: 'Доля в срок', usual: 'Обычно', usualHint: 'Половина заявок уложилась в это рабочее время',
  termsPicture: (rows: string) => `Диаграмма сроков. ${rows}`, termsRow: (name: string, kept: number, broken: number) => `${name}: в срок ${kept}, позже ${broken}.`,
  all: 'все категории', day: 'День', loadPicture: 'Обращения по дням недели и часам', cell: (day: string, hour: number, n: number) => `${day}, ${hour}:00: ${tickets(n)}`, less: 'меньше', more: 'больше',
  pausesLead: (count: number, length: string) => `Пауз: ${count}, всего ${length} рабочего времени.`, paused: 'Были на паузе',
  move: (from: string, to: string) => `С ${from} на ${to}`,
  outage: 'Что случилось', from: 'Начался', to: 'Закончился', lasts: 'ещё идёт', calls: 'Обращений',
  received: 'Обращений', fresh: 'Новых', again: 'Вернулись', open: 'Не закончены', ended: 'Закончены', spam: 'Спам, не посчитан', stop: 'Работа стояла', disputed: 'Не помогло с первого раза', outside: 'Поддержка этого не делает',
  carriedAll: 'Перешли', carriedEnded: 'Закончены', carriedOpen: 'Ещё открыты', withBroken: 'С опозданием', name: 'Название', person: 'Имя', count: 'Заявок', rest: (n: number) => `и ещё ${n}`, showAll: 'Показать все', showLess: 'Свернуть',

  behind: (title: string, n: number) => `${title}: ${tickets(n)}`, behindMore: 'Показать ещё', openTickets: (title: string, n: number) => `${title}: ${tickets(n)}, открыть список`,
  cycle: (n: number) => `возврат ${n - 1}`, lateBy: (clock: string, length: string) => `${clock}: позже на ${length}`, tableOf: 'Заявки этого числа',
}
