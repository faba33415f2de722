import type { RegulationDocument } from '../regulation/document/schema.ts'
import { sayTime } from '../lib/say-time.ts'
import { hoursText, wordsOf } from '../regulation/document/formats.ts'
import type { Instant } from '../lib/instant.ts'
import type { Policy } from '../regulation/policy.ts'
import type { dialogue as base } from '../words/ru/dialogue.ts'
import { dialogue as ru } from '../words/ru/dialogue.ts'
import { letters as ruLetters } from '../words/ru/letters.ts'
import { dialogue as en } from '../words/en/dialogue.ts'
import { letters as enLetters } from '../words/en/letters.ts'

export type DialogueWords = typeof base
/** When specialists work, with the clock it is said by: `ежедневно с 09:00 до 23:00 МСК`. */
export function serviceHours({ calendars: { service } }: Policy, language: 'ru' | 'en', now: Instant): string {
  return `${hoursText(service.weekly as never, wordsOf(language))} ${sayTime(service.timezone, language).zone(now)}`
}

/** What a letter says besides: it asks for all that is missing at once, and names the page where more can be done than in a letter. */
export type LetterWords = Pick<typeof ruLetters, 'askAll' | 'missing' | 'tellOnPage'> & { rating: (typeof ruLetters)['rating'] }
export const letterWordsIn = (language: 'ru' | 'en'): LetterWords => (language === 'en' ? enLetters : ruLetters)

/** Phrases for a chat, where buttons are pressed in place, or for letters. */
export function wordsIn(language: 'ru' | 'en', manner: 'chat' | 'letter' = 'chat'): DialogueWords {
  const [words, letters] = language === 'en' ? [en, enLetters] : [ru, ruLetters]
  if (manner === 'chat') return words
  const { askAll: _, missing: __, tellOnPage: ___, rating: ____, ...plain } = letters
  return {
    ...words, ...plain, receipt: { ...words.receipt, ...letters.receipt }, category: { ...words.category, ...letters.category }, question: { ...words.question, ...letters.question },
    callPromised: { ...words.callPromised, ...letters.callPromised },
  }
}

/** The product as a greeting names it: the document's own word in the case that Russian wants; its Latin name for those who read English. */
export const productName = ({ product, vendor }: Pick<RegulationDocument, 'product' | 'vendor'>, language: 'ru' | 'en'): string =>
  (language === 'ru' ? (product.genitive ?? product.name) : vendor.system)
