import { portal as en } from '../words/en/portal.ts'
import { portal as ru } from '../words/ru/portal.ts'

export type PortalWords = typeof ru
export const wordsIn = (language: 'ru' | 'en'): PortalWords => (language === 'en' ? en : ru)
