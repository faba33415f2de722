import { describe, expect, it } from 'vitest'
import { hour, minute } from '../lib/instant.ts'
import { answered, at, machine, olga, played, receipt, reported, triaged, wrote, type Played, type Step } from '../../test/ticket-play.ts'
import { nearestDue, queueKey, unansweredSince, type QueueKey } from './queue.ts'

const noon = at('2026-03-18T12:00+03:00')
const keyOf = ({ ticket, view }: Played): QueueKey => queueKey(ticket, view)
const rank = ({ group, due, category, channel, receivedAt }: QueueKey): readonly number[] => [group, due, category, channel, receivedAt]

/** Does the first stand above the second? */
function above(first: Played, second: Played): boolean {
  const [a, b] = [rank(keyOf(first)), rank(keyOf(second))]
  const at = a.findIndex((value, index) => value !== b[index])
  return at >= 0 && a[at]! < b[at]!
}
const ticket = (steps: readonly Step[] = [], first: Parameters<typeof played>[2] = {}, now = noon): Played => played(steps, now, first)
const taken = (when = receipt): Step => ({ at: when, fact: { type: 'taken' } })
const handedOver: Step = { at: receipt + hour, fact: { type: 'handed_over', to: 'developers', note: '' } }

const outage: Step = { at: receipt + minute, fact: { type: 'attached_to_incident', incident: 'i', number: 3, by: 'machine' }, actor: machine }
const toldOf: Step = { at: receipt + 2 * minute, fact: { type: 'incident_told', incident: 'i', update: 'u', signedBy: 'anna', message: 'm' }, actor: machine }
const endOf: Step = { at: receipt + 3 * minute, fact: { type: 'result_reported', kind: 'done', text: 'Заработало.', message: 'r', incident: 'i' }, actor: machine }
const disputed: Step = { at: receipt + 4 * minute, fact: { type: 'disputed', message: null, note: '' }, actor: olga }

/** The date to look again has come. */
const back: readonly Step[] = [
  { at: receipt + hour, fact: { type: 'return_set', on: receipt + 2 * hour, why: 'look_again', staff: null, note: '' } },
  { at: receipt + 2 * hour, fact: { type: 'came_back', why: 'look_again', staff: null, set: 'e4' }, actor: machine },
]

const order: readonly [string, Played][] = [
  ['category 1, however lately received', ticket([triaged(1, noon - minute)], { at: noon - minute })],
  ['untriaged, though it came before', ticket([], { at: receipt })],
  ['ready for work', ticket([triaged(2)])],
  ['waiting for the customer', ticket([triaged(2), answered(noon - hour, true)])],
  ['with the developers', ticket([triaged(2), answered(receipt), handedOver])],
  ['suspended', ticket([triaged(2), answered(receipt, true)], {}, receipt + 48 * hour)],
  ['awaiting confirmation', ticket([triaged(2), reported(noon - hour)])],
  ['ended', ticket([triaged(2), reported(noon - hour), { at: noon, fact: { type: 'confirmed', note: '' } }])],
]

describe('R-2.4.1, R-3.3.4 the order of the queue', () => {
  it.each(order.slice(1).map(([name, lower], index) => ({ name: `${order[index]![0]} stands above ${name}`, upper: order[index]![1], lower })))('$name', ({ upper, lower }) => {
    expect(above(upper, lower)).toBe(true)
  })

  it.each<[string, Played, Played]>([
    ['a report that work has stopped, before anybody looked at it, stands above an older untriaged one', ticket([], { at: noon, stopReported: true }), ticket()],
    ['and above category 1 with a later due', ticket([], { at: receipt, stopReported: true }), ticket([triaged(1, noon)], { at: noon })],
    ['a ticket of category 1 whose date has come stands above a ready one, though it is with others', ticket([triaged(1), handedOver, ...back]), ticket([taken(), triaged(2)])],
    ['a stop that nobody has triaged, come back on its date, stands above an untriaged one', ticket([...back], { stopReported: true }), ticket()],
    ['product 3 with others, whose customer waits for our answer, stands above one that waits for him', ticket([triaged(2), answered(receipt), handedOver, wrote(noon)]), ticket([triaged(2), answered(noon - hour, true)])],
    ['R-4.1.1 one of an outage that was told the news stands below what is ready; who has written since stands in his place again', ticket([triaged(1), outage, toldOf, wrote(noon)]), ticket([triaged(1), outage, toldOf])],
    ['R-4.1.2 who says that it does not work after the end of the outage is worked on himself, also once he was answered', ticket([triaged(1), outage, toldOf, endOf, disputed, answered(receipt + 5 * minute)]), ticket([triaged(1), outage, toldOf])],
    ['R-4.1.1 so that an outage does not hide other category 1 tickets', ticket([triaged(3)]), ticket([triaged(1), outage, toldOf])],
    ['a ticket with others whose date has come stands above one that waits', ticket([triaged(2), handedOver, ...back]), ticket([triaged(2), answered(noon - hour, true)])],
    ['among untriaged the nearer triage due', ticket([], { at: receipt }), ticket([], { at: receipt + hour })],
    ['among ready ones the nearer due, not the category', ticket([triaged(3)], { at: receipt - 240 * hour }), ticket([triaged(2)])],
    ['A-24 inside equal dues the category', ticket([triaged(2)]), ticket([triaged(3)])],
    ['A-24 inside equal dues and category the bot before mail', ticket([triaged(2)]), ticket([triaged(2)], { channel: 'email' })],
    ['A-24 and mail before the phone', ticket([triaged(2)], { channel: 'email' }), ticket([triaged(2)], { channel: 'phone' })],
    ['an overdue one stands above one that is not', ticket([triaged(2)], { at: receipt - 240 * hour }), ticket([triaged(2)])],
    ['among awaiting ones an answer that a person has to read comes first', ticket([triaged(2), reported(noon - hour), wrote(noon)]), ticket([triaged(2), reported(noon - 20 * hour)])],
  ])('%s', (_, upper, lower) => expect(above(upper, lower)).toBe(true))

  it('R-3.3.4 a customer who has answered is ready again, in his old place', () => {
    const before = keyOf(ticket([triaged(2)]))
    expect(keyOf(ticket([triaged(2), answered(noon - hour, true), wrote(noon)]))).toEqual(before)
  })

  it('a stop report after triage keeps the place of its category until somebody re-rates it', () => {
    expect(keyOf(ticket([triaged(2), { at: noon, fact: { type: 'work_stopped' } }])).group).toBe(3)
  })
})

describe('the nearest due', () => {
  it('is that of triage, then reaction, then result, as each ends', () => {
    expect(nearestDue(ticket([]).view)).toMatchObject({ clock: 'triage', at: receipt + 30 * minute })
    expect(nearestDue(ticket([triaged(1)]).view)).toMatchObject({ clock: 'reaction', at: receipt + hour })
    expect(nearestDue(ticket([triaged(2), answered(noon)]).view)).toMatchObject({ clock: 'result' })
  })
  it('is none while suspended and after the end', () => {
    for (const [name, one] of order.slice(-3)) expect(nearestDue(one.view), name).toBeNull()
  })
})

describe('who waits for our answer', () => {
  it('product.md 3 nobody on a ticket that has ended again because its reopening was a mistake, whatever he wrote in between', () => {
    const steps: Step[] = [triaged(2), reported(receipt + hour), { at: receipt + 2 * hour, fact: { type: 'confirmed', note: '' }, actor: olga }]
    const reopened: Step = { at: receipt + 3 * hour, fact: { type: 'reopened', reason: '', message: null, edition: 1 }, actor: olga }
    const open = ticket([...steps, reopened, wrote(receipt + 4 * hour)])
    expect(unansweredSince(open.ticket, open.view)).toBe(receipt + 3 * hour)
    const struck = ticket([...steps, reopened, wrote(receipt + 4 * hour), { at: receipt + 5 * hour, fact: { type: 'struck', event: 'e5', reason: 'по ошибке' } }])
    expect(struck.view.state).toBe('resolved')
    expect(unansweredSince(struck.ticket, struck.view)).toBeNull()
  })
})
