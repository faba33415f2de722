import type { RegulationDocument } from '../regulation/document/schema.ts'
import { sayTime } from '../lib/say-time.ts'
import { hoursText, wordsOf } from '../regulation/document/formats.ts'
import type { Instant } from '../lib/instant.ts'
import type { Policy } from '../regulation/policy.ts'
import type { dialogue as base } from '../words/ru/dialogue.ts'
import { dialogue as ru } from '../words/ru/dialogue.ts'
import { dialogue as en } from '../words/en/dialogue.ts'

export type DialogueWords = typeof base
/** When specialists work, with the clock it is said by: `ежедневно с 09:00 до 23:00 МСК`. */
export function serviceHours({ calendars: { service } }: Policy, language: 'ru' | 'en', now: Instant): string {
  return `${hoursText(service.weekly as never, wordsOf(language))} ${sayTime(service.timezone, language).zone(now)}`
}

export const wordsIn = (language: 'ru' | 'en'): DialogueWords => (language === 'en' ? en : ru)

/** The product as a greeting names it: the document's own word in the case that Russian wants; its Latin name for those who read English. */
export const productName = ({ product, vendor }: Pick<RegulationDocument, 'product' | 'vendor'>, language: 'ru' | 'en'): string =>
  (language === 'ru' ? (product.genitive ?? product.name) : vendor.system)
