export const shell = {
  views: { triage: 'Разобрать', mine: 'Мои', hot: 'Горит', waiting: 'Ждём клиента', awaiting: 'Проверяет клиент', all: 'Все' },
  viewsLabel: 'Списки заявок', skip: 'К содержанию',
  practiceName: 'Учебный режим', practice: 'Учебный режим: клиенты ненастоящие, пробуйте смело.', practiceChat: 'Открыть чат ресторана', practiceMail: 'Открыть почту ресторана',
  clock: { move: 'Перевести часы', quarter: 'На 15 минут вперёд', hour: 'На час вперёд', morning: 'До начала рабочего дня', hint: 'Увидите, что делает время: напоминания, паузы, сигналы. Назад часы не идут.', moved: 'На часах службы теперь {{at}}' },
  palette: { open: 'Команды', title: 'Команды', placeholder: 'Что сделать? Команда или номер заявки', none: 'Такой команды нет', openTicket: 'Открыть заявку № {{number}}', hint: 'Стрелки выбирают, Enter выполняет' },
  keys: { title: 'Клавиши', general: 'Везде', queue: 'Список', ticket: 'Заявка', hint: 'Работают в любой раскладке.' },
  call: 'Звонок', callTitle: 'Новая заявка по звонку',
  sections: {
    title: 'Разделы', groups: { now: 'Сейчас', knowledge: 'Что знаем', desk: 'Служба' },
    names: { shift: 'Смена', alarms: 'Сигналы', incidents: 'Сбои', judging: 'Ответы на результат', aside: 'Отложенные письма', points: 'Точки и люди', topics: 'Темы', developments: 'Задачи разработчикам', reports: 'Отчёты', roster: 'График', import: 'Загрузка из таблицы', channels: 'Каналы', staff: 'Сотрудники' },
  },
  me: { menu: 'Профиль и настройки', language: 'Язык', russian: 'Русский', english: 'English', scheme: 'Оформление', light: 'Светлое', dark: 'Тёмное', auto: 'Как в системе', keys: 'Клавиши', password: 'Сменить пароль', regulation: 'Регламент (публичная страница)', signOut: 'Выйти' },
  roles: { specialist: 'специалист', lead: 'старший смены', admin: 'администратор' },
  live: { on: 'На связи', connecting: 'Подключаемся…', stale: 'Связь потеряна, данные на {{time}}', retrying: 'Пробуем восстановить связь сами', back: 'Связь восстановлена, данные обновлены' },
  health: { title: 'Каналы', live: 'работает', starting: 'запускается', waiting: 'ждёт', failed: 'не работает', stopped: 'остановлен', noEvents: 'событий ещё не было', ok: 'Все каналы работают', bad: 'Есть неработающие каналы', unknown: 'Состояние каналов неизвестно', lost: 'Связь потеряна, состояние может быть другим', none: 'Каналов пока нет' },
  quarantine_one: '{{count}} событие в карантине', quarantine_few: '{{count}} события в карантине', quarantine_many: '{{count}} событий в карантине', quarantine_other: '{{count}} события в карантине',
  commands: {
    nextRow: 'Следующая заявка', prevRow: 'Предыдущая заявка', openRow: 'Открыть заявку', toQueue: 'К списку', palette: 'Команды', keys: 'Клавиши', byHand: 'Новая заявка по звонку', context: 'Карточки и сроки', view: 'Список «{{view}}»', refresh: 'Обновить данные',
  },
} as const
