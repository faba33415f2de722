/** Which language to speak with somebody of whom only the browser's wish is known. Pure. */
export type Language = 'ru' | 'en'

/** The first language of an Accept-Language header that we speak, by its weights; Russian otherwise. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').slice(0, 500).split(',').map((part, place) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weight = Number(parameters.map(parameter => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean) ?? 1)
    return { language: tag.split('-')[0], weight, place }
  })
  wishes.sort((a, b) => b.weight - a.weight || a.place - b.place)
  const best = wishes.find(wish => wish.weight > 0 && (wish.language === 'ru' || wish.language === 'en'))
  return best?.language === 'en' ? 'en' : 'ru'
}
