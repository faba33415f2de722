/** Phrases of the chat page. English has the shape of Russian: a phrase missing there is an error of types. */
const ru = {
  title: 'Учебный чат',
  banner: 'Учебный чат: это имитация Telegram',
  people: 'За кого вы пишете',
  noPeople: 'Играть пока некого: в этом симуляторе ещё нет людей.',
  bot: 'бот',
  typing: 'печатает…',
  sendsPhoto: 'отправляет фото…',
  sendsFile: 'отправляет файл…',
  lost: 'Связь с симулятором потеряна. Страница обновится сама, когда он вернётся.',
  menu: 'Действия',
  attach: 'Прикрепить',
  photo: 'Фото или видео',
  file: 'Файл',
  voiceFile: 'Голосовое из файла',
  location: 'Моя геопозиция',
  contact: 'Мой номер телефона',
  placeholder: 'Сообщение',
  caption: 'Подпись к файлам',
  send: 'Отправить',
  record: 'Записать голосовое',
  recording: 'Идёт запись',
  stopAndSend: 'Отправить запись',
  cancel: 'Отменить',
  start: 'Запустить',
  startAgain: 'Отправить /start',
  empty: 'Здесь пока пусто. Нажмите «Запустить» или сразу напишите, что случилось.',
  scan: (/** @type {string} */ label) => `Навести камеру: ${label}`,
  block: 'Заблокировать бота',
  unblock: 'Разблокировать',
  blocked: 'Вы заблокировали этого бота',
  reply: 'Ответить',
  edit: 'Изменить',
  editing: 'Изменение сообщения',
  replying: (/** @type {string} */ name) => `Ответ: ${name}`,
  edited: 'изменено',
  silent: 'Без звука',
  deleted: 'Сообщение удалено',
  hiddenText: 'Скрытый текст, нажмите, чтобы прочитать',
  you: 'Вы',
  remove: 'Убрать',
  asFile: 'Отправить файлом',
  asPhoto: 'Отправить как фото',
  download: 'Скачать',
  noBytes: 'В учебном чате хранятся только имя и размер',
  openPhoto: 'Открыть фото',
  voice: 'Голосовое сообщение',
  videoNote: 'Видеосообщение',
  sticker: 'Стикер',
  album: 'Альбом',
  geo: 'Геопозиция',
  card: 'Контакт',
  service: 'Служебное сообщение',
  unread: (/** @type {number} */ count) => `Непрочитанных: ${count}`,
  drop: 'Отпустите, чтобы прикрепить',
  newBelow: 'К новым сообщениям',
  noMicrophone: 'Микрофон недоступен. Можно прикрепить голосовое из файла.',
  failed: (/** @type {string} */ reason) => `Не получилось: ${reason}`,
  close: 'Закрыть',
  keyboard: 'Кнопки ответа',
  today: 'Сегодня',
  yesterday: 'Вчера',
  sizes: ['Б', 'КБ', 'МБ', 'ГБ'],
}

/** @type {typeof ru} */
const en = {
  title: 'Practice chat',
  banner: 'Practice chat: this is an imitation of Telegram',
  people: 'Who you are writing as',
  noPeople: 'Nobody to play yet: this simulator has no people.',
  bot: 'bot',
  typing: 'typing…',
  sendsPhoto: 'sending a photo…',
  sendsFile: 'sending a file…',
  lost: 'The connection to the simulator is lost. The page will catch up by itself when it is back.',
  menu: 'Actions',
  attach: 'Attach',
  photo: 'Photo or video',
  file: 'File',
  voiceFile: 'Voice message from a file',
  location: 'My location',
  contact: 'My phone number',
  placeholder: 'Message',
  caption: 'Caption for the files',
  send: 'Send',
  record: 'Record a voice message',
  recording: 'Recording',
  stopAndSend: 'Send the recording',
  cancel: 'Cancel',
  start: 'Start',
  startAgain: 'Send /start',
  empty: 'Nothing here yet. Press “Start” or simply write what has happened.',
  scan: (label) => `Scan with the camera: ${label}`,
  block: 'Block the bot',
  unblock: 'Unblock',
  blocked: 'You have blocked this bot',
  reply: 'Reply',
  edit: 'Edit',
  editing: 'Editing a message',
  replying: (name) => `Reply to ${name}`,
  edited: 'edited',
  silent: 'Without sound',
  deleted: 'Message deleted',
  hiddenText: 'Hidden text, press to read',
  you: 'You',
  remove: 'Remove',
  asFile: 'Send as a file',
  asPhoto: 'Send as a photo',
  download: 'Download',
  noBytes: 'The practice chat keeps only its name and size',
  openPhoto: 'Open the photo',
  voice: 'Voice message',
  videoNote: 'Video message',
  sticker: 'Sticker',
  album: 'Album',
  geo: 'Location',
  card: 'Contact',
  service: 'Service message',
  unread: (count) => `Unread: ${count}`,
  drop: 'Drop to attach',
  newBelow: 'To the new messages',
  noMicrophone: 'No microphone here. A voice message from a file can be attached.',
  failed: (reason) => `It did not work: ${reason}`,
  close: 'Close',
  keyboard: 'Answer buttons',
  today: 'Today',
  yesterday: 'Yesterday',
  sizes: ['B', 'KB', 'MB', 'GB'],
}

/** @type {'ru' | 'en'} */
export const language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ru'
export const words = language === 'en' ? en : ru

const clockFormat = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', { hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', { day: 'numeric', month: 'long' })

/** @param {number} at epoch milliseconds */
export const timeOf = (at) => clockFormat.format(at)

/** @param {number} at epoch milliseconds */
export function dayOf(at) {
  const midnight = new Date().setHours(0, 0, 0, 0)
  if (at >= midnight) return words.today
  return at >= midnight - 86_400_000 ? words.yesterday : dayFormat.format(at)
}

/** @param {number} bytes */
export function sizeOf(bytes) {
  let value = bytes
  let unit = 0
  while (value >= 1_024 && unit < words.sizes.length - 1) {
    value /= 1_024
    unit++
  }
  const rounded = unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10
  return `${rounded.toLocaleString(language)} ${words.sizes[unit]}`
}
