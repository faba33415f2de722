/** The order of the queue (product.md 3; ), by the judge's own sort. */
import type { Ruling } from './clocks.ts'

export type Standing = { number: number; ruling: Ruling; channel: string; stopped: boolean; isBack: boolean; /** The customer waits for our answer. */ owes: boolean }

const channels = ['telegram', 'portal', 'api', 'email', 'phone']

/** Null: the ticket does not stand in the queue (it has ended, or stands in its own view until the result was checked). */
export function placeOf({ ruling, channel, stopped, isBack, owes }: Standing): readonly number[] | null {
  const group = groupOf(ruling, stopped, isBack, owes)
  if (group === null) return null
  // The portal and the API are one kind of channel to the order: in writing, and not the bot.
  const way = channel === 'api' ? channels.indexOf('portal') : channels.indexOf(channel)
  // What cannot wait and has no due left stands by its receipt.
  return [group, ruling.nearest?.at ?? (group === 1 ? ruling.receivedAt : Infinity), ruling.category ?? 4, way, ruling.receivedAt]
}

function groupOf({ state, category }: Ruling, stopped: boolean, isBack: boolean, owes: boolean): number | null {
  // Its date has come: it is ready for work, whatever it was waiting for.
  const isOpen = state !== 'resolved' && state !== 'closed' && state !== 'awaiting_confirmation'
  // "(3) customers who wait for our answer": also while others work on it.
  const isElsewhere = state === 'with_developers' || state === 'with_third_party'
  switch ((isBack || (isElsewhere && owes)) && isOpen ? 'in_work' : state) {
    case 'registered': case 'triaged': case 'in_work':
      if (category === 1 || (category === null && stopped)) return 1
      return category === null ? 2 : 3
    // "(4) waiting, with others, suspended", in these words' order.
    case 'waiting_customer': return 4
    case 'with_developers': case 'with_third_party': return 5
    case 'suspended': return 6
    default: return null
  }
}

/** Does `a` stand before `b`, or beside it? */
export function isInOrder(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, one] of a.entries()) if (one !== b[index]) return one < b[index]!
  return true
}
