/** One letter of ours: what it says and what its head carries. Pure; `client/smtp/` makes bytes of it. */
import type { Button, Content, OutgoingFile, ParcelAbout } from '../../delivery/outbound.ts'
import type { Instant } from '../../lib/instant.ts'
import { cut } from '../../lib/text.ts'
import { plainSubject } from '../../messages/letters/letter.ts'
import { email as en } from '../../words/en/email.ts'
import { email as ru } from '../../words/ru/email.ts'
import type { LetterThread } from './client/config.ts'
import { deskField, hopsField } from './hops.ts'
import type { Mailbox } from './mailbox.ts'

export type Sending = {
  to: string
  content: Content & { files?: readonly OutgoingFile[]; replyTo?: string }
  about: Pick<ParcelAbout, 'purpose' | 'ticketNumber'>
  thread: LetterThread
  mailbox: Pick<Mailbox, 'name' | 'address'>
  letterId: string
  /** Where answers go, when it is not the mailbox itself: its address with the signed tag of the ticket. */
  answerTo: string | null
  /** Where reports of undelivered mail go: an address of the letter's own, the mailbox, or what one signs in with. */
  bouncesTo: string
  /** This desk in `X-Desk-Id`. */
  deskId: string
  /** Which of its two copies: that of the person himself, or that of the others whom it names. */
  reader?: 'self' | 'others'
  now: Instant
}

type Box = { name: string; address: string }

/** In the shape that the composer of the mail library takes; `files` are opened by whoever makes bytes of it. */
export type Composed = {
  envelope: { from: string; to: string; copies: readonly string[] }
  from: Box
  to: Box
  cc: Box[]
  replyTo: Box | undefined
  subject: string
  messageId: string
  inReplyTo: string | undefined
  references: string[]
  date: Date
  headers: Record<string, string>
  text: string
  html: string
  files: readonly { fileId: string; filename: string; contentType: string; size: number }[]
}

export const mostReferences = 30
const mostSubject = 200
const mostName = 100

/** R-2.2.5: the desk's word as a letter, in its thread, with the number in its subject (`channels.md` 5.3). */
export function compose(given: Sending): Composed {
  const { to, content, about, thread, mailbox, letterId, answerTo, bouncesTo, now } = given
  const byPerson = about.purpose === 'reply'
  const known = thread.references.filter(isId)
  const answered = content.replyTo !== undefined && isId(content.replyTo) ? content.replyTo : known.at(-1)
  const references = capped([...known.filter(one => one !== answered), ...(answered === undefined ? [] : [answered])])
  const copies = byPerson ? thread.copies.filter(({ address }) => address !== to && address !== mailbox.address) : []
  // Whoever holds the link of the page reads, answers and presses there as the person whose page it is: others of the letter are not he.
  const sending = given.reader === 'others' ? { ...given, thread: { ...thread, page: null } } : given
  const from = boxOf(mailbox.name, mailbox.address)
  return {
    envelope: { from: bouncesTo, to, copies: copies.map(({ address }) => address) },
    from, to: boxOf(thread.name, to), cc: copies.map(({ name, address }) => boxOf(name, address)),
    replyTo: answerTo === null ? undefined : { name: from.name, address: answerTo },
    subject: subjectOf(sending, references.length > 0),
    messageId: letterId, inReplyTo: references.at(-1), references, date: new Date(now),
    headers: { ...(byPerson ? {} : { ...machineMarks(references.length > 0), [deskField]: sending.deskId }), [hopsField]: String(thread.hops + 1) },
    text: textOf(sending), html: htmlOf(sending),
    files: (content.files ?? []).map(({ fileId, name, mime, size }) => ({ fileId, filename: plain(name, 255) || 'file', contentType: mime, size })),
  }
}

/** RFC 3834: nobody's program should answer what no person wrote. */
const machineMarks = (answers: boolean): Record<string, string> => ({ 'Auto-Submitted': answers ? 'auto-replied' : 'auto-generated', 'X-Auto-Response-Suppress': 'All' })

const isId = (text: string): boolean => /^<[^<>\s]{3,990}>$/.test(text)

/** The first letter of a thread and its latest ones. */
const capped = (ids: readonly string[]): string[] => (ids.length <= mostReferences ? [...ids] : [ids[0]!, ...ids.slice(1 - mostReferences)])

/** A line of a head: without control signs, not longer than it may be. */
const plain = (text: string, most: number): string => cut(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed().trim(), most)

const boxOf = (name: string, address: string): Box => ({ name: plain(name, mostName), address })

const wordsOf = ({ thread: { language } }: Sending) => (language === 'en' ? en : ru).letter

/** `Re: [№ 1042] Касса не печатает`: the number once, wherever the thread began. */
function subjectOf(sending: Sending, answers: boolean): string {
  const { about: { ticketNumber }, thread } = sending
  const subject = plain(plainSubject(plain(thread.subject, 1_000)), mostSubject) || wordsOf(sending).subject
  return `${answers ? 'Re: ' : ''}${ticketNumber === null ? '' : `[№ ${ticketNumber}] `}${subject}`
}

type Link = { label: string; url: string }

/** What a messenger has as buttons: links. An act is carried out on the page of the ticket, which asks once more; without a page there is none. */
const linksOf = ({ content, thread: { page } }: Sending): Link[] => (content.buttons ?? []).flat().flatMap((button: Button) => {
  if ('url' in button) return /^https?:\/\//i.test(button.url) ? [{ label: button.label, url: button.url }] : []
  return page === null ? [] : [{ label: button.label, url: `${page}${page.includes('?') ? '&' : '?'}do=${encodeURIComponent(button.choice)}` }]
})

function textOf(sending: Sending): string {
  const { content, thread: { page } } = sending
  const words = wordsOf(sending)
  const links = linksOf(sending).map(({ label, url }) => `${label}${/[?!.]$/.test(label) ? '' : ':'} ${url}`)
  const said = [content.title ?? '', content.text.trim(), links.join('\n')].filter(part => part !== '').join('\n\n')
  // The line of two hyphens and a space: programs leave out what follows when they quote.
  return `${said}\n\n-- \n${footerOf(sending)}\n${page === null ? '' : `${words.page}: ${page}\n`}`
}

const footerOf = (sending: Sending): string => wordsOf(sending).footer(plain(sending.mailbox.name, mostName) || sending.mailbox.address, sending.about.ticketNumber !== null)

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const block = 'margin:0 0 14px'
/** Cells of tables: mail programs that know no other boxes draw them all the same. What is offered first stands out. */
const cell = { first: 'background-color:#0b6b66;border:1px solid #0b6b66;border-radius:6px;padding:8px 16px', further: 'background-color:#ffffff;border:1px solid #9aa5b1;border-radius:6px;padding:8px 16px' }
const label = { first: 'color:#ffffff;text-decoration:none;white-space:nowrap', further: 'color:#0b5c58;text-decoration:none;white-space:nowrap' }

const buttonOf = ({ label: words, url }: Link, index: number): string => {
  const kind = index === 0 ? 'first' : 'further'
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 8px"><tr><td style="${cell[kind]}"><a href="${escaped(url)}" style="${label[kind]}">${escaped(words)}</a></td></tr></table>`
}

function htmlOf(sending: Sending): string {
  const { content, thread: { page, language } } = sending
  const links = linksOf(sending).map(buttonOf)
  const pageLink = page === null ? '' : `<br><a href="${escaped(page)}" style="color:#5b6472">${escaped(wordsOf(sending).pageLink)}</a>`
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body style="margin:0;padding:0"><div style="max-width:640px;font:15px/1.5 Arial,Helvetica,sans-serif;color:#1c2430">`,
    ...(content.title === undefined || content.title === '' ? [] : [`<p style="${block};font-weight:bold">${escaped(content.title)}</p>`]),
    ...paragraphsOf(content.text),
    ...links,
    `<p style="margin:22px 0 0;padding-top:10px;border-top:1px solid #d9dee6;font-size:13px;color:#5b6472">${escaped(footerOf(sending))}${pageLink}</p>`,
    '</div></body></html>\n',
  ].join('\n')
}

const paragraphsOf = (text: string): string[] => text.trim().split(/\n{2,}/).filter(part => part.trim() !== '').map(part => `<p style="${block}">${linked(part).replaceAll('\n', '<br>\n')}</p>`)

/** Addresses of pages in a text become links. */
const linked = (text: string): string => text.split(/(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)])/i).map((part, i) => (i % 2 === 0 ? escaped(part) : `<a href="${escaped(part)}">${escaped(part)}</a>`)).join('')
