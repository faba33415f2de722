import type { Instant } from '../lib/instant.ts'
import { channelHref, channelText } from './card.ts'
import { anchorOf, spoken } from './clauses.ts'
import { dateText, durationText, finishers, hoursText, wordsOf, zoneText } from './document/formats.ts'
import { readings } from './document/readings.ts'
import type { ReadingId } from './document/readings.ts'
import { clauseIndex, renderDocument } from './document/render.ts'
import type { RenderedBlock, RenderedItem, RenderedPart, RenderedSection, Sentence } from './document/render.ts'
import type { ChannelEntry, RegulationDocument } from './document/schema.ts'
import { typeset } from './document/typography.ts'
import type { DocumentWords } from '../words/ru/document.ts'

/** R-7.1: what the public page needs to know beside the document. */
export type PageEdition = { id: number; version: string; validFrom: Instant }
export type PageView = {
  document: RegulationDocument
  edition: PageEdition
  /** The edition in force now. */
  current: PageEdition
  /** All editions, oldest first. */
  editions: readonly PageEdition[]
  stylesheet: string
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, sign => entities[sign]!)

type Pen = { document: RegulationDocument; words: DocumentWords; set(text: string): string; has(id: string): boolean }

/** The whole public page: no script, no style of its own, every text escaped. Pure. */
export function regulationPage(view: PageView): string {
  const { document, edition } = view
  const words = wordsOf(document.language)
  const index = clauseIndex(document)
  const pen: Pen = { document, words, set: text => escapeHtml(typeset(text, document.language)), has: id => index.has(id) }
  const rendered = renderDocument(document)
  const from = dayOf(view, edition.validFrom)
  return `<!doctype html>
<html lang="${document.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(words.page.description(document.product.name))}">
<meta property="og:title" content="${escapeHtml(rendered.title.text)}">
<meta property="og:type" content="article">
<title>${escapeHtml(rendered.title.text)}</title>
<link rel="stylesheet" href="${escapeHtml(view.stylesheet)}">
</head>
<body id="top">
<a class="skip" href="#text">${pen.set(words.page.skip)}</a>
<header class="head">
<p class="edition">${pen.set(words.page.edition(edition.version, from))}</p>
<h1>${pen.set(rendered.title.text)}</h1>
${notice(view, pen)}
</header>
<div class="shell">
${contents(rendered.sections, pen)}
<main id="text">
${summary(pen)}
${rendered.sections.map(section => sectionHtml(section, pen)).join('\n')}
</main>
</div>
${footer(view, pen)}
</body>
</html>
`
}

function dayOf({ document }: PageView, at: Instant): string {
  return dateText(new Date(at).toISOString(), document.language, document.calendars.timezone) ?? ''
}

/** An edition that is not in force says so, with the way to the one that is. */
function notice(view: PageView, pen: Pen): string {
  const { edition, current } = view
  if (edition.id === current.id) return ''
  const text = edition.validFrom > current.validFrom ? pen.words.page.notYet(dayOf(view, edition.validFrom)) : pen.words.page.otherEdition(current.version)
  return `<p class="notice" role="note">${pen.set(text)} <a href="/regulation">${pen.set(pen.words.page.openCurrent)}</a></p>`
}

/** Sections with a number show it; an appendix has its own name. */
const numberOf = (id: string): string => (/^\d/.test(id) ? id : '')
const sectionAnchor = (id: string): string => `s-${id}`

function contents(sections: readonly RenderedSection[], pen: Pen): string {
  const line = (part: RenderedPart) => `<a href="#${sectionAnchor(part.id)}">${numberOf(part.id) === '' ? '' : `<span class="num">${numberOf(part.id)}</span> `}${pen.set(part.title.text)}</a>`
  const items = sections.map(section => `<li>${line(section)}</li>`)
  return `<nav class="contents" aria-label="${pen.set(pen.words.page.contents)}">
<details open><summary>${pen.set(pen.words.page.contents)}</summary>
<ul>${items.join('')}</ul>
</details>
</nav>`
}

/** Hours, channels and terms at one glance, from the same values as the prose. */
function summary(pen: Pen): string {
  const { document, words } = pen
  const { language } = document
  const duration = (term: unknown) => words.page.within(durationText(term, 'genitive', language) ?? '')
  const rows = document.categories.map(category => {
    const result = document.terms.result[category.id]
    return `<tr class="c-${category.colour}"><th scope="row"><a href="#${anchorOf(`R-6.2.${category.id + 6}`)}"><span class="dot" aria-hidden="true"></span>${category.id}. ${pen.set(category.name)}</a></th><td>${pen.set(duration(document.terms.reaction[category.id]))}</td><td>${pen.set(result ? duration(result) : words.page.noTerm)}</td></tr>`
  })
  return `<section class="short" aria-label="${pen.set(words.page.short)}">
<div class="box hours"><h2>${pen.set(words.page.hours)}</h2>
<p class="big">${pen.set(finishers.cap(hoursText(document.calendars.service.weekly, words)))}</p>
<p class="muted">${pen.set(zoneText(document.calendars.timezone, words))}</p></div>
<div class="box ways"><h2>${pen.set(words.page.write)}</h2>
<ul>${document.channels.map(channel => `<li class="${channel.tier}"><span class="muted">${pen.set(channel.name)}</span> ${channelLink(channel, pen)}</li>`).join('')}<li><span class="muted">${pen.set(words.page.formWhen)}</span> <a href="/new">${pen.set(words.page.form)}</a></li></ul></div>
<div class="box terms"><h2>${pen.set(words.page.terms)}</h2>
<table><thead><tr><td></td><th scope="col">${pen.set(words.page.reaction)}</th><th scope="col">${pen.set(words.page.result)}</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>
<p class="muted">${pen.set(words.page.triage(durationText(document.terms.triage, 'accusative', language) ?? ''))}</p></div>
</section>`
}

function channelLink(channel: ChannelEntry, pen: Pen): string {
  return `<a href="${escapeHtml(channelHref(channel))}">${escapeHtml(channelText(channel, pen.document).replaceAll(' ', '\u00a0'))}</a>`
}

function sectionHtml(section: RenderedSection, pen: Pen): string {
  return `<section id="${sectionAnchor(section.id)}" class="chapter">
<h2>${heading(section, pen)}</h2>
${section.blocks.map(block => blockHtml(block, pen)).join('\n')}
${section.parts.map(part => `<section id="${sectionAnchor(part.id)}" class="part">
<h3>${heading(part, pen)}</h3>
${part.blocks.map(block => blockHtml(block, pen)).join('\n')}
</section>`).join('\n')}
</section>`
}

const heading = (part: RenderedPart, pen: Pen): string => `${numberOf(part.id) === '' ? '' : `<span class="num">${numberOf(part.id)}</span> `}${pen.set(part.title.text)}`

function blockHtml(block: RenderedBlock, pen: Pen): string {
  switch (block.kind) {
    case 'paragraph': return `<p${block.sentences.every(one => one.note) ? ' class="note"' : ''}>${block.sentences.map(one => sentenceHtml(one, pen)).join(' ')}</p>`
    case 'list': return `<ul>${block.items.map(item => `<li>${item.sentences.map(one => sentenceHtml(one, pen)).join(' ')}</li>`).join('')}</ul>`
    case 'steps': return `<ol>${block.items.map(item => `<li>${item.sentences.map(one => sentenceHtml(one, pen)).join(' ')}</li>`).join('')}</ol>`
    case 'members': return `<div class="members ${escapeHtml(block.source)}">${block.items.map(item => memberHtml(block.source, item, pen)).join('')}</div>`
  }
}

function memberHtml(source: string, item: RenderedItem, pen: Pen): string {
  const said = (sentences: readonly Sentence[]) => sentences.map(one => sentenceHtml(one, pen)).join(' ')
  const notes = item.sentences.filter(one => one.note)
  return `<article class="member${colourOf(source, item.member, pen.document)}"><p>${said(item.sentences.filter(one => !one.note))}</p>${notes.length === 0 ? '' : `<p class="note">${said(notes)}</p>`}</article>`
}

function colourOf(source: string, member: string | null, document: RegulationDocument): string {
  const category = source === 'categories' ? document.categories.find(one => String(one.id) === member) : undefined
  return category ? ` c-${category.colour}` : ''
}

function sentenceHtml(sentence: Sentence, pen: Pen): string {
  const ids: readonly string[] = [...sentence.clauses, ...(sentence.reading === null ? [] : [sentence.reading])]
  const text = sentence.segments.map(segment => {
    const inner = segment.strong ? `<strong>${pen.set(segment.text)}</strong>` : pen.set(segment.text)
    return segment.href === undefined ? inner : `<a href="${escapeHtml(segment.href)}">${inner}</a>`
  }).join('')
  if (ids.length === 0) return text
  const [first, ...rest] = ids as [string, ...string[]]
  const marks = ids.map(id => `<a class="mark" href="#${anchorOf(id)}" title="${escapeHtml(pen.words.page.clause(spoken(id)))}" aria-label="${escapeHtml(pen.words.page.linkTo(spoken(id)))}">¶</a>`).join('')
  return `<span class="s" id="${anchorOf(first)}">${rest.map(id => `<span id="${anchorOf(id)}"></span>`).join('')}${text}${backLink(sentence.reading, pen)}\u2060${marks}</span>`
}

/** A reading leads back to the clause it makes precise. */
function backLink(reading: ReadingId | null, pen: Pen): string {
  if (reading === null || !pen.has(readings[reading].clause)) return ''
  const { clause } = readings[reading]
  return ` <a class="back" href="#${anchorOf(clause)}" title="${escapeHtml(pen.words.page.toClause(spoken(clause)))}">${pen.set(pen.words.page.clause(spoken(clause)))}</a>`
}

function footer(view: PageView, pen: Pen): string {
  const { words } = pen
  const others = view.editions.length < 2 ? '' : `<details><summary>${pen.set(words.page.allEditions)}</summary><ul>${view.editions.map(edition => `<li><a href="/regulation/${edition.id}"${edition.id === view.edition.id ? ' aria-current="page"' : ''}>${pen.set(words.page.edition(edition.version, dayOf(view, edition.validFrom)))}</a></li>`).join('')}</ul></details>`
  return `<footer class="foot">
<p>${pen.set(words.page.edition(view.edition.version, dayOf(view, view.edition.validFrom)))}</p>
${others}
<p><a href="/status">${pen.set(words.page.status)}</a></p>
<p><a href="#top">${pen.set(words.page.toTop)}</a></p>
</footer>`
}
