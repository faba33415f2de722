import type { Field, Letter, Report } from '../letter.ts'
import { valueOf } from '../mime/head.ts'
import { severityOf, type Severity, type Undelivered } from './severity.ts'
import { readNotice } from './notice.ts'

/** Any delivery notice. `severity` is the worst of its addresses; `delayed`: the server still tries; `delivered`: it says that all is well. */
export type Bounce = {
  kind: 'bounce'
  severity: Severity
  addresses: Undelivered[]
  status: string
  reason: string
  /** Ids of the letter that came back, when they are told. */
  originalIds: string[]
}

/** A delivery notice told by a standard report, by the fields of a server, or by its words; null for any other letter. */
export function bounceOf(letter: Letter): Bounce | null {
  const report = letter.reports.find(({ type }) => type.endsWith('delivery-status'))
  const said = report === undefined ? [] : undeliveredOf(report)
  if (said.length > 0) return bounce(letter, said)
  const declared = /report-type="?(?:delivery-status|global-delivery-status)/i.test(valueOf(letter.fields, 'content-type') ?? '')
  const notice = readNotice(letter, declared || report !== undefined)
  return notice === null ? null : bounce(letter, notice)
}

const order: readonly Severity[] = ['permanent', 'temporary', 'delayed', 'delivered']

function bounce(letter: Letter, addresses: Undelivered[]): Bounce {
  const worst = addresses.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0]
  return { kind: 'bounce', severity: worst?.severity ?? 'permanent', addresses, status: worst?.status ?? '', reason: worst?.reason ?? '', originalIds: originalIds(letter) }
}

function undeliveredOf({ groups }: Report): Undelivered[] {
  return groups.flatMap((fields): Undelivered[] => {
    const recipient = valueOf(fields, 'final-recipient') ?? valueOf(fields, 'original-recipient')
    const address = addressOf(valueOf(fields, 'original-recipient')) || addressOf(recipient)
    const action = (valueOf(fields, 'action') ?? '').trim().toLowerCase()
    const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(`${valueOf(fields, 'status') ?? ''} ${valueOf(fields, 'diagnostic-code') ?? ''}`)?.[0] ?? ''
    if (recipient === undefined && action === '') return []
    return [{ address, severity: severityOf(action, status, reasonOf(fields)), status, reason: reasonOf(fields) }]
  })
}

const reasonOf = (fields: readonly Field[]): string => (valueOf(fields, 'diagnostic-code') ?? valueOf(fields, 'x-supplementary-info') ?? '').replace(/^\s*(?:smtp|x-\w+|unknown)\s*;\s*/i, '').replace(/\s+/g, ' ').trim().slice(0, 500)

const addressOf = (value: string | undefined): string => /[^\s<>;,"()]{1,128}@[^\s<>;,"()]{1,255}/.exec((value ?? '').replace(/^[\w-]+\s*;/, ''))?.[0] ?? ''

/** The letter that came back lies in the notice as a letter, as its head, or quoted in the text. */
function originalIds(letter: Letter): string[] {
  const ids = [
    ...letter.nested.map(inner => inner.messageId),
    ...letter.reports.filter(({ type }) => type === 'text/rfc822-headers').map(({ groups }) => valueOf(groups.flat(), 'message-id') ?? null),
    ...[...letter.text.matchAll(/^[ \t]*(?:>[ \t]*)?message-id:\s*(<[^<>\s]{3,250}>)/gim)].map(([, id]) => id!),
    ...letter.inReplyTo,
  ]
  return [...new Set(ids.filter(id => id !== null && id !== letter.messageId))].filter(id => id !== null).slice(0, 10)
}
