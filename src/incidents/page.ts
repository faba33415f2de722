import { minute, type Instant } from '../lib/instant.ts'
import { sayTime } from '../lib/say-time.ts'
import { channelHref, channelText } from '../regulation/card.ts'
import { typeset } from '../regulation/document/typography.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { escapeHtml } from '../regulation/page.ts'
import type { PublicStatus } from './api.ts'
import { wordsIn } from './told.ts'

export type StatusView = { status: PublicStatus; language: 'ru' | 'en'; document: RegulationDocument; zone: string; stylesheet: string }

type Shown = PublicStatus['incidents'][number]

/** The public page of outages: now, and those of 90 days with what was said. No script, no names of points or people, every text escaped. Pure. */
export function statusPage({ status, language, document, zone, stylesheet }: StatusView): string {
  const { page: words, components } = wordsIn(language)
  const time = sayTime(zone, language)
  const now = Date.parse(status.asOf)
  const put = (text: string): string => escapeHtml(typeset(text, language))
  const moment = (at: string): string => `<time datetime="${at}">${put(time.when(Date.parse(at), now))}</time>`
  const product = language === 'ru' ? (document.product.genitive ?? document.product.name) : document.vendor.system
  const [open, past] = [status.incidents.filter(one => one.endedAt === null), status.incidents.filter(one => one.endedAt !== null)]

  const length = (from: Instant, to: Instant): string => {
    const minutes = Math.max(1, Math.round((to - from) / minute))
    const hours = Math.floor(minutes / 60)
    return [hours === 0 ? null : words.hours(hours), minutes % 60 === 0 ? null : words.minutes(minutes % 60)].filter(part => part !== null).join(' ')
  }
  const one = (incident: Shown): string => {
    const { endedAt, startedAt } = incident
    const when = endedAt === null ? put(words.since(time.when(Date.parse(startedAt), now)))
      : put(words.lasted(time.when(Date.parse(startedAt), now), time.when(Date.parse(endedAt), now), length(Date.parse(startedAt), Math.max(Date.parse(startedAt), Date.parse(endedAt)))))
    return `<article class="outage${endedAt === null ? ' open' : ''}">
<h3>${put(incident.title)}</h3>
<p class="when">${when}</p>
${incident.components.length === 0 ? '' : `<ul class="parts">${incident.components.map(component => `<li>${put(components[component])}</li>`).join('')}</ul>`}
<ol class="said" reversed>${incident.updates.toReversed().map(update => `<li><p class="kind"><b>${put(words.kinds[update.kind])}</b> ${moment(update.at)}${update.correctedAt === null ? '' : `, ${put(words.corrected(time.when(Date.parse(update.correctedAt), now)))}`}</p><p>${put(update.text).replaceAll('\n', '<br>')}</p></li>`).join('')}</ol>
${endedAt === null && incident.nextUpdateAt !== null ? `<p class="next">${put(words.next(time.when(Date.parse(incident.nextUpdateAt), now)))}</p>` : ''}
</article>`
  }
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(words.description)}">
<title>${escapeHtml(words.title(product))}</title>
<link rel="stylesheet" href="${escapeHtml(stylesheet)}">
</head>
<body>
<a class="skip" href="#text">${put(words.skip)}</a>
<header>
<p class="langs"><a href="/status${language === 'ru' ? '?lang=en' : ''}" lang="${language === 'ru' ? 'en' : 'ru'}" hreflang="${language === 'ru' ? 'en' : 'ru'}">${escapeHtml(words.otherLanguage)}</a></p>
<h1>${put(words.title(product))}</h1>
<p class="sum ${open.length === 0 ? 'well' : 'bad'}" role="status"><span class="sign" aria-hidden="true"></span><span><b>${put(open.length === 0 ? words.allWell : words.currentTitle(open.length))}</b> ${open.length === 0 ? put(words.allWellText) : ''}</span></p>
</header>
<main id="text">
${open.length === 0 ? '' : `<section aria-labelledby="now"><h2 id="now">${put(words.current)}</h2>${open.map(one).join('\n')}</section>`}
<section aria-labelledby="past"><h2 id="past">${put(words.past)}</h2>
${past.length === 0 ? `<p class="muted">${put(words.pastNone)}</p>` : past.map(one).join('\n')}</section>
</main>
<footer>
<p>${put(words.write)} ${document.channels.map(channel => `<a href="${escapeHtml(channelHref(channel))}">${escapeHtml(channelText(channel, document).replaceAll(' ', '\u00a0'))}</a>`).join(', ')}</p>
<p class="muted">${put(words.asOf(time.when(now, now)))} <a href="/regulation">${put(words.regulation)}</a> · <a href="/status.json">${put(words.data)}</a></p>
</footer>
</body>
</html>
`
}
