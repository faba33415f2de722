import { limits } from '../channels/portal/limits.ts'
import { stateWord } from '../dialogue/say.ts'
import type { DialogueWords } from '../dialogue/words.ts'
import type { Content } from '../delivery/outbound.ts'
import type { Act } from '../dialogue/acts.ts'
import type { Instant } from '../lib/instant.ts'
import { sayTime } from '../lib/say-time.ts'
import { escapeHtml } from '../regulation/page.ts'
import type { FieldErrors } from './fields.ts'
import { framed, put, waysOn, type Frame } from './frame.ts'
import { foldSaid, living, type Parcel, type Said } from './said.ts'
import type { PageFile, TicketRow, Written } from './store.ts'
import { tellingForm, type Telling } from './telling.ts'
import type { Wish } from './wish.ts'

const mebibyte = 1024 * 1024

export type TicketView = Frame & {
  token: string
  /** Path of this page. */
  address: string
  /** Names what the changing part holds, so that the script asks for it only when it is another. */
  version: string
  zone: string
  now: Instant
  bot: DialogueWords
  tickets: readonly TicketRow[]
  written: readonly Written[]
  parcels: readonly Parcel[]
  choices: ReadonlyMap<string, { act: Act; isUsed: boolean }>
  /** A fresh key for each thing that may be sent from this page. */
  newKey: () => string
  /** Facts of the document that tell what is happening, in the reader's words. */
  facts: readonly { id: string; label: string }[]
  /** What a link of a letter asks; null: it only led here. */
  wish: Wish | null
  /** What is missing on the ticket, to be ticked here; null: it is asked elsewhere. */
  telling: Telling | null
  /** What the press before this page brought. */
  toast: string | null
  /** The hall has not come to it yet. */
  isUnderWay: boolean
  values: Readonly<Record<string, string>>
  wrong: FieldErrors
}

/** What changes while the page is open; fetched again by the script. One ticket's customer sees his own conversation with the desk and nothing else. Pure. */
export function ticketTalk(view: TicketView): string {
  const { words: { ticket: say }, language, tickets, written, bot, now } = view
  const time = sayTime(view.zone, language)
  const [current, ...others] = tickets
  const stateOf = (id: string) => tickets.find(one => one.id === id)?.view.state ?? null
  const { said, rootOf } = foldSaid(view.parcels)
  const cardOf = (ticket: TicketRow): Said | null => (ticket.cardOutboxId === null ? null : said.find(one => one.id === rootOf(ticket.cardOutboxId!)) ?? null)
  const cards = new Set(tickets.map(ticket => cardOf(ticket)?.id))
  const card = current === undefined ? null : cardOf(current)
  const buttons = ({ buttons: rows }: Content): string => living(rows, view.choices, stateOf).map(row => row.filter(button => !('url' in button && button.url.includes(`/t/${view.token}`)))).filter(row => row.length > 0).map(row => `<div class="buttons">${row.map(button => ('url' in button
    ? `<a class="button" href="${escapeHtml(button.url)}">${put(button.label, language)}</a>`
    : `<form method="post" action="${view.address}" enctype="multipart/form-data" data-press><input type="hidden" name="act" value="press"><input type="hidden" name="key" value="${view.newKey()}"><input type="hidden" name="choice" value="${escapeHtml(button.choice)}"><button>${put(button.label, language)}</button></form>`)).join('')}</div>`).join('')
  const lines = [
    // His words first: what answers them in the same moment stands below.
    ...written.map(one => ({ at: one.at, html: `<li class="you"><p class="who">${put(say.you, language)} ${moment(one.at)}</p>${paragraphs(one.text)}${fileList(view, one.files)}</li>` })),
    ...said.filter(one => !cards.has(one.id)).map(one => ({ at: one.at, html: `<li class="desk"><p class="who">${put(one.content.title ?? say.desk, language)} ${moment(one.at)}</p>${paragraphs(one.content.text)}${one.content.askPhone === undefined ? '' : `<p class="muted">${put(say.phoneHere, language)}</p>`}${fileList(view, one.files.map(file => ({ fileId: file.fileId, name: file.name, size: file.size, state: 'stored', scan: 'clean' })))}${buttons(one.content)}</li>` })),
  ].toSorted((a, b) => a.at - b.at)
  function moment(at: Instant): string {
    return `<time datetime="${new Date(at).toISOString()}">${put(time.when(at, now), language)}</time>`
  }
  return `${current === undefined ? `<h1>${put(say.noNumber, language)}</h1>${view.isUnderWay ? `<p class="lead" role="status">${put(say.registering, language)}</p>` : ''}` : `<h1>${put(say.title(current.number), language)}</h1>
<p class="stateline"><span class="badge ${current.view.state}">${put(stateWord(current.view, bot), language)}</span> ${current.point === null ? '' : `<span>${put(current.point, language)}</span>`}</p>`}
${card === null ? '' : `<section class="card" aria-label="${escapeHtml(say.states)}">${paragraphs(card.content.text)}${buttons(card.content)}</section>`}
<section aria-labelledby="talk"><h2 id="talk">${put(say.talk, language)}</h2><ol class="talk">${lines.map(line => line.html).join('\n')}</ol></section>
${others.length === 0 ? '' : `<p class="muted">${put(say.others, language)} ${others.map(one => put(`№ ${one.number} (${stateWord(one.view, bot)})`, language)).join(', ')}</p>`}`
}

/** The whole page of a ticket: how it stands, the conversation, his answer. Acts go by POST only, so that whoever merely opens the link does nothing. */
export function ticketPage(view: TicketView): string {
  const { words: { ticket: say, errors, new: form }, language, tickets, values } = view
  const current = tickets[0]
  const title = current === undefined ? say.noNumber : say.title(current.number)
  const wrong = values['act'] === 'tell' ? {} : view.wrong
  const error = (name: keyof FieldErrors): string => `<span class="error" id="${name}-error" data-error="${name}">${wrong[name] === undefined ? '' : put(wrong[name], language)}</span>`
  const main = `<main>
${view.toast === null ? '' : `<p class="toast" role="status">${put(view.toast, language)}</p>`}
${view.wish === null ? '' : wishCard(view, view.wish)}
<div data-talk>${ticketTalk(view)}</div>
${view.telling === null ? '' : tellingForm(view.telling, { words: view.words, language, address: view.address, key: view.newKey(), values, wrong: values['act'] === 'tell' ? view.wrong : {} })}
<form class="answer" method="post" action="${view.address}" enctype="multipart/form-data" data-form novalidate>
<p class="error whole" role="alert" data-error="form">${wrong.form === undefined ? '' : put(wrong.form, language)}</p>
<input type="hidden" name="act" value="answer"><input type="hidden" name="key" value="${view.newKey()}">
<p class="field"><label for="text">${put(current?.isOver === true ? say.answerEnded : say.answer, language)}</label><textarea id="text" name="text" rows="3" maxlength="${limits.text}" aria-describedby="text-error">${escapeHtml(values['text'] ?? '')}</textarea>${error('text')}</p>
<p class="field"><label for="files">${put(say.files, language)}</label><span class="hint" id="files-hint">${put(form.filesHint(limits.files, limits.fileBytes / mebibyte), language)}</span><input id="files" name="files" type="file" multiple data-most="${limits.files}" data-bytes="${limits.fileBytes}" data-many="${escapeHtml(errors.files(limits.files))}" data-large="${escapeHtml(errors.fileLarge('{name}', limits.fileBytes / mebibyte))}" aria-describedby="files-hint files-error">${error('files')}</p>
<p class="state" role="status" data-state></p>
<p><button type="submit">${put(say.send, language)}</button></p>
</form>
<p class="muted">${put(say.keep, language)}</p>
<p><a class="needs-no-script" href="${view.address}">${put(say.update, language)}</a> <a href="/new?lang=${language}">${put(say.newOne, language)}</a></p>
</main>`
  return framed(view, {
    title, head: view.isUnderWay ? `<noscript><meta http-equiv="refresh" content="3"></noscript>` : '', main, foot: waysOn(view),
    data: `data-page="ticket" data-token="${view.token}" data-address="${view.address}" data-number="${current?.number ?? ''}" data-version="${view.version}"`,
  })
}

/** The question of a letter's link, above all else; without the press nothing has happened. */
function wishCard({ words: { wish: say }, language, address, newKey }: TicketView, wish: Wish): string {
  return `<section class="card wish" aria-labelledby="wish"><h2 id="wish">${put(wish.question, language)}</h2>
${wish.about === null ? '' : `<p>${put(wish.about, language)}</p>`}
<form method="post" action="${address}" enctype="multipart/form-data" data-press><input type="hidden" name="act" value="press"><input type="hidden" name="key" value="${newKey()}"><input type="hidden" name="choice" value="${escapeHtml(wish.choice)}"><button type="submit">${put(wish.label, language)}</button></form>
<p class="muted">${put(say.orNot, language)}</p></section>`
}

/** A link that leads nowhere (any more). */
export function gonePage(frame: Frame): string {
  const { words: { ticket: say }, language } = frame
  return framed(frame, { title: say.gone, main: `<main><h1>${put(say.gone, language)}</h1><p>${put(say.goneText, language)}</p><p><a class="button" href="/new?lang=${language}">${put(say.goneNew, language)}</a></p></main>`, foot: waysOn(frame), data: 'data-page="gone"' })
}

/** Words of people, as they typed them. */
const paragraphs = (text: string): string => (text === '' ? '' : text.split(/\n{2,}/).map(part => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`).join(''))

function fileList({ words: { ticket: say }, token, language }: TicketView, files: readonly PageFile[]): string {
  if (files.length === 0) return ''
  const item = ({ fileId, name, size, state, scan }: PageFile): string => {
    const notes = [size === null ? '' : say.size(Math.max(size / mebibyte, 0.1).toLocaleString(language, { maximumFractionDigits: 1 })), say.fileStates[state] ?? '', scan === 'not_scanned' ? say.notScanned : ''].filter(note => note !== '')
    const label = escapeHtml(name)
    return `<li>${fileId === null || state !== 'stored' || scan === 'infected' ? label : `<a href="/t/${token}/files/${fileId}" rel="nofollow">${label}</a>`}${notes.length === 0 ? '' : ` <span class="muted">${put(notes.join(', '), language)}</span>`}</li>`
  }
  return `<ul class="files">${files.map(item).join('')}</ul>`
}
