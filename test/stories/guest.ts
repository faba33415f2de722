/** A guest of the restaurant business: one person in Telegram who writes to the bot, and sees what the bot writes. */
import type { Line, Match, Person, Press } from '../../sim/telegram/index.ts'
import type { Stage } from './stage.ts'

/** Acts of a person after which the house is waited for, so that a story reads as it happens. */
const acts = [
  'says', 'repliesTo', 'sendsPhoto', 'sendsDocument', 'sendsVoice', 'sendsVideo', 'sendsVideoNote', 'sendsSticker', 'sendsLocation', 'sendsAlbum', 'edits',
  'sharesContact', 'reacts', 'opensLink', 'blocks', 'unblocks',
] as const satisfies readonly (keyof Person)[]
type Act = (typeof acts)[number]

export type Guest = { [K in Act]: Person[K] } & {
  /** The same person without the waiting: for things that happen at once. */
  person: Person
  /** Presses the newest such button; resolves to what is shown over the chat, when the house is at rest. */
  presses(button: string, messageId?: number): Promise<string | null>
  /** Presses a button of the reply keyboard. */
  taps(button: string): Promise<void>
  /** What the bot has written since the last look, oldest first; edits do not count. */
  news(): Promise<Line[]>
  /** Texts of `news`. */
  heard(): Promise<string[]>
  /** The newest line of the bot that fits. Throws when there is none: the house is at rest, nothing more will come. */
  line(match: Match): Promise<Line>
  /** The bot's line of this message id as it stands now. */
  now(line: Line): Promise<Line>
  /** Everything that was said in the chat. */
  transcript(): Promise<Line[]>
}

export function guestOf(stage: Stage, person: Person): Guest {
  let seen = 0
  const settling = Object.fromEntries(acts.map(name => [name, async (...given: unknown[]) => {
    const outcome = await (person[name] as (...given: unknown[]) => Promise<unknown>).apply(person, given)
    await stage.rests()
    return outcome
  }])) as { [K in Act]: Person[K] }
  const lines = async (): Promise<Line[]> => (await person.botLines())
  const guest: Guest = {
    ...settling,
    person,
    async presses(button, messageId) {
      const press: Press = await person.presses(button, messageId)
      const { text } = await press.answer({ what: `an answer to «${button}»` })
      await stage.rests()
      return text ?? null
    },
    async taps(button) {
      await person.presses(button)
      await stage.rests()
    },
    async news() {
      await stage.rests()
      const fresh = (await lines()).filter(line => line.messageId > seen)
      seen = Math.max(seen, ...fresh.map(line => line.messageId))
      return fresh
    },
    heard: async () => (await guest.news()).map(line => line.text),
    async line(match) {
      await stage.rests()
      const found = (await lines()).findLast(line => (typeof match === 'string' ? line.text.includes(match) : typeof match === 'function' ? match(line) : match.test(line.text)))
      if (found === undefined) throw new Error(`the bot did not write ${String(match)}; it wrote:\n${(await lines()).map(line => `· ${line.text}`).join('\n')}`)
      return found
    },
    async now({ messageId }) {
      await stage.rests()
      const found = (await lines()).find(line => line.messageId === messageId)
      if (found === undefined) throw new Error(`message ${messageId} is gone`)
      return found
    },
    transcript: () => person.transcript(),
  }
  return guest
}

/** Labels of a line's buttons, row by row. */
export const labels = (line: Line): string[][] => line.buttons.map(row => row.map(button => button.label))
