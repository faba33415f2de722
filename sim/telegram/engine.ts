import type { Chat, Message, User } from '@grammyjs/types'
import type { SimClock } from './clock.ts'
import { Misuse } from './failure.ts'
import { Faults } from './faults.ts'
import type { FileStore } from './files.ts'
import { limits } from './limits.ts'
import { UpdateQueue } from './queue.ts'
import type { UpdateBody } from './shapes.ts'
import { privateKey } from './state.ts'
import type { BotRecord, BotSpec, Conversation, PersonRecord, State, StoredMessage } from './state.ts'
import { WebhookDelivery } from './webhook.ts'

/** One call of the Bot API as it was seen. Files stand as `{file, size}`. */
export interface CallRecord {
  seq: number
  at: number
  bot: string
  /** As spelt in `parameters.ts` when known, else as sent. */
  method: string
  params: Record<string, unknown>
  ok: boolean
  /** `error_code`, 200 when it went well. */
  status: number
  description: string | null
  /** The connection was cut by a scripted fault. */
  dropped: 'before' | 'after' | null
}

export interface PersonSpec {
  /** Telegram user id; given by the simulator unless told. */
  id?: number
  firstName: string
  lastName?: string
  username?: string
  languageCode?: string
  /** E.164. */
  phone?: string
}

/** The simulated Telegram: its state, its clock, and who wants to hear of changes. */
export class Engine {
  readonly state: State
  readonly clock: SimClock
  readonly files: FileStore
  readonly faults = new Faults()
  readonly calls: CallRecord[] = []
  readonly unexpected: string[] = []
  /** Grows with every change. */
  revision = 1
  runFromWebhook: (bot: BotRecord, method: string, body: Record<string, unknown>) => void = () => {}
  #queues = new Map<number, UpdateQueue>()
  #webhooks = new Map<number, WebhookDelivery>()
  #listeners = new Set<(conversation: string | null) => void>()
  #callSeq = 1

  constructor(state: State, clock: SimClock, files: FileStore) {
    this.state = state
    this.clock = clock
    this.files = files
    for (const bot of state.bots) this.#wire(bot)
  }

  get now(): number {
    return this.clock.now()
  }

  /** Seconds, as messages are dated. */
  get date(): number {
    return Math.floor(this.clock.now() / 1_000)
  }

  onChange(listener: (conversation: string | null) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(conversation: string | null = null): void {
    this.revision++
    for (const listener of this.#listeners) listener(conversation)
  }

  record(call: Omit<CallRecord, 'seq' | 'at'>): void {
    this.calls.push({ seq: this.#callSeq++, at: this.now, ...call })
    if (this.calls.length > limits.callsKept) this.calls.shift()
    this.changed()
  }

  addBot(spec: BotSpec): BotRecord {
    const known = this.state.bots.find((bot) => bot.token === spec.token)
    if (known !== undefined) return known
    const id = Number(spec.token.split(':')[0])
    if (!Number.isSafeInteger(id) || id <= 0) throw new Misuse('a bot token looks like 123456:secret')
    const bot: BotRecord = {
      token: spec.token,
      user: { id, is_bot: true, first_name: spec.firstName, username: spec.username },
      readsAllGroupMessages: spec.readsAllGroupMessages ?? false,
      hasTopics: spec.hasTopics ?? false,
      startedAt: this.now, loggedOut: false, commands: [], allowedUpdates: null, pending: [],
      nextUpdate: 100_000_001, nextMessage: 1, webhook: null,
    }
    this.state.bots.push(bot)
    this.#wire(bot)
    this.changed()
    return bot
  }

  /** A bot by its username, id or token; the first one when not told. */
  bot(which?: string | number): BotRecord {
    const bot = which === undefined ? this.state.bots[0]
      : this.state.bots.find((one) => one.user.id === which || one.user.username === which || one.token === which)
    if (bot === undefined) throw new Misuse(`no bot ${which ?? ''}`)
    return bot
  }

  botByToken(token: string): BotRecord | undefined {
    return this.state.bots.find((bot) => bot.token === token)
  }

  queue(bot: BotRecord): UpdateQueue {
    const queue = this.#queues.get(bot.user.id)
    if (queue === undefined) throw new Misuse(`bot ${bot.user.username} is not wired`)
    return queue
  }

  webhook(bot: BotRecord): WebhookDelivery {
    const delivery = this.#webhooks.get(bot.user.id)
    if (delivery === undefined) throw new Misuse(`bot ${bot.user.username} is not wired`)
    return delivery
  }

  /** Hands an update to a bot. `from`: what its life counts from, epoch milliseconds. */
  push(bot: BotRecord, body: UpdateBody, lane: string, from: number = this.now): void {
    if (this.queue(bot).add(body, lane, from)) this.webhook(bot).kick()
  }

  /** Makes a person, or brings a known one (same id) up to date. */
  addPerson(spec: PersonSpec): PersonRecord {
    const id = spec.id ?? this.state.nextPerson++
    const known = this.state.people[id]
    const user: User = { id, is_bot: false, first_name: spec.firstName, language_code: spec.languageCode ?? 'ru' }
    if (spec.lastName !== undefined) user.last_name = spec.lastName
    if (spec.username !== undefined) user.username = spec.username
    const person: PersonRecord = { user, phone: spec.phone ?? known?.phone ?? null, deleted: known?.deleted ?? false }
    this.state.people[id] = person
    this.changed()
    return person
  }

  person(id: number): PersonRecord {
    const person = this.state.people[id]
    if (person === undefined) throw new Misuse(`no person ${id}`)
    return person
  }

  /** The private chat of a person with a bot, made on first use. */
  privateChat(bot: BotRecord, userId: number): Conversation {
    const key = privateKey(bot.user.id, userId)
    const known = this.state.conversations[key]
    if (known !== undefined) return known
    const { user } = this.person(userId)
    const chat: Chat.PrivateChat = { id: userId, type: 'private', first_name: user.first_name }
    if (user.last_name !== undefined) chat.last_name = user.last_name
    if (user.username !== undefined) chat.username = user.username
    return this.#keep({ ...blank, key, chat, botId: bot.user.id })
  }

  group(chatId: number): Conversation | undefined {
    return this.state.conversations[String(chatId)]
  }

  addGroup(chat: Chat.GroupChat | Chat.SupergroupChat): Conversation {
    return this.#keep({ ...blank, key: String(chat.id), chat, botId: null, started: true })
  }

  /** Bots that can see what happens in this conversation at all. */
  botsIn(conversation: Conversation): BotRecord[] {
    return this.state.bots.filter((bot) => conversation.botId === null
      ? isInside(conversation, bot.user.id)
      : conversation.botId === bot.user.id)
  }

  nextMessageId(conversation: Conversation): number {
    if (conversation.botId === null) return conversation.nextMessage++
    return this.bot(conversation.botId).nextMessage++
  }

  stored(conversation: Conversation, messageId: number | undefined): StoredMessage | undefined {
    return conversation.messages.find((entry) => entry.message.message_id === messageId && entry.deletedAt === null)
  }

  append(conversation: Conversation, message: Message, extra: Partial<StoredMessage> = {}): StoredMessage {
    const entry: StoredMessage = { message, versions: [], silent: false, html: null, deletedAt: null, reactions: [], ...extra }
    conversation.messages.push(entry)
    this.changed(conversation.key)
    return entry
  }

  /** Ends long polls and webhook retries. */
  stop(): void {
    for (const queue of this.#queues.values()) queue.release()
    for (const delivery of this.#webhooks.values()) delivery.stop()
    this.#listeners.clear()
  }

  #keep(conversation: Conversation): Conversation {
    const own = structuredClone(conversation)
    this.state.conversations[own.key] = own
    return own
  }

  #wire(bot: BotRecord): void {
    const queue = new UpdateQueue(bot, this.clock, () => this.changed())
    this.#queues.set(bot.user.id, queue)
    this.#webhooks.set(bot.user.id, new WebhookDelivery(queue, this.clock, (method, body) => this.runFromWebhook(bot, method, body)))
  }
}

export function isInside(conversation: Conversation, userId: number): boolean {
  const member = conversation.members[userId]
  return member !== undefined && member !== 'left' && member !== 'kicked'
}

const blank = {
  started: false, blocked: false, messages: [], nextMessage: 1, members: {}, topics: [], migratedTo: null, action: null, keyboard: null,
} satisfies Partial<Conversation>
