import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'

/*
 * The page is plain browser modules in JavaScript with types in comments: what stands in the folder is what the browser
 * runs, without a build and without Node's type stripping, whose interface for serving files is still experimental.
 */

/** A person whom the newcomer can play on the chat page. */
export interface CastMember {
  /** Telegram user id. */
  id: number
  firstName: string
  lastName?: string
  /** Who that is: «администратор, кафе „Берёзка“». */
  role?: string
  /** E.164. */
  phone?: string
  languageCode?: string
  /** Deep link that this person can scan, e.g. the code at the till. */
  link?: { label: string; payload: string }
  /** Where this person is when sharing a location; the middle of Moscow unless told. */
  place?: { latitude: number; longitude: number; title?: string; address?: string }
}

export interface PageFacts {
  cast: { bot: { username: string; name: string }; people: CastMember[] }
}

// A fixed list: no path of a request ever reaches the disk.
const served: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
  '/page/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
  ...Object.fromEntries(['app.js', 'words.js', 'dom.js', 'lines.js', 'composer.js', 'server.js', 'recorder.js', 'text.js', 'attachments.js']
    .map((file) => [`/page/${file}`, { file, type: 'text/javascript; charset=utf-8' }])),
}

export function sendPage(response: ServerResponse, path: string): void {
  const found = served[path]
  if (found === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
    response.end('Not found')
    return
  }
  response.writeHead(200, {
    'content-type': found.type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'",
  })
  response.end(readFileSync(join(import.meta.dirname, 'page', found.file)))
}
