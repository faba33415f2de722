/** Delivery notices that are nothing but text: Exim, qmail, old Sendmail, Exchange, mail.ru, Yandex and the rest. */
import { cut } from '../../../lib/text.ts'
import type { Letter } from '../letter.ts'
import { valueOf } from '../mime/head.ts'
import { severityOf, type Undelivered } from './severity.ts'

const daemons = /^(?:mailer-?daemon|mail-?daemon|mdaemon|post[-_]?master|mail[.-]?delivery[\w.-]*|maildelivery[\w.-]*|mailerdaemon|bounces?|mmdf|mail-?system|delivery[\w.-]*|no-?reply[\w.-]*|daemon|root|mail|smtp[\w.-]*|mta[\w.-]*|undelivered[\w.-]*|mail-?router|mailadm\w*|mailgw[\w.-]*|info-?mail\w*|microsoftexchange\w*|<>)?(?:@|$)/i
const daemonNames = /mail(?:er)?[- ]?(?:delivery|daemon|system|administrator)|delivery (?:sub)?system|postmaster|system administrator|internet mail|mail router|post office|системный администратор|почтовая служба|служба доставки/i

const subjects = /undeliver(?:ed|able)|undelivrable|non[- ]?deliver(?:y|able)|not (?:be )?deliver(?:ed|able)|deliver(?:y|ing) (?:status|report|failure|failed|error|problem|notification|delay|has been delayed|is delayed|not|unsuccessful|temporarily)|mail (?:delivery|system|could not|not|failure|error|status)|fail(?:ure|ed)? (?:notice|notification|to deliver|mail|delivery)|return(?:ed|ing) (?:mail|message|to sender|e-?mail)|message (?:delivery|undeliverable|status|could not|not delivered|is delayed|delayed|you sent blocked|frozen)|could not (?:be delivered|send|deliver)|cannot (?:be delivered|send)|unable to deliver|unzustellbar|nicht (?:zugestellt|zustellbar)|zustellung|non remis|échec de la remise|avis de non|no se (?:pudo|puede) entregar|no entregado|niet bezorgd|mancata consegna|não (?:foi )?entregue|niedostarczon|email delivery error|delivery status|warning: (?:message|could not)|error sending|bounced? (?:mail|message)|delayed mail|still being retried|quota exceeded|user unknown|e?-?mail (?:rejected|blocked)|доставка (?:\p{L}+ )?(?:отложена|задерживается|не удалась|невозможна)|(?:письм|сообщени)\p{L} (?:пока |ещё |еще )?не доставлен\p{L}|недостав|не (?:было |был[ао]? |может быть |удалось )?доставл?е?|ошибка (?:при )?доставк|сбой доставк|невозможно доставить|возвра(?:т|щено|щенное) (?:письм|сообщен|почт)|уведомление о (?:недоставк|задержк|состоянии доставки)|отч[её]т о доставке|задержка доставки|配信|送信(?:できません|失敗|エラー)|退信|系统退信|投递失败|반송/iu

const sentences = /(?:message|mail|e-?mail|letter)[^.\n]{0,60}(?:could ?n[o']t|cannot|was not|has not been|not be|unable to)[^.\n]{0,40}(?:deliver|sent)|(?:undeliverable|undelivered|not delivered|delivery (?:has |to the following )?(?:failed|temporarily suspended|error)|deliver(?:ed|y) (?:to the following|failed|error)|failed to deliver|permanent (?:fatal )?(?:error|failure)|addresses? had (?:permanent|transient)|(?:this is|i'm sorry|i am sorry)[^.\n]{0,60}(?:permanent error|to inform you|have to inform)|returned (?:to sender|mail|message)|transcript of session follows|(?:host|domain|user|recipient|mailbox|account|address) (?:unknown|not found|unavailable|is full|does not exist|doesn't exist|is disabled)|invalid (?:user|recipient|address|mailbox)|no such (?:user|address|mailbox|domain)|user unknown|unknown (?:user|recipient)|mailbox (?:is )?(?:full|unavailable|exceeded)|over quota|quota exceeded|recipient(?:'s)? (?:address )?rejected|(?:письмо|сообщение)[^.\n]{0,80}не доставлен[ао]?(?!\p{L})|попытки (?:доставки )?(?:будут )?продолж|не (?:может быть|было|был[ао]?|удалось)[^.\n]{0,30}достав|недоставлен|адресат[^.\n]{0,20}не (?:найден|существует)|ящик[^.\n]{0,30}(?:переполнен|не существует|недоступен)|пользовател[ья][^.\n]{0,30}(?:не найден|не существует|заблокирован)|konnte nicht zugestellt|n'a pas pu être)/iu

const smtp = /\b[245]\d\d[ -](?:#?[245]\.\d{1,3}\.\d{1,3})?|\b[245]\.\d{1,3}\.\d{1,3}\b|smtp error|remote (?:host|server) said|status: [245]\.|diagnostic-code|final-recipient|x-failed-recipients/i

/** The addresses of a notice; null when the letter is none. `declared`: its own head calls it one. An empty list: a notice that names nobody. */
export function readNotice(letter: Letter, declared: boolean): Undelivered[] | null {
  if (!declared && !isNotice(letter)) return null
  const text = letter.text.slice(0, 60_000)
  const failed = (valueOf(letter.fields, 'x-failed-recipients') ?? '').split(/[\s,]+/).filter(address => address.includes('@'))
  const named = failed.length > 0 ? failed : addressesIn(text, letter)
  const words = `${letter.subject}\n${text}`
  if (named.length === 0) return [{ address: '', ...detail(text, words) }]
  return named.slice(0, 50).map(address => ({ address, ...detail(around(text, address), words) }))
}

function isNotice(letter: Letter): boolean {
  const { fields, from, subject, text } = letter
  if (valueOf(fields, 'x-failed-recipients') !== undefined) return true
  const address = from?.address ?? ''
  const daemon = (address !== '' && daemons.test(address)) || daemonNames.test(from?.name ?? '')
  const empty = fields.some(({ name, value }) => name === 'return-path' && /^<?\s*>?$/.test(value))
  const titled = subjects.test(subject)
  const start = text.slice(0, 6_000)
  const says = sentences.test(start)
  // Shops write from such addresses, too, and speak of deliveries.
  if (/^no-?reply/i.test(address)) return (titled || says) && (smtp.test(start) || returned(letter))
  if (daemon && (titled || says)) return true
  if (empty || from === null || address === '') return titled || (says && (smtp.test(text) || returned(letter)))
  // A person forwards or answers a notice, too: without the server as sender its whole shape has to be there.
  return titled && says && (returned(letter) || (smtp.test(start) && alone.test(start))) && letter.inReplyTo.length === 0 && !/^\s*(?:re|fwd?|отв|пересл|aw|wg)\s*:/iu.test(subject)
}

/** An address in a line of its own: servers write so, people who tell of a notice seldom. */
const alone = /^[ \t]*<?[\w.+=-]{1,64}@[\w.-]{3,255}>?[ \t]*(?::|$)/m

/** The letter that came back is inside. */
const returned = ({ nested, reports, text }: Letter): boolean => nested.length > 0 || reports.some(({ type }) => type === 'text/rfc822-headers') || /^-{2,}.{0,50}(?:copy of (?:the|your) message|original message|returned message|unsent message|below this line)/im.test(text) || /^[ \t]*>?received: from /im.test(text)

const address = /[\w.+=&'*/#!?^{|}~-]+@[\w-]+(?:\.[\w-]+)+/g

/** Addresses that stand where a notice names them: in brackets with a colon, alone in a line, after "to". */
function addressesIn(text: string, { to, from }: Letter): string[] {
  const own = new Set([...to, ...(from === null ? [] : [from])].map(box => box.address.toLowerCase()))
  const head = text.split(/^(?:-{2,}.{0,60}(?:original|copy|returned|unsent|below).{0,60}|[ \t]*received: from .*|return-path: .*)$/im)[0]!
  const found = new Map<string, string>()
  for (const whole of head.split('\n').slice(0, 400)) {
    // Looking for an address in a run of letters without one takes the square of its length.
    const line = whole.slice(0, 1_000)
    if (!line.includes('@')) continue
    if (!/^\s*(?:<[^<>\s]+@|[\w.+=-]+@\S+\s*(?::|$|\()|.{0,60}(?<!\p{L})(?:to|recipient\w*|address\w*|user|rcpt|for|mailbox|adresse|кому|для|адрес\p{L}*|получател\p{L}*|ящик\p{L}*|пользовател\p{L}*|доставлен\p{L}*:)(?!\p{L}))/iu.test(line) && !/\b[45]\d\d\b/.test(line)) continue
    for (const [match] of line.matchAll(address)) {
      const key = match.toLowerCase()
      if (!own.has(key) && !daemons.test(key) && !found.has(key)) found.set(key, match)
    }
  }
  return [...found.values()]
}

/** The lines about one address, and a few below. */
function around(text: string, wanted: string): string {
  const at = text.indexOf(wanted)
  return at < 0 ? text : text.slice(at, at + 700)
}

function detail(near: string, words: string): Omit<Undelivered, 'address'> {
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(near)?.[0] ?? /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(words)?.[0] ?? ''
  const line = near.split('\n').find(each => /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b/.test(each)) ?? near.split('\n').find(each => sentences.test(each)) ?? ''
  return { severity: severityOf('', status, status === '' ? words : near), status, reason: cut(line.replace(/\s+/g, ' ').trim(), 500) }
}
