import type { Instant } from '../lib/instant.ts'
import type { Reading } from '../regulation/reading.ts'
import type { TicketEvent } from '../tickets/ticket.ts'
import type { PauseRow } from './row.ts'

/** R-6.3.3-4, every pause of a cycle audited: from when to when, who had asked, what was missing, whether it came. */
export function pausesOf({ cycle, rules, now }: Reading, own: readonly TicketEvent[]): PauseRow[] {
  const over = cycle.closedAt ?? cycle.resolvedAt
  return cycle.stretches.flatMap(({ to: from, stop }, place): PauseRow[] => {
    if (stop !== 'suspended' || from === null) return []
    const to = cycle.stretches[place + 1]?.from ?? over
    const items = itemsAt(own, from, to ?? now)
    return [{
      from, to, open: rules.service.between(from, to ?? now), askedBy: askedBy(own, from), ...items,
      endedBy: to === null ? null : enderAt(own, to, over),
    }]
  })
}

/** Whoever asked last before the pause: a member of staff. */
function askedBy(own: readonly TicketEvent[], from: Instant): string | null {
  const asking = own.findLast(event => event.at <= from && (((event.type === 'answered' || event.type === 'call_held') && event.asks) || event.type === 'asked'))
  return asking?.actor.kind === 'staff' ? asking.actor.id : null
}

/** Items of the checklist that were open when the pause began, and those of them that came by its end. */
function itemsAt(own: readonly TicketEvent[], from: Instant, until: Instant): Pick<PauseRow, 'missing' | 'came'> {
  const open = new Map<string, string>()
  for (const event of own) {
    if (event.at > from) break
    if (event.type === 'asked') for (const item of event.items) open.set(item.id, item.text)
    if (event.type === 'item_ticked' || event.type === 'item_waived') open.delete(event.item)
  }
  const came = new Set(own.flatMap(event => (event.type === 'item_ticked' && event.at > from && event.at <= until ? [event.item] : [])))
  return { missing: [...open.values()], came: [...open].flatMap(([id, text]) => (came.has(id) ? [text] : [])) }
}

/** A pause ends by the customer's word, by a specialist's hand, or with the ticket. */
function enderAt(own: readonly TicketEvent[], to: Instant, over: Instant | null): PauseRow['endedBy'] {
  const there = own.filter(event => event.at === to)
  if (there.some(event => event.type === 'lifted' || event.type === 'wait_agreed' || event.type === 'result_reported')) return 'staff'
  return to === over ? 'end' : 'customer'
}
