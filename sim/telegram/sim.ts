import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { realClock } from './clock.ts'
import type { SimClock } from './clock.ts'
import { control } from './control.ts'
import type { ControlInput, ControlOutput } from './control.ts'
import { Engine } from './engine.ts'
import type { CallRecord, PersonSpec } from './engine.ts'
import type { Fault } from './faults.ts'
import { FileStore } from './files.ts'
import type { GroupSpec } from './groups.ts'
import type { CastMember } from './pages.ts'
import { Person } from './person.ts'
import type { Door } from './person.ts'
import { simServer } from './server.ts'
import { keepState, loadState } from './snapshot.ts'
import type { BotSpec, Member } from './state.ts'
import { waitUntil } from './wait.ts'
import type { Limit } from './wait.ts'

/** The bot of practice mode. Its token opens nothing but a simulator on this machine. */
export const practiceBot = {
  token: '7000000001:practice-bot-of-this-machine',
  username: 'JupiterHelp_bot',
  firstName: 'Поддержка «Юпитер»',
} as const satisfies BotSpec

export interface SimOptions {
  /** A free one unless told. */
  port?: number
  host?: '127.0.0.1'
  /** Epoch milliseconds; the real clock unless told. Retries of webhooks then still wait in real time: give `clock` to steer them too. */
  now?: () => number
  clock?: SimClock
  /** `practiceBot` unless told. */
  bots?: readonly BotSpec[]
  /** People on the chat page. */
  cast?: readonly CastMember[]
  /** Folder where chats outlive the process; none: memory only. */
  dataDir?: string
}

/** The person's side and the read side, the same for a simulator in this process and in another one. */
export class SimClient {
  /** For `client.apiRoot` of grammY or `TELEGRAM_API_ROOT`; the chat page stands at its `/`. */
  readonly apiRoot: string
  readonly door: Door

  constructor(apiRoot: string, door: Door) {
    this.apiRoot = apiRoot
    this.door = door
  }

  /** Makes a person, or takes up a known one by `id`. `bot`: username, the first bot unless told. */
  async person(spec: PersonSpec, bot?: string): Promise<Person> {
    const { id } = await this.door('person', spec)
    return new Person(this.door, id, { bot })
  }

  bot(spec: BotSpec): Promise<ControlOutput['bot']> {
    return this.door('bot', spec)
  }

  /** Makes a group; gives its chat id. */
  async group(spec: GroupSpec): Promise<number> {
    return (await this.door('group', { ...spec })).chat
  }

  async setMember(chat: number, user: number, member: Member): Promise<void> {
    await this.door('member', { chat, user, member })
  }

  /** Turns a basic group into a supergroup; gives the new chat id. */
  async migrate(chat: number): Promise<number> {
    return (await this.door('migrate', { chat })).chat
  }

  /** Scripts a trouble; see `Fault`. */
  async fault(fault: Fault): Promise<void> {
    await this.door('fault', fault)
  }

  async clearFaults(): Promise<void> {
    await this.door('clearFaults', {})
  }

  /** Bot API calls seen so far, oldest first. */
  calls(filter: ControlInput<'calls'> = {}): Promise<CallRecord[]> {
    return this.door('calls', filter)
  }

  /** Methods, parameters and button kinds that the simulator does not play; a test ends with this being empty. */
  unexpected(): Promise<string[]> {
    return this.door('unexpected', {})
  }

  /** Updates waiting for the bot. */
  pending(bot?: string): Promise<ControlOutput['pending']> {
    return this.door('pending', bot === undefined ? {} : { bot })
  }

  chats(): Promise<ControlOutput['chats']> {
    return this.door('chats', {})
  }

  /** Waits until `ask` answers with something, asking again after each change. */
  when<T>(ask: () => Promise<T | undefined | null | false>, options: Limit = {}): Promise<T> {
    return waitUntil(this.door, ask, options)
  }
}

/** A simulator in this process. */
export class Sim extends SimClient {
  readonly port: number
  readonly engine: Engine
  readonly stop: () => Promise<void>

  constructor(port: number, engine: Engine, stop: () => Promise<void>) {
    super(`http://127.0.0.1:${port}`, (name, input) => control(engine, name, input))
    this.port = port
    this.engine = engine
    this.stop = stop
  }
}

/** Starts the simulator on the loopback address. @throws Error when the port is taken. */
export async function startTelegramSim(options: SimOptions = {}): Promise<Sim> {
  const folder = options.dataDir ?? null
  const engine = new Engine(loadState(folder), options.clock ?? realClock(options.now), new FileStore(folder === null ? null : join(folder, 'files')))
  for (const bot of options.bots ?? [practiceBot]) engine.addBot(bot)
  for (const { id, firstName, lastName, phone, languageCode } of options.cast ?? []) {
    engine.addPerson({
      id, firstName, ...(lastName === undefined ? {} : { lastName }), ...(phone === undefined ? {} : { phone }), ...(languageCode === undefined ? {} : { languageCode }),
    })
  }
  const finish = keepState(engine, folder)
  const { user } = engine.bot()
  const server = simServer(engine, { cast: { bot: { username: user.username, name: user.first_name }, people: [...(options.cast ?? [])] } })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  for (const bot of engine.state.bots) engine.webhook(bot).kick()
  const { port } = server.address() as AddressInfo
  return new Sim(port, engine, async () => {
    engine.stop()
    finish()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  })
}

/** The person's side of a simulator that runs in another process. */
export function connectTelegramSim(apiRoot: string): SimClient {
  return new SimClient(apiRoot, async (name, input) => {
    const response = await fetch(`${apiRoot}/sim/${name}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input),
    })
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(`simulator: ${typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : response.status}`)
    return body as ControlOutput[typeof name]
  })
}
