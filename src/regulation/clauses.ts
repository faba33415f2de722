import type { ChannelKind } from './document/schema.ts'

/**
 * `rule`: the product keeps it. `statement`: stands in the prose, nothing to keep.
 * `needs`: asked of a document only if it offers that channel, or if its catalogue has the item of that number.
 */
export type Clause = { kind: 'rule' | 'statement'; needs?: { channel: ChannelKind } | { item: string } }

const rule: Clause = { kind: 'rule' }
const statement: Clause = { kind: 'statement' }
const of = (channel: ChannelKind): Clause => ({ kind: 'rule', needs: { channel } })
const item = (id: string): Clause => ({ kind: 'rule', needs: { item: id } })

/** Every clause of the regulation, in the order of the document. */
export const clauses = {
  'R-1.1': rule, 'R-1.2.1': rule, 'R-1.2.2': rule, 'R-1.2.3': rule, 'R-1.2.4': rule, 'R-1.3': rule,
  'R-2.1.1': rule, 'R-2.1.2': rule, 'R-2.1.3': rule, 'R-2.1.4': rule,
  'R-2.2.1': rule, 'R-2.2.2': of('telegram'), 'R-2.2.3': of('telegram'), 'R-2.2.4': of('telegram'), 'R-2.2.5': of('email'), 'R-2.2.6': of('email'),
  'R-2.3.1': of('phone'), 'R-2.3.2': of('phone'), 'R-2.3.3': of('phone'),
  'R-2.4.1': of('telegram'), 'R-2.4.2': rule, 'R-2.4.3': rule, 'R-2.4.4': rule,
  'R-3.1.1': rule, 'R-3.1.2': rule, 'R-3.1.3': rule, 'R-3.1.4': rule, 'R-3.1.5': rule, 'R-3.1.6': rule, 'R-3.1.7': rule,
  'R-3.2.1': rule, 'R-3.2.2': rule, 'R-3.2.3': rule, 'R-3.2.3a': rule, 'R-3.2.3b': rule, 'R-3.2.3c': rule, 'R-3.2.3d': rule,
  'R-3.2.4': rule, 'R-3.2.5': rule, 'R-3.2.6': rule, 'R-3.2.7': rule,
  'R-3.3.1': rule, 'R-3.3.2': rule, 'R-3.3.3': rule, 'R-3.3.4': rule,
  'R-4.0.1': rule, 'R-4.0.2': rule,
  'R-4.1.1': item('4.1.1'), 'R-4.1.2': item('4.1.2'), 'R-4.1.3': item('4.1.3'), 'R-4.1.4': item('4.1.4'),
  'R-4.2.1': item('4.2.1'), 'R-4.2.2': item('4.2.2'), 'R-4.2.3': item('4.2.3'), 'R-4.2.4': item('4.2.4'), 'R-4.2.5': item('4.2.5'),
  'R-4.3.1': item('4.3.1'), 'R-4.3.2': item('4.3.2'),
  'R-4.4.1': item('4.4.1'), 'R-4.4.2': item('4.4.2'),
  'R-4.5.1': item('4.5.1'), 'R-4.5.2': item('4.5.2'), 'R-4.5.3': item('4.5.3'), 'R-4.5.4': item('4.5.4'),
  'R-4.5.5': item('4.5.5'), 'R-4.5.6': item('4.5.6'), 'R-4.5.7': item('4.5.7'), 'R-4.5.8': item('4.5.8'),
  'R-5.1': item('5.1'), 'R-5.2': item('5.2'), 'R-5.3': item('5.3'), 'R-5.4': item('5.4'),
  'R-6.0.1': statement,
  'R-6.1.1': rule, 'R-6.1.2': rule, 'R-6.1.3': rule, 'R-6.1.4': rule, 'R-6.1.5': rule,
  'R-6.2.1': rule, 'R-6.2.2': rule, 'R-6.2.3': rule, 'R-6.2.4': rule, 'R-6.2.5': rule, 'R-6.2.6': rule, 'R-6.2.7': rule, 'R-6.2.8': rule, 'R-6.2.9': rule,
  'R-6.3.1': rule, 'R-6.3.2': rule, 'R-6.3.3': rule, 'R-6.3.4': rule, 'R-6.3.5': rule, 'R-6.3.6': rule,
  'R-6.4.1': rule, 'R-6.4.2': rule, 'R-6.4.3': rule,
  'R-6.5.1': rule, 'R-6.5.2': rule, 'R-6.5.3': rule, 'R-6.5.4': rule,
  'R-7.1': rule, 'R-7.2': rule, 'R-7.3': rule, 'R-7.4': statement, 'R-7.5': statement,
} as const satisfies Record<string, Clause>

export type ClauseId = keyof typeof clauses
export const clauseIds = Object.keys(clauses) as ClauseId[]

/** A clause number without its letter, as people say it: `R-6.2.7` is `6.2.7`. */
export const spoken = (id: string): string => id.replace(/^R-/, '')
/** Place of a clause (or a reading) on the page of the regulation: `R-6.2.7` is `r-6.2.7`. */
export const anchorOf = (id: string): string => id.toLowerCase()
