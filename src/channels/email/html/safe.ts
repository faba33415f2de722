import sanitize from 'sanitize-html'
import { cut } from '../../../lib/text.ts'
import type { MailLimits } from '../limits.ts'
import { nestsDeeper } from './lines.ts'

/** Safe HTML of a letter, and what was taken out of it that a person may ask for. */
export type SafeHtml = { html: string; remoteImages: string[] }

const tags = ['a', 'abbr', 'b', 'bdi', 'bdo', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'div', 'dl', 'dt', 'em', 'font', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 's', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'tt', 'u', 'ul']

const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,25}|rgba?\([\d\s.,%]{1,40}\))$/i
const size = /^-?\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|%|ex|ch)?$/i
const sizes = /^(?:(?:\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|%)?|auto)\s*){1,4}$/i
const border = /^(?:(?:\d{1,3}(?:\.\d{1,3})?(?:px|pt|em)?|none|solid|dashed|dotted|double|medium|thin|thick|#[0-9a-f]{3,8}|[a-z]{3,25}|rgba?\([\d\s.,%]{1,40}\))\s*){1,3}$/i
const word = /^[a-z -]{2,40}$/i

/** Styles that stay inside their element: nothing that moves, covers, animates, counts or loads. */
const styles: Record<string, RegExp[]> = {
  color: [colour], 'background-color': [colour], 'font-weight': [/^(?:[a-z]{4,7}|\d00)$/i], 'font-style': [word], 'font-size': [size, word], 'font-family': [/^[\w\s,"'-]{1,200}$/],
  'text-align': [word], 'text-decoration': [word], 'text-indent': [size], 'vertical-align': [word, size], 'white-space': [/^(?:normal|nowrap|pre|pre-wrap|pre-line)$/], 'line-height': [size, word], 'letter-spacing': [size],
  width: [size], 'max-width': [size], height: [size], margin: [sizes], padding: [sizes], border: [border], 'border-collapse': [word], 'list-style-type': [word],
  ...Object.fromEntries(['top', 'right', 'bottom', 'left'].flatMap(side => [[`padding-${side}`, [size]], [`margin-${side}`, [/^\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|%)?$/]], [`border-${side}`, [border]]])),
}

/** Images in the address itself: types that hold no program. */
const embedded = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]+$/i
const longestEmbedded = 500_000
/** A link without a host leads to wherever the letter is shown: to pages of the desk. */
const absolute = /^\s*(?:https?:\/\/|mailto:|tel:)/i

/**
 * HTML that may stand in a page of ours: a short list of tags, styles by property and form, no style sheets, no forms, no scripts. Images that lie
 * elsewhere lose their address (`data-remote` is its index in `remoteImages`); images of the letter get `data-part`, the number `partOf` gives. HTML that no
 * person wrote (nested beyond the limit) gives none.
 */
export function safeHtml(whole: string, partOf: (contentId: string) => number | null, limits: MailLimits): SafeHtml {
  const html = whole.slice(0, limits.text)
  if (nestsDeeper(html, limits.htmlDepth)) return { html: '', remoteImages: [] }
  const remoteImages: string[] = []
  const remote = (address: string): number => {
    const known = remoteImages.indexOf(address)
    if (known >= 0 || remoteImages.length >= limits.remoteImages) return known
    return remoteImages.push(address) - 1
  }
  const image = (attribs: sanitize.Attributes): sanitize.Attributes => {
    const { alt, width, height, style } = attribs
    const kept: sanitize.Attributes = { ...(alt !== undefined && { alt: cut(alt, 500) }), ...(width !== undefined && { width }), ...(height !== undefined && { height }), ...(style !== undefined && { style }) }
    const source = (attribs['src'] ?? '').trim()
    if (/^cid:/i.test(source)) {
      const part = partOf(unescaped(source.slice(4)))
      return part === null ? kept : { ...kept, 'data-part': String(part) }
    }
    if (embedded.test(source) && source.length <= longestEmbedded) return { ...kept, src: source }
    const address = source.startsWith('//') ? `https:${source}` : source
    if (!/^https?:\/\//i.test(address) || address.length > 2_000) return kept
    const index = remote(address)
    return index < 0 ? kept : { ...kept, 'data-remote': String(index) }
  }
  const safe = sanitize(html, {
    allowedTags: tags,
    allowedAttributes: { '*': ['style', 'dir', 'title', 'lang', 'align', 'valign', 'bgcolor'], a: ['href', 'target', 'rel'], img: ['src', 'alt', 'width', 'height', 'data-part', 'data-remote'], font: ['color', 'size', 'face'], table: ['width', 'border', 'cellpadding', 'cellspacing'], td: ['colspan', 'rowspan', 'width', 'height'], th: ['colspan', 'rowspan', 'width', 'height'], col: ['width', 'span'], ol: ['start', 'type'], li: ['value'] },
    allowedStyles: { '*': styles },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head', 'template', 'svg', 'math', 'object', 'iframe', 'xml'],
    nestingLimit: 120,
    disallowedTagsMode: 'discard',
    transformTags: {
      a: (tagName, { href = '', ...attribs }) => ({ tagName, attribs: { ...attribs, ...(absolute.test(href) && { href }), target: '_blank', rel: 'noopener noreferrer nofollow' } }),
      img: (tagName, attribs) => ({ tagName, attribs: image(attribs) }),
    },
  })
  return { html: safe, remoteImages }
}

function unescaped(contentId: string): string {
  try {
    return decodeURIComponent(contentId)
  } catch {
    return contentId
  }
}
