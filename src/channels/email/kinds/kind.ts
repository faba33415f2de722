import type { Letter } from '../letter.ts'
import { bounceOf, type Bounce } from './bounce.ts'
import { isAutomatic, isAutoReply, seemsAutoReply } from './automatic.ts'
import { valueOf } from '../mime/head.ts'

/** A feedback report (ARF, RFC 5965): somebody pressed "spam" on a letter of ours. */
export type Complaint = { kind: 'complaint'; type: string; address: string | null; messageId: string | null }
/** `automatic`: no person pressed "send", so nothing of ours answers it (RFC 3834). */
export type LetterKind = { kind: 'message'; automatic: boolean } | { kind: 'auto-reply' } | { kind: 'list' } | Bounce | Complaint

/** What a letter is, by RFC 3834, 3464 and 5965 first and by the known shapes of mail servers then. */
export function kindOf(letter: Letter): LetterKind {
  const complaint = complaintOf(letter)
  if (complaint !== null) return complaint
  const bounce = bounceOf(letter)
  if (bounce !== null) return bounce
  if (isAutoReply(letter)) return { kind: 'auto-reply' }
  if (isList(letter)) return { kind: 'list' }
  if (seemsAutoReply(letter)) return { kind: 'auto-reply' }
  return { kind: 'message', automatic: isAutomatic(letter) }
}

const reporters = /^(?:staff@hotmail\.com|feedback@arf\.mail\.yahoo\.com|fbl[\w.-]*@|abuse-?reports?@|scomp@aol\.net)/i

function complaintOf(letter: Letter): Complaint | null {
  const report = letter.reports.find(({ type }) => type === 'message/feedback-report')
  const declared = /report-type="?feedback-report/i.test(valueOf(letter.fields, 'content-type') ?? '')
  if (report === undefined && !declared && !(reporters.test(letter.from?.address ?? '') && letter.nested.length > 0)) return null
  const fields = report?.groups.flat() ?? []
  const address = valueOf(fields, 'original-rcpt-to') ?? valueOf(fields, 'removal-recipient') ?? letter.nested[0]?.to[0]?.address ?? null
  return { kind: 'complaint', type: (valueOf(fields, 'feedback-type') ?? 'abuse').toLowerCase(), address: address === null ? null : address.replace(/^<|>$/g, ''), messageId: letter.nested[0]?.messageId ?? null }
}

const listFields = ['list-id', 'list-post', 'list-unsubscribe', 'list-help', 'list-owner', 'list-subscribe', 'list-archive', 'mailing-list', 'x-mailing-list', 'x-mailman-version', 'x-listname', 'x-campaign', 'x-campaignid', 'x-mailer-recptid', 'x-csa-complaints']

function isList({ fields, from, sender }: Letter): boolean {
  if (fields.some(({ name, value }) => listFields.includes(name) && value !== '')) return true
  if (/^(?:list|bulk)\b/i.test(valueOf(fields, 'precedence') ?? '')) return true
  return /^(?:owner-|.*-owner@|.*-bounces@|.*-request@)/i.test(sender?.address ?? '') && sender?.address !== from?.address
}
