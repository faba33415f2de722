import { isBlank, type Line } from './lines.ts'

/** The line before a signature: two dashes (RFC 3676, 4.3), or what programs make of them. */
export const delimiter = /^(?:--|—|——|–|—{2,6}|_{2,4}|--\s?>)$/

/** What telephones and programs add below a letter. */
const added = /^[<([]*(?:sent (?:from|via|with) (?:my )?(?:\[?mail\]?|i(?:phone|pad|pod)|iphone|android|samsung|galaxy|huawei|xiaomi|htc|nokia|blackberry|windows|mobile|cell|phone|outlook|yahoo|gmail|airmail|mailbox|spark|proton|mail\.ru|yandex|mailspring|thunderbird|bluemail|aqua|tablet|smartphone|[\w-]+ (?:phone|mobile|tablet))|get (?:\[?outlook|yahoo)|envoyé (?:depuis|de|à partir)|von meinem .{2,40} gesendet|diese nachricht wurde von meinem|enviado (?:desde|do|de|a partir)|inviato (?:da|dal)|verzonden (?:met|vanaf|van)|skickat från|sendt fra|lähetetty|wysłane? z|отправлено (?:из|с|со|через|от) |отправлено мобильн|послано с |written from|получить outlook|скачать outlook|надіслано з|відправлено з|iphoneから送信|простите за краткость|извините за краткость|發自我的|发自我的|從我的 .{2,20} 傳送|via mobile$|<<sent by)/iu

/** Closing words of a letter, alone in their line. */
const closing = /^(?:с (?:наилучшими |искренним |глубоким |большим )?(?:уважением|пожеланиями)(?: и .{3,30})?|с уважением.{0,60}|с ув\.?|всего (?:доброго|хорошего|наилучшего)|хорошего дня|спасибо|заранее спасибо|благодарю|з повагою.{0,60}|(?:best|kind|kindest|warm|warmest|many)? ?(?:regards|wishes|thanks)|best|sincerely|yours (?:sincerely|truly|faithfully)|cheers|thanks|thank you|mit (?:freundlichen|besten|lieben|herzlichen) grüßen|(?:viele|beste|liebe|freundliche|herzliche) grüße|mfg|lg|cordialement|bien cordialement|salutations|saludos|atentamente|un saludo|cordiali saluti|distinti saluti|met vriendelijke groet(?:en)?|mvg|med vänlig hälsning|vänliga hälsningar|mvh|med venlig hilsen|venlig hilsen|hilsen|kh|pozdrawiam|terveisin|atenciosamente|abraço)[\s,.!–—-]*$/iu

/** Closing words and a name in one line: «С уважением, Иван Петров». */
const closingName = /^(?:[Сс] (?:(?:наилучшими|искренним|глубоким|большим) )?(?:уважением|пожеланиями)|[Сс] ув\.|[Зз] повагою|(?:[Bb]est |[Kk]ind |[Ww]arm )?[Rr]egards|[Ss]incerely)[,.]? ?(?:\p{Lu}[\p{L}.-]*|«\p{L}[\p{L} -]*»|"\p{L}[\p{L} -]*"|кафе|ресторан|бар|администратор|директор|управляющ(?:ий|ая)|менеджер|бухгалтер)(?:[ ,]+[\p{L}.«»"()-]+){0,6}$/u

const deepest = 14

/**
 * Where the signature of a letter begins: an index into `lines`, their number when there is none. Only the end of a letter is looked at; what a
 * person wrote before never counts as signature.
 */
export function signatureAt(lines: readonly Line[]): number {
  const marked = lines.findIndex(line => line.signed === true)
  let end = lines.length
  while (end > 0 && isBlank(lines[end - 1]!)) end--
  if (marked >= 0 && lines.slice(marked).every(line => line.signed === true || isBlank(line) || delimiter.test(line.bare))) return afterDelimiter(lines, marked)
  let start = end
  let filled = 0
  for (let i = end - 1; i >= 0 && filled < deepest; i--) {
    const line = lines[i]!.bare
    if (line === '') continue
    filled++
    if (line.startsWith('```')) break
    if (delimiter.test(line) || (closing.test(line) && short(lines, i + 1, end)) || (closingName.test(line) && few(lines, i + 1, end)) || (added.test(line) && filled <= 4)) start = i
  }
  if (start < end) start = belowRule(lines, start)
  return start === end ? lines.length : start
}

/** A line drawn right above a signature belongs to it. */
function belowRule(lines: readonly Line[], start: number): number {
  let above = start - 1
  while (above >= 0 && isBlank(lines[above]!)) above--
  return above > 0 && /^(?:[-_=*~]\s?){3,}$/.test(lines[above]!.bare) ? above : start
}

function afterDelimiter(lines: readonly Line[], at: number): number {
  let start = at
  while (start > 0 && (isBlank(lines[start - 1]!) || delimiter.test(lines[start - 1]!.bare))) start--
  return start
}

/** Nothing, or what may stand below a name. */
const few = (lines: readonly Line[], from: number, to: number): boolean => lines.slice(from, to).every(isBlank) || short(lines, from, to)

/** Lines of a name, a post, a telephone: few and short. A closing word at the very end is part of the talk («Спасибо!»). */
function short(lines: readonly Line[], from: number, to: number): boolean {
  const rest = lines.slice(from, to).filter(line => !isBlank(line))
  return rest.length > 0 && rest.length <= 9 && rest.every(line => line.text.trim().length <= 80)
}
