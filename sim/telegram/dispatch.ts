import type { ApiResponse } from '@grammyjs/types'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import { ApiFailure } from './failure.ts'
import { methods } from './methods/index.ts'
import { refuseLoggedOut } from './methods/updates.ts'
import { decode, isImplemented, parameters } from './parameters.ts'
import { isUpload } from './shapes.ts'
import type { Upload } from './shapes.ts'
import type { BotRecord } from './state.ts'

export interface Request {
  /** As sent, any case. */
  method: string
  params: Record<string, unknown>
  files: Record<string, Upload>
}

export interface Answer {
  status: number
  body: ApiResponse<unknown>
  /** Cut the connection instead of answering. */
  drop: boolean
}

const spelling = new Map(Object.keys(parameters).map((name) => [name.toLowerCase(), name]))

/** Runs one call of the Bot API with its scripted faults and writes it into the list of calls. */
export async function dispatch(engine: Engine, bot: BotRecord, request: Request, gone: AbortSignal): Promise<Answer> {
  const method = spelling.get(request.method.toLowerCase()) ?? request.method
  const shown = forReading(request.params, request.files)
  const chatId = Number(request.params['chat_id'])
  const fault = engine.faults.take({ method, chatId: Number.isFinite(chatId) ? chatId : null, bot: bot.user.username })
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
  const finish = (status: number, body: ApiResponse<unknown>, dropped: 'before' | 'after' | null = null): Answer => {
    engine.record({
      bot: bot.user.username, method, params: shown, ok: body.ok, status, description: body.ok ? null : body.description, dropped,
    })
    return { status, body, drop: dropped !== null }
  }
  if (fault?.drop === 'before') return finish(0, refusal(0, 'connection cut before the call took effect'), 'before')
  if (fault?.answer !== undefined) {
    const { status, description, parameters: extra } = fault.answer
    return finish(status, refusal(status, description, extra))
  }
  try {
    const result = await run(engine, bot, method, request, gone)
    return finish(200, { ok: true, result }, fault?.drop ?? null)
  } catch (error) {
    if (error instanceof ApiFailure) return finish(error.code, refusal(error.code, error.message, error.parameters), fault?.drop ?? null)
    engine.unexpected.push(`${method} failed inside the simulator: ${error instanceof Error ? error.message : String(error)}`)
    return finish(500, refusal(500, 'Internal Server Error'))
  }
}

async function run(engine: Engine, bot: BotRecord, method: string, request: Request, gone: AbortSignal): Promise<unknown> {
  if (!isImplemented(method)) {
    engine.unexpected.push(`method ${method}`)
    throw new ApiFailure(404, 'Not Found: method not found')
  }
  refuseLoggedOut(bot)
  const { args, strange } = decode(parameters[method], request.params, request.files)
  for (const name of strange) engine.unexpected.push(`${method}: parameter ${name}`)
  return invoke(methods[method], engine, bot, args, gone)
}

/** The one place where decoded parameters are taken for typed ones: `decode` has brought each to the kind of its table. */
function invoke(handler: unknown, ...call: [Engine, BotRecord, Record<string, unknown>, AbortSignal]): unknown {
  return (handler as (...given: typeof call) => unknown)(...call)
}

function refusal(code: number, description: string, extra?: ApiFailure['parameters']): ApiResponse<never> {
  const body = { ok: false as const, error_code: code, description }
  return extra === undefined ? body : { ...body, parameters: extra }
}

function forReading(params: Record<string, unknown>, files: Record<string, Upload>): Record<string, unknown> {
  const shown = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, withoutBytes(parsedIfJson(value), files)]))
  for (const [name, file] of Object.entries(files)) {
    const isReferred = JSON.stringify(params).includes(`attach://${name}`)
    if (!isReferred) shown[name] = { file: file.name, size: file.bytes.length }
  }
  return shown
}

function withoutBytes(value: unknown, files: Record<string, Upload>): unknown {
  if (typeof value === 'string' && value.startsWith('attach://')) {
    const file = files[value.slice(9)]
    return file === undefined ? value : { file: file.name, size: file.bytes.length }
  }
  if (isUpload(value)) return { file: value.name, size: value.bytes.length }
  if (Array.isArray(value)) return value.map((item: unknown) => withoutBytes(item, files))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBytes(item, files)]))
}

/** Forms carry objects as JSON text; a reader of the list of calls wants the object. */
function parsedIfJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
