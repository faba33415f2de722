import { readPhone } from '../contacts/phone.ts'
import { limits } from '../channels/portal/limits.ts'
import { cut } from '../lib/text.ts'
import type { PortalWords } from './words.ts'

/** What a form's fields hold, by their names. */
export type Fields = Readonly<Record<string, string>>
/** What is wrong, by the field beside which it is said; `form`: with the whole. */
export type FieldErrors = Partial<Record<'text' | 'phone' | 'name' | 'place' | 'since' | 'files' | 'question' | 'form', string>>

export type Request = { text: string; phone: string | null; name: string; place: string; point: string | null; token: string | null; happening: string | null }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const field = (fields: Fields, name: string): string => (fields[name] ?? '').replaceAll('\r\n', '\n').trim()

/** Reads a new request; `files`: how many it carries. Every field but one word about what happened may be left open. Pure. */
export function readRequest(fields: Fields, files: number, facts: readonly string[], { errors }: PortalWords): { request: Request; wrong: FieldErrors } {
  const [text, phone, name, place] = [field(fields, 'text'), field(fields, 'phone'), field(fields, 'name').replace(/\s+/g, ' '), field(fields, 'place').replace(/\s+/g, ' ')]
  const happening = facts.find(id => id === fields['happening']) ?? null
  const read = phone === '' ? null : readPhone(phone)
  const wrong: FieldErrors = {
    ...(text === '' && files === 0 && happening === null ? { text: errors.text } : {}),
    ...(text.length > limits.text ? { text: errors.textLong(limits.text) } : {}),
    ...(phone !== '' && read === null ? { phone: errors.phone } : {}),
    ...(name.length > limits.name ? { name: errors.nameLong } : {}),
    ...(place.length > limits.place ? { place: errors.placeLong } : {}),
  }
  const point = field(fields, 'point')
  return { wrong, request: { text, name, place, happening, phone: read?.number ?? null, point: uuid.test(point) ? point : null, token: field(fields, 'token') === '' ? null : cut(field(fields, 'token'), 64) } }
}

/** The sum that is asked where no script solves the puzzle; both numbers from the form's own key. */
export function sumOf(key: string): { one: number; other: number } {
  const seed = [...key].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 1_000_003, 7)
  return { one: 2 + (seed % 7), other: 3 + (Math.floor(seed / 7) % 6) }
}

/** Is it the sum, as people write a number? */
export function isSum(answer: string, key: string): boolean {
  const { one, other } = sumOf(key)
  return /^\d{1,3}$/.test(answer.trim()) && Number(answer) === one + other
}
