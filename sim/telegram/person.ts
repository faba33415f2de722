import type { Act, ActOf, Emoji, Outcome } from './acts.ts'
import type { ControlInput, ControlName, ControlOutput } from './control.ts'
import type { CallbackRecord } from './state.ts'
import type { ChatView, Line } from './transcript.ts'
import { waitUntil } from './wait.ts'
import type { Limit } from './wait.ts'

/** The way to the engine: in the same process, or over HTTP. */
export type Door = <K extends ControlName>(name: K, input: ControlInput<K>) => Promise<ControlOutput[K]>

/** A file to send: bytes, or a size alone (a backup of a gigabyte costs no memory). */
export type PersonFile = { name?: string; mime?: string } & ({ bytes: Uint8Array } | { size: number })
export interface Where {
  /** Message of the same chat that this one answers. */
  replyTo?: number
  /** Topic. */
  thread?: number
  /** Whose words are passed on: a person of the simulator, or the name of one who hides himself; when he wrote them. */
  forwarded?: { from: number | string; at?: number }
}
export interface Sent extends Outcome {
  /** The last message of the act. */
  messageId: number
}
export type AlbumItem = PersonFile & { kind?: 'photo' | 'video' | 'document'; caption?: string }
/** What a line must be: a part of its text, a pattern, or a condition. */
export type Match = string | RegExp | ((line: Line) => boolean)

/** One person with one bot (or in one group): does what a person can do, sees what a person sees. */
export class Person {
  readonly id: number
  readonly chatId: number
  readonly bot: string | undefined
  #door: Door

  constructor(door: Door, id: number, place: { bot?: string | undefined; chat?: number | undefined } = {}) {
    this.#door = door
    this.id = id
    this.bot = place.bot
    this.chatId = place.chat ?? id
  }

  /** The same person with another bot or in a group. */
  in(place: { bot?: string; chat?: number }): Person {
    return new Person(this.#door, this.id, { bot: place.bot ?? this.bot, chat: place.chat })
  }

  says(text: string, where: Where = {}): Promise<Sent> {
    return this.#sent({ act: 'says', ...this.#who, ...where, text })
  }

  repliesTo(messageId: number, text: string): Promise<Sent> {
    return this.says(text, { replyTo: messageId })
  }

  sendsPhoto(file: PersonFile, more: Where & { caption?: string; mediaGroupId?: string } = {}): Promise<Sent> {
    return this.#sends('photo', file, 'photo.jpg', 'image/jpeg', more)
  }

  sendsDocument(file: PersonFile & { name: string }, more: Where & { caption?: string; mediaGroupId?: string } = {}): Promise<Sent> {
    return this.#sends('document', file, file.name, 'application/octet-stream', more)
  }

  sendsVoice(file: PersonFile = { size: 12_000 }, more: Where & { caption?: string } = {}): Promise<Sent> {
    return this.#sends('voice', file, 'voice.oga', 'audio/ogg', more)
  }

  sendsVideo(file: PersonFile = { size: 500_000 }, more: Where & { caption?: string; mediaGroupId?: string } = {}): Promise<Sent> {
    return this.#sends('video', file, 'video.mp4', 'video/mp4', more)
  }

  sendsVideoNote(file: PersonFile = { size: 300_000 }, more: Where = {}): Promise<Sent> {
    return this.#sends('video_note', file, 'note.mp4', 'video/mp4', more)
  }

  sendsSticker(emoji = '👍', file: PersonFile = { size: 8_000 }): Promise<Sent> {
    return this.#sends('sticker', file, 'sticker.webp', 'image/webp', { emoji })
  }

  sendsLocation(place: { latitude: number; longitude: number; title?: string; address?: string }, where: Where = {}): Promise<Sent> {
    return this.#sent({ act: 'sendsLocation', ...this.#who, ...where, ...place })
  }

  /**
   * Sends items as one album. `gaps`: real milliseconds to wait before each item after the first. A late item joins by
   * the `mediaGroupId` of the result.
   */
  async sendsAlbum(items: readonly AlbumItem[], { gaps = [], forwarded, mediaGroupId = `13${Date.now()}${Math.floor(Math.random() * 1e6)}` }: { gaps?: readonly number[]; mediaGroupId?: string; forwarded?: Where['forwarded'] } = {}): Promise<Sent> {
    const messageIds: number[] = []
    for (const [index, item] of items.entries()) {
      const gap = index === 0 ? 0 : (gaps[index - 1] ?? 0)
      if (gap > 0) await new Promise((resolve) => setTimeout(resolve, gap))
      const kind = item.kind ?? 'photo'
      const sent = await this.#sends(kind, item, kind === 'photo' ? 'photo.jpg' : 'file', kind === 'photo' ? 'image/jpeg' : 'application/octet-stream', {
        mediaGroupId, ...(item.caption === undefined ? {} : { caption: item.caption }), ...(forwarded === undefined ? {} : { forwarded }),
      })
      messageIds.push(sent.messageId)
    }
    return { messageIds, messageId: messageIds.at(-1) ?? 0, mediaGroupId }
  }

  edits(messageId: number, text: string): Promise<Sent> {
    return this.#sent({ act: 'edits', ...this.#who, messageId, text })
  }

  /** The person's own card, or somebody else's. */
  sharesContact(contact?: { phone: string; firstName: string; lastName?: string; userId?: number }, where: Where = {}): Promise<Sent> {
    return this.#sent({ act: 'sharesContact', ...this.#who, ...where, ...(contact === undefined ? {} : { contact }) })
  }

  /** Presses a button by its label or `callback_data`: the newest such one, or that of the named message. */
  async presses(button: string, messageId?: number): Promise<Press> {
    const outcome = await this.#door('act', { act: 'presses', ...this.#who, button, ...(messageId === undefined ? {} : { messageId }) })
    return new Press(this.#door, outcome)
  }

  reacts(messageId: number, emoji: Emoji | null): Promise<Sent> {
    return this.#sent({ act: 'reacts', ...this.#who, messageId, emoji })
  }

  /** Opens `t.me/<bot>?start=<payload>` and presses Start; without a payload: plain `/start`. Unblocks a blocked bot. */
  opensLink(payload?: string): Promise<Sent> {
    return this.#sent({ act: 'opensLink', ...this.#who, ...(payload === undefined ? {} : { payload }) })
  }

  blocks(): Promise<Sent> {
    return this.#sent({ act: 'blocks', ...this.#who })
  }

  unblocks(): Promise<Sent> {
    return this.#sent({ act: 'unblocks', ...this.#who })
  }

  deletesAccount(): Promise<Sent> {
    return this.#sent({ act: 'deletesAccount', ...this.#who })
  }

  chat(): Promise<ChatView> {
    return this.#door('chat', { chat: this.chatId, ...(this.bot === undefined ? {} : { bot: this.bot }) })
  }

  /** All lines of the chat, oldest first. */
  async transcript(): Promise<Line[]> {
    return (await this.chat()).lines
  }

  /** What the bot has written so far and has not deleted. */
  async botLines(): Promise<Line[]> {
    return (await this.transcript()).filter((line) => line.from === 'bot' && !line.deleted)
  }

  /** Waits until the bot shows such a line (also by an edit) and gives the newest. `after`: only lines with a larger message id. */
  sees(match: Match, options: Limit & { after?: number } = {}): Promise<Line> {
    return this.when(
      ({ lines }) => lines.findLast((line) => line.from === 'bot' && !line.deleted && line.messageId > (options.after ?? 0) && fits(line, match)),
      { what: `a line of the bot like ${String(match)}`, ...options },
    )
  }

  /** Waits until the chat as a whole answers `condition` with something. */
  when<T>(condition: (chat: ChatView) => T | undefined | null | false, options: Limit = {}): Promise<T> {
    return waitUntil(this.#door, async () => condition(await this.chat()), {
      ...options, onTimeout: async () => (await this.transcript()).slice(-5).map((line) => `${line.from}: ${line.text.slice(0, 120) || line.kind}`).join('\n'),
    })
  }

  get #who(): Pick<ActOf<'blocks'>, 'person' | 'bot' | 'chat'> {
    return { person: this.id, ...(this.bot === undefined ? {} : { bot: this.bot }), ...(this.chatId === this.id ? {} : { chat: this.chatId }) }
  }

  #sends(kind: ActOf<'sends'>['kind'], file: PersonFile, name: string, mime: string, more: Where & { caption?: string; mediaGroupId?: string; emoji?: string }): Promise<Sent> {
    const content = 'bytes' in file ? { base64: Buffer.from(file.bytes).toString('base64') } : { size: file.size }
    return this.#sent({ act: 'sends', ...this.#who, ...more, kind, file: { name: file.name ?? name, mime: file.mime ?? mime, ...content } })
  }

  async #sent(act: Act): Promise<Sent> {
    const outcome = await this.#door('act', act)
    return { ...outcome, messageId: outcome.messageIds.at(-1) ?? 0 }
  }
}

/** What came of a press. */
export class Press {
  /** null for link and keyboard buttons. */
  readonly callbackId: string | null
  readonly url: string | null
  /** Messages that a keyboard button sent. */
  readonly messageIds: number[]
  #door: Door

  constructor(door: Door, outcome: Outcome) {
    this.#door = door
    this.callbackId = outcome.callbackId ?? null
    this.url = outcome.url ?? null
    this.messageIds = outcome.messageIds
  }

  /** Waits for `answerCallbackQuery`: what the person sees over the chat. */
  answer(options: Limit = {}): Promise<NonNullable<CallbackRecord['answer']>> {
    const id = this.callbackId
    if (id === null) return Promise.reject(new Error('this button asks the bot nothing'))
    return waitUntil(this.#door, async () => (await this.#door('callback', { id })).answer, { what: 'an answer to the pressed button', ...options })
  }
}

export function fits(line: Line, match: Match): boolean {
  if (typeof match === 'string') return line.text.includes(match)
  return typeof match === 'function' ? match(line) : match.test(line.text)
}
