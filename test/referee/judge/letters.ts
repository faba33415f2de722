/** From the notice to the chat: each message of the desk is one parcel, each parcel is one line that the customer sees, and every line of his is heard. */
import { thanks } from './promises.ts'
import type { ParcelRow, Rows } from './rows.ts'
import type { Difference } from './referee.ts'

/** A line of a chat, as its reader sees it. */
export type Line = { chat: string; id: string; from: 'bot' | 'person'; kind: string; text: string; first: string }

type Told = ReadonlyMap<string, { carries: boolean; delivered: number; failed: number }>

export function letters(rows: Rows, lines: readonly Line[], told: Told): Difference[] {
  const differences: Difference[] = []
  const numbers = new Map(rows.tickets.map(ticket => [ticket.id, ticket.number]))
  const wrong = (ticketId: string | null, clause: string, about: string, house: string, judge: string): void =>
    void differences.push({ ticket: ticketId === null ? null : (numbers.get(ticketId) ?? null), clause, about, house, judge })

  const byMessage = Map.groupBy(rows.parcels.filter(({ messageId, kind }) => messageId !== null && kind === 'send'), ({ messageId }) => messageId!)
  for (const message of rows.messages) {
    if (message.direction !== 'out') continue
    const parcels = byMessage.get(message.id) ?? []
    const what = message.notice ?? 'reply'
    if (parcels.length !== 1) wrong(message.ticketId, 'product.md 4', `parcels of the ${what} of ${new Date(message.at).toISOString()}`, String(parcels.length), '1')
    const [parcel] = parcels
    if (parcel === undefined) continue
    const fate = told.get(message.id) ?? { carries: false, delivered: 0, failed: 0 }
    // the waits hang on the word of the channel; of what is unknown nothing is said.
    const expected = parcel.state === 'failed' ? [0, 1] : [parcel.state === 'sent' && fate.carries ? 1 : 0, 0]
    if (fate.delivered !== expected[0] || fate.failed !== expected[1]) wrong(message.ticketId, 'A-13', `word about the ${what}, which is ${parcel.state}`, `delivered ${fate.delivered}, failed ${fate.failed}`, `delivered ${expected[0]}, failed ${expected[1]}`)
  }
  for (const parcel of rows.parcels) {
    if (!['sent', 'failed', 'unknown'].includes(parcel.state)) wrong(parcel.ticketId, 'product.md 4', `a parcel (${parcel.purpose})`, parcel.state, 'sent, failed or marked')
    if (parcel.state === 'unknown' && !parcel.marked) wrong(parcel.ticketId, 'channels.md 2.3', `a parcel (${parcel.purpose}) of unknown fate`, 'not marked', 'marked')
  }
  for (const [chat, own] of Map.groupBy(lines, line => line.chat)) {
    for (const problem of unexplained(own.filter(line => line.from === 'bot'), rows.parcels.filter(parcel => parcel.chat === chat))) wrong(null, 'product.md 4', `chat ${chat}`, problem, 'each line once')
    const heard = Map.groupBy(rows.refs.filter(ref => ref.chat === chat), ref => ref.externalId)
    for (const line of own) {
      if (line.from !== 'person' || !isRequest(line)) continue
      const times = heard.get(line.id)?.length ?? 0
      if (times !== 1) wrong(null, 'R-3.1.1', `chat ${chat}, «${line.first || line.kind}»`, `on ${times} tickets`, 'on one')
    }
  }
  return differences
}

/** Commands without words, words that are no request, the answer to the keyboard and his own card need no ticket. */
const isRequest = ({ kind, first }: Line): boolean =>
  kind !== 'sticker' && kind !== 'contact' && !(first.startsWith('/') && !first.startsWith('/new ')) && first !== 'Пропустить' && !(kind === 'text' && thanks.includes(first.toLowerCase()))

/**
 * Lines that nothing explains. A line is explained by the one parcel that names it; a copy only by a parcel that is marked: one more of what was sent, and
 * of what is unknown as often as it may be tried (channels.md 2.3).
 */
function unexplained(lines: readonly Line[], parcels: readonly ParcelRow[]): string[] {
  const problems: string[] = []
  const named = new Set<string>()
  const there = new Set(lines.map(line => line.id))
  for (const parcel of parcels.filter(({ kind }) => kind === 'send')) {
    for (const id of parcel.externalIds) {
      if (named.has(id)) problems.push(`message ${id} belongs to two parcels`)
      named.add(id)
      if (!there.has(id)) problems.push(`message ${id} (${parcel.purpose}) is not in the chat`)
    }
  }
  const edits = new Set(parcels.filter(({ kind }) => kind === 'edit').flatMap(parcel => parcel.externalIds))
  const copies = new Map(parcels.filter(({ marked }) => marked).map(parcel => [parcel, parcel.state === 'sent' ? 1 : ['receipt', 'reply'].includes(parcel.purpose) ? 2 : 1]))
  for (const line of lines) {
    if (named.has(line.id) || edits.has(line.id)) continue
    const source = [...copies].find(([parcel, left]) => left > 0 && (line.first.includes(parcel.text) || line.text.includes(parcel.text)))?.[0]
    if (source === undefined) problems.push(`${line.id}: «${line.first.slice(0, 80)}»`)
    else copies.set(source, copies.get(source)! - 1)
  }
  return problems
}
