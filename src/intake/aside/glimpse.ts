import type { Instant } from '../../lib/instant.ts'
import { shorten } from '../../lib/text.ts'
import type { Box, LetterFacts } from '../../messages/letters/letter.ts'
import type { Reading } from '../inbound.ts'

/** Why a letter lies in the box of letters set aside. */
export const asideReasons = ['list', 'complaint', 'auto_reply', 'bounce', 'own'] as const
export type AsideReason = (typeof asideReasons)[number]

/** What a letter that was set aside says. `shown` null: only its text is known. */
export type Glimpse = { from: Box | null; subject: string; text: string; at: Instant | null; shown: LetterFacts['shown'] | null }

/** Read anew from what its channel has prepared. Pure. Null: nothing of it is known. */
export function glimpseOf(reading: Reading | null): Glimpse | null {
  if (reading === null || !reading.ok || !('events' in reading)) return null
  const [event] = reading.events ?? []
  if (event?.kind === 'bounced') return { from: event.report.from, subject: event.report.subject, text: event.report.text, at: event.receivedAt, shown: null }
  if (event?.kind !== 'message') return null
  const { letter, author, text, receivedAt } = event
  return {
    from: letter?.from ?? (author === null ? null : { name: author.displayName, address: author.externalId }), subject: letter?.subject ?? '', text, at: receivedAt, shown: letter?.shown ?? null,
  }
}

/** The beginning of its words in one line. */
export const beginningOf = (text: string): string => shorten(text.replace(/\s+/g, ' ').trim(), 200)
