import type { TicketEventType } from '../../../src/tickets/ticket.ts'
import type { Say } from '../../kit/words.ts'
import { errorWords } from '../messages/delivery.tsx'

/**
 * The history in human words: one phrase for each event type; a new type does not compile without one.
 * `data` is what the server sends of the event; whatever is missing is left out, never shown raw.
 */
type Data = Readonly<Record<string, unknown>>
type Describe = (data: Data, say: Say) => string

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i
const words = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const absent = (value: unknown): boolean => value === null || value === undefined

/** A person or point as the server names it: `{name}` or the name itself; an id without a name says nothing. */
function nameOf(value: unknown): string | null {
  if (typeof value === 'object' && value !== null && 'name' in value) return words(value.name)
  return typeof value === 'string' && !uuid.test(value) ? value : null
}

/** A phrase that ends in «: подробность» loses the colon when there is nothing to say. */
const trimmed = (phrase: string): string => phrase.replace(/[:,]?\s*$/u, '')

const clock = (value: unknown, say: Say): string => (value === 'triage' || value === 'reaction' || value === 'result' ? say(`tickets.clocks.${value}`).toLowerCase() : '')

/** Why a call is needed: asked for, a pause to tell of, or a message that did not arrive. */
export const callReason = (reason: unknown, say: Say): string =>
  (reason === 'asked' || reason === 'suspended' ? say(`tickets.tasks.reasons.${reason}`) : say('tickets.tasks.reasons.undelivered', { why: errorWords(words(reason), say) }))

const phrases: Record<TicketEventType, Describe> = {
  registered: (data, say) => say(data['stopReported'] === true ? 'tickets.timeline.registeredStop' : 'tickets.timeline.registered'),
  triaged: (data, say) => say('tickets.timeline.triaged', { category: words(data['category']), effect: words(data['effect']) }),
  recategorised: (data, say) => say(data['basis'] === 'corrected' ? 'tickets.timeline.recategorisedCorrected' : 'tickets.timeline.recategorisedChanged', { category: words(data['category']), reason: words(data['reason']) }),
  topic_set: (data, say) => (absent(data['topic']) ? say('tickets.timeline.topic_cleared') : say('tickets.timeline.topic_set', { topic: words(data['topic']) })),
  taken: (_, say) => say('tickets.timeline.taken'),
  assigned: (data, say) => (absent(data['owner']) ? say('tickets.timeline.unassigned') : say('tickets.timeline.assigned', { owner: nameOf(data['owner']) ?? nameOf(data['ownerName']) ?? '' })),
  answered: (data, say) => say(data['asks'] === true ? 'tickets.timeline.asked' : 'tickets.timeline.answered'),
  noted: (_, say) => say('tickets.timeline.noted'),
  call_held: (data, say) => (words(data['note']) !== '' ? say('tickets.timeline.call_held_note', { note: words(data['note']) }) : say(data['asks'] === true ? 'tickets.timeline.call_held_asks' : 'tickets.timeline.call_held')),
  customer_wrote: (data, say) => {
    switch (data['weight']) {
      case 'thanks': return say('tickets.timeline.customer_thanked')
      case 'nothing': return say('tickets.timeline.customer_nothing')
      case 'automatic': return say('tickets.timeline.customer_automatic')
      default: return say('tickets.timeline.customer_wrote')
    }
  },
  customer_edited: (_, say) => say('tickets.timeline.customer_edited'),
  customer_asked_call: (_, say) => say('tickets.timeline.customer_asked_call'),
  work_stopped: (_, say) => say('tickets.timeline.work_stopped'),
  facts_given: (_, say) => say('tickets.timeline.facts_given'),
  point_set: (data, say) => {
    const point = nameOf(data['point']) ?? nameOf(data['pointName']) ?? nameOf(data['pointId'])
    return absent(data['pointId']) && absent(data['point']) ? say('tickets.timeline.point_cleared') : say('tickets.timeline.point_set', { point: point ?? '' })
  },
  result_reported: (data, say) => {
    const kind = data['kind']
    return `${say(kind === 'workaround' || kind === 'refused' ? `tickets.timeline.result_${kind}` : 'tickets.timeline.result_done')}: ${words(data['text'])}`
  },
  confirmed: (data, say) => `${say('tickets.timeline.confirmed')}: ${words(data['note'])}`,
  disputed: (data, say) => `${say('tickets.timeline.disputed')}: ${words(data['note'])}`,
  judged: (data, say) => say(data['as'] === 'confirm' ? 'tickets.timeline.judged_confirm' : data['as'] === 'dispute' ? 'tickets.timeline.judged_dispute' : 'tickets.timeline.judged_neutral'),
  lifted: (data, say) => say('tickets.timeline.lifted', { reason: words(data['reason']) }),
  handed_over: (data, say) => say(data['to'] === 'third_party' ? 'tickets.timeline.to_third_party' : 'tickets.timeline.to_developers', { note: words(data['note']) }),
  taken_back: (data, say) => `${say('tickets.timeline.taken_back')}: ${words(data['note'])}`,
  withdrawn: (data, say) => `${say('tickets.timeline.withdrawn')}: ${words(data['note'])}`,
  closed_as_spam: (_, say) => say('tickets.timeline.closed_as_spam'),
  reopened: (data, say) => `${say('tickets.timeline.reopened')}: ${words(data['reason'])}`,
  delivered: (_, say) => say('tickets.timeline.delivered'),
  not_delivered: (data, say) => say('tickets.timeline.not_delivered', { reason: errorWords(words(data['reason']), say) }),
  call_needed: (data, say) => say('tickets.timeline.call_needed', { reason: callReason(data['reason'], say) }),
  struck: (data, say) => say('tickets.timeline.struckEvent', { reason: data['reason'] === 'late_fact' ? say('tickets.timeline.late_fact') : words(data['reason']) }),
  suspended: (_, say) => say('tickets.timeline.suspended'),
  resumed: (_, say) => say('tickets.timeline.resumed'),
  auto_confirmed: (_, say) => say('tickets.timeline.auto_confirmed'),
  breached: (data, say) => say('tickets.timeline.breached', { clock: clock(data['clock'], say) }),
  warned: (data, say) => say('tickets.timeline.warned', { share: typeof data['share'] === 'number' ? Math.round(data['share'] * 100) : '', clock: clock(data['clock'], say) }),
  reminded: (data, say) => say(data['of'] === 'confirmation' ? 'tickets.timeline.reminded_confirmation' : 'tickets.timeline.reminded_suspension'),
}

export const eventTypes = Object.keys(phrases) as TicketEventType[]
const isKnown = (type: string): type is TicketEventType => Object.hasOwn(phrases, type)

export const describe = (type: string, data: Data, say: Say): string => (isKnown(type) ? trimmed(phrases[type](data, say)) : say('tickets.timeline.unknown', { type }))

/** Small change of the machine: shown only when the whole history is asked for. */
const quiet: ReadonlySet<string> = new Set<TicketEventType>(['delivered', 'warned', 'customer_wrote', 'answered', 'noted', 'customer_edited', 'reminded'])
export const isQuiet = (type: string): boolean => quiet.has(type)

/** What a person may have recorded by mistake; facts of the customer, of the machine and of delivery are not struck. */
const strikable: ReadonlySet<string> = new Set<TicketEventType>(['triaged', 'recategorised', 'taken', 'answered', 'call_held', 'result_reported', 'confirmed', 'disputed', 'judged', 'lifted', 'handed_over', 'taken_back', 'withdrawn', 'closed_as_spam'])
export const isStrikable = (type: string): boolean => strikable.has(type)
