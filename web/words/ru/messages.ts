import type { NoticeKind } from '../../../src/tickets/notices.ts'

export const messages = {
  label: 'Переписка', empty: 'Переписки ещё нет', emptyText: 'Заявка создана по звонку. Здесь появятся сообщения и заметки.',
  note: 'Комментарий, клиент не видит', auto: 'автоматически', edited: 'изменено {{at}}', earlier: 'Как было раньше', earlierAt: '{{at}}', sticker: 'стикер', noText: 'без текста', place: 'Место на карте', placeOpen: 'Открыть на карте', card: 'Контакт: {{name}}', cardOwn: 'свой номер', replyTo: 'В ответ на: {{text}}', gone: 'сообщение не найдено', nearNew_one: '{{count}} новое сообщение', nearNew_few: '{{count}} новых сообщения', nearNew_many: '{{count}} новых сообщений', nearNew_other: '{{count}} нового сообщения', toNewest: 'К последним', arrived: 'Новое сообщение от клиента', pending: 'отправляется',
  notices: {
    receipt: 'Заявка принята', category: 'Категория и срок', suspension_ahead: 'Напоминание об ответе', suspended: 'Пауза', still_suspended: 'Всё ещё на паузе', resumed: 'Продолжение', result: 'Результат', confirmation_ahead: 'Напоминание проверить', confirmed: 'Подтверждение получено', auto_confirmed: 'Закрытие по времени', disputed: 'Вернули в работу', withdrawn: 'Обращение отозвано', call_promised: 'Обещан звонок', stop_noted: 'Работа стоит', other: 'Автоматическое сообщение',
  } satisfies Record<NoticeKind | 'other', string>,
  delivery: {
    none: 'Ещё не отправлено', queued: 'В очереди на отправку', sending: 'Отправляется', sent: 'Доставлено в канал {{at}}', sentNoTime: 'Доставлено в канал', failed: 'Не доставлено', unknown: 'Неизвестно, доставлено ли: связь прервалась во время отправки', doubled: 'Возможно, доставлено дважды',
    errors: { retry_after: 'канал просит подождать', temporary: 'временная ошибка канала', unknown: 'связь прервалась во время отправки', undeliverable: 'клиент недоступен', blocked: 'бот заблокирован', deleted: 'аккаунт удалён', no_chat: 'клиент не начал переписку', consent: 'клиент не разрешил писать', moved: 'переписка переехала', invalid_content: 'канал не принял сообщение', target_gone: 'исходное сообщение удалено', auth: 'канал не настроен, сообщите администратору', too_large: 'слишком большой файл', late: 'сообщение устарело раньше, чем ушло', other: 'канал отказал' },
    failedWhy: 'Не доставлено: {{why}}', call: 'Позвонить', short: { queued: 'в очереди', sending: 'отправляется', sent: 'доставлено', failed: 'не доставлено', unknown: 'неизвестно' },
  },
  files: {
    not_scanned: 'не проверен', clean: 'проверен', infected: 'заражён, не открывайте', pending: 'скачиваем из канала', too_large: 'Файл не скачан: канал отдаёт до 20 МБ. Попросите прислать почтой или ссылкой.', gone: 'Файл удалён в канале, получить его уже нельзя.', failed: 'Файл не скачался. Попросите прислать ещё раз.', download: 'Скачать', photo: 'Фото', video: 'Видео', video_note: 'Видеосообщение', voice: 'Голосовое сообщение', audio: 'Аудио', animation: 'Анимация', document: 'Документ', enlarge: 'Увеличить: {{name}}', duration: '{{time}}',
  },
  lightbox: { title: 'Просмотр изображения', prev: 'Предыдущее', next: 'Следующее', zoomIn: 'Крупнее', zoomOut: 'Мельче', of: '{{index}} из {{total}}' },
  composer: {
    label: 'Ответ', toCustomer: 'Ответ клиенту', note: 'Внутренний комментарий', via: 'через {{channel}}', placeholder: 'Ответ клиенту…', notePlaceholder: 'Комментарий для коллег…', asks: 'Это вопрос, ждём ответ', asksHint: 'Пойдёт срок ожидания; если клиент промолчит рабочий день, работа приостановится', send: 'Отправить', sendNote: 'Записать', sendAnyway: 'Отправить всё равно', attach: 'Прикрепить файл', dropHere: 'Отпустите, чтобы прикрепить', draft: 'черновик сохранён', uploading: 'загружается', uploadFailed: 'не загрузился', tooLarge: 'Файл «{{name}}» больше {{limit}}', tooMany: 'Не больше {{count}} файлов в одном сообщении', tooLong: 'Слишком длинно: {{over}} лишних знаков', emptyText: 'Напишите текст или приложите файл',
    arrived: 'Пока вы писали, появилось новое сообщение.', noChannel: 'Написать клиенту некуда: у него нет бота или почты.', noChannelNext: 'Позвоните по телефону {{phone}} и отметьте разговор.', noChannelNoPhone: 'Позвоните и отметьте разговор.', blocked: 'Клиент заблокировал бота {{at}}. Сообщение может не дойти.', closed: 'Заявка завершена. Ответ клиента откроет её снова; вы тоже можете её открыть.', hint: 'Ctrl+Enter отправляет, Ctrl+/ переключает', remove: 'Убрать файл {{name}}',
  },
  channels: { telegram: 'Telegram', email: 'почта', phone: 'телефон', portal: 'портал', api: 'API', practice: 'учебный чат' },
} as const
