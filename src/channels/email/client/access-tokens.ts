import { z } from 'zod'
import { minute, second, type Instant } from '../../../lib/instant.ts'
import type { Time } from '../../../lib/time.ts'
import type { MailLogin } from '../mailbox.ts'
import { isLoopback, wordsOf } from '../servers.ts'

export type OAuthLogin = Extract<MailLogin, { kind: 'oauth2' }>

/** The mail service gave no token. `refused`: it will not do so again by itself, a person has to allow access anew. */
export class NoToken extends Error {
  readonly refused: boolean
  constructor(refused: boolean, said: string, cause?: unknown) {
    super(said, { cause })
    this.name = 'NoToken'
    this.refused = refused
  }
}

/** Access tokens for XOAUTH2, kept until shortly before they end. */
export type AccessTokens = {
  /** Throws `NoToken`. */
  of(login: OAuthLogin, signal?: AbortSignal): Promise<string>
  /** A server did not take it: the next one is asked for anew. */
  forget(login: OAuthLogin): void
}

const answered = z.object({ access_token: z.string().min(1).max(16_384), expires_in: z.coerce.number().min(0).max(365 * 86_400).catch(3_600) })
const denied = z.object({ error: z.string().max(200), error_description: z.string().max(2_000).optional() })
/** Tokens are renewed this long before their end, so that none ends on its way. */
const early = minute
const patience = 20 * second
const longestAnswer = 64 * 1024

const keyOf = (login: OAuthLogin): string => JSON.stringify([login.tokenUrl, login.clientId, login.user, login.refreshToken.reveal()])

export function openAccessTokens({ time }: { time: Time }): AccessTokens {
  const held = new Map<string, { token: string; until: Instant }>()
  return {
    of: async (login, signal) => {
      const key = keyOf(login)
      const known = held.get(key)
      if (known !== undefined && known.until > time.now()) return known.token
      const { access_token: token, expires_in: seconds } = await ask(login, signal)
      held.set(key, { token, until: time.now() + seconds * second - early })
      return token
    },
    forget: login => void held.delete(keyOf(login)),
  }
}

async function ask(login: OAuthLogin, signal?: AbortSignal): Promise<z.output<typeof answered>> {
  const url = URL.canParse(login.tokenUrl) ? new URL(login.tokenUrl) : null
  // A refresh token opens the mailbox: it never travels in the open.
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))) throw new NoToken(true, 'https')
  const limit = AbortSignal.timeout(patience)
  let status: number
  let said: unknown
  try {
    const answer = await fetch(url, {
      method: 'POST', redirect: 'error', signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: login.refreshToken.reveal(), client_id: login.clientId, client_secret: login.clientSecret.reveal() }),
    })
    status = answer.status
    said = parsed((await answer.text()).slice(0, longestAnswer))
  } catch (error) {
    throw new NoToken(false, wordsOf(error instanceof Error && error.cause instanceof Error ? error.cause : error), error)
  }
  const token = answered.safeParse(said)
  if (status === 200 && token.success) return token.data
  const no = denied.safeParse(said)
  // Only the service's own «no» is one; what stands between may be busy or broken.
  throw new NoToken(no.success && status >= 400 && status < 500 && status !== 429, no.success ? wordsOf(no.data.error_description ?? no.data.error) : `HTTP ${status}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
