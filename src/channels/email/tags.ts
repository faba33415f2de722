import type { Field } from './letter.ts'
import type { Mailbox } from './mailbox.ts'

/** Fields that name whom a letter was delivered to, then whom it was written to: a server's word before the sender's. */
const fieldsOfDelivery = ['delivered-to', 'x-original-to', 'x-envelope-to', 'envelope-to', 'x-rcpt-to', 'to', 'cc', 'resent-to'] as const

/** Of one text: addresses that are looked at, and its length. */
const most = 100
const longest = 64 * 1024
const address = /[^\s<>,;:"'()[\]]{1,255}@[^\s<>,;:"'()[\]]{1,255}/g

/** `name+tag@...` of a mailbox: the address that carries a tag. */
export function tagged({ address }: Pick<Mailbox, 'address'>, tag: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`
}

/** The tag of an address that reaches this mailbox: '' for the address itself, null for any other. Letters' case does not count. */
export function tagIn(address: string, mailbox: Pick<Mailbox, 'address' | 'plusAddressing'>): string | null {
  const given = address.trim().toLowerCase()
  const at = mailbox.address.lastIndexOf('@')
  const [name, domain] = [mailbox.address.slice(0, at), mailbox.address.slice(at)]
  if (given === mailbox.address) return ''
  return mailbox.plusAddressing && given.startsWith(`${name}+`) && given.endsWith(domain) && given.length > name.length + 1 + domain.length ? given.slice(name.length + 1, -domain.length) : null
}

type Tagged = Pick<Mailbox, 'address' | 'plusAddressing'>

/** Tags of our addresses that a letter came to: of the envelope first, then as the fields of its head tell. Unproven: whoever signed them has to look. */
export const tagsOf = (mailboxes: readonly Tagged[], fields: readonly Field[], envelopeTo: readonly string[] = []): string[] =>
  tagsOfAddresses(mailboxes, [...envelopeTo, ...fieldsOfDelivery.flatMap(name => fields.filter(field => field.name === name).map(({ value }) => value))])

/** Tags in addresses of ours, in the order of these texts; each may hold names and further addresses. */
export function tagsOfAddresses(mailboxes: readonly Tagged[], addresses: readonly string[]): string[] {
  const tags = addresses.flatMap(text => [...text.slice(0, longest).matchAll(address)].slice(0, most)).flatMap(([found]) => mailboxes.map(mailbox => tagIn(found, mailbox)))
  return [...new Set(tags.filter(tag => tag !== null && tag !== ''))].filter(tag => tag !== null)
}
