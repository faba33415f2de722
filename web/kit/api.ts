import type { RefusalCode } from '../../src/lib/errors.ts'
import { hearServerTime } from './time.ts'

/** A refusal of the server in words for people, or `offline` when no answer came. `code` is of the closed list. */
export class Refused extends Error {
  readonly code: RefusalCode | 'offline'
  readonly status: number
  /** What to do next, if the server knows. */
  readonly next: string | undefined
  constructor(code: RefusalCode | 'offline', status: number, message: string, next?: string) {
    super(message)
    this.name = 'Refused'
    this.code = code
    this.status = status
    this.next = next
  }
}

type Body = { json: unknown } | { form: FormData }

const isRefusal = (value: unknown): value is { code: RefusalCode; message: string; next?: string } =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value && typeof value.message === 'string'

let hearSignedOut: () => void = () => {}
/** Called when the server no longer knows who we are. */
export const onSignedOut = (hear: () => void) => {
  hearSignedOut = hear
}

async function call<T>(method: string, path: string, body?: Body, headers: Record<string, string> = {}): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      // What is asked for as the page goes away still arrives.
      keepalive: document.visibilityState === 'hidden' && (body === undefined || 'json' in body),
      headers: { accept: 'application/json', ...(body !== undefined && 'json' in body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: 'json' in body ? JSON.stringify(body.json) : body.form }),
    })
  } catch {
    throw new Refused('offline', 0, '')
  }
  hearServerTime(response.headers.get('date'))
  const text = await response.text()
  let data: unknown = null
  try {
    data = text === '' ? null : JSON.parse(text)
  } catch {
    // A proxy's page instead of our answer: the desk is not there.
    throw new Refused('unavailable', response.status, '')
  }
  if (response.ok) return data as T
  if (response.status === 401 && !path.startsWith('/api/auth/')) hearSignedOut()
  if (isRefusal(data)) throw new Refused(data.code, response.status, data.message, data.next)
  throw new Refused(response.status >= 500 ? 'unavailable' : 'bad_request', response.status, '')
}

/** The answers' shapes are those of the rooms' `api.ts`; the caller names the type. */
export const api = {
  get: <T>(path: string) => call<T>('GET', path),
  post: <T>(path: string, json: unknown = {}, headers?: Record<string, string>) => call<T>('POST', path, { json }, headers),
  patch: <T>(path: string, json: unknown) => call<T>('PATCH', path, { json }),
  put: <T>(path: string, json: unknown) => call<T>('PUT', path, { json }),
  delete: (path: string) => call<null>('DELETE', path),
  upload: <T>(path: string, form: FormData) => call<T>('POST', path, { form }),
}
