import type { Message } from '../../../src/messages/api.ts'
import { minute, type Instant } from '../../../src/lib/instant.ts'
import { localDate } from '../../kit/moments.ts'

/** What a conversation is drawn from: day lines, messages, and the machine's notices set small. Pure. */
export type Item =
  | { kind: 'day'; key: string; at: Instant }
  /** `joined`: the same author goes on within minutes, so name and time need not be repeated. */
  | { kind: 'message'; key: string; message: Message; joined: boolean }
  | { kind: 'notice'; key: string; message: Message }

const pause = 5 * minute

/** Messages in the order of their instants (the server's order on a tie); an edit does not move a message. */
export function grouped(messages: readonly Message[]): Item[] {
  const items: Item[] = []
  let before: Message | null = null
  let day = ''
  for (const message of messages) {
    const at = Date.parse(message.at)
    const date = localDate(at)
    if (date !== day) {
      items.push({ kind: 'day', key: `day-${date}`, at })
      day = date
      before = null
    }
    if (message.author.kind === 'machine' && message.direction === 'out') {
      items.push({ kind: 'notice', key: message.id, message })
      before = null
      continue
    }
    items.push({ kind: 'message', key: message.id, message, joined: before !== null && goesOn(before, message) })
    before = message
  }
  return items
}

const goesOn = (before: Message, after: Message): boolean =>
  before.direction === after.direction && before.author.kind === after.author.kind && before.author.id === after.author.id &&
  before.author.name === after.author.name && before.channelId === after.channelId && Date.parse(after.at) - Date.parse(before.at) < pause

/** Messages of others that came after the draft was begun: what an answer may have overlooked. */
export const arrivedSince = (messages: readonly Message[], known: ReadonlySet<string>, me: string): Message[] =>
  messages.filter(message => !known.has(message.id) && message.direction !== 'note' && message.author.kind !== 'machine' && message.author.id !== me)
