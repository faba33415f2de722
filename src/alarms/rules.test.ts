import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jupiterDocument, jupiterPolicy } from '../../test/jupiter.ts'
import { anna, answered, machine, olga, played, receipt, reported, triaged, type Step } from '../../test/ticket-play.ts'
import { minute, type Instant } from '../lib/instant.ts'
import { openCalendar } from '../regulation/calendar.ts'
import type { Actor, TicketFact } from '../tickets/ticket.ts'
import { isUrgent, type AlarmKind, type NewAlarm } from './alarm.ts'
import { alarmsOf } from './rules.ts'
import { alarmValues } from './values.ts'

const service = openCalendar(jupiterPolicy.calendars.service)
const values = alarmValues(jupiterDocument)
const igor: Actor = { kind: 'staff', id: '00000000-0000-7000-8000-00000000000b' }
const now = receipt + 10 * minute

const step = (fact: TicketFact, actor: Actor = anna, at: Instant = now): Step => ({ at, fact, actor })
const taken = (actor: Actor = anna) => step({ type: 'taken' }, actor)
const stopped = step({ type: 'work_stopped' }, olga)
const disputed = step({ type: 'disputed', message: null, note: '' }, olga)
const recategorised = (category: 1 | 2 | 3, actor: Actor = anna) => step({ type: 'recategorised', category, basis: 'changed', reason: '' }, actor)
type First = Parameters<typeof played>[2]

/** Plays a ticket, each step a change of its own, and keeps what stands open as the table of alarms would. */
function through(steps: readonly Step[], first: First = {}): { open: NewAlarm[]; last: { raised: AlarmKind[]; ended: string[] } } {
  let open: NewAlarm[] = []
  let last: { raised: AlarmKind[]; ended: string[] } = { raised: [], ended: [] }
  for (let count = 0; count <= steps.length; count++) {
    const before = count === 0 ? null : played(steps.slice(0, count - 1), now, first)
    const after = played(steps.slice(0, count), now, first)
    const { raised, ended } = alarmsOf({ id: 't', before, after, events: after.events.slice(-1), now }, values, service)
    const closing = open.filter(alarm => ended.some(({ kinds }) => kinds.includes(alarm.kind)))
    const reasons = closing.map(alarm => `${alarm.kind} ${ended.find(({ kinds }) => kinds.includes(alarm.kind))!.reason}`)
    open = open.filter(alarm => !closing.includes(alarm))
    const fresh = raised.filter(alarm => !(isUrgent(alarm.kind) && open.some(one => isUrgent(one.kind))))
    open.push(...fresh)
    last = { raised: fresh.map(({ kind }) => kind), ended: reasons }
  }
  return { open, last }
}
const kinds = ({ open }: { open: readonly NewAlarm[] }): AlarmKind[] => open.map(({ kind }) => kind).filter(kind => kind !== 'triage')

describe('what raises an alarm', () => {
  test.each<[string, readonly Step[], First, readonly AlarmKind[]]>([
    ['R-3.1.2 a stop report with the registration', [], { stopReported: true }, ['stop']],
    ['R-3.1.2 a stop report later', [stopped], {}, ['stop']],
    ['R-3.1.2 a stop report on a ticket of category 2: it may be more', [triaged(2), stopped], {}, ['stop']],
    ['R-3.1.2 no second one for a critical ticket that is at work', [taken(), triaged(1), stopped], {}, []],
    ['R-6.2.7 category 1 that nobody owns', [triaged(1)], {}, ['critical']],
    ['R-6.2.7 category 1 owned by another than who said so', [taken(igor), triaged(1)], {}, ['critical']],
    ['R-6.2.7 whoever triages his own ticket knows', [taken(), triaged(1)], {}, []],
    ['R-6.2.5 an upgrade', [taken(igor), triaged(2), recategorised(1)], {}, ['critical']],
    ['R-6.2.7 a stop report that is triaged as critical goes on as it is', [triaged(1)], { stopReported: true }, ['stop']],
    ['S-6 a disputed category 1, as fresh', [taken(), triaged(1), reported(now), disputed], {}, ['disputed']],
    ['S-6 a dispute of another category alarms nobody', [taken(), triaged(2), reported(now), disputed], {}, []],
    ['S-6 the second dispute is the lead\'s', [taken(), triaged(2), reported(now), disputed, reported(now), disputed], {}, ['second_dispute']],
    ['S-6 an unclear answer judged as a dispute counts', [taken(), triaged(1), reported(now), step({ type: 'judged', message: 'm1', as: 'dispute' })], {}, ['disputed']],
    ['the lead is called', [taken(), triaged(2), step({ type: 'lead_called' }, olga)], {}, ['lead_called']],
    ['a date has come', [taken(), triaged(2), step({ type: 'came_back', why: 'return', staff: anna.id, set: 'e' }, machine)], {}, ['came_back']],
    ['R-3.1.2 a warning of the reaction', [triaged(2), step({ type: 'warned', clock: 'reaction', threshold: '80%', due: now, key: 'k' }, machine)], {}, ['warning']],
    ['R-3.1.2 a breach', [triaged(2), step({ type: 'breached', clock: 'result', due: now }, machine)], {}, ['warning']],
    ['R-6.2.2 a warning of triage is told with the group', [step({ type: 'warned', clock: 'triage', threshold: '80%', due: now, key: 'k' }, machine)], {}, []],
    ['R-4.1.2 out of an outage again, work still stopped', [step({ type: 'attached_to_incident', incident: 'i', number: 3, by: 'machine' }, machine), step({ type: 'detached_from_incident', incident: 'i' }, olga)], { stopReported: true }, ['stop']],
    ['R-4.1.1 category 1 that the machine took from the outage: a wave for each of thousands would say nothing', [step({ type: 'attached_to_incident', incident: 'i', number: 3, by: 'machine' }, machine), step({ type: 'triaged', category: 1, effect: '', topic: null }, machine)], {}, []],
    ['the stop of the night still holds', [taken(), step({ type: 'stop_answered', holds: true }, olga)], { stopReported: true }, ['stop']],
  ])('%s', (_name, steps, first, expected) => {
    expect(kinds(through(steps, first))).toEqual(expected)
  })

  test('R-6.2.2 an untriaged ticket is looked at twelve minutes of service time before its due; category ends that', () => {
    expect(through([]).open).toMatchObject([{ kind: 'triage', lookAt: receipt + 18 * minute }])
    expect(through([], { at: Date.parse('2026-03-17T02:17+03:00') }).open).toMatchObject([{ kind: 'triage', lookAt: Date.parse('2026-03-17T09:18+03:00') }])
    expect(through([triaged(3)])).toMatchObject({ open: [], last: { ended: ['triage triaged'] } })
  })

  test('S-6 the second dispute of category 1 goes straight to the lead as well', () => {
    const { open } = through([taken(), triaged(1), reported(now), disputed, taken(igor), reported(now), disputed])
    expect(open).toMatchObject([{ kind: 'disputed', about: { lead: true } }])
  })

  test('R-3.1.2 what came back is the owner\'s; warnings of category 1 do not wait for others', () => {
    const came = through([taken(), triaged(2), step({ type: 'came_back', why: 'look_again', staff: null, set: 'e' }, machine)])
    expect(came.open).toMatchObject([{ about: { staff: anna.id, why: 'look_again' } }])
    const warned = (category: 1 | 2) => through([taken(), triaged(category), step({ type: 'warned', clock: 'reaction', threshold: '80%', due: now, key: 'k' }, machine)]).open[0]?.lookAt
    expect([warned(1), warned(2)]).toEqual([now, now + minute])
  })
})

describe('what ends it', () => {
  test.each<[string, readonly Step[], First, string]>([
    ['R-6.3.1 «Беру»', [taken()], { stopReported: true }, 'stop taken'],
    ['R-6.3.1 assigned by a colleague', [step({ type: 'assigned', owner: igor.id })], { stopReported: true }, 'stop taken'],
    ['R-6.3.2 an answer', [answered(now)], { stopReported: true }, 'stop answered'],
    ['R-6.3.2 a held call', [step({ type: 'call_held', note: '', asks: false, tasks: [] })], { stopReported: true }, 'stop called'],
    ['R-6.2.4 triage to category 2', [triaged(2)], { stopReported: true }, 'stop triaged'],
    ['R-6.2.5 another look: not critical', [triaged(1), recategorised(2)], {}, 'critical triaged'],
    ['the customer: it works again', [step({ type: 'stop_answered', holds: false }, olga)], { stopReported: true }, 'stop works_again'],
    ['R-4.1.2 a known outage', [step({ type: 'attached_to_incident', incident: 'i', number: 3, by: 'machine' }, machine)], { stopReported: true }, 'stop incident'],
    ['R-6.4.1 a result', [triaged(1), reported(now)], {}, 'critical result'],
    ['S-7 withdrawn', [step({ type: 'withdrawn', note: '' }, olga)], { stopReported: true }, 'stop closed'],
    ['the lead took it himself', [taken(), triaged(2), step({ type: 'lead_called' }, olga), step({ type: 'assigned', owner: igor.id }, igor)], {}, 'lead_called taken'],
    ['whoever does something to what came back', [taken(), triaged(2), step({ type: 'came_back', why: 'return', staff: null, set: 'e' }, machine), answered(now)], {}, 'came_back seen'],
  ])('%s', (_name, steps, first, expected) => {
    const { open, last } = through(steps, first)
    expect(last.ended).toContain(expected)
    expect(open.filter(alarm => alarm.kind === expected.split(' ')[0])).toEqual([])
  })

  test.each<[string, readonly Step[], First, AlarmKind]>([
    ['handed out by load: nobody has said yet that he looks', [step({ type: 'assigned', owner: igor.id, why: 'load' }, machine)], { stopReported: true }, 'stop'],
    ['a note for colleagues', [step({ type: 'noted', message: 'n' })], { stopReported: true }, 'stop'],
    ['further words of the customer', [step({ type: 'customer_wrote', message: 'm', weight: 'real', subject: null }, olga)], { stopReported: true }, 'stop'],
    ['an answer of the one whose result is disputed, for the lead', [taken(), triaged(2), step({ type: 'lead_called' }, olga), answered(now)], {}, 'lead_called'],
  ])('not by %s', (_name, steps, first, kind) => {
    expect(kinds(through(steps, first))).toContain(kind)
  })

  test('R-3.1.2 whatever happens: one urgent alarm of a ticket at most, none after somebody took it or it ended', () => {
    const facts = fc.constantFrom<Step>(
      taken(), taken(igor), stopped, triaged(1, now), triaged(2, now), recategorised(1), recategorised(3), answered(now), reported(now), disputed,
      step({ type: 'call_held', note: '', asks: false, tasks: [] }), step({ type: 'withdrawn', note: '' }, olga), step({ type: 'lead_called' }, olga),
      step({ type: 'assigned', owner: null }), step({ type: 'stop_answered', holds: true }, olga), step({ type: 'stop_answered', holds: false }, olga),
    )
    fc.assert(fc.property(fc.array(facts, { maxLength: 12 }), fc.boolean(), (steps, stopReported) => {
      const { open } = through(steps, { stopReported })
      expect(open.filter(alarm => isUrgent(alarm.kind)).length).toBeLessThanOrEqual(1)
      const last = steps.at(-1)?.fact.type
      if (last === 'taken' || last === 'answered' || last === 'call_held') expect(open.filter(alarm => isUrgent(alarm.kind))).toEqual([])
      if (last === 'withdrawn') expect(open.filter(alarm => alarm.kind !== 'warning')).toEqual([])
    }), { numRuns: 200 })
  })
})

describe('the values of the regulation', () => {
  test('R-3.1.2 are those of the document, and have defaults where it says nothing', () => {
    expect(values).toEqual({ critical: { repeat: 3 * minute, lead: 5 * minute, head: 15 * minute }, triageLeft: 12 * minute, digestAt: 550 })
    expect(alarmValues({ alarms: { shares: [0.5] } })).toEqual(values)
    expect(alarmValues({ alarms: { shares: [0.5], critical: { repeat: 'PT1M', lead: 'PT2M', head: 'PT1H' }, triageLeft: 'PT20M', digestAt: '08:00' } }))
      .toEqual({ critical: { repeat: minute, lead: 2 * minute, head: 60 * minute }, triageLeft: 20 * minute, digestAt: 480 })
  })
})
