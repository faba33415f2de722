import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../../lib/secret.ts'
import type { Mailbox } from '../mailbox.ts'
import { tagsOfAddresses } from '../tags.ts'

/**
 * What the desk signs into its own addresses, so that whoever invents one gets nowhere (`channels.md` 5.3). Nothing is stored. Letters and digits of one case:
 * servers change the case of addresses as they like. The signature has 50 bits; there is no way to try them but by letters.
 */
const signs = 'abcdefghijklmnopqrstuvwxyz234567'
const length = 10

/** Base32 (RFC 4648) in lower case of the first `count` times five bits. */
function base32(bytes: Uint8Array, count: number): string {
  const bits = [...bytes.subarray(0, Math.ceil((count * 5) / 8))].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: count }, (_, i) => signs[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)]).join('')
}

const sign = (secret: Secret, purpose: 'ticket' | 'letter' | 'desk', text: string, count = length): string => base32(createHmac('sha256', secret.reveal()).update(`reglament mail ${purpose} ${text}`).digest(), count)

const same = (one: string, other: string): boolean => Buffer.byteLength(one) === Buffer.byteLength(other) && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** `t1042-k3j5h7ab2c`: stands in the address that an answer on this ticket goes to. */
export const tagOf = (secret: Secret, ticketNumber: number): string => `t${ticketNumber}-${sign(secret, 'ticket', String(ticketNumber))}`

/** The ticket that a tag of ours names; null for one that the desk has not signed. */
export function numberOfTag(secret: Secret, tag: string): number | null {
  const [, number, signature] = /^t([1-9]\d{0,8})-([a-z2-7]{10})$/.exec(tag.toLowerCase()) ?? []
  return number !== undefined && signature !== undefined && same(signature, sign(secret, 'ticket', number)) ? Number(number) : null
}

/** The first ticket that one of these tags names; null when none is ours. */
export function numberOfTags(secret: Secret, tags: readonly string[]): number | null {
  for (const tag of tags) {
    const number = numberOfTag(secret, tag)
    if (number !== null) return number
  }
  return null
}

/** The ticket that one of these addresses of a mailbox names, as they stand in heads and envelopes; null: none does, or not with our signature. */
export const ticketOfAddresses = (secret: Secret, addresses: readonly string[], mailbox: Pick<Mailbox, 'address' | 'plusAddressing'> | null): number | null =>
  (mailbox === null ? null : numberOfTags(secret, tagsOfAddresses([mailbox], addresses)))

/** What stands before the `@` of our Message-IDs, as far as it can stand in an address as well. */
const idShape = /^<([a-z\d][a-z\d.]{2,39})@[^<>@\s]+>$/

/**
 * The tag of the address that a letter's bounces go to (VERP): names the letter by its Message-ID `<t1042.7.random@domain>`. Null for an id that does not fit
 * into an address (more than 40 signs, others than small letters, digits, dots).
 */
export function bounceTagOf(secret: Secret, letterId: string): string | null {
  const name = idShape.exec(letterId)?.[1]
  return name === undefined ? null : `b${name}-${sign(secret, 'letter', name)}`
}

/** The Message-ID of the letter that a bounce tag of ours names; `domain`: of the mailbox, which our ids have, too. Null for what the desk has not signed. */
export function letterOfTag(secret: Secret, tag: string, domain: string): string | null {
  const [, name, signature] = /^b([a-z\d][a-z\d.]{2,39})-([a-z2-7]{10})$/.exec(tag.toLowerCase()) ?? []
  return name !== undefined && signature !== undefined && same(signature, sign(secret, 'letter', name)) ? `<${name}@${domain}>` : null
}

/** The letter of ours whose report was written to one of these addresses of the mailbox; null when none names one. */
export function letterOfAddresses(secret: Secret, addresses: readonly string[], mailbox: Pick<Mailbox, 'address' | 'plusAddressing'> | null): string | null {
  if (mailbox === null) return null
  const domain = mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)
  for (const tag of tagsOfAddresses([mailbox], addresses)) {
    const letter = letterOfTag(secret, tag, domain)
    if (letter !== null) return letter
  }
  return null
}

/** How this desk calls itself in `X-Desk-Id`: it knows its own letters again, others learn nothing by it. */
export const deskId = (secret: Secret): string => sign(secret, 'desk', '', 16)
