import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Secret } from '../../../lib/secret.ts'
import { handTime } from '../../../lib/time.ts'
import { NoToken, openAccessTokens, type OAuthLogin } from './access-tokens.ts'

let server: Server
let asked: URLSearchParams[]
let answer: { status: number; body: string }

beforeEach(async () => {
  asked = []
  server = createServer(async (request, reply) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    asked.push(new URLSearchParams(body))
    reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => void server.close())

const login = (more: Partial<OAuthLogin> = {}): OAuthLogin => ({
  kind: 'oauth2', user: 'help@desk.example', clientId: 'desk', clientSecret: new Secret('hush'), refreshToken: new Secret('long-lived'), tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, ...more,
})
const failure = async (got: Promise<string>): Promise<NoToken> => {
  const error = await got.then(() => null, (thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(NoToken)
  return error as NoToken
}

it('asks with the refresh token, keeps the answer until it ends, and asks anew when a server did not take it', async () => {
  const time = handTime(1_000_000)
  const tokens = openAccessTokens({ time })
  answer = { status: 200, body: JSON.stringify({ access_token: 'first', expires_in: 3600 }) }
  expect(await tokens.of(login())).toBe('first')
  expect(Object.fromEntries(asked[0]!)).toEqual({ grant_type: 'refresh_token', refresh_token: 'long-lived', client_id: 'desk', client_secret: 'hush' })
  answer = { status: 200, body: JSON.stringify({ access_token: 'second', expires_in: '3600' }) }
  time.advance(58 * 60_000)
  expect(await tokens.of(login())).toBe('first')
  time.advance(60_000)
  expect(await tokens.of(login())).toBe('second')
  tokens.forget(login())
  await tokens.of(login())
  expect(asked).toHaveLength(3)
})

it('tells a withdrawn permission from a service that is away', async () => {
  const tokens = openAccessTokens({ time: handTime(0) })
  answer = { status: 400, body: JSON.stringify({ error: 'invalid_grant', error_description: 'Token has been revoked' }) }
  expect(await failure(tokens.of(login()))).toMatchObject({ refused: true, message: 'Token has been revoked' })
  answer = { status: 502, body: '<html>' }
  expect(await failure(tokens.of(login()))).toMatchObject({ refused: false, message: 'HTTP 502' })
  answer = { status: 429, body: JSON.stringify({ error: 'slow_down' }) }
  expect((await failure(tokens.of(login()))).refused).toBe(false)
  expect((await failure(tokens.of(login({ tokenUrl: 'http://127.0.0.1:1/token' })))).refused).toBe(false)
})

it('never sends the refresh token in the open', async () => {
  const tokens = openAccessTokens({ time: handTime(0) })
  for (const tokenUrl of ['http://oauth.example/token', 'ftp://oauth.example', 'nonsense']) expect((await failure(tokens.of(login({ tokenUrl })))).refused).toBe(true)
  expect(asked).toHaveLength(0)
})
