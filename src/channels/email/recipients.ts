import type { Mailbox } from './mailbox.ts'
import { tagIn } from './tags.ts'

/** An address that a letter can be sent to. */
export const isAddress = (text: string): boolean => text.length <= 320 && /^[^\s@<>"(),;:\\[\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?$/u.test(text)

/** Does this address reach a mailbox of ours? */
export const isOurs = (address: string, mailboxes: readonly Pick<Mailbox, 'address' | 'plusAddressing'>[]): boolean => mailboxes.some(mailbox => tagIn(address, mailbox) !== null)

const machines = /^(?:mailer-?daemon|postmaster|no-?reply|do-?not-?reply|donotreply|noanswer|bounces?|auto-?(?:reply|answer|responder)?|daemon|abuse|listserv|majordomo|robot|notifications?)(?:[+._-].*)?@/i

/** Nobody reads what is written to such an address (RFC 3834); no letter of a machine goes there. */
export const isMachine = (address: string): boolean => machines.test(address) || /^[^@]*(?:-bounces?|-request|-owner)@/i.test(address) || /^owner-/i.test(address)
