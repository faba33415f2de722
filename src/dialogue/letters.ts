import type { Notice } from '../tickets/notices.ts'
import type { Saying } from './acts.ts'
import { missingOf } from './form.ts'
import type { About, Said } from './say.ts'
import { letterWordsIn } from './words.ts'

const steps = ['point', 'happening', 'phone', 'since'] as const

/**
 * A notice where nothing can be pressed in place. No keyboards; the receipt asks for all that is missing in one paragraph (R-6.1.2-5); the last letter leads to
 * where he may rate. `page`: the ticket's page. Pure.
 */
export function letterOf(plain: Said, notice: Notice, about: About, { rates, page }: { rates: boolean; page: string }): Said {
  const { askPhone: _, endAsk: __, ...said } = plain
  const words = letterWordsIn(about.language)
  const { text, buttons = [] } = said
  if (notice.kind === 'confirmed' && rates) return { ...said, text: `${text}\n\n${words.rating.onPage}`, buttons: [...buttons, [{ label: words.rating.label, url: page }]] }
  if (notice.kind !== 'receipt' || notice.reopened) return said
  const missing = missingOf(about.ticket, about.view, about.phone)
  const things = steps.filter(step => missing[step]).map(step => words.missing[step])
  return things.length === 0 ? said : { ...said, text: `${text}\n\n${words.askAll(things)}`, buttons: [[{ label: words.tellOnPage, url: `${page}#tell` }], ...buttons] }
}

/** One press from one to five; rarely asked for (product.md 4.5). */
export const ratingOf = ({ ticket: { id, number }, words }: About): Saying => ({
  text: words.rating.ask(number), silent: true, buttons: [[1, 2, 3, 4, 5].map(stars => ({ label: String(stars), act: { act: 'rate', ticket: id, stars } }))],
})
