import type { dialogue as base } from '../words/ru/dialogue.ts'
import { dialogue as ru } from '../words/ru/dialogue.ts'
import { dialogue as en } from '../words/en/dialogue.ts'

export type DialogueWords = typeof base
export const wordsIn = (language: 'ru' | 'en'): DialogueWords => (language === 'en' ? en : ru)
