import { shorten } from '../../lib/text.ts'

/** The beginning of a raw event, for a person who has to understand why it could not be read. Pure. */
const longest = 500

const secretName = /token|secret|passw|authori[sz]ation|cookie|api[-_]?key|signature|hash$/i
/** A bot token, a bearer, a password inside an address. */
const secretText = /\d{5,}:[\w-]{20,}|\bBearer\s+[\w.~+/-]+=*|(?<=:\/\/[^\s:/@]{1,200}:)[^\s@/]{1,200}(?=@)/g
const masked = '***'

/** At most 500 characters of readable JSON, secrets masked. */
export function previewOf(raw: unknown): string {
  const text = JSON.stringify(raw, (name, value: unknown) => {
    if (secretName.test(name) && value !== null && typeof value !== 'object') return masked
    return typeof value === 'string' ? value.replace(secretText, masked) : value
  }, 1) ?? ''
  return shorten(text.replace(/\s+/g, ' ').toWellFormed(), longest)
}
