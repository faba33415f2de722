import { labelOf, unrolled, type Role } from './labels.ts'
import { isBlank, lineOf, type Line } from './lines.ts'

/** Where history begins: the lines of its header, and what they say of the quoted letter. */
export type Opening = {
  /** `wrote`: «… пишет:». `block`: От/Отправлено/Кому/Тема. `dashes`: a line between dashes alone. */
  form: 'wrote' | 'block' | 'dashes'
  from: number
  /** The first line after the header. */
  to: number
  /** What the header itself says: the letter was handed on, or answered; null when it says neither. */
  says: 'forwarded' | 'original' | null
  /** The value of the sender, as written; '' when the header has none. */
  sender: string
  subject: string
}

const words = (list: string): RegExp => new RegExp(`(?:^|[^\\p{L}])(?:${list})(?![\\p{L}])`, 'iu')

const original = words('original message|original|original appointment|исходное сообщение|оригинальное сообщение|оригинално съобщение|оригинална порука|izvirno sporočilo|pradinis laiškas|sākotnējais ziņojums|upprunaleg skilaboð|missatge original|mensaxe orixinal|первоначальное сообщение|исходное письмо|конец исходного сообщения|вихідне повідомлення|початкове повідомлення|оригінал повідомлення|original nachricht|originalnachricht|ursprüngliche nachricht|ursprüngliche mail|antwort nachricht|message d.origine|message original|message d.origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|originele bericht|oprindelig meddelelse|oprindelig besked|opprinnelig melding|originalmeddelande|ursprungligt meddelande|ursprungsmeddelande|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|původní e-mail|pôvodná správa|eredeti üzenet|özgün ileti|orijinal mesaj|mesaj original|izvorna poruka|originalna poruka|algne sõnum|αρχικό μήνυμα|reply message|原始邮件|原邮件|原始郵件|元のメッセージ|원본 메시지|원본 메일')
const forwarded = words('forwarded message|forwarded by|forwarded|пересылаемое сообщение|пересланное сообщение|пересланное письмо|пересылаемое письмо|перенаправленное сообщение|переадресованное сообщение|переадресованного сообщения|переслане повідомлення|weitergeleitete nachricht|weitergeleitete mail|message transféré|mensaje reenviado|mensagem encaminhada|mensagem reencaminhada|messaggio inoltrato|doorgestuurd bericht|videresendt besked|videresendt melding|videresendt meddelelse|vidarebefordrat meddelande|välitetty viesti|wiadomość przesłana dalej|přeposlaná zpráva|preposlaná správa|továbbított üzenet|iletilen ileti|mesaj redirecționat|proslijeđena poruka|edastatud kiri|转发的邮件|转发邮件|転送メッセージ|전달된 메시지')
const endOf = words('end of|конец|ende')

const dashed = /^(?:[-–—_=~]\s?){2,}\s*([^-–—_=~].{1,70}?)\s*:?\s*(?:[-–—_=~]\s?){2,}\s*:?$/u
/** The line under which desks quote, with whatever signs around it. */
const above = /^[^\p{L}]{0,12}(?:(?:please )?(?:type|write|enter)? ?your (?:reply|answer|response) above|reply above|(?:write|type) above|пожалуйста,? (?:пишите|напишите)|(?:пишите|напишите|введите|оставьте) (?:ваш |свой )?ответ выше|ответ(?:ьте)? (?:пишите )?выше).{0,60}$/iu
/** A line drawn across the page. */
const drawn = /^[-_=–—*~]{5,}$/

const numericDate = String.raw`\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}[- ]\p{L}{3,9}\.?[- ]\d{2,4}|\d{1,2}\s+tháng\s+\d{1,2},?\s+\d{4}`
const wordDate = String.raw`\d{1,2}(?:st|nd|rd|th|-го|\.)?,?\s+(?:de\s+|of\s+)?\p{L}{3,14}\.?,?\s+(?:de\s+|del\s+)?\d{4}|\p{L}{3,14}\.?\s+\d{1,2}(?:st|nd|rd|th|\.)?,?\s+\d{4}|\d{4}\.?,?\s+\p{L}{3,14}\.?\s+\d{1,2}|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]`
const time = String.raw`\d{1,2}(?::|\.|h|\s?ч\.?\s?)\d{2}(?::\d{2})?`
const date = new RegExp(`${numericDate}|${wordDate}|\\d{1,2}\\.?\\s+\\p{L}{3,12}\\.?,?\\s+(?:в|at|um|à|kl\\.?|o|a las|alle|om|às)?\\s*${time}|\\p{L}{3,12}\\.?\\s+\\d{1,2},?\\s+(?:at\\s+)?${time}`, 'iu')
const address = /<?\[?(?:mailto:)?[^\s<>@,;:()"[\]]+@[^\s<>@,;:()"[\]]+\.?[^\s<>@,;:()"[\]]+\]?>?/u

const verbs = String.raw`wrote|writes|sent|написал|написала|написал\(а\)|написали|пишет|писал|писала|писал\(а\)|писали|пише|писав|написав|написала|schrieb|schrieben|schreibt|geschrieben|a écrit|ecrit|écrit|a écri|écrivait|escribió|escribio|escreveu|ha scritto|scrisse|schreef|geschreven|skrev|skrevet|kirjoitti|napisał|napisała|napisał\(a\)|napisal|napísal|napsal|napsal\(a\)|napsala|írta|ezt írta|yazdı|şunu yazdı|şunları yazdı|a scris|je napisao|je napisao/la|napisao|napisala|kirjutas|έγραψε|написа|напиша|rakstīja|rašė|写道|寫道|書きました|のメッセージ|작성|님이 작성|đã viết|menulis|כתב|כתבה|كتب|цитирую|цитирует|quoting|zitat von|citando a`
const verb = new RegExp(`(?:^|[^\\p{L}])(${verbs})(?:\\s+(?:følgende|following|the following|het volgende|следующее|folgendes))?(?![\\p{L}])`, 'iu')
const verbLast = new RegExp(`(?:${verbs})\\s*[-–—]*$`, 'iu')

const longest = 420
const deepest = 5
/** Words between date, name and verb that begin small. */
const particles = /^(?:on|at|am|pm|um|uhr|the|le|el|il|em|op|den|via|by|от|в|г|года|р|at|o|u|à|às|as|a|of|from|de|la|del|von|van|der|di|da|в|пользователь|користувач|письме|сообщении|своём|heeft|het|volgende|użytkownik|dnia|dniu|kl|kell|gmt|utc|msk|мск|alle|ore|ha|je|das|alle|las|het|schreef|след|und|and|и|user|ha|ne|dne|ve|v|w)$/iu

/** The opening that begins at line `at`, if one does. */
export function openingAt(lines: readonly Line[], at: number): Opening | null {
  const line = lines[at]!.bare
  if (line === '') return null
  return dashesAt(lines, at, line) ?? phraseAt(lines, at, line) ?? blockAt(lines, at) ?? wroteAt(lines, at)
}

/** `-----Original Message-----`, with or without a header block below; also with the whole block behind it in one line. */
function dashesAt(lines: readonly Line[], at: number, line: string): Opening | null {
  if (above.test(line)) return { form: 'dashes', from: at, to: at + 1, says: 'original', sender: '', subject: '' }
  const rolled = /^-{2,}\s*([^-]{3,60}?)\s*-{2,}\s+(\S.{10,})$/u.exec(line)
  if (rolled !== null) {
    const block = readBlock(unrolled(rolled[2]!))
    if (block !== null && address.test(block.sender)) return { form: 'block', from: at, to: at + 1, says: saying(rolled[1]!), ...block }
  }
  const words = dashed.exec(line)
  if (words === null) {
    // A drawn line belongs to the header that follows it.
    if (!drawn.test(line)) return null
    const next = nextFilled(lines, at + 1, 2)
    const below = next < 0 ? null : (blockAt(lines, next) ?? wroteAt(lines, next))
    return below === null ? null : { ...below, from: at }
  }
  const phrase = words[1]!
  if (endOf.test(phrase)) return null
  const next = nextFilled(lines, at + 1, 2)
  const below = next < 0 ? null : blockAt(lines, next)
  if (below !== null) return { ...below, from: at, says: saying(phrase) }
  const wrote = wroteIn(phrase) ? wroteAt([lineOf(phrase.replace(/[-–—_=\s]+$/, ''), 'no')], 0) : null
  if (wrote !== null) return { ...wrote, from: at, to: at + 1 }
  return original.test(phrase) || forwarded.test(phrase) ? { form: 'dashes', from: at, to: at + 1, says: saying(phrase), sender: '', subject: '' } : null
}

const wroteIn = (phrase: string): boolean => verbLast.test(phrase)
const saying = (phrase: string): 'forwarded' | 'original' | null => (original.test(phrase) ? 'original' : forwarded.test(phrase) ? 'forwarded' : null)

/** `Begin forwarded message:` in any language: a short line that ends in a colon, right above a header block. */
function phraseAt(lines: readonly Line[], at: number, line: string): Opening | null {
  if (!/[:：]$/.test(line) || line.length > 70 || address.test(line) || labelOf(line) !== null) return null
  const next = nextFilled(lines, at + 1, 2)
  const below = next < 0 ? null : blockAt(lines, next)
  if (below === null || below.form !== 'block') return null
  // Words of the sender's own above a block stay his.
  return forwarded.test(line) || lines[at]!.quote === 'sure' || line.split(/\s+/).length <= 6 && !/[,;]/.test(line) ? { ...below, from: at, says: saying(line) } : null
}

/** Header block: several labels in lines that follow each other. */
function blockAt(lines: readonly Line[], at: number): Opening | null {
  if (labelOf(lines[at]!.bare) === null) return null
  const found = new Map<Role, string>()
  let last: Role | null = null
  let end = at
  let strange = 0
  let blank = 0
  for (let i = at; i < lines.length && i < at + 24; i++) {
    const line = lines[i]!.bare
    const label = labelOf(line)
    if (label !== null && !(found.has(label.role) && label.role !== 'reply' && label.role !== 'cc')) {
      found.set(label.role, label.value)
      last = label.role
      end = i + 1
      strange = blank = 0
    } else if (line === '') {
      // Some programs put an empty line between labels; two end the block.
      if (++blank > 1 || found.size >= 4) break
    } else if (last !== null && blank === 0 && strange < 3) {
      // A value that goes on in the next line, as long as more labels follow or it plainly is its end.
      strange++
      if (found.get(last) === '' || goesOn(lines, i, last, found.get(last)!)) {
        found.set(last, `${found.get(last)!} ${line}`.trim())
        end = i + 1
      }
    } else break
  }
  const undersigned = found.get('from') === undefined && date.test(found.get('date') ?? '') && address.test(found.get('to') ?? '')
  if (undersigned) return { form: 'block', from: at, to: end, says: null, sender: '', subject: found.get('subject') ?? '' }
  const wanted = found.has('from') && (found.has('date') || found.has('subject') || found.has('to')) && found.size >= 2
  if (!wanted || (found.size === 2 && !found.has('date') && !(found.has('subject') && address.test(found.get('from')!)))) return null
  return { form: 'block', from: at, to: end, says: null, sender: found.get('from')!, subject: found.get('subject') ?? '' }
}

/** Whether line `at` continues the value above it: another label follows soon, or it is a lonely tail before an empty line. */
function goesOn(lines: readonly Line[], at: number, role: Role, value: string): boolean {
  for (let i = at + 1; i < Math.min(lines.length, at + 3); i++) if (labelOf(lines[i]!.bare) !== null) return true
  return role !== 'subject' && /[;,<]$/.test(value)
}

/** A block that was written in one line. */
function readBlock(lines: readonly string[]): { sender: string; subject: string } | null {
  let sender = ''
  let subject = ''
  for (const line of lines) {
    const label = labelOf(line)
    if (label?.role === 'from' && sender === '') sender = label.value
    if (label?.role === 'subject' && subject === '') subject = label.value
  }
  return sender === '' ? null : { sender, subject }
}

/** «пт, 26 сент. 2026 г. в 10:00, Имя <…>:», «… пишет:», «On … wrote:»: in one line or wrapped into up to five. */
function wroteAt(lines: readonly Line[], at: number): Opening | null {
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
  return (date.test(header) || moment < 0 || moment > 30 || /[.!?]$/.test(above)) && (address.test(header) || !nameAndAddress.test(above))
}

const nameAndAddress = /^[^<>.!?]{0,60}<[^<>\s]+@[^<>\s]+>$/

const joinedOf = (lines: readonly Line[], from: number, to: number): string => lines.slice(from, to).map(line => line.bare).join(' ').trim()

function isWrote(raw: string, quoted: () => boolean): boolean {
  const text = raw.replace(/^[-–—\s]+/, '').replace(/[-–—\s]+$/, '')
  const colon = /[:：]$/.test(text)
  const bare = text.replace(/\s*[:：]$/, '')
  if (!colon && !verbLast.test(bare.slice(-40))) return momentAndAddress.test(text) && text.length < 160
  const hasVerb = verb.test(text)
  const where = text.search(date)
  const hasAddress = address.test(text)
  if (hasVerb) {
    if (where >= 0 && hasAddress) return where < 90 && text.length < longest
    if (where >= 0 && where < 60) return quoted() || dateCommaName.test(text) || namesOnly(text)
    if (hasAddress) return text.length < 200 && (colon || quoted())
    return colon && text.length < 100 && quoted()
  }
  // No verb: a date at the beginning, an address at the end.
  if (where >= 0 && where < 40 && hasAddress) return /@[^\s@]*(?:[>\])"]+\s*(?:\p{L}+\s*){1,2})?$/u.test(bare.replace(/[>\])"\s]+$/, '')) && text.length < 300
  return where >= 0 && where < 20 && /\d[:.]\d\d/.test(text) && text.length < 120 && quoted()
}

/** `26.09.2026 10:00, Имя пишет:`: moment, comma, name, verb and nothing else. */
const dateCommaName = new RegExp(`^(?:${numericDate})(?:,?\\s+(?:в\\s+|at\\s+|um\\s+)?${time}(?:\\s?[ap]m)?)?,\\s+[^,.!?:;]{2,60}\\s(?:${verbs})\\s*[:：]$`, 'iu')

/** `26.09.2026, 10:00, "Имя" <a@b>` and no colon behind it. */
const momentAndAddress = new RegExp(`^(?:${numericDate}),?\\s+${time},?\\s+[^<>@]{0,80}<[^\\s<>@]+@[^\\s<>@]+>$`, 'iu')

/** Nothing but names around date and verb: the sender's own sentences have small words. */
function namesOnly(text: string): boolean {
  const rest = text.replace(date, ' ').replace(verb, ' ').split(/[\s,.:;()"«»“”]+/).filter(word => /\p{L}{2,}/u.test(word) && !/\d/.test(word))
  return rest.length <= 9 && rest.every(word => /^[^\p{L}]*\p{Lu}/u.test(word) || particles.test(word) || weekday.test(word) || /[@.]/.test(word))
}

const weekday = /^(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|среду|четверг|пятница|пятницу|суббота|субботу|воскресенье|нд|неділя|понеділок|вівторок|середа|п.ятниця|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda|terça|quarta|quinta|sexta|sáb|man|tir|ons|tor|fre|lør|søn|tis|lör|sön|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|.{0,12}feira)$/iu

function quoteFollows(lines: readonly Line[], at: number): boolean {
  const next = nextFilled(lines, at, 4)
  return next >= 0 && lines[next]!.quote !== 'no'
}

/** The next line that is not blank, at most `far` lines away; -1 when there is none. */
function nextFilled(lines: readonly Line[], at: number, far: number): number {
  for (let i = at; i < lines.length && i <= at + far; i++) if (!isBlank(lines[i]!)) return i
  return -1
}
