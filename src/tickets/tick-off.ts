import type { HeardFile } from './files.ts'
import type { AskedItem, ItemKind } from './asked.ts'

/**
 * Which asked items a customer's message brings. Pure, and careful: what is not plainly there stays open for a person to tick, since an item
 * ticked by mistake is never asked for again.
 */
export function tickOff(items: readonly AskedItem[], { text, files }: { text: string; files: readonly HeardFile[] }): string[] {
  const open = items.filter(item => item.state === 'open')
  const ticked = new Set<string>()
  const tick = (fits: (item: AskedItem) => boolean): void => {
    const item = open.find(one => !ticked.has(one.id) && fits(one))
    if (item !== undefined) ticked.add(item.id)
  }
  for (const file of files) {
    const kinds = kindsOf(file)
    if (kinds.length > 0) tick(item => kinds.includes(item.kind))
  }
  for (const place of numbered(text)) {
    const item = latestQuestion(items)[place - 1]
    if (item !== undefined && item.state === 'open' && !isFile(item.kind)) ticked.add(item.id)
  }
  if (text.trim() === '') return [...ticked]
  if (/\d+(\.\d+)+/.test(withoutTimes(text))) tick(item => item.kind === 'version')
  if (saysWhen(text)) tick(item => item.kind === 'date')
  if (saysDone(text)) tick(item => item.kind === 'action')
  // Words answer a question in words only where there is one such question and nothing else that the words may have been meant for.
  const inWords = open.filter(item => !isFile(item.kind))
  const only = inWords[0]
  if (inWords.length === 1 && only?.kind === 'text' && /[\p{L}\d]{2}/u.test(text)) ticked.add(only.id)
  return [...ticked]
}

const isFile = (kind: ItemKind): boolean => kind === 'screenshot' || kind === 'photo' || kind === 'log'

function kindsOf({ kind, name, mime }: HeardFile): readonly ItemKind[] {
  if (kind === 'photo' || mime.startsWith('image/')) return ['photo', 'screenshot']
  if (mime.startsWith('text/') || /\.(log|txt|zip|7z|rar|gz|tgz|csv|evtx|xml|json|dmp)$/i.test(name)) return ['log']
  return []
}

/** Numbers that stand in front of answers: «1) … 2. …», each on a line of its own or one after another. */
function numbered(text: string): number[] {
  return [...text.matchAll(/(?:^|\n)\s*(\d{1,2})[).:]\s*\S/g)].map(match => Number(match[1]))
}

/** The items of the question asked last: its numbers are what the customer has before his eyes. */
function latestQuestion(items: readonly AskedItem[]): readonly AskedItem[] {
  const latest = items.at(-1)?.at
  return items.filter(item => item.at === latest)
}

/** Dates and hours look like versions: «17.03.2026», «28.11», «14:20» go. */
const withoutTimes = (text: string): string => text.replaceAll(/\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{1,2}\.(0\d|1[0-2])\b(?!\.)|\b\d{1,2}:\d{2}\b/g, '')

const saysWhen = (text: string): boolean =>
  /(^|[^\p{L}])(сегодня|вчера|позавчера|утром|днём|днем|вечером|ночью|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|январ|феврал|март|апрел|мая|июн|июл|август|сентябр|октябр|ноябр|декабр|today|yesterday|morning|evening)/iu.test(text)
  || /\b\d{1,2}[:.]\d{2}\b/.test(text)

const saysDone = (text: string): boolean =>
  /(^|[^\p{L}])(сделал|готово|перезагрузил|перезапустил|выполнил|включил|выключил|проверил|переподключил|обновил|done|restarted|checked)/iu.test(text)
  && !/(^|[^\p{L}])(не|нельзя|ещё не|еще не|not|didn't)\s+(сделал|выполнил|перезагрузил|перезапустил|включил|выключил|проверил|готово|получ|выход|удал|done|restarted|checked)/iu.test(text)
