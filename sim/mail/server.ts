import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { clients, kinds } from './draft.ts'
import type { Attachment } from '../../src/channels/email/letter.ts'
import type { Boxes, Kept } from './box.ts'
import type { DeskBox, MailPerson } from './people.ts'
import type { Upload } from './post.ts'

/** What a letter of the page says. */
export const sending = z.object({
  person: z.string().max(320), client: z.enum(clients), kind: z.enum(kinds), subject: z.string().max(900), text: z.string().max(200_000), answers: z.string().max(40).nullable(),
  files: z.array(z.object({ name: z.string().min(1).max(255), mime: z.string().max(255), base64: z.string() })).max(60),
})
export type Sending = z.output<typeof sending>

export interface Doors {
  people: readonly MailPerson[]
  desk: DeskBox
  boxes: Boxes
  send(letter: Omit<Sending, 'files'> & { files: readonly Upload[] }): Promise<Kept>
}

/** Everything together: forty megabytes of files, in base64. */
const requestBody = 64 * 1024 * 1024
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
/** What others wrote runs nothing and fetches nothing; its links open beside it. */
const letterPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"

const served: Readonly<Record<string, { file: string; type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
  '/page/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
  // How elements are made is told once for both pages.
  '/page/dom.js': { file: '../../telegram/page/dom.js', type: 'text/javascript; charset=utf-8' },
  ...Object.fromEntries(['app.js', 'words.js'].map((file) => [`/page/${file}`, { file, type: 'text/javascript; charset=utf-8' }])),
}

class Wrong extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The page of the practice mailboxes, for this machine only. */
export function mailServer(doors: Doors): Server {
  const server = createServer((request, response) => {
    serve(doors, request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy()
      const status = error instanceof Wrong ? error.status : error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 500
      json(response, status, { error: error instanceof Error ? error.message : String(error) })
    })
  })
  server.keepAliveTimeout = 65_000
  return server
}

async function serve(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwnPage(request)) throw new Wrong(403, 'only for its own page on this machine')
  const url = new URL(request.url ?? '/', 'http://sim')
  const page = served[url.pathname]
  if (page !== undefined) {
    return send(response, page.type, readFileSync(join(import.meta.dirname, 'page', page.file)), { 'content-security-policy': pagePolicy, 'cache-control': 'no-cache', 'referrer-policy': 'no-referrer' })
  }
  const { boxes, people, desk } = doors
  switch (url.pathname) {
    case '/mail/people': return json(response, 200, { desk, people: people.map((person) => ({ ...person, letters: boxes.of(person.address).map((kept) => lineOf(kept, boxes)) })) })
    case '/mail/letter': return json(response, 200, letterOf(known(boxes, url), boxes))
    case '/mail/html': return send(response, 'text/html; charset=utf-8', htmlOf(known(boxes, url), boxes), { 'content-security-policy': letterPolicy })
    case '/mail/file': return sendFile(response, known(boxes, url), Number(url.searchParams.get('place')), boxes)
    case '/mail/events': return serveEvents(boxes, request, response)
    case '/mail/send': {
      if (request.method !== 'POST') throw new Wrong(405, 'POST it')
      // A form of another site cannot send this type without asking first.
      if (!/^application\/json/i.test(request.headers['content-type'] ?? '')) throw new Wrong(415, 'send JSON')
      const { files, ...letter } = sending.parse(JSON.parse((await bodyOf(request)).toString('utf8')))
      const kept = await doors.send({ ...letter, files: files.map(({ base64, ...file }) => ({ ...file, bytes: Buffer.from(base64, 'base64') })) })
      return json(response, 200, { id: kept.id })
    }
    default: throw new Wrong(404, 'not found')
  }
}

function known(boxes: Boxes, url: URL): Kept {
  const kept = boxes.find(url.searchParams.get('id') ?? '')
  if (kept === null) throw new Wrong(404, 'no such letter')
  return kept
}

/** A letter as its line in the list shows it. */
function lineOf(kept: Kept, boxes: Boxes) {
  const { from, to, subject, text, fresh, attachments } = boxes.letter(kept)
  const words = (fresh.text.trim() === '' ? text : fresh.text).replaceAll(/\s+/g, ' ').trim()
  return { ...kept, from, to: to[0] ?? null, subject, preview: words.slice(0, 140), files: listed(attachments).length }
}

/** What stands under a letter; images in its text stand there. */
const listed = (attachments: readonly Attachment[]): { place: number; file: Attachment }[] => attachments.flatMap((file, place) => (file.inline ? [] : [{ place, file }]))

function letterOf(kept: Kept, boxes: Boxes) {
  const letter = boxes.letter(kept)
  const source = Buffer.from(boxes.source(kept)).toString('latin1')
  const end = /\r?\n\r?\n/.exec(source)?.index ?? source.length
  return {
    ...lineOf(kept, boxes), text: letter.text, hasHtml: letter.html !== '', cc: letter.cc, head: source.slice(0, Math.min(end, 64 * 1024)),
    attachments: listed(letter.attachments).map(({ place, file }) => ({ place, name: file.filename ?? 'file', size: file.bytes.length })),
  }
}

function htmlOf(kept: Kept, boxes: Boxes): string {
  const { html, attachments } = boxes.letter(kept)
  const shown = html.replaceAll(/\sdata-part="(\d+)"/g, (whole, place: string) => {
    const file = attachments[Number(place)]
    return file === undefined || !/^image\/(?:png|jpeg|gif|webp)$/.test(file.contentType) ? whole : ` src="data:${file.contentType};base64,${Buffer.from(file.bytes).toString('base64')}"`
  })
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light"><base target="_blank"><style>body{margin:16px;background:#fff;color:#1c2430;font:15px/1.5 Arial,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style></head><body>${shown}</body></html>`
}

/** Bytes are saved and never shown in place: no sniffing, no running. */
function sendFile(response: ServerResponse, kept: Kept, place: number, boxes: Boxes): void {
  const file = boxes.letter(kept).attachments[place]
  if (file === undefined) throw new Wrong(404, 'no such file')
  send(response, 'application/octet-stream', file.bytes, { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.filename ?? 'file')}`, 'content-security-policy': "sandbox; default-src 'none'" })
}

/** One line for each change: whose mailbox. */
function serveEvents(boxes: Boxes, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('retry: 1000\n\n')
  const forget = boxes.onChange((person) => response.write(`data: ${JSON.stringify({ person })}\n\n`))
  const beat = setInterval(() => response.write(': still here\n\n'), 15_000)
  request.on('close', () => {
    clearInterval(beat)
    forget()
  })
}

/** Guards against other sites, and against names that merely resolve to this machine; following a link to the page is fine. */
function isOwnPage({ headers, url }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host)) return false
  if (headers['sec-fetch-site'] === 'cross-site') return headers['sec-fetch-mode'] === 'navigate' && new URL(url ?? '/', 'http://sim').pathname === '/'
  return headers.origin === undefined || headers.origin === `http://${host}`
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > requestBody) throw new Wrong(413, 'the letter is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, type: string, body: string | Uint8Array, more: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', ...more })
  response.end(body)
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end(JSON.stringify(body))
}
