import { reports as serverEnglish } from '../../../src/words/en/reports.ts'
import { reports as serverRussian } from '../../../src/words/ru/reports.ts'
import { useWords } from '../../kit/words.ts'
import { reports as english } from '../../words/en/reports.ts'
import { reports as russian } from '../../words/ru/reports.ts'

/** Phrases of this page in the reader's language, and `names`: what clocks, reasons, categories and ends are called in the workbook too. */
export function useReportWords() {
  const { language } = useWords()
  const words = language === 'ru' ? russian : english
  const names = language === 'ru' ? serverRussian : serverEnglish
  return { words, names, language, number: (n: number) => n.toLocaleString(language === 'ru' ? 'ru-RU' : 'en-GB'), percent: (share: number) => `${Math.floor(share * 1000) / 10}`.replace('.', language === 'ru' ? ',' : '.') + (language === 'ru' ? ' %' : '%') }
}
export type Spoken = ReturnType<typeof useReportWords>
