/** Outages: what customers read, the public page. Short, calm, without blame (product.md 4). Times are already formatted. */
export const incidents = {
  components: {
    central: 'Центральная система', call_centre: 'Заказы из колл-центра', site: 'Заказы с сайта', aggregators: 'Заказы от агрегаторов', mobile: 'Заказы из мобильных приложений', other: 'Другое',
  },
  /** How customers write of it: a new report with all words of one phrase, in any order and ending, is of this outage. */
  phrases: {
    central: ['нет связи с сервером', 'сервер недоступен', 'сервер не отвечает', 'центральная система не работает'],
    call_centre: ['заказы не приходят', 'нет заказов', 'колл-центр заказы'],
    site: ['заказы не приходят', 'нет заказов', 'сайт заказы не'],
    aggregators: ['заказы не приходят', 'нет заказов', 'агрегатор заказы не'],
    mobile: ['заказы не приходят', 'нет заказов', 'приложение заказы не'],
    other: [],
  } as Readonly<Record<'central' | 'call_centre' | 'site' | 'aggregators' | 'mobile' | 'other', readonly string[]>>,
  /** Why a ticket has its category (R-6.2.4). */
  effect: (number: number, title: string) => `Массовый сбой № ${number}: ${title}`,
  told: {
    yourTicket: (number: number) => `Ваша заявка № ${number}, ничего делать не нужно.`,
    noTicket: 'Если вас это коснулось, ничего делать не нужно: как только всё заработает, сообщим здесь.',
    next: (at: string) => `Следующее сообщение до ${at}.`,
    writeIfNot: 'Если у вас что-то не работает, напишите сюда.',
    corrected: 'Поправка к нашему сообщению.',
    signed: (name: string) => `${name}, поддержка`,
  },
  bot: {
    none: 'Сбоев, о которых мы знаем, сейчас нет. Если у вас что-то не работает, напишите сюда: номер пришлём сразу.',
    title: 'Текущие сбои',
    one: (title: string, since: string, text: string, next: string | null) => `${title}. Началось ${since}.${text === '' ? '' : ` ${text}`}${next === null ? '' : ` Следующее сообщение до ${next}.`}`,
    greeting: (title: string, next: string | null) => `Сейчас у нас сбой: ${title}. Уже занимаемся${next === null ? '' : `, следующее сообщение до ${next}`}. Если у вас другое, просто напишите.`,
    page: 'Все сбои на странице',
  },
  page: {
    title: (product: string) => `Состояние ${product}`,
    description: 'Сбои сейчас и за последние 90 дней.',
    skip: 'К содержанию',
    allWell: 'Всё работает',
    allWellText: 'Сбоев, о которых мы знаем, сейчас нет.',
    current: 'Сейчас',
    currentTitle: (count: number) => `${count} ${many(count, 'сбой', 'сбоя', 'сбоев')} прямо сейчас`,
    past: 'Было за 90 дней',
    pastNone: 'За последние 90 дней сбоев не было.',
    since: (at: string) => `с ${at}`,
    lasted: (from: string, to: string, length: string) => `${from} – ${to}, ${length}`,
    hours: (count: number) => `${count} ч`,
    minutes: (count: number) => `${count} мин`,
    next: (at: string) => `Следующее сообщение до ${at}`,
    kinds: { opened: 'Сообщили о сбое', update: 'Новости', ended: 'Закончился' },
    corrected: (at: string) => `исправлено ${at}`,
    asOf: (at: string) => `Страница на ${at}.`,
    write: 'У вас не работает, а здесь об этом ни слова? Напишите в поддержку:',
    regulation: 'Регламент поддержки',
    data: 'Данные для программ',
    otherLanguage: 'In English',
  },
}

/** 1 сбой, 2 сбоя, 5 сбоев. */
function many(count: number, one: string, few: string, more: string): string {
  const rule = new Intl.PluralRules('ru').select(count)
  return rule === 'one' ? one : rule === 'few' ? few : more
}
