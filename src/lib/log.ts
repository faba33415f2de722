/**
 * The log of the house: one JSON line per fact, ids and kinds only, never the text of a message, a name or a secret.
 * The level is the setting LOG_LEVEL. The mask is the net under the rule, not a leave to log such things.
 */
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Keys under which texts, people and secrets travel; their values are masked wherever they stand, three levels deep. */
const hidden = [
  'text', 'html', 'caption', 'body', 'raw', 'subject', 'phone', 'email', 'name', 'fileName',
  'password', 'token', 'secret', 'authorization', 'cookie',
]
const hiddenPaths = hidden.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/** Makes the log. Lines go to stdout unless `to` is given (tests). */
export function openLog(level: string, to?: DestinationStream): Log {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: hiddenPaths, censor: '[hidden]' },
    serializers: { err: describeFault, error: describeFault },
    hooks: {
      // Whatever became part of a sentence (a URL with a bot's token, an answer of a library) is masked as text.
      logMethod(args, method) {
        method.apply(this, args.map((arg) => typeof arg === 'string' ? maskTokens(arg) : arg) as Parameters<typeof method>)
      },
    },
  }, ...(to ? [to] : []))
}

type Fault = { kind: string, code?: string, message: string, stack?: string, cause?: Fault }

/** A fault without its data: `detail`, `where`, parameters and answers of drivers may hold what people wrote. */
export function describeFault(fault: unknown): Fault {
  if (!(fault instanceof Error)) return { kind: typeof fault, message: 'thrown value' }
  const { code, cause } = fault as { code?: unknown, cause?: unknown }
  return {
    kind: fault.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    // PostgreSQL's messages about data quote the value ("invalid input syntax for type uuid: ..."); the code says enough.
    message: isDatabaseDataFault(code) ? 'the database refused a value' : maskTokens(fault.message),
    ...(fault.stack === undefined ? {} : { stack: placesOf(fault.stack) }),
    ...(cause === undefined ? {} : { cause: describeFault(cause) }),
  }
}

/** Masks bot tokens and passwords in URLs wherever they stand in a text. */
export function maskTokens(text: string): string {
  return text
    .replaceAll(/\d{5,}:[\w-]{20,}/g, '[token]')
    .replaceAll(/([a-z][a-z\d+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:[secret]@')
    .replaceAll(/((?:token|secret|password|code)=)[^&\s]+/gi, '$1[secret]')
}

function isDatabaseDataFault(code: unknown): boolean {
  return typeof code === 'string' && /^2[23][0-9A-Z]{3}$/.test(code)
}

/** The lines of a stack that name places in code; its first line repeats the message. */
function placesOf(stack: string): string {
  return stack.split('\n').filter((line) => /^\s+at /.test(line)).join('\n')
}
