import { channelHref, channelText } from '../regulation/card.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { typeset } from '../regulation/document/typography.ts'
import { escapeHtml } from '../regulation/page.ts'
import type { PortalWords } from './words.ts'

/** What all pages of the form have: addresses of style and script carry the hash of what they hold. */
export type Frame = { language: 'ru' | 'en'; words: PortalWords; document: RegulationDocument; assets: { style: string; script: string } }

/** A text of ours, escaped, with the signs and spaces of its language. */
export const put = (text: string, language: 'ru' | 'en'): string => escapeHtml(typeset(text, language))

/** The product as the page's language names it. */
export const productOf = ({ document, language }: Pick<Frame, 'document' | 'language'>): string => (language === 'ru' ? (document.product.genitive ?? document.product.name) : document.vendor.system)

/** A whole page around its main part. Every text escaped; nothing inline; the script only adds to what works without it. Pure. */
export function framed({ language, words, assets }: Frame, { title, head = '', main, foot = '', data }: { title: string; head?: string; main: string; foot?: string; data: string }): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
${head}
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escapeHtml(assets.style)}">
<script type="module" src="${escapeHtml(assets.script)}"></script>
</head>
<body ${data} data-words="${escapeHtml(JSON.stringify(words.script))}">
${main}
<footer>${foot}</footer>
</body>
</html>
`
}

/** The other ways to reach the desk, and what is public about it. */
export function waysOn({ words, document, language }: Frame): string {
  return `<p>${put(words.new.orElse, language)} ${document.channels.map(channel => `<a href="${escapeHtml(channelHref(channel))}">${escapeHtml(channelText(channel, document).replaceAll(' ', '\u00a0'))}</a>`).join(', ')}</p>
<p class="muted"><a href="/regulation">${put(words.new.regulation, language)}</a> · <a href="/status">${put(words.new.status, language)}</a></p>`
}
