import type { Letter } from '../../src/channels/email/letter.ts'
import type { DeskBox, MailPerson } from './people.ts'

/** The mail program that a person writes with: each quotes in a form of its own. */
export const clients = ['mailru', 'outlook', 'thunderbird'] as const
export type Client = (typeof clients)[number]

/** `automatic`: what a mailbox answers by itself; `forged`: somebody else in this person's name. */
export const kinds = ['plain', 'automatic', 'forged'] as const
export type Kind = (typeof kinds)[number]

export interface Draft {
  client: Client
  kind: Kind
  subject: string
  text: string
  /** The letter that is answered. */
  answered: Letter | null
}

/** A letter as its program makes it, without files. */
export interface Written {
  to: { name: string; address: string }
  subject: string
  text: string
  /** Absent where the program writes plain text. */
  html?: string
  headers: Record<string, string>
  inReplyTo?: string
  references?: string[]
}

const programs: Record<Client, Record<string, string>> = {
  mailru: { 'X-Mailer': 'Mail.Ru Mailer 1.0' },
  outlook: { 'X-Mailer': 'Microsoft Outlook 16.0', 'Thread-Topic': 'support' },
  thunderbird: { 'User-Agent': 'Mozilla Thunderbird' },
}

const mostReferences = 20

/** What a person's program makes of his words: subject, quoted history in its own form, ids of the letters that it answers. Pure. */
export function written({ client, kind, subject, text, answered }: Draft, person: MailPerson, desk: DeskBox): Written {
  const answerTo = answered === null ? undefined : (answered.replyTo[0] ?? answered.from ?? undefined)
  const quoted = answered === null ? null : { answered, from: answered.from ?? { name: desk.name, address: desk.address }, at: new Date(answered.date ?? 0) }
  const references = answered === null || answered.messageId === null ? [] : [...answered.references.filter((id) => id !== answered.messageId), answered.messageId].slice(-mostReferences)
  const named = subject.trim() === '' && answered !== null ? `Re: ${answered.subject.replace(/^(?:re|отв)\s*:\s*/iu, '')}` : subject.trim()
  return {
    to: answerTo === undefined ? desk : { name: answerTo.name, address: answerTo.address },
    subject: kind === 'automatic' ? `Автоответ: ${named}` : named,
    ...bodyOf(client, text, person, quoted),
    headers: { ...programs[client], ...(kind === 'automatic' ? { 'Auto-Submitted': 'auto-replied', Precedence: 'auto_reply' } : {}) },
    ...(references.length === 0 ? {} : { inReplyTo: references.at(-1)!, references }),
  }
}

type Quoted = { answered: Letter; from: { name: string; address: string }; at: Date }

function bodyOf(client: Client, text: string, person: MailPerson, quoted: Quoted | null): { text: string; html?: string } {
  switch (client) {
    case 'mailru': return {
      text: `${text}\n\n--\n${person.name}\n${quoted === null ? '' : `\n>${mailruLine(quoted)}\n${prefixed(quoted.answered.text, '>')}\n`}`,
      html: `<div>${lines(text)}</div><div>&nbsp;</div><div data-signature-widget="container"><div data-signature-widget="content"><div>--<br>${escapeHtml(person.name)}</div></div></div>${quoted === null ? ''
        : `<div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">${escapeHtml(mailruLine(quoted))}<br>&nbsp;<div>${lines(quoted.answered.text)}</div></blockquote>`}`,
    }
    case 'outlook': return {
      text: `${text}\n\nС уважением,\n${person.name}\n${quoted === null ? '' : `\n${outlookHead(quoted).map(([label, value]) => `${label}: ${value}`).join('\n')}\n\n${quoted.answered.text}\n`}`,
      html: `<div class="WordSection1">${text.split('\n').map((line) => `<p class="MsoNormal">${line === '' ? '&nbsp;' : escapeHtml(line)}</p>`).join('')}<p class="MsoNormal">&nbsp;</p><p class="MsoNormal">С уважением,</p><p class="MsoNormal">${escapeHtml(person.name)}</p>${quoted === null ? ''
        : `<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${outlookHead(quoted).map(([label, value]) => `<b>${label}:</b> ${escapeHtml(value)}`).join('<br>')}</p></div></div><p class="MsoNormal">&nbsp;</p><div>${lines(quoted.answered.text)}</div>`}</div>`,
    }
    case 'thunderbird': return { text: `${text}\n${quoted === null ? '' : `\n${day(quoted.at)} ${clock(quoted.at)}, ${quoted.from.name} пишет:\n${prefixed(quoted.answered.text, '> ')}\n`}\n-- \n${person.name}\n` }
  }
}

const zone = 'Europe/Moscow'
const day = (at: Date): string => at.toLocaleDateString('ru-RU', { timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric' })
const clock = (at: Date): string => at.toLocaleTimeString('ru-RU', { timeZone: zone, hour: '2-digit', minute: '2-digit' })

function mailruLine({ from, at }: Quoted): string {
  const weekday = at.toLocaleDateString('ru-RU', { timeZone: zone, weekday: 'long' })
  const date = at.toLocaleDateString('ru-RU', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' }).replace(/\s*г\.$/, '')
  return `${weekday.slice(0, 1).toUpperCase()}${weekday.slice(1)}, ${date}, ${clock(at)} +03:00 от ${from.name} <${from.address}>:`
}

const outlookHead = ({ answered, from, at }: Quoted): [string, string][] => [
  ['От', `${from.name} <${from.address}>`], ['Отправлено', `${at.toLocaleDateString('ru-RU', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' })} ${clock(at)}`],
  ['Кому', answered.to.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join('; ')], ['Тема', answered.subject],
]

const prefixed = (text: string, mark: string): string => text.trimEnd().split('\n').map((line) => `${mark}${line}`).join('\n')
const lines = (text: string): string => escapeHtml(text.trimEnd()).replaceAll('\n', '<br>')
const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
