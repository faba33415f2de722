import { sayTime } from '../../lib/say-time.ts'
import { wordsIn } from '../../incidents/told.ts'
import { openAt } from '../../incidents/store/incidents.ts'
import type { Saying } from '../acts.ts'
import type { Turn } from './placed.ts'

/** «Текущие сбои» (`/status`): what is open at the points of this person, in the words of the last update, with the page where all stand. */
export async function outages(turn: Turn): Promise<Saying> {
  const { bot } = wordsIn(turn.contact.language)
  const { open, time } = await look(turn, turn.points.map(point => point.id))
  const buttons = [[{ label: bot.page, url: turn.room.statusUrl() }]]
  if (open.length === 0) return { text: bot.none, buttons, silent: true }
  const lines = open.map(one => bot.one(one.title, time.on(one.startedAt, turn.now), one.text, one.nextUpdateAt === null || one.nextUpdateAt <= turn.now ? null : time.when(one.nextUpdateAt, turn.now)))
  return { title: bot.title, text: lines.join('\n\n'), buttons, silent: true }
}

/** One line under a greeting when his point is touched, so that nobody writes what is known already; null when it is not. */
export async function outageLine(turn: Turn, points: readonly string[]): Promise<string | null> {
  const { open: [first], time } = await look(turn, points)
  if (first === undefined) return null
  const next = first.nextUpdateAt === null || first.nextUpdateAt <= turn.now ? null : time.when(first.nextUpdateAt, turn.now)
  return wordsIn(turn.contact.language).bot.greeting(first.title, next)
}

async function look({ db, room, now, contact }: Turn, points: readonly string[]) {
  const open = await openAt(db, points)
  const { policy } = await room.regulationAt(now)
  return { open, time: sayTime(policy.calendars.service.timezone, contact.language) }
}
