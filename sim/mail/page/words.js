/** Phrases of the practice mailbox. English has the shape of Russian: a phrase missing there is an error of types. */
const ru = {
  title: 'Учебная почта',
  banner: 'Учебная почта: письма ходят по-настоящему, но не дальше этого компьютера',
  people: 'За кого вы пишете', letters: 'Письма',
  compose: 'Написать в поддержку', empty: 'Писем пока нет. Напишите в поддержку: номер заявки придёт ответным письмом.',
  choose: 'Выберите письмо или напишите новое.',
  /** @param {string} to */
  sentTo: (to) => `Вы → ${to}`,
  noSubject: '(без темы)',
  from: 'От кого', to: 'Кому', copy: 'Копия', at: 'Когда',
  reply: 'Ответить', plain: 'Как простой текст', html: 'Как письмо', head: 'Заголовки письма', hideHead: 'Скрыть заголовки',
  files: 'Файлы', back: 'К письмам', letter: 'Письмо',
  newLetter: 'Новое письмо', answer: 'Ответ на письмо', subject: 'Тема', text: 'Текст письма',
  client: 'Из какой программы', clients: { mailru: 'Почта Mail', outlook: 'Outlook', thunderbird: 'Thunderbird, простой текст' },
  clientHint: 'Каждая по-своему цитирует письмо, на которое отвечает',
  kind: 'Что за письмо', kinds: { plain: 'Обычное', automatic: 'Автоответ («я в отпуске»)', forged: 'Подделка: чужой под этим адресом' },
  kindHint: 'Автоответ не должен ни открыть заявку, ни снять ожидание; подделку специалист увидит',
  attach: 'Приложить файлы', remove: 'Убрать файл',
  send: 'Отправить', sending: 'Отправляем…', sent: 'Письмо отправлено', cancel: 'Отменить',
  nothing: 'Напишите тему или текст, или приложите файл.',
  tooLarge: 'Вместе файлы больше 40 МБ: сервер такого письма не примет.',
  /** @param {string} reason */
  failed: (reason) => `Почтовый сервер поддержки не взял письмо: ${reason}`,
  /** @param {number} count */
  unread: (count) => `Непрочитанных: ${count}`,
  lost: 'Связь с учебной почтой потеряна. Страница обновится сама, когда она вернётся.',
  sizes: ['Б', 'КБ', 'МБ'],
}

/** @type {typeof ru} */
const en = {
  title: 'Practice mail',
  banner: 'Practice mail: letters really travel, but never leave this computer',
  people: 'Whom you play', letters: 'Letters',
  compose: 'Write to support', empty: 'No letters yet. Write to support: the ticket number comes in the reply.',
  choose: 'Choose a letter or write a new one.',
  sentTo: (to) => `You → ${to}`,
  noSubject: '(no subject)',
  from: 'From', to: 'To', copy: 'Copy', at: 'When',
  reply: 'Reply', plain: 'As plain text', html: 'As a letter', head: 'Headers of the letter', hideHead: 'Hide the headers',
  files: 'Files', back: 'Back to the letters', letter: 'Letter',
  newLetter: 'New letter', answer: 'Reply to a letter', subject: 'Subject', text: 'Text of the letter',
  client: 'From which program', clients: { mailru: 'Mail.ru', outlook: 'Outlook', thunderbird: 'Thunderbird, plain text' },
  clientHint: 'Each quotes the letter that it answers in its own way',
  kind: 'What kind of letter', kinds: { plain: 'An ordinary one', automatic: 'An automatic answer (“on holiday”)', forged: 'A forgery: a stranger under this address' },
  kindHint: 'An automatic answer should open no ticket and end no wait; the specialist sees a forgery',
  attach: 'Attach files', remove: 'Remove the file',
  send: 'Send', sending: 'Sending…', sent: 'The letter is sent', cancel: 'Cancel',
  nothing: 'Write a subject or a text, or attach a file.',
  tooLarge: 'Together the files are larger than 40 MB: the server does not take such a letter.',
  failed: (reason) => `The mail server of support did not take the letter: ${reason}`,
  unread: (count) => `Unread: ${count}`,
  lost: 'The practice mail is away. The page goes on by itself when it is back.',
  sizes: ['B', 'KB', 'MB'],
}

/** @type {'ru' | 'en'} */
export const language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ru'
export const words = language === 'en' ? en : ru

const shortFormat = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const longFormat = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })

/** @param {number} at epoch milliseconds */
export const momentOf = (at) => shortFormat.format(at)
/** @param {number} at epoch milliseconds */
export const longMomentOf = (at) => longFormat.format(at)

/** @param {number} bytes */
export function sizeOf(bytes) {
  const unit = bytes < 1_024 ? 0 : bytes < 1_024 * 1_024 ? 1 : 2
  const value = bytes / 1_024 ** unit
  return `${(unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString(language)} ${words.sizes[unit]}`
}
