import { withImages } from './show.ts'

/** What the page of a letter is made from: its safe HTML, stored images by their number, addresses of those elsewhere when somebody has asked for them. */
export type Shown = { title: string; language: 'ru' | 'en'; html: string; parts: Readonly<Record<string, string>>; remote: readonly string[] | null }

/**
 * A letter as a page of its own, for a frame: on light paper in either scheme, since its colours are its author's. Lines that know no end are broken, what is
 * wider than the frame scrolls in it.
 */
export function letterPage({ title, language, html, parts, remote }: Shown): string {
  const body = withImages(html, { part: index => (parts[String(index)] === undefined ? null : `/api/files/${parts[String(index)]}`), remote })
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer"><title>${escaped(title)}</title><style>${style}</style></head><body>${body}</body></html>`
}

/**
 * No scripts, nothing of ours but stored images, nothing of others but the images that were asked for; links open outside. The frame keeps its origin, so that
 * images of the desk are given to it and its height can be measured.
 */
export const letterPolicy = (isRemoteAsked: boolean): string => [
  "default-src 'none'", `img-src 'self' data:${isRemoteAsked ? ' https: http:' : ''}`, "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
].join('; ')

const style = `:root{color-scheme:light}html{overflow:auto hidden}body{margin:0;padding:12px 14px;background:#fff;color:#1a2122;font:400 14px/1.45 'Segoe UI','Roboto','Noto Sans','Liberation Sans',Arial,sans-serif;overflow-wrap:anywhere}
img{max-width:100%;height:auto}img:not([src]){display:inline-block;min-width:24px;min-height:16px;border:1px dashed #aab2b0;border-radius:3px}table{max-width:100%}pre{white-space:pre-wrap}a{color:#0e6464}
blockquote{margin:8px 0;padding-left:10px;border-left:2px solid #cdd3d0}`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
