import { readAddresses } from './mime/addresses.ts'
import type { Field } from './letter.ts'
import type { Mailbox } from './mailbox.ts'

/** Fields that name whom a letter was delivered to, then whom it was written to: a server's word before the sender's. */
const fieldsOfDelivery = ['delivered-to', 'x-original-to', 'x-envelope-to', 'envelope-to', 'x-rcpt-to', 'to', 'cc', 'resent-to'] as const

const most = 40

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

/** Tags of our addresses that a letter came to: of the envelope first, then as the fields of its head tell. Unproven: whoever signed them has to look. */
export function tagsOf(mailboxes: readonly Pick<Mailbox, 'address' | 'plusAddressing'>[], fields: readonly Field[], envelopeTo: readonly string[] = []): string[] {
  const named = fieldsOfDelivery.flatMap(name => fields.filter(field => field.name === name).flatMap(field => readAddresses(field.value, most, '').map(({ address }) => address)))
  const tags = [...envelopeTo, ...named].slice(0, most).flatMap(address => mailboxes.map(mailbox => tagIn(address, mailbox)))
  return [...new Set(tags.filter(tag => tag !== null && tag !== ''))].filter(tag => tag !== null)
}
