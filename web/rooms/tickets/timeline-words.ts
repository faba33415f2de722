import type { TicketEventType } from '../../../src/tickets/ticket.ts'
import type { Say } from '../../kit/words.ts'
import i18next from 'i18next'
import { clockTime, dayMonth } from '../../kit/moments.ts'
import { now } from '../../kit/time.ts'
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

/** A phrase with what was written to it. */
const noted = (phrase: string, note: unknown): string => (words(note) === '' ? phrase : `${phrase}\n${words(note)}`)

/** A third party by name and under which number there. */
function partyOf(value: unknown, say: Say): string | null {
  if (typeof value !== 'object' || value === null || !('who' in value)) return null
  const request = 'request' in value ? words(value.request) : ''
  return request === '' ? words(value.who) : `${words(value.who)}, ${say('asking.party.number', { request })}`
}

/** Texts of asked items as one line. */
const listOf = (value: unknown): string => (Array.isArray(value) ? value.map(one => (typeof one === 'object' && one !== null && 'text' in one ? words(one.text) : '')).filter(text => text !== '').join('; ') : '')

/** An instant of the wire as people of the desk say it. */
function moment(value: unknown): string {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  const language = i18next.language === 'en' ? 'en' : 'ru'
  return Number.isNaN(at) ? '' : `${dayMonth(at, now(), language)}, ${clockTime(at, language)}`
}

/** R-6.5 as staff call them. */
export function delayReason(value: unknown, say: Say): string {
  switch (value) {
    case '6.5.1': return say('tickets.timeline.reasons.r1')
    case '6.5.2': return say('tickets.timeline.reasons.r2')
    case '6.5.3': return say('tickets.timeline.reasons.r3')
    case '6.5.4': return say('tickets.timeline.reasons.r4')
    default: return ''
  }
}

const clock = (value: unknown, say: Say): string => (value === 'triage' || value === 'reaction' || value === 'result' ? say(`tickets.clocks.${value}`).toLowerCase() : '')

/** Why a call is needed: asked for, a pause to tell of, or a message that did not arrive. */
export const callReason = (reason: unknown, say: Say): string =>
  (reason === 'asked' || reason === 'suspended' ? say(`tickets.tasks.reasons.${reason}`) : say('tickets.tasks.reasons.undelivered', { why: errorWords(words(reason), say) }))

/** The desk's own reasons in words; a person's are his. */
function strikeReason(reason: unknown, say: Say): string {
  switch (reason) {
    case 'late_fact': return say('tickets.timeline.late_fact')
    case 'moved': return say('tickets.timeline.struck_moved')
    case 'moved_back': return say('tickets.timeline.struck_moved_back')
    default: return words(reason)
  }
}

const phrases: Record<TicketEventType, Describe> = {
  registered: (data, say) => say(data['stopReported'] === true ? 'tickets.timeline.registeredStop' : 'tickets.timeline.registered'),
  triaged: (data, say) => say('tickets.timeline.triaged', { category: words(data['category']), effect: words(data['effect']) }),
  recategorised: (data, say) => say(data['basis'] === 'corrected' ? 'tickets.timeline.recategorisedCorrected' : 'tickets.timeline.recategorisedChanged', { category: words(data['category']), reason: words(data['reason']) }),
  topic_set: (data, say) => (absent(data['topic']) ? say('tickets.timeline.topic_cleared') : say('tickets.timeline.topic_set', { topic: words(data['topic']) })),
  taken: (_, say) => say('tickets.timeline.taken'),
  assigned: (data, say) => (data['why'] === 'off_shift' ? say('tickets.timeline.assigned_off') : data['why'] === 'load' ? say('tickets.timeline.assigned_load', { owner: nameOf(data['ownerName']) ?? '' }) : absent(data['owner']) ? say('tickets.timeline.unassigned') : say('tickets.timeline.assigned', { owner: nameOf(data['owner']) ?? nameOf(data['ownerName']) ?? '' })),
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
  lifted: (data, say) => (data['reason'] === 'complete' ? say('tickets.timeline.all_came') : say('tickets.timeline.lifted', { reason: words(data['reason']) })),
  handed_over: (data, say) => {
    const who = partyOf(data['party'], say)
    return who !== null ? noted(say('tickets.timeline.to_party', { who }), data['note']) : say(data['to'] === 'third_party' ? 'tickets.timeline.to_third_party' : 'tickets.timeline.to_developers', { note: words(data['note']) })
  },
  taken_back: (data, say) => `${say('tickets.timeline.taken_back')}: ${words(data['note'])}`,
  withdrawn: (data, say) => `${say('tickets.timeline.withdrawn')}: ${words(data['note'])}`,
  closed_as_spam: (_, say) => say('tickets.timeline.closed_as_spam'),
  closed_as_moved: (data, say) => say('tickets.timeline.closed_as_moved', { number: words(data['to']) }),
  message_moved_out: (data, say) => say('tickets.timeline.message_moved_out', { number: words(data['to']) }),
  message_moved_in: (data, say) => say('tickets.timeline.message_moved_in', { number: words(data['from']) }),
  reopened: (data, say) => `${say('tickets.timeline.reopened')}: ${words(data['reason'])}`,
  delivered: (_, say) => say('tickets.timeline.delivered'),
  not_delivered: (data, say) => say('tickets.timeline.not_delivered', { reason: errorWords(words(data['reason']), say) }),
  call_needed: (data, say) => say('tickets.timeline.call_needed', { reason: callReason(data['reason'], say) }),
  struck: (data, say) => say('tickets.timeline.struckEvent', { reason: strikeReason(data['reason'], say) }),
  suspended: (_, say) => say('tickets.timeline.suspended'),
  resumed: (_, say) => say('tickets.timeline.resumed'),
  auto_confirmed: (_, say) => say('tickets.timeline.auto_confirmed'),
  breached: (data, say) => say('tickets.timeline.breached', { clock: clock(data['clock'], say) }),
  warned: (data, say) => say('tickets.timeline.warned', { share: typeof data['share'] === 'number' ? Math.round(data['share'] * 100) : '', clock: clock(data['clock'], say) }),
  asked: (data, say) => say('tickets.timeline.was_asked', { items: listOf(data['items']) }),
  item_ticked: (data, say) => say('tickets.timeline.item_ticked', { item: words(data['itemText']) }),
  item_waived: (data, say) => say('tickets.timeline.item_waived', { item: words(data['itemText']) }),
  steps_given: (data, say) => say('tickets.timeline.steps_given', { amount: Array.isArray(data['steps']) ? data['steps'].length : '' }),
  step_marked: (data, say) => say(data['as'] === 'failed' ? 'tickets.timeline.step_failed' : 'tickets.timeline.step_done', { step: words(data['stepText']) }),
  wait_agreed: (data, say) => noted(say('tickets.timeline.wait_agreed', { until: moment(data['until']) }), data['note']),
  stop_answered: (data, say) => say(data['holds'] === true ? 'tickets.timeline.stop_holds' : 'tickets.timeline.stop_over'),
  point_added: (data, say) => say('tickets.timeline.point_added', { point: nameOf(data['pointName']) ?? '' }),
  point_removed: (data, say) => say('tickets.timeline.point_removed', { point: nameOf(data['pointName']) ?? '' }),
  person_joined: (data, say) => say('tickets.timeline.person_joined', { person: nameOf(data['contactName']) ?? '' }),
  person_left: (data, say) => say('tickets.timeline.person_left', { person: nameOf(data['contactName']) ?? '' }),
  main_person_set: (data, say) => say('tickets.timeline.main_person_set', { person: nameOf(data['contactName']) ?? '' }),
  procedure_ticked: (data, say) => say(data['done'] === true ? 'tickets.timeline.procedure_ticked' : 'tickets.timeline.procedure_unticked'),
  precondition_checked: (data, say) => say(data['met'] === true ? 'tickets.timeline.precondition_met' : 'tickets.timeline.precondition_unmet'),
  deliverable_given: (_, say) => say('tickets.timeline.deliverable_given'),
  help_scheduled: (data, say) => noted(say('tickets.timeline.help_scheduled', { at: moment(data['helpAt']) }), data['note']),
  return_set: (data, say) => noted(data['why'] === 'look_again' ? say('tickets.timeline.return_look', { on: moment(data['on']) }) : say('tickets.timeline.return_set', { on: moment(data['on']), who: nameOf(data['staffName']) ?? say('tickets.timeline.to_queue') }), data['note']),
  return_cancelled: (_, say) => say('tickets.timeline.return_cancelled'),
  came_back: (data, say) => say(data['why'] === 'look_again' ? 'tickets.timeline.came_look' : data['why'] === 'help' ? 'tickets.timeline.came_help' : 'tickets.timeline.came_back'),
  handed_to_shift: (data, say) => [
    say('tickets.timeline.handed_to_shift', { to: nameOf(data['toName']) ?? say('tickets.timeline.to_queue') }),
    ...(['done', 'waiting', 'next'] as const).map(part => (words(data[part]) === '' ? '' : say(`tickets.timeline.shift_${part}`, { text: words(data[part]) }))),
  ].filter(line => line !== '').join('\n'),
  development_linked: (data, say) => say('tickets.timeline.development_linked', { title: words(data['title']) }),
  development_unlinked: (_, say) => say('tickets.timeline.development_unlinked'),
  delay_noted: (data, say) => say('tickets.timeline.delay_noted', { reason: delayReason(data['reason'], say) }),
  due_revised: (data, say) => say('tickets.timeline.due_revised', { due: moment(data['due']), reason: delayReason(data['reason'], say) }),
  attached_to_incident: (data, say) => say('tickets.timeline.attached_to_incident', { number: words(data['number']) }),
  detached_from_incident: (_, say) => say('tickets.timeline.detached_from_incident'),
  incident_told: (data, say) => say('tickets.timeline.incident_told', { who: nameOf(data['signedByName']) ?? '' }),
  rated: (data, say) => say('tickets.timeline.rated', { stars: words(data['stars']) }),
  lead_called: (_, say) => say('tickets.timeline.lead_called'),
  reminded: (data, say) => say(data['of'] === 'stop' ? 'tickets.timeline.reminded_stop' : data['of'] === 'help' ? 'tickets.timeline.reminded_help' : data['of'] === 'still_suspended' ? 'tickets.timeline.reminded_still' : data['of'] === 'confirmation' ? 'tickets.timeline.reminded_confirmation' : 'tickets.timeline.reminded_suspension'),
}

export const eventTypes = Object.keys(phrases) as TicketEventType[]
const isKnown = (type: string): type is TicketEventType => Object.hasOwn(phrases, type)

export const describe = (type: string, data: Data, say: Say): string => (isKnown(type) ? trimmed(phrases[type](data, say)) : say('tickets.timeline.unknown', { type }))

/** Small change of the machine: shown only when the whole history is asked for. */
const quiet: ReadonlySet<string> = new Set<TicketEventType>(['delivered', 'warned', 'customer_wrote', 'answered', 'noted', 'customer_edited', 'reminded'])
export const isQuiet = (type: string): boolean => quiet.has(type)

/** What a person may have recorded by mistake; facts of the customer, of the machine and of delivery are not struck. */
const strikable: ReadonlySet<string> = new Set<TicketEventType>(['triaged', 'recategorised', 'taken', 'answered', 'call_held', 'result_reported', 'confirmed', 'disputed', 'judged', 'lifted', 'handed_over', 'taken_back', 'withdrawn', 'closed_as_spam',
  'item_ticked', 'item_waived', 'wait_agreed', 'delay_noted', 'due_revised', 'help_scheduled', 'return_set', 'deliverable_given', 'handed_to_shift'])
export const isStrikable = (type: string): boolean => strikable.has(type)
