import type { Forward } from '../letter.ts'
import type { Opening } from './lines.ts'

const handedOn = /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|enc|pd|vs|vb|vl|doorst|i|fs|ilt|i̇lt|İLT|tov|továbbítva|přep|redir|fw|пересл|пер|пр|переслать|переслано|пересланное|пересылка)\s*(?:\[\d+\])?\s*[:：]\s*/iu
const answered = /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|aw|sv|antw|odp|отв|ответ|на|rif|rép|ynt|vá|atb|bls|res|r|回复|答复)\s*(?:\[\d+\])?\s*[:：]/iu
const address = /[^\s<>@,;:()"'[\]]+@[^\s<>@,;:()"'[\]]+/u

/**
 * The letter inside a textual forward: the sender that its header names. `subject` is the subject of the outer letter, null when there is none;
 * a header block below an answer («Re:») is history, below «Fwd:» a forward.
 */
export function forwardOf(openings: readonly Opening[], subject: string | null): Forward | null {
  const opening = openings[0]
  if (opening === undefined || opening.sender === '') return null
  const outer = subject ?? ''
  if (!isHandedOn(opening, outer) && !(opening.says === null && opening.form === 'block' && outer === '')) return null
  const found = address.exec(opening.sender.replaceAll('mailto:', ' '))
  if (found === null) return null
  return { fromAddress: found[0].replace(/\.$/, ''), fromName: nameOf(opening, found[0]), subject: opening.subject !== '' ? opening.subject : outer.replace(handedOn, '').trim() }
}

/** Whether the header or the subject says in so many words that a letter was handed on. */
export function isHandedOn({ says }: Opening, subject: string): boolean {
  return says === 'forwarded' || (handedOn.test(subject) && !answered.test(subject))
}

function nameOf({ form, sender }: Opening, at: string): string {
  if (form === 'wrote') return /["«“]\s*([^"»”]{1,80}?)\s*["»”]/u.exec(sender)?.[1] ?? /\d:\d{2}(?::\d{2})?,\s+([^,<>()]{1,80}?)\s*[<(]?$/u.exec(sender.slice(0, Math.max(0, sender.indexOf(at))))?.[1] ?? ''
  return sender.slice(0, Math.max(0, sender.indexOf(at))).replace(/[<[(]?(?:mailto:)?$/, '').replace(/<mailto:.*$/, '').replace(/^["'\s]+|["'\s]+$/g, '')
}
