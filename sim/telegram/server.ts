import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { jsonObject, readBody, readParams } from './body.ts'
import { control, isControl } from './control.ts'
import { dispatch } from './dispatch.ts'
import type { Answer } from './dispatch.ts'
import type { Engine } from './engine.ts'
import { ApiFailure, Misuse } from './failure.ts'
import { limits } from './limits.ts'
import { sendPage } from './pages.ts'
import type { PageFacts } from './pages.ts'

/** Three doors of one server: the Bot API (`/bot…`, `/file/bot…`), the person's side (`/sim/…`) and the chat page (`/`). */
export function simServer(engine: Engine, facts: PageFacts): Server {
  engine.runFromWebhook = (bot, method, params) => {
    void dispatch(engine, bot, { method, params, files: {} }, new AbortController().signal)
  }
  const server = createServer((request, response) => {
    void serve(engine, facts, request, response).catch((error: unknown) => refuse(response, error))
  })
  // Long polls stay open for up to 50 seconds.
  server.requestTimeout = 0
  server.keepAliveTimeout = 65_000
  return server
}

async function serve(engine: Engine, facts: PageFacts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sim')
  // The token of the practice bot is no secret, so a page of another site must not get through any of the doors.
  if (request.headers['sec-fetch-site'] === 'cross-site') return json(response, 403, { error: 'not from another site' })
  const bot = /^\/bot([^/]+)\/([^/]+)$/.exec(url.pathname)
  if (bot !== null) return serveMethod(engine, request, response, url, decodeURIComponent(bot[1] ?? ''), bot[2] ?? '')
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname)
  if (file !== null) return serveDownload(engine, response, decodeURIComponent(file[1] ?? ''), decodeURIComponent(file[2] ?? ''))
  if (!isOwnPage(request)) return json(response, 403, { error: 'the person\'s side answers only its own page on this machine' })
  if (url.pathname === '/sim/events') return serveEvents(engine, request, response)
  const fileId = /^\/sim\/file\/([\w-]+)$/.exec(url.pathname)?.[1]
  if (fileId !== undefined) return serveFile(engine, response, fileId)
  if (url.pathname === '/sim/cast') return json(response, 200, facts.cast)
  const door = /^\/sim\/([A-Za-z]+)$/.exec(url.pathname)?.[1]
  if (door !== undefined) return serveControl(engine, request, response, url, door)
  return sendPage(response, url.pathname)
}

async function serveMethod(engine: Engine, request: IncomingMessage, response: ServerResponse, url: URL, token: string, method: string): Promise<void> {
  const bot = engine.botByToken(token)
  if (bot === undefined) {
    const isToken = /^\d+:[\w-]+$/.test(token)
    return json(response, isToken ? 401 : 404, { ok: false, error_code: isToken ? 401 : 404, description: isToken ? 'Unauthorized' : 'Not Found' })
  }
  let answer: Answer
  try {
    const { params, files } = await readParams(request, url.searchParams)
    answer = await dispatch(engine, bot, { method, params, files }, hangUp(response))
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    return json(response, error.code, { ok: false, error_code: error.code, description: error.message })
  }
  if (answer.drop) {
    request.socket.destroy()
    return
  }
  json(response, answer.status, answer.body)
}

/** Fires when the client goes away before its answer. */
function hangUp(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.on('close', () => controller.abort())
  return controller.signal
}

function serveDownload(engine: Engine, response: ServerResponse, token: string, path: string): void {
  const bot = engine.botByToken(token)
  const record = bot === undefined ? undefined : Object.values(engine.state.files).find((one) => one.path === path)
  const fault = bot === undefined ? null : engine.faults.take({ method: 'download', chatId: null, bot: bot.user.username })
  if (fault?.drop !== undefined) {
    response.destroy()
    return
  }
  if (fault?.answer !== undefined) return json(response, fault.answer.status, { ok: false, error_code: fault.answer.status, description: fault.answer.description })
  const bytes = record === undefined || record.size > limits.download ? null : (engine.files.read(record) ?? new Uint8Array(record.size))
  if (bytes === null) return json(response, 404, { ok: false, error_code: 404, description: 'Not Found' })
  // Telegram names the bytes nothing but this; name and type stand in the message.
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
  response.end(bytes)
}

/** Bytes for the page. Never run: no sniffing, sandboxed, and only pictures, sound and video are shown in place. */
function serveFile(engine: Engine, response: ServerResponse, fileId: string): void {
  const record = engine.state.files[fileId]
  const bytes = record === undefined ? null : engine.files.read(record)
  if (record === undefined || bytes === null) return json(response, 404, { error: 'no such file' })
  const isShown = /^(?:image\/(?:png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/.test(record.mime)
  const name = encodeURIComponent(record.name ?? record.path.split('/').at(-1) ?? 'file')
  response.writeHead(200, {
    'content-type': isShown ? record.mime : 'application/octet-stream', 'content-length': bytes.length, 'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'", 'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'cache-control': 'private, max-age=3600',
  })
  response.end(bytes)
}

async function serveControl(engine: Engine, request: IncomingMessage, response: ServerResponse, url: URL, door: string): Promise<void> {
  if (!isControl(door)) return json(response, 404, { error: `no door ${door}` })
  if (request.method !== 'POST') return json(response, 405, { error: 'POST it' })
  // A form of another site cannot send this type without asking first.
  if (!/^application\/json/i.test(request.headers['content-type'] ?? '')) return json(response, 415, { error: 'send JSON' })
  const body = await readBody(request)
  json(response, 200, await control(engine, door, body.length === 0 ? Object.fromEntries(url.searchParams) : jsonObject(body)))
}

/** Live changes for the page: one line with the key of the changed conversation, or an empty one. */
function serveEvents(engine: Engine, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  response.write('retry: 1000\n\n')
  const forget = engine.onChange((key) => response.write(`data: ${JSON.stringify({ revision: engine.revision, key })}\n\n`))
  const beat = setInterval(() => response.write(': still here\n\n'), 15_000)
  request.on('close', () => {
    clearInterval(beat)
    forget()
  })
}

/** Guards the person's side against other sites and against names that merely resolve to this machine. */
function isOwnPage(request: IncomingMessage): boolean {
  const host = request.headers.host ?? ''
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host)) return false
  const { origin } = request.headers
  return origin === undefined || origin === `http://${host}`
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const reason = error instanceof Error ? error.message : String(error)
  const isCallers = error instanceof Misuse || error instanceof ApiFailure || (error instanceof Error && error.name.endsWith('ZodError'))
  json(response, isCallers ? 400 : 500, { error: reason })
}
