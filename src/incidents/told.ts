import type { Instant } from '../lib/instant.ts'
import { sayTime } from '../lib/say-time.ts'
import { incidents as en } from '../words/en/incidents.ts'
import { incidents as ru } from '../words/ru/incidents.ts'
import type { UpdateKind } from './kinds.ts'

export type IncidentWords = typeof ru
export const wordsIn = (language: 'ru' | 'en'): IncidentWords => (language === 'en' ? en : ru)

/**
 * One update of an outage as the lead wrote and signed it. `opening`: what was said when the outage was opened; a newcomer has not read it.
 * `isCorrection`: he has read it with a mistake.
 */
export type Update = { kind: UpdateKind; text: string; opening?: string | null; signedBy: string; nextUpdateAt: Instant | null; isCorrection?: boolean }

/** Who reads it: the customer of a ticket (`first`: he has not been told of this outage before), or somebody of a touched point without one (null). */
export type Reader = { language: 'ru' | 'en'; ticket: { number: number; first: boolean } | null }

/**
 * What the customer reads under the title of the outage (product.md 4): the lead's words, that nothing is to be done, when the next word comes, who says it.
 * Whoever hears of it first in its middle reads its beginning before the news.
 * The end of an outage is a result: what to do if it does not work stands on its button, for others in words. Pure: the workspace shows it before it is sent.
 */
export function toldText({ kind, text, opening, signedBy, nextUpdateAt, isCorrection = false }: Update, { language, ticket }: Reader, { zone, now }: { zone: string; now: Instant }): string {
  const { told } = wordsIn(language)
  const next = nextUpdateAt === null || kind === 'ended' ? null : told.next(sayTime(zone, language).when(nextUpdateAt, now))
  if (isCorrection) {
    const ahead = nextUpdateAt !== null && nextUpdateAt > now ? next : null
    return [[told.corrected, ahead === null ? text : sentence(text), ahead].filter(line => line !== null).join(' '), told.signed(signedBy)].join('\n\n')
  }
  const about = ticket === null ? (kind === 'ended' ? told.writeIfNot : told.noTicket) : ticket.first && kind !== 'ended' ? told.yourTicket(ticket.number) : null
  const isNewcomer = ticket !== null && ticket.first && kind !== 'ended'
  const before = isNewcomer && opening !== undefined && opening !== null && opening.trim() !== text.trim() ? sentence(opening) : null
  const frame = [about, next].filter(line => line !== null)
  const words = frame.length === 0 ? text : [sentence(text), ...frame].join(' ')
  return [before, words, told.signed(signedBy)].filter(line => line !== null).join('\n\n')
}

/** Puts words around the end of an outage as `toldText` makes it: who says it still stands last. */
export function aboveSignature(text: string, around: (said: string) => string): string {
  const at = text.lastIndexOf('\n\n')
  return at < 0 ? around(text) : `${around(text.slice(0, at))}${text.slice(at)}`
}

/** With a stop at its end where the writer left it out, so that the next sentence does not run into it. */
const sentence = (text: string): string => (/[.!?…:;,][»”"')\]]*$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`)
