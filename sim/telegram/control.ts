import type { ResponseParameters } from '@grammyjs/types'
import { z } from 'zod'
import { actSchema } from './acts.ts'
import type { Outcome } from './acts.ts'
import type { CallRecord, Engine } from './engine.ts'
import { Misuse } from './failure.ts'
import { addGroup, migrate, setMember } from './groups.ts'
import { perform } from './people.ts'
import { isImplemented } from './parameters.ts'
import type { Implemented } from './parameters.ts'
import type { BotRecord, CallbackRecord, Conversation } from './state.ts'
import { privateKey } from './state.ts'
import { viewOf } from './transcript.ts'
import type { ChatView } from './transcript.ts'

const text = z.string().min(1).max(200)
const member = z.enum(['creator', 'administrator', 'member', 'left', 'kicked'])
const schemas = {
  act: actSchema,
  chat: z.object({ chat: z.number().int(), bot: z.string().optional() }),
  chats: z.object({}),
  calls: z.object({ method: z.string().optional(), chatId: z.number().int().optional(), bot: z.string().optional(), after: z.number().int().optional() }),
  unexpected: z.object({}),
  fault: z.object({
    method: z.custom<Implemented | 'download'>((name) => typeof name === 'string' && (name === 'download' || isImplemented(name))).optional(),
    chatId: z.number().int().optional(), bot: z.string().optional(), skip: z.number().int().min(0).optional(),
    times: z.number().int().min(1).optional(), delayMs: z.number().min(0).max(600_000).optional(), drop: z.enum(['before', 'after']).optional(),
    answer: z.object({
      status: z.number().int().min(200).max(599), description: z.string(),
      parameters: z.custom<ResponseParameters>((value) => typeof value === 'object' && value !== null).optional(),
    }).optional(),
  }),
  clearFaults: z.object({}),
  person: z.object({
    id: z.number().int().positive().optional(), firstName: text, lastName: text.optional(), username: text.optional(),
    languageCode: z.string().max(10).optional(), phone: z.string().max(30).optional(),
  }),
  bot: z.object({ token: text, username: text, firstName: text, readsAllGroupMessages: z.boolean().optional(), hasTopics: z.boolean().optional() }),
  group: z.object({
    title: text, type: z.enum(['group', 'supergroup']).optional(), isForum: z.boolean().optional(), members: z.record(z.coerce.number(), member),
  }),
  member: z.object({ chat: z.number().int(), user: z.number().int(), member }),
  migrate: z.object({ chat: z.number().int() }),
  callback: z.object({ id: z.string() }),
  pending: z.object({ bot: z.string().optional() }),
  wait: z.object({ after: z.number().int(), limitMs: z.number().min(0).max(30_000) }),
} as const

export type ControlName = keyof typeof schemas
export type ControlInput<K extends ControlName> = z.input<(typeof schemas)[K]>

export interface ControlOutput {
  act: Outcome
  chat: ChatView
  chats: { key: string; chatId: number; bot: string | null; lines: number; lastAt: number | null }[]
  calls: CallRecord[]
  unexpected: string[]
  fault: { left: number }
  clearFaults: { left: number }
  person: { id: number; phone: string | null }
  bot: { id: number; username: string }
  group: { chat: number }
  member: { chat: number }
  migrate: { chat: number }
  callback: { answer: CallbackRecord['answer'] }
  /** `isPolled`: a long poll is waiting right now. */
  pending: { count: number; webhook: string | null; isPolled: boolean }
  wait: { revision: number }
}

type Doors = { [K in ControlName]: (engine: Engine, input: z.output<(typeof schemas)[K]>) => ControlOutput[K] | Promise<ControlOutput[K]> }

const doors: Doors = {
  act: perform,
  chat: (engine, { chat, bot }) => viewOf(engine, conversationOf(engine, chat, bot)),
  chats: (engine) => Object.values(engine.state.conversations).map((one) => ({
    key: one.key, chatId: one.chat.id, bot: one.botId === null ? null : engine.bot(one.botId).user.username, lines: one.messages.length,
    lastAt: one.messages.at(-1) === undefined ? null : (one.messages.at(-1)?.message.date ?? 0) * 1_000,
  })),
  calls: (engine, filter) => engine.calls.filter((call) =>
    (filter.method === undefined || call.method.toLowerCase() === filter.method.toLowerCase())
    && (filter.chatId === undefined || Number(call.params['chat_id']) === filter.chatId)
    && (filter.bot === undefined || call.bot === filter.bot)
    && (filter.after === undefined || call.seq > filter.after)),
  unexpected: (engine) => [...engine.unexpected],
  fault: (engine, fault) => {
    const { answer, ...rest } = fault
    engine.faults.add({ ...dropUndefined(rest), ...(answer === undefined ? {} : { answer: dropUndefined(answer) }) })
    return { left: engine.faults.left }
  },
  clearFaults: (engine) => {
    engine.faults.clear()
    return { left: 0 }
  },
  person: (engine, spec) => {
    const person = engine.addPerson(dropUndefined(spec))
    return { id: person.user.id, phone: person.phone }
  },
  bot: (engine, spec) => {
    const { user } = engine.addBot(dropUndefined(spec))
    return { id: user.id, username: user.username }
  },
  group: (engine, spec) => ({ chat: addGroup(engine, dropUndefined(spec)) }),
  member: (engine, { chat, user, member: status }) => {
    setMember(engine, chat, user, status)
    return { chat }
  },
  migrate: (engine, { chat }) => ({ chat: migrate(engine, chat) }),
  callback: (engine, { id }) => {
    const callback = engine.state.callbacks[id]
    if (callback === undefined) throw new Misuse(`no callback query ${id}`)
    return { answer: callback.answer }
  },
  pending: (engine, { bot }) => {
    const record: BotRecord = engine.bot(bot)
    engine.queue(record).expire()
    return { count: record.pending.length, webhook: record.webhook?.url ?? null, isPolled: engine.queue(record).isPolled }
  },
  wait: (engine, { after, limitMs }) => new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      forget()
      resolve({ revision: engine.revision })
    }
    const timer = setTimeout(done, limitMs)
    const forget = engine.onChange(done)
    if (engine.revision > after) done()
  }),
}

export const isControl = (name: string): name is ControlName => Object.hasOwn(schemas, name)

/** One door for tests in the process, for other processes and for the page. @throws Misuse, ZodError. */
export async function control<K extends ControlName>(engine: Engine, name: K, input: unknown): Promise<ControlOutput[K]> {
  const parsed = schemas[name].parse(input)
  return await (doors[name] as (engine: Engine, input: unknown) => ControlOutput[K] | Promise<ControlOutput[K]>)(engine, parsed)
}

function conversationOf(engine: Engine, chat: number, bot: string | undefined): Conversation {
  if (chat > 0) {
    const record = engine.bot(bot)
    return engine.state.conversations[privateKey(record.user.id, chat)] ?? engine.privateChat(record, chat)
  }
  const group = engine.group(chat)
  if (group === undefined) throw new Misuse(`no group ${chat}`)
  return group
}

/** zod marks absent keys as undefined; our shapes leave them out. */
function dropUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>
}
type Defined<T> = { [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> : T[K] }
