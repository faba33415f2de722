/** Words of the Telegram adapter: what stands in a conversation for things that are not text, names of commands, findings of the self-test. */

export type TelegramWords = {
  /** Shown in the conversation instead of content that has no text of its own. */
  content: {
    sticker: string
    poll: (question: string, options: readonly string[]) => string
    checklist: (title: string, tasks: readonly { text: string; done: boolean }[]) => string
    game: (title: string) => string
    invoice: (title: string) => string
    story: string
    paidMedia: string
    giveaway: string
    formData: string
    unknown: string
  }
  /** Said above a forwarded message; `who` is null when the author hides himself. */
  forwarded: (who: string | null) => string
  /** Said above an answer to a message of another chat. */
  repliedElsewhere: (who: string | null) => string
  /** The menu of the bot: a command as the dialogue knows it, its description (up to 256 characters). */
  commands: Readonly<Record<'my' | 'new' | 'call' | 'status' | 'rules' | 'lang' | 'help', string>>
  findings: {
    token_ok: (username: string) => string
    token_bad: string
    unreachable: (detail: string) => string
    proxy_used: (address: string) => string
    proxy_bad: (address: string, detail: string) => string
    polling: string
    polling_blocked: (url: string) => string
    webhook_ok: (pending: number) => string
    webhook_other: (url: string) => string
    webhook_missing: string
    webhook_behind: (pending: number) => string
    webhook_error: (detail: string) => string
    privacy_off: string
    privacy_on: string
    groups_off: string
    local_server: string
  }
  health: {
    database: string
    other_poller: string
    webhook_in_the_way: string
    token_bad: string
    network: (detail: string) => string
    too_many: (seconds: number) => string
    pending: (count: number) => string
    webhook_error: (detail: string) => string
  }
}

export const telegram: TelegramWords = {
  content: {
    sticker: '[стикер]',
    poll: (question, options) => `[опрос] ${question}${options.map(option => `\n– ${option}`).join('')}`,
    checklist: (title, tasks) => `[список дел] ${title}${tasks.map(task => `\n${task.done ? '☑' : '☐'} ${task.text}`).join('')}`,
    game: title => `[игра] ${title}`,
    invoice: title => `[счёт] ${title}`,
    story: '[история из Telegram: здесь её не открыть]',
    paidMedia: '[платные фото или видео: здесь их не открыть]',
    giveaway: '[розыгрыш в Telegram]',
    formData: '[данные из формы]',
    unknown: '[сообщение, которое здесь не показать: попросите прислать его текстом или фото]',
  },
  forwarded: who => (who === null ? '[переслано, автор скрыт]' : `[переслано от: ${who}]`),
  repliedElsewhere: who => (who === null ? '[ответ на сообщение из другого чата]' : `[ответ на сообщение из другого чата, автор: ${who}]`),
  commands: {
    my: 'Мои заявки',
    new: 'Новая заявка',
    call: 'Перезвоните мне',
    status: 'Текущие сбои',
    rules: 'Регламент поддержки',
    lang: 'Язык / Language',
    help: 'Что умеет этот бот',
  },
  findings: {
    token_ok: username => `Токен подходит, бот отвечает: @${username}.`,
    token_bad: 'Telegram не принял токен. Возьмите действующий у @BotFather и впишите его в настройки.',
    unreachable: detail => `До Telegram не достучаться: ${detail}. Проверьте интернет на сервере или укажите прокси.`,
    proxy_used: address => `Связь идёт через прокси ${address}.`,
    proxy_bad: (address, detail) => `Прокси ${address} не пропускает к Telegram: ${detail}.`,
    polling: 'Сообщения забираем сами (опрос). Адрес в интернете для этого не нужен.',
    polling_blocked: url => `У бота включён вебхук на ${url}. При запуске мы его отключим, сообщения не пропадут; если им пользуется другая программа, дайте ей отдельного бота.`,
    webhook_ok: pending => `Telegram присылает сообщения сам (вебхук). В очереди: ${pending}.`,
    webhook_other: url => `Вебхук сейчас ведёт на другой адрес: ${url}. При запуске мы поставим свой.`,
    webhook_missing: 'Вебхук ещё не поставлен. Это произойдёт при запуске канала.',
    webhook_behind: pending => `В Telegram скопились сообщения: ${pending}. Доставка отстаёт.`,
    webhook_error: detail => `Telegram не смог доставить сообщение: ${detail}.`,
    privacy_off: 'В группах бот видит все сообщения. Нам это не нужно: включите режим приватности у @BotFather.',
    privacy_on: 'В группах бот видит только то, что обращено к нему. Так и надо.',
    groups_off: 'В группы бота добавить нельзя. Так и надо: поддержка идёт в личных чатах.',
    local_server: 'Используется свой сервер Bot API: файлы больше 20 МБ доступны.',
  },
  health: {
    database: 'Не можем записать входящие: база данных недоступна. Сообщения ждут в Telegram.',
    other_poller: 'Этого же бота опрашивает другая программа. Остановите её или замените токен.',
    webhook_in_the_way: 'У бота включён вебхук, отключаем его.',
    token_bad: 'Telegram не принял токен.',
    network: detail => `Нет связи с Telegram: ${detail}`,
    too_many: seconds => `Telegram просит подождать ${seconds} с.`,
    pending: count => `В Telegram скопились сообщения: ${count}.`,
    webhook_error: detail => `Telegram не смог доставить сообщение: ${detail}`,
  },
}
