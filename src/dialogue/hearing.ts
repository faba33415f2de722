import { readPhone } from '../contacts/phone.ts'
import { plain } from '../contacts/words.ts'

/** What a letter tells of R-6.1.2-3 in plain words. Nothing is guessed: what may mean two things means nothing here, and a person reads it. Pure. */

const label = /^(?:мой\s+|наш\s+)?(?:конт(?:актный)?\.?\s*)?(?:тел(?:ефон)?|моб(?:ильный)?|номер(?:\s+телефона)?|phone|tel|mobile|cell)\s*(?:для связи)?\s*[.:\u2013-]*\s*/iu
const international = /^\+?[\d\s().-]{11,20}$/

/** The phone that stands on a line by itself or after «телефон»; null where there is none, or where there are two. */
export function phoneIn(text: string): string | null {
  const found = new Set(text.split(/[\n;,]/).flatMap(part => {
    const line = part.trim()
    const bare = line.replace(label, '')
    const isNamed = bare !== line
    // Ten digits alone may as well be a tax number.
    if (!isNamed && !(international.test(bare) && (bare.startsWith('+') || /^[78]/.test(bare)) && bare.replace(/\D/g, '').length >= 11)) return []
    const phone = readPhone(bare.replace(/[.\s]+$/, ''))
    return phone === null ? [] : [phone.number]
  }))
  return found.size === 1 ? [...found][0]! : null
}

/** Kinds of places that people leave out when they name one. */
const kinds = /^(?:кафе|бар|ресторан|кофейня|столовая|пиццерия|пекарня|пельменная|суши бар|точка|cafe|bar|restaurant)\s+(?=\p{L})/u

const spoken = (text: string): string => ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `

/** What a point is called: its name, the name without its kind, its street with the house. */
function namesOf({ name, address }: { name: string; address: string }): string[] {
  const whole = spoken(name).trim()
  const street = spoken(address.split(',').slice(-2).join(' ')).trim()
  return [whole, whole.replace(kinds, ''), /\p{L}.*\d/u.test(street) ? street : ''].filter(one => one.length >= 4)
}

/** The one point of these that the text names; the longer name wins over one that it holds («Берёзка на Арбате» is not «Берёзка»). Null: none, or several. */
export function pointIn(text: string, points: readonly { id: string; name: string; address: string }[]): string | null {
  let rest = spoken(text)
  const named = new Set<string>()
  const names = points.flatMap(point => namesOf(point).map(name => ({ id: point.id, name }))).toSorted((one, other) => other.name.length - one.name.length)
  for (const { name } of names) {
    if (!rest.includes(` ${name} `)) continue
    // Two points of one name: nobody can tell which.
    for (const same of names) if (same.name === name) named.add(same.id)
    rest = rest.replaceAll(` ${name} `, ' \u0000 ')
  }
  return named.size === 1 ? [...named][0]! : null
}
