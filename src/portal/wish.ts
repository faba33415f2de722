import { stateWord } from '../dialogue/say.ts'
import type { DialogueWords } from '../dialogue/words.ts'
import type { Act } from '../dialogue/acts.ts'
import { never } from '../lib/never.ts'
import { living, type Parcel } from './said.ts'
import type { TicketRow } from './store.ts'
import type { PortalWords } from './words.ts'

/** What a link of a letter offers: one question, and one button that answers yes. `about`: the ticket that it is about. */
export type Wish = { choice: string; question: string; label: string; about: string | null }

type Standing = { parcels: readonly Parcel[]; choices: ReadonlyMap<string, { act: Act; isUsed: boolean }>; tickets: readonly TicketRow[]; words: PortalWords; bot: DialogueWords }

/**
 * The question that opening a link of a letter asks. Opening does nothing: programs open every link of a letter. One that was answered already, is of somebody
 * else, or has been overtaken is told how things stand. Pure.
 */
export function wishOf(choice: string, { parcels, choices, tickets, words, bot }: Standing): { wish: Wish } | { told: string } {
  const known = choices.get(choice)
  const button = parcels.flatMap(({ payload }) => ('buttons' in payload ? (payload.buttons ?? []).flat() : [])).find(one => 'choice' in one && one.choice === choice)
  if (known === undefined || button === undefined) return { told: words.wish.notYours }
  if (known.isUsed) return { told: words.wish.used }
  const ticket = 'ticket' in known.act ? tickets.find(one => 'ticket' in known.act && one.id === known.act.ticket) : undefined
  const isOpen = living([[button]], choices, id => tickets.find(one => one.id === id)?.view.state ?? null).length > 0
  if (!isOpen && ticket !== undefined) return { told: bot.overtaken(ticket.number, stateWord(ticket.view, bot), false) }
  return { wish: { choice, question: questionOf(known.act, button.label, words), label: button.label, about: ticket === undefined ? null : words.wish.about(ticket.number, ticket.subject) } }
}

function questionOf(act: Act, label: string, { wish: say }: PortalWords): string {
  switch (act.act) {
    case 'confirm': return say.confirm
    case 'dispute': return say.dispute
    case 'withdraw': return say.withdraw
    case 'bring_back': return say.bringBack
    case 'stopped': return say.stopped
    case 'call_me': return say.callMe
    case 'why': return say.why
    case 'ticked': return say.ticked
    case 'step': return act.as === 'done' ? say.stepDone : say.stepFailed
    case 'stop_holds': return act.holds ? say.stopHolds : say.stopOver
    case 'call_lead': return say.callLead
    case 'not_ours': return say.notOurs
    case 'rate': return say.rate(act.stars)
    case 'point': case 'other_point': case 'skip': case 'happening': case 'focus': case 'look': case 'join': case 'new_ticket': case 'mine': case 'language': case 'claim': case 'ack': return say.other(label)
    default: return never(act)
  }
}
