/** Small pieces used in every room. */
export const kit = {
  product: 'Регламент',
  save: 'Сохранить', cancel: 'Отмена', takeBack: 'Не отправлять', close: 'Закрыть', retry: 'Повторить', copy: 'Скопировать', copied: 'Скопировано', edit: 'Изменить', more: 'Ещё', loading: 'Загружаем…', show: 'Показать', options: 'Варианты: {{label}}',
  zones: { 'Europe/Moscow': 'МСК' },
  machine: 'Регламент', customer: 'Клиент',
  today: 'Сегодня', yesterday: 'Вчера',
  span: {
    instant: 'меньше минуты', none: '0 мин',
    seconds: '{{seconds}} с', minutes: '{{minutes}} мин', hours: '{{hours}} ч', hoursMinutes: '{{hours}} ч {{minutes}} мин',
    days_one: '{{count}} раб. день', days_few: '{{count}} раб. дня', days_many: '{{count}} раб. дней', days_other: '{{count}} раб. дня',
    daysHours_one: '{{count}} раб. день {{hours}} ч', daysHours_few: '{{count}} раб. дня {{hours}} ч', daysHours_many: '{{count}} раб. дней {{hours}} ч', daysHours_other: '{{count}} раб. дня {{hours}} ч',
    plainDays_one: '{{count}} день', plainDays_few: '{{count}} дня', plainDays_many: '{{count}} дней', plainDays_other: '{{count}} дня',
  },
  countdown: { left: 'осталось {{span}}', over: 'просрочено на {{span}}', overNow: 'срок вышел', opens: 'откроется в {{time}}', opensDay: 'откроется {{day}} в {{time}}' },
  size: { b: '{{n}} Б', kb: '{{n}} КБ', mb: '{{n}} МБ', unknown: 'размер неизвестен' },
  refused: {
    offline: 'Нет связи с сервером.', offlineNext: 'Проверьте подключение и повторите. Введённое сохранено.',
    unavailable: 'Сервер сейчас не отвечает.', unavailableNext: 'Подождите немного и повторите. Введённое сохранено.',
    unknown: 'Не получилось.', unknownNext: 'Обновите страницу и попробуйте ещё раз.',
  },
  broken: { title: 'Экран не открылся', text: 'Это наша ошибка. Заявки и введённый текст целы.', reload: 'Обновить страницу' },
  notFound: { title: 'Такой страницы нет', text: 'Возможно, ссылка скопирована не целиком.', home: 'К заявкам' },
} as const
