import i18next, { type TFunction } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '../../src/staff/api.ts'
import { ru } from '../words/ru/index.ts'

/** Phrases of the workspace. Russian comes with the first load, English when someone reads English. */
const remembered = 'reglament.language'

export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'ru'
  } catch {
    return 'ru'
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru', fallbackLng: 'ru', ns: ['desk'], defaultNS: 'desk', resources: { ru: { desk: ru } },
    interpolation: { escapeValue: false }, react: { useSuspense: false },
  })
  await speak(rememberedLanguage())
}

/** Switches the language of the page; the profile is the caller's concern. */
export async function speak(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'desk')) {
    const { en } = await import('../words/en/index.ts')
    i18next.addResourceBundle('en', 'desk', en)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(remembered, language)
  } catch {
    // A private window without storage: the profile keeps it.
  }
}

export type Say = TFunction<'desk'>

/** `say` gives a phrase by its typed key; `language` for dates and numbers. */
export function useWords(): { say: Say; language: Language } {
  const { t, i18n } = useTranslation('desk')
  return { say: t, language: i18n.language === 'en' ? 'en' : 'ru' }
}
