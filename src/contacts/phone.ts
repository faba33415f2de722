import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A phone as it is called: E.164 (`+79161234567`), the extension apart. */
export type Phone = { number: string; extension: string | null }

/**
 * Reads what a person typed or said: `8…`, `7…`, `+7…` or ten digits are Russian, everything with `+` is of its own country; brackets, dashes and
 * spaces do not matter. Null when no phone can be read. Pure.
 */
/** Nobody's number is longer, however it is written; longer texts are not looked at (and cannot keep a pattern busy). */
const longest = 60

export function readPhone(text: string): Phone | null {
  if (text.length > longest * 4) return null
  const written = text.replace(/\s+/g, ' ').trim()
  if (written.length > longest) return null
  const { main, extension } = split(written)
  const digits = main.replace(/\D/g, '')
  // "+8 916 …" is a Russian eight after a plus that a phone book put there.
  const plain = /^\+?8\d{10}$/.test(main.replace(/[^\d+]/g, '')) ? digits : main
  const found = parsePhoneNumberFromString(plain, { defaultCountry: 'RU', extract: false })
  if (found === undefined || !found.isPossible() || !/^\+\d{5,15}$/.test(found.number)) return null
  // Longer Russian numbers exist on paper only; here they are two numbers written together.
  if (found.countryCallingCode === '7' && found.nationalNumber.length !== 10) return null
  return { number: found.number, extension: extension ?? found.ext ?? null }
}

const extensionMark = /^(.*?\d.*?)\s*(?:[,;]?\s*(?:доб|вн|внутр|ext|extension|x|#)\s*\.?\s*[:№]?\s*)(\d{1,8})\s*\.?$/iu

function split(text: string): { main: string; extension: string | null } {
  const found = extensionMark.exec(text)
  return found === null ? { main: text, extension: null } : { main: found[1]!, extension: found[2]! }
}

/** A stored phone as people read it: `+7 916 123-45-01`. */
export const sayPhone = (number: string): string => parsePhoneNumberFromString(number)?.formatInternational() ?? number

/** Digits to look a phone up by, when the words can be (a part of) one: without the trunk eight or the country seven. Null for anything else. */
export function phoneDigits(words: string): string | null {
  if (!/^[\d\s()+.-]+$/.test(words)) return null
  const digits = words.replace(/\D/g, '')
  if (digits.length < 3) return null
  return /^[78]\d{10}$/.test(digits) ? digits.slice(1) : digits
}
