/** How bad a delivery notice is for an address. */
export type Severity = 'permanent' | 'temporary' | 'delayed' | 'delivered'

/** One address that a notice speaks of. `status` as in RFC 3463 (`5.1.1`), '' when nothing is said. */
export type Undelivered = { address: string; severity: Severity; status: string; reason: string }

const waiting = /will (?:keep |continue to |be re)?t?r(?:y|ying|ied)|delay|still (?:being )?(?:undelivered|trying)|not (?:yet )?been delivered|warning|no action is required|do not need to (?:resend|retry)|задерж|отложен|(?:ещё|еще|пока) не доставлен|попытки (?:доставки )?(?:будут )?(?:продолж|повтор)|продолжит попытки|wird weiter|en attente/i
const given = /(?:gave|give|giving) up|permanent|final(?:ly)? fail|expired|in queue too long|retry time(?:out)? exceeded|returned to (?:you|sender)|невозможно доставить|возвращ/i

/** By the action of RFC 3464, then the class of the status code, then the words. */
export function severityOf(action: string, status: string, words: string): Severity {
  if (action.startsWith('delay')) return 'delayed'
  if (/^(?:delivered|relayed|expanded)/.test(action)) return 'delivered'
  if (status.startsWith('5')) return 'permanent'
  // A failure whose last word was "later" is over for the server, not for the address.
  if (status.startsWith('4')) return action.startsWith('fail') || given.test(words) || !waiting.test(words) ? 'temporary' : 'delayed'
  if (status.startsWith('2')) return 'delivered'
  if (/\b5\d\d[ -]/.test(words)) return 'permanent'
  if (waiting.test(words) && !given.test(words)) return 'delayed'
  return /\b4\d\d[ -]/.test(words) ? 'temporary' : 'permanent'
}
