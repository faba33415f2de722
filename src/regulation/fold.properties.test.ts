import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour, minute, type Instant, type Millis } from '../lib/instant.ts'
import { openCalendar } from './calendar.ts'
import { fold } from './fold.ts'
import { weekdays, type Policy } from './policy.ts'
import { afterwards, backward, category, desks, forward, policies, tickets } from './random.fixture.ts'
import { rulesOf } from './terms.ts'
import type { Category, Signal } from './signals.ts'
import { byState, civil, jupiter, service } from './stories.fixture.ts'
import { whenCounted, type Stretch } from './stretches.ts'
import { states, type Clock, type View } from './view.ts'

const runs = { numRuns: 400 }
const anything = tickets(fc.oneof({ weight: 4, arbitrary: forward }, { weight: 1, arbitrary: backward }))
const lastOf = (signals: readonly Signal[]): Instant => signals.at(-1)!.at
const clocksOf = (view: View): Clock[] => [view.triage, view.reaction, view.result].filter((clock) => clock !== null)
const calendar = openCalendar(service)

const stillClock = (it: Clock | null) => it && { ...it, elapsed: 0, remaining: 0, running: null, stoppedBy: it.stoppedBy === 'closed_hours' ? null : it.stoppedBy }

/** All of a view that time changes by itself only at `nextWakeAt`. */
function still(view: View): unknown {
  return { ...view, triage: stillClock(view.triage), reaction: stillClock(view.reaction), result: stillClock(view.result), nextWakeAt: null }
}

type One = { receivedAt: Instant; triagedAt: Instant; category: Category; reactedAt: Instant | null }
const one: fc.Arbitrary<One> = fc.record({ begin: fc.nat(3000), wait: fc.nat(600), value: category, reaction: fc.option(fc.nat(600)) }).map(({ begin, wait, value, reaction }) => {
  const receivedAt = Date.UTC(2026, 5, 1) + begin * minute
  const triagedAt = receivedAt + wait * minute
  return { receivedAt, triagedAt, category: value, reactedAt: reaction === null ? null : triagedAt + reaction * minute }
})

const own = (it: One): Signal[] => [
  { id: 'r', seq: 0, at: it.receivedAt, type: 'received' }, { id: 't', seq: 1, at: it.triagedAt, type: 'triaged', category: it.category },
  ...(it.reactedAt === null ? [] : [{ id: 'c', seq: 2, at: it.reactedAt, type: 'reacted', how: 'reply' } satisfies Signal]),
]

const zoned = (offset: number): Policy => {
  const there = { timezone: `Etc/GMT${offset <= 0 ? '+' : '-'}${Math.abs(offset)}`, weekly: Object.fromEntries(weekdays.map((name) => [name, [['09:00', '23:00'] as const]])), holidays: [] }
  return { ...jupiter, calendars: { service: there, state: there } }
}
const moved = (value: unknown, by: Millis): unknown => JSON.parse(JSON.stringify(value), (key, it: unknown) =>
  (typeof it === 'number' && /At$|^due$|^from$|^since$|^boundary$|^workFrom$|^at$|^notBefore$|^receivedAt$/.test(key) ? it + by : it))

describe('invariants of the clock', () => {
  test('13: the same signals give the same view in whatever order they arrive, from policies that say the same', () => {
    fc.assert(fc.property(anything, desks, afterwards, fc.infiniteStream(fc.nat()), (signals, policy, later, salt) => {
      const now = lastOf(signals) + later
      const shuffled = signals.map((signal) => ({ signal, key: salt.next().value })).sort((a, b) => a.key - b.key).map(({ signal }) => signal)
      const before = structuredClone(signals)
      expect(fold(shuffled, structuredClone(policy), now)).toEqual(fold(signals, policy, now))
      expect(signals).toEqual(before)
    }), runs)
  })

  test('14: signals after now change nothing at now', () => {
    fc.assert(fc.property(anything, desks, fc.nat(12), (signals, policy, cut) => {
      const now = signals[Math.min(cut, signals.length - 1)]!.at
      expect(fold(signals, policy, now)).toEqual(fold(signals.filter((signal) => signal.at <= now), policy, now))
    }), runs)
  })

  test('15: breaches and ends, once there, never change within a cycle', () => {
    fc.assert(fc.property(tickets(forward), desks, afterwards, (signals, policy, later) => {
      const moments = [...signals.map((signal) => signal.at), ...signals.map((signal) => signal.at + 7 * hour), lastOf(signals) + later].sort((a, b) => a - b)
      let before: View | null = null
      for (const now of moments) {
        const view: View = fold(signals, policy, now)
        if (before !== null && before.cycle === view.cycle) {
          for (const name of ['triage', 'reaction', 'result'] as const) {
            for (const fact of ['breachedAt', 'endedAt'] as const) {
              const known = before[name]?.[fact] ?? null
              if (known !== null) expect(view[name]?.[fact]).toBe(known)
            }
          }
        }
        before = view
      }
    }), runs)
  })

  test('16: a suspension moves the result by exactly the open time inside it; elapsed stands still meanwhile', () => {
    fc.assert(fc.property(policies, fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 0, max: 14_000 }), (policy, begin, question, silence) => {
      const received: Signal = { id: 'r', seq: 0, at: Date.UTC(2026, 5, 1) + begin * minute, type: 'received' }
      const triaged: Signal = { id: 't', seq: 1, at: received.at, type: 'triaged', category: 3 }
      const asked: Signal = { id: 'q', seq: 2, at: received.at + question * minute, type: 'info_requested', by: 'specialist' }
      const replied: Signal = { id: 'a', seq: 3, at: asked.at + silence * minute, type: 'customer_replied' }
      const rules = rulesOf(policy)
      const days = rules.result[3]!.calendar
      const boundary = rules.silence.calendar.add(asked.at, rules.silence.length)
      const plain = fold([received, triaged], policy, received.at).result!.dueAt!
      const view = fold([received, triaged, asked, replied], policy, replied.at)
      if (boundary >= plain) return
      const paused = Math.max(0, replied.at - boundary) > 0 ? days.between(boundary, replied.at) : 0
      expect(view.result!.dueAt).toBe(paused === 0 ? plain : days.add(plain, paused))
      if (replied.at > boundary + 1) {
        const inside = [boundary + 1, Math.floor((boundary + replied.at) / 2), replied.at - 1].map((now) => fold([received, triaged, asked], policy, now).result!.elapsed)
        expect(new Set(inside).size).toBe(1)
      }
    }), runs)
  })

  test('16: cutting a pause in two, or pausing in closed time, changes nothing', () => {
    const stop = fc.constantFrom('suspended' as const, 'reported' as const)
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), stop), { maxLength: 4 }), fc.integer({ min: 1, max: 200 }), (pieces, hours) => {
      let t: Instant = Date.UTC(2026, 5, 1)
      const stretches: Stretch[] = []
      const cut: Stretch[] = []
      for (const [work, pause, why] of pieces) {
        const stretch = { from: t, to: t + work * minute, stop: why }
        const middle = stretch.to + Math.floor(pause / 2) * minute
        stretches.push(stretch)
        cut.push(stretch, { from: middle, to: middle, stop: why })
        t = stretch.to + pause * minute
      }
      const open: Stretch = { from: t, to: null, stop: null }
      // A remainder of nothing has no place of its own: it stands wherever counting goes on.
      const amount = hours * hour + 1
      expect(whenCounted([...cut, open], calendar, amount)).toBe(whenCounted([...stretches, open], calendar, amount))
      const night = calendar.nextOpen(t) - hour
      if (!calendar.isOpen(night) && night > t) {
        expect(whenCounted([...stretches, { from: t, to: night - minute, stop: 'suspended' }, { from: night, to: null, stop: null }], calendar, amount)).toBe(whenCounted([...stretches, open], calendar, amount))
      }
    }), runs)
  })

  test('17: elapsed and remaining make the term; elapsed grows as the open time does, or stands', () => {
    fc.assert(fc.property(anything, policies, afterwards, fc.integer({ min: 1, max: 3 * 24 * 60 }), (signals, policy, later, span) => {
      const now = lastOf(signals) + later
      const [one, other] = [fold(signals, policy, now), fold(signals, policy, now + span * minute)]
      for (const name of ['triage', 'reaction', 'result'] as const) {
        const [before, after] = [one[name], other[name]]
        if (before === null || after === null) continue
        const grown = after.elapsed - before.elapsed
        expect(after.elapsed + after.remaining).toBe(before.elapsed + before.remaining)
        expect(grown).toBeGreaterThanOrEqual(0)
        expect(grown).toBeLessThanOrEqual(calendar.between(now, now + span * minute))
        if (!before.running && before.stoppedBy !== 'closed_hours') expect(grown).toBe(0)
      }
    }), runs)
  })

  test('17: elapsed never falls over the whole life of a cycle, while one calendar counts', () => {
    fc.assert(fc.property(tickets(forward), fc.constantFrom(jupiter, civil), afterwards, (signals, policy, later) => {
      let before: View | null = null
      for (const now of [...signals.map((signal) => signal.at), lastOf(signals) + later]) {
        const view: View = fold(signals, policy, now)
        if (before !== null && before.cycle === view.cycle) {
          for (const name of ['triage', 'reaction', 'result'] as const) {
            if (before[name] !== null && view[name] !== null) expect(view[name].elapsed).toBeGreaterThanOrEqual(before[name].elapsed)
          }
        }
        before = view
      }
    }), runs)
  })

  test('17: while a clock has a due ahead, remaining is the open time up to it', () => {
    fc.assert(fc.property(anything, policies, afterwards, (signals, policy, later) => {
      const now = lastOf(signals) + later
      const view = fold(signals, policy, now)
      const days = policy.workingDay === 'state' ? openCalendar(policy.calendars.state) : calendar
      for (const [name, clock] of Object.entries({ triage: view.triage, reaction: view.reaction, result: view.result })) {
        if (clock === null || clock.dueAt === null || clock.dueAt < now || clock.stoppedBy === 'ended' || clock.stoppedBy === 'awaiting_confirmation') continue
        const counts = name === 'triage' || (name === 'reaction' && view.category === 1) ? calendar : days
        if (name !== 'result' || view.category !== 1) expect(clock.remaining).toBe(counts.between(now, clock.dueAt))
      }
    }), runs)
  })

  test('18: silence never brings a due forward; an answer up to the boundary moves none', () => {
    fc.assert(fc.property(tickets(forward, 6), policies, fc.integer({ min: 0, max: 12_000 }), (signals, policy, silence) => {
      const ask: Signal = { id: 'q', seq: 90, at: lastOf(signals), type: 'info_requested', by: 'specialist' }
      const asked = fold([...signals, ask], policy, ask.at)
      if (asked.silence === null || asked.result === null || asked.suspendedAt !== null || asked.result.breachedAt !== null) return
      const reply: Signal = { id: 'a', seq: 91, at: ask.at + silence * minute, type: 'customer_replied' }
      const after = fold([...signals, ask, reply], policy, reply.at)
      expect(after.result!.dueAt!).toBeGreaterThanOrEqual(asked.result.dueAt!)
      if (reply.at <= asked.silence.boundary) expect(after.result!.dueAt).toBe(asked.result.dueAt)
    }), runs)
  })

  test('19: a changed upgrade never gives a later due, a downgrade never an earlier one, the same category none', () => {
    fc.assert(fc.property(tickets(forward, 8), policies, category, fc.constantFrom('changed' as const, 'corrected' as const), (signals, policy, next, basis) => {
      const now = lastOf(signals)
      const before = fold(signals, policy, now)
      if (before.category === null) return
      const after = fold([...signals, { id: 'x', seq: 99, at: now, type: 'recategorised', category: next, basis }], policy, now)
      const dues = (view: View) => [view.reaction!.dueAt!, policy.result[before.category!] === undefined ? null : view.result?.dueAt ?? null]
      const [from, to] = [dues(before), dues(after)]
      from.forEach((due, i) => {
        if (due === null || to[i] === null) return
        if (next === before.category) expect(to[i]).toBe(due)
        else if (next > before.category!) expect(to[i]).toBeGreaterThanOrEqual(due)
        else if (basis === 'changed') expect(to[i]).toBeLessThanOrEqual(due)
      })
    }), { numRuns: 800 })
  })

  test('19: 1 → 3 → 1 gives the due of 1', () => {
    fc.assert(fc.property(policies, fc.nat(5000), fc.nat(3000), fc.nat(3000), fc.constantFrom('changed' as const, 'corrected' as const), (policy, begin, down, up, basis) => {
      const t = Date.UTC(2026, 5, 1) + begin * minute
      const signals: Signal[] = [
        { id: 'r', seq: 0, at: t, type: 'received' }, { id: 't', seq: 1, at: t, type: 'triaged', category: 1 },
        { id: 'd', seq: 2, at: t + down * minute, type: 'recategorised', category: 3, basis }, { id: 'u', seq: 3, at: t + (down + up) * minute, type: 'recategorised', category: 1, basis },
      ]
      expect(fold(signals, policy, lastOf(signals)).reaction!.dueAt).toBe(calendar.add(t, hour))
    }), runs)
  })

  test('20: the state reading is never earlier than the service reading, the civil count never than service time', () => {
    fc.assert(fc.property(fc.nat(20_000), category, fc.boolean(), (begin, value, state) => {
      const t = Date.UTC(2026, 5, 1) + begin * minute
      const signals: Signal[] = [{ id: 'r', seq: 0, at: t, type: 'received' }, { id: 't', seq: 1, at: t, type: 'triaged', category: value }]
      const due = (policy: Policy) => fold(signals, policy, t).reaction!.dueAt!
      expect(due(byState)).toBeGreaterThanOrEqual(due(jupiter))
      const days = state ? byState : jupiter
      expect(due({ ...days, dayCount: 'civil' })).toBeGreaterThanOrEqual(due(days))
    }), runs)
  })

  test('21: dues, the start of work and the next wake of a service clock lie in service hours, the closing included', () => {
    fc.assert(fc.property(anything, policies, afterwards, (signals, policy, later) => {
      const view = fold(signals, policy, lastOf(signals) + later)
      expect(calendar.isOpen(view.workFrom)).toBe(true)
      const wake = view.nextWakeAt === view.autoConfirmAt ? null : view.nextWakeAt
      for (const t of [wake, ...clocksOf(view).map((clock) => clock.dueAt)]) {
        if (t !== null) expect(calendar.isOpen(t) || calendar.isOpen(t - 1)).toBe(true)
      }
    }), runs)
  })

  test('22: triage and reaction do not depend on what the customer does after receipt', () => {
    const customers = new Set<Signal['type']>(['customer_replied', 'disputed', 'confirmed', 'unclear_answer'])
    fc.assert(fc.property(tickets(forward.filter((told) => told.type !== 'result_reported')), policies, afterwards, (signals, policy, later) => {
      const now = lastOf(signals) + later
      const [all, staff] = [fold(signals, policy, now), fold(signals.filter((signal) => !customers.has(signal.type)), policy, now)]
      expect([all.triage, all.reaction]).toEqual([staff.triage, staff.reaction])
    }), runs)
  })

  test('23: one state; suspended has no result due; resolved runs no clock and wakes nobody', () => {
    fc.assert(fc.property(anything, desks, afterwards, (signals, policy, later) => {
      const view = fold(signals, policy, lastOf(signals) + later)
      expect(states).toContain(view.state)
      if (view.state === 'suspended') expect(view.result?.dueAt ?? null).toBeNull()
      expect(view.state === 'suspended').toBe(view.suspendedAt !== null)
      if (view.state === 'resolved' || view.state === 'closed') {
        expect(clocksOf(view).some((clock) => clock.running || clock.endedAt === null)).toBe(false)
        expect(view.nextWakeAt).toBeNull()
      }
      if (view.state !== 'suspended' && view.state !== 'waiting_customer') expect(view.base).toBe(view.state)
    }), { numRuns: 1000 })
  })

  test('24: nothing changes up to and at the next wake, something does just past it', () => {
    fc.assert(fc.property(anything, desks, afterwards, (signals, policy, later) => {
      const now = lastOf(signals) + later
      const view = fold(signals, policy, now)
      const wake = view.nextWakeAt
      if (wake === null) {
        expect(still(fold(signals, policy, now + 400 * day))).toEqual(still(view))
        return
      }
      expect(wake).toBeGreaterThanOrEqual(now)
      if (wake > now) expect(still(fold(signals, policy, wake - 1))).toEqual(still(view))
      expect(still(fold(signals, policy, wake))).toEqual(still(view))
      expect(still(fold(signals, policy, wake + 1))).not.toEqual(still(view))
    }), { numRuns: 1000 })
  })

  test('25: merging one into the other gives the same clocks either way', () => {
    fc.assert(fc.property(one, one, policies, fc.nat(1000), (a, b, policy, later) => {
      const merged = Math.max(a.reactedAt ?? a.triagedAt, b.reactedAt ?? b.triagedAt)
      const into = (survivor: One, duplicate: One): View => {
        const known = fold(own(duplicate), policy, merged)
        const breached = Object.fromEntries((['triage', 'reaction', 'result'] as const).flatMap((name) => ((known[name]?.breachedAt ?? null) === null ? [] : [[name, known[name]!.breachedAt]])))
        const signal: Signal = {
          id: 'm', seq: 9, at: merged, type: 'merged_in', receivedAt: duplicate.receivedAt, category: duplicate.category, triagedAt: duplicate.triagedAt,
          ...(duplicate.reactedAt === null ? {} : { reactedAt: duplicate.reactedAt }), breached,
        }
        return fold([...own(survivor), signal], policy, merged + later * minute)
      }
      const [first, second] = [into(a, b), into(b, a)]
      expect([first.category, first.triage, first.reaction, first.result]).toEqual([second.category, second.triage, second.reaction, second.result])
    }), { numRuns: 1000 })
  })

  test('26: striking an event equals never having had it', () => {
    fc.assert(fc.property(tickets(forward), policies, afterwards, fc.integer({ min: 1, max: 12 }), (signals, policy, later, n) => {
      const now = lastOf(signals) + later
      const struck: Signal[] = [...signals, { id: 's', seq: 99, at: now, type: 'struck', event: `e${n}` }]
      expect(fold(struck, policy, now)).toEqual(fold(signals.filter((signal) => signal.id !== `e${n}`), policy, now))
    }), runs)
  })

  test('26: a lost message equals a struck one for what it started', () => {
    fc.assert(fc.property(policies, fc.nat(5000), afterwards, (policy, gap, later) => {
      const t = Date.UTC(2026, 5, 1, 8)
      const head: Signal[] = [{ id: 'r', seq: 0, at: t, type: 'received' }, { id: 't', seq: 1, at: t, type: 'triaged', category: 2 }, { id: 'w', seq: 2, at: t, type: 'taken' }]
      const ask: Signal = { id: 'q', seq: 3, at: t + gap * minute, type: 'info_requested', by: 'specialist', message: 'm' }
      const now = ask.at + later
      expect(fold([...head, ask, { id: 'n', seq: 4, at: now, type: 'not_delivered', message: 'm' }], policy, now)).toEqual(fold(head, policy, now))
    }), runs)
  })

  test('27: shifting all signals and the zone shifts all results', () => {
    fc.assert(fc.property(anything, afterwards, fc.integer({ min: -11, max: 11 }), (signals, later, offset) => {
      const now = lastOf(signals) + later
      const shifted = moved(signals, -offset * hour) as Signal[]
      expect(fold(shifted, zoned(offset), now - offset * hour)).toEqual(moved(fold(signals, zoned(0), now), -offset * hour))
    }), runs)
  })
})
