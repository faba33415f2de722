import { createServer, request as forward } from 'node:http'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { RawEvent } from '../../channel.ts'
import type { OutgoingFile } from '../../../delivery/outbound.ts'
import type { Millis } from '../../../lib/instant.ts'
import { Secret } from '../../../lib/secret.ts'
import { handTime } from '../../../lib/time.ts'
import { practiceBot, startTelegramSim } from '../../../../sim/telegram/index.ts'
import type { Person, Sim } from '../../../../sim/telegram/index.ts'
import { telegramChannel } from '../index.ts'
import type { TelegramConfig } from '../index.ts'

/** A simulator, a person and a log, new for each test. Importers see the present ones. */
export let sim: Sim
export let olga: Person
export let lines: string[]
let ends: (() => unknown)[]

/** Sets the stage of a test file: call it once at the top. Afterwards nothing unplayed was asked of the simulator, and no log line held the token. */
export function stage(): void {
  beforeEach(async () => {
    sim = await startTelegramSim()
    olga = await sim.person({ firstName: 'Ольга', phone: '+79161234567' })
    lines = []
    ends = []
  })
  afterEach(async () => {
    for (const end of ends.toReversed()) await end()
    const unexpected = await sim.unexpected()
    await sim.stop()
    expect(unexpected).toEqual([])
    expect(lines.join('\n')).not.toContain(practiceBot.token)
  })
}

const token = new Secret(practiceBot.token)
const log = Object.fromEntries((['info', 'warn', 'error'] as const).map(level => [level, (fields: object, message: string) => void lines.push(JSON.stringify({ level, ...fields, message }))])) as TelegramConfig['log']
export const channelOf = (more: Partial<TelegramConfig> = {}): ReturnType<typeof telegramChannel> =>
  telegramChannel({ id: 'main', token, apiRoot: sim.apiRoot, time: handTime(1_764_155_000_000), log, ...more })
export const until = <T>(ask: () => T): Promise<T> => vi.waitFor(ask, { timeout: 10_000, interval: 5 })

/** Pauses of the loop, held until the test lets them pass. */
export function handWait(): { wait: NonNullable<TelegramConfig['wait']>; pauses: Millis[]; pass(): void } {
  const pauses: Millis[] = []
  let held: (() => void)[] = []
  return {
    pauses,
    pass: () => {
      for (const go of held) go()
      held = []
    },
    wait: (span, signal) => new Promise(resolve => {
      pauses.push(span)
      held.push(resolve)
      signal.addEventListener('abort', () => resolve())
    }),
  }
}

/** Starts listening; `stop` aborts and waits until the loop has returned. */
export function listening(channel: ReturnType<typeof telegramChannel>, sink: (events: readonly RawEvent[]) => Promise<void>): { stop: () => Promise<void>; over: Promise<void> } {
  const controller = new AbortController()
  const over = channel.listen(sink, controller.signal)
  const stop = async (): Promise<void> => {
    controller.abort()
    await over
  }
  ends.push(stop)
  return { stop, over }
}

export const keysOf = (events: readonly RawEvent[]): string[] => events.map(event => event.key)
export const textsOf = (events: readonly RawEvent[]): (string | undefined)[] =>
  events.map(event => (event.raw as { message?: { text?: string } }).message?.text)

export const noFiles = (): AsyncIterable<Uint8Array> => {
  throw new Error('no file was asked for')
}
export async function* bytesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
export const stored = (name: string, bytes: Uint8Array, as: OutgoingFile['as'], mime: string): { file: OutgoingFile; bytes: Uint8Array } =>
  ({ file: { fileId: name, name, mime, size: bytes.length, as }, bytes })

type Answering = Parameters<typeof createServer>[1] & object

/** A server of the test's own on a free port, closed when the test ends. */
export async function serve(answer: Answering, onConnect?: (server: Server) => void): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer(answer)
  onConnect?.(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  ends.push(close)
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

const credentials = (headers: { 'proxy-authorization'?: string | undefined }): string | undefined => headers['proxy-authorization']?.replace('Basic ', '')

/** Forwards plain requests, opens tunnels; anybody without a password is sent away. */
export function tinyProxy(seen: string[]): Promise<{ address: string; close: () => Promise<void> }> {
  const tunnels = new Set<Socket>()
  ends.push(() => {
    for (const tunnel of tunnels) tunnel.destroy()
  })
  return serve((request, answer) => {
    const who = credentials(request.headers)
    if (who === undefined) return void answer.writeHead(407).end()
    seen.push(`${request.method} ${who}`)
    const onward = forward(request.url ?? '', { method: request.method, headers: request.headers }, reply => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    request.pipe(onward)
  }, server => server.on('connect', (request, socket: Socket) => {
    const who = credentials(request.headers)
    seen.push(`CONNECT ${who ?? ''}`)
    const [host, port] = (request.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const one of [onward, socket]) {
      tunnels.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        onward.destroy()
        socket.destroy()
      })
    }
  }))
}
