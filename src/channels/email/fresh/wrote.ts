import { labelOf } from './labels.ts'
import { isBlank, type Line, type Opening } from './lines.ts'
import { address, date, numericDate, particles, time, verb, verbLast, verbs, weekday, wordDate } from './phrases.ts'

const longest = 420
const deepest = 5

/** «пт, 26 сент. 2026 г. в 10:00, Имя <…>:», «… пишет:», «On … wrote:»: in one line or wrapped into up to five. */
export function wroteAt(lines: readonly Line[], at: number): Opening | null {
  const first = lines[at]!.bare
  if (labelOf(first)?.role !== undefined && !verb.test(first)) return null
  let joined = ''
  for (let i = at; i < lines.length && i < at + deepest; i++) {
    const line = lines[i]!.bare
    if (line === '' && i > at && !/[<,]$/.test(joined) && !(lines[i + 1]?.bare ?? '').startsWith('<')) return null
    if (lines[i]!.quote !== lines[at]!.quote && i > at && lines[i]!.quote === 'sure') return null
    joined = `${joined} ${line}`.trim()
    if (joined.length > longest) return null
    if (isWrote(joined, () => quoteFollows(lines, i + 1))) {
      // A shorter header that begins later in these lines is the true one: what stands before it is the sender's text.
      for (let later = at + 1; later <= i; later++) if (isWhole(lines, at, later, i)) return null
      return { form: 'wrote', from: at, to: i + 1, says: null, sender: joined, subject: '' }
    }
  }
  return null
}

/** Whether the lines `from` to `to` are a header by themselves, so that the lines `at` to `from` above them are the sender's text. */
function isWhole(lines: readonly Line[], at: number, from: number, to: number): boolean {
  const header = joinedOf(lines, from, to + 1)
  if (!isWrote(header, () => quoteFollows(lines, to + 1))) return false
  const above = joinedOf(lines, at, from)
  // A moment above belongs to a header that has none, a name with its address likewise.
  const moment = above.search(date)
  // "Иван И." ends in a point and is no sentence.
  return (date.test(header) || moment < 0 || moment > 30 || /(?<!(?:^|[\s.])\p{Lu})[.!?]$/u.test(above)) && (address.test(header) || !nameAndAddress.test(above))
}

const nameAndAddress = /^[^<>.!?]{0,60}<[^<>\s]+@[^<>\s]+>$/

const joinedOf = (lines: readonly Line[], from: number, to: number): string => lines.slice(from, to).map(line => line.bare).join(' ').trim()

function isWrote(raw: string, quoted: () => boolean): boolean {
  const text = raw.replace(/^[-–—\s]+/, '').replace(/[-–—\s]+$/, '')
  const colon = /[:：]$/.test(text)
  const bare = text.replace(/\s*[:：]$/, '')
  if (!colon && !verbLast.test(bare.slice(-40))) return text.length < 160 && (momentAndAddress.test(text) || (addressAndMoment.test(text) && quoted()))
  const hasVerb = verb.test(text)
  const where = text.search(date)
  const hasAddress = address.test(text)
  if (hasVerb) {
    if (where >= 0 && hasAddress) return where < 90 && text.length < longest
    if (where >= 0 && where < 60) return quoted() || isProgrammed(text) || namesOnly(text)
    if (hasAddress) return text.length < 200 && (quoted() || (colon && bracketed.test(text)))
    return colon && text.length < 100 && quoted()
  }
  // No verb: a date at the beginning, an address at the end.
  if (where >= 0 && where < 40 && hasAddress) return /@[^\s@]*(?:[>\])"]+\s*(?:\p{L}+\s*){1,2})?$/u.test(bare.replace(/[>\])"\s]+$/, '')) && text.length < 300
  return where >= 0 && where < 20 && /\d[:.]\d\d/.test(text) && text.length < 120 && quoted()
}

/** A name, its address in brackets, a word or two: «Имя <a@b> пишет:», «Цитирую Имя <a@b>:». */
const bracketed = /^(?:[^.!?]|(?<=(?:^|[\s.])\p{Lu})\.){0,80}<[^<>\s]+@[^<>\s]+>\s*(?:\p{L}[\p{L}() ]{0,40})?[:：]$/u

const moment = `(?:${numericDate}|${wordDate})(?:\\s+(?:г|р)\\.?)?,?\\s+(?:в\\s+|at\\s+|um\\s+)?${time}(?:\\s?[ap]m)?`
const named = String.raw`(?<name>[^,.!?:;]{2,60}(?:(?<=\s|\.)\p{Lu}\.\s?){0,2})`
/** Moment, name and verb in ways that only programs write, whatever the name is made of. */
const programs = [
  // `26.09.2026 10:00, Имя пишет:`: moment, comma, name, verb and nothing else; `On 2026-09-26 10:00, Имя wrote:`; `В Пт, 26/09/2026 в 10:00 +0300, Имя пишет:`.
  `^(?:(?:on\\s+)?(?:\\p{L}{2,3}\\.?,?\\s+)?(?:${moment}|${numericDate})|в\\s+\\p{L}{2,11},?\\s+${moment}\\s+[+-]\\d{4}),\\s+${named}\\s(?:${verbs})\\s*[:：]$`,
  // `Имя писал 26.09.2026 10:00:`: people would write "в 10:00".
  `^${named}\\s(?:писал|писала|писал\\(а\\)|написал|написала|написал\\(а\\)|wrote)\\s+(?:${numericDate})\\s+${time}\\s*[:：]$`,
  // KMail.
  `^в письме от ${moment}(?::\\d{2})?\\s+пользователь ${named} написал\\s*[:：]$`,
].map(form => new RegExp(form, 'iu'))
/** Whom people speak of in their own words. */
const spoken = /(?:^|\s)(?:мы|я|вы|он|она|они|нам|мне|вам|вас|тебе|мой|моя|наш|наша|ваш|ваша|i|we|you|he|she|they|us|me|our|my|your)(?:\s|$)/iu

/** A header of a program by its form alone: the name begins as names do. */
const isProgrammed = (text: string): boolean => programs.some(form => {
  const name = form.exec(text)?.groups?.['name']
  return name !== undefined && /^[\p{Lu}\d"«„“(]/u.test(name) && !spoken.test(name)
})

/** `"Имя" a@b – 26 сентября 2026 г. 10:00`, and a quote below. */
const addressAndMoment = new RegExp(`^[^<>@]{0,80}\\s<?[^\\s<>@]+@[^\\s<>@]+>?\\s[-–—]\\s${moment}$`, 'iu')

/** `26.09.2026, 10:00, "Имя" <a@b>` and no colon behind it. */
const momentAndAddress = new RegExp(`^(?:${numericDate}),?\\s+${time},?\\s+[^<>@]{0,80}<[^\\s<>@]+@[^\\s<>@]+>$`, 'iu')

/** Nothing but names around date and verb: the sender's own sentences have small words. */
function namesOnly(text: string): boolean {
  const rest = text.replace(date, ' ').replace(verb, ' ').split(/[\s,.:;()"«»“”]+/).filter(word => /\p{L}{2,}/u.test(word) && !/\d/.test(word))
  return rest.length <= 9 && rest.every(word => /^[^\p{L}]*\p{Lu}/u.test(word) || particles.test(word) || weekday.test(word) || /[@.]/.test(word))
}

function quoteFollows(lines: readonly Line[], at: number): boolean {
  const next = nextFilled(lines, at, 4)
  return next >= 0 && lines[next]!.quote !== 'no'
}

/** The next line that is not blank, at most `far` lines away; -1 when there is none. */
export function nextFilled(lines: readonly Line[], at: number, far: number): number {
  for (let i = at; i < lines.length && i <= at + far; i++) if (!isBlank(lines[i]!)) return i
  return -1
}
