import type { Return } from '../delivery/actions.ts'
import { never } from '../lib/never.ts'
import type { Bounced } from './inbound.ts'

/**
 * What a report of undelivered mail means for the letter and its address, by the code of RFC 3463. What is only late, or was put off, is a word on the message:
 * nobody knows yet whether it arrives (`channels.md` 5.3). Pure.
 */
export function returnOf({ severity, status, reason: detail }: Pick<Bounced, 'severity' | 'status' | 'reason'>): Return {
  switch (severity) {
    case 'delayed': return { reason: 'delayed', detail, isFinal: false, unreachable: false }
    case 'temporary': return { reason: 'temporary', detail, isFinal: false, unreachable: false }
    case 'permanent': return { detail, isFinal: true, ...forGood(status ?? '') }
    default: return never(severity)
  }
}

function forGood(status: string): Pick<Return, 'reason' | 'unreachable'> {
  // There is room again one day, and a smaller letter arrives: nothing is wrong with the address.
  if (status === '5.2.2') return { reason: 'mailbox_full', unreachable: false }
  if (status === '5.2.3' || status === '5.3.4') return { reason: 'too_large', unreachable: false }
  if (status.startsWith('5.1.') || status === '5.2.1' || status === '5.4.4') return { reason: 'no_mailbox', unreachable: true }
  return { reason: status.startsWith('5.7.') ? 'rejected' : 'returned', unreachable: true }
}
