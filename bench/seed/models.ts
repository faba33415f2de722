/** Model tickets: lives as they come in a support desk, written by the same functions that the product writes with. */
import { enqueue, endParcel } from '../../src/delivery/store.ts'
import { together, type Db, type Write } from '../../src/lib/db.ts'
import { day, hour, minute, type Instant } from '../../src/lib/instant.ts'
import { addMessage } from '../../src/messages/store.ts'
import { openCalendar } from '../../src/regulation/calendar.ts'
import { viewOf } from '../../src/regulation/fold.ts'
import type { Policy } from '../../src/regulation/policy.ts'
import { read } from '../../src/regulation/reading.ts'
import type { Category } from '../../src/regulation/signals.ts'
import { signalsOf } from '../../src/tickets/clocks.ts'
import { derivedFacts, wakeAt } from '../../src/tickets/settle.ts'
import { appendEvents, callTaskWrites, insertTicket } from '../../src/tickets/store.ts'
import { replay, subjectOf, type Actor, type TicketEvent, type TicketFact } from '../../src/tickets/ticket.ts'
import { contactTail, modelNumber, pointTail, seededId, ticketTail } from './marks.ts'
import { answers, mark, replies, requests, results } from './texts.ts'

/** How a life ends, or where it stands now. */
export type Ending = 'ended' | 'untriaged' | 'ready' | 'in_work' | 'asked' | 'suspended' | 'with_others' | 'awaiting'

/** `start`: when the customer wrote; `now`: up to which time has acted on it; `reported`: when the result was told, if not in the course of things. */
export type Model = { index: number; ending: Ending; start: Instant; now: Instant; owner: string; reported?: Instant }

type Said = { direction: 'in' | 'out'; author: Actor; text: string; notice: string | null; at: Instant }

/** Writes one model into the tables of tickets, events, messages and outbox (constraints on other tables must be off). */
export async function writeModel(db: Db, { index, ending, start, now, owner, reported }: Model, policy: Policy): Promise<void> {
  const tail = ticketTail(index)
  const id = seededId('ticket', tail)
  const conversationId = seededId('conversation', contactTail)
  const customer: Actor = { kind: 'customer', id: seededId('contact', contactTail) }
  const staff: Actor = { kind: 'staff', id: owner }
  const machine: Actor = { kind: 'machine', id: null }
  const service = openCalendar(policy.calendars.service)
  const pick = (texts: readonly string[]): string => texts[index % texts.length]!.replace(mark, `№ ${modelNumber(index)}`)
  const events: TicketEvent[] = []
  const said: Said[] = []
  let tasks = 0

  const append = (at: Instant, fact: TicketFact, actor: Actor): void => {
    const seq = events.length + 1
    events.push({ ...fact, id: seededId('event', tail, seq), seq, at, recordedAt: at, actor })
  }
  /** What time alone has done until `at`, as the waker would have written it. */
  const settle = (at: Instant): void => {
    for (;;) {
      const [next] = derivedFacts(events, read(signalsOf(events), policy, at), policy, () => seededId('task', tail, ++tasks))
      if (next === undefined) return
      append(next.at, next.fact, machine)
    }
  }
  const then = (at: Instant, fact: TicketFact, actor: Actor): void => {
    settle(at)
    append(at, fact, actor)
  }
  const say = (direction: Said['direction'], author: Actor, text: string, at: Instant, notice: string | null = null): string => {
    said.push({ direction, author, text, notice, at })
    return seededId('message', tail, said.length)
  }

  const text = pick(requests)
  append(start, {
    type: 'registered', number: modelNumber(index), edition: 1, channel: 'telegram', subject: subjectOf(text)!, weakSubject: false, contactId: customer.id,
    pointId: seededId('point', pointTail), conversationId, stopReported: false, message: say('in', customer, text, start),
  }, customer)
  say('out', machine, `Заявка № ${modelNumber(index)} принята. Напишем, как только разберёмся.`, start, 'receipt')
  live()
  settle(now)
  await save()

  function live(): void {
    if (ending === 'untriaged') return
    const category = ([2, 3, 3, 2, 1] as const satisfies readonly Category[])[index % 5]!
    let at = service.add(start, (4 + (index % 20)) * minute)
    then(at, { type: 'triaged', category, effect: 'Касса работает, но с ограничением', topic: null }, staff)
    if (ending === 'ready') return
    at = service.add(at, (2 + (index % 15)) * minute)
    then(at, { type: 'taken' }, staff)
    if (ending === 'in_work') return
    const asks = ending === 'asked' || ending === 'suspended' || index % 3 === 0
    at = service.add(at, 15 * minute)
    const answer = say('out', staff, pick(answers), at)
    then(at, { type: 'answered', message: answer, asks }, staff)
    then(at + 1_000, { type: 'delivered', message: answer }, machine)
    if (ending === 'asked' || ending === 'suspended') return
    if (asks) {
      at = service.add(at, 50 * minute)
      then(at, { type: 'customer_wrote', message: say('in', customer, pick(replies), at), weight: 'real', subject: null }, customer)
    }
    at = reported ?? service.add(at, 20 * minute)
    if (ending === 'with_others') return then(at, { type: 'handed_over', to: 'developers', note: 'Воспроизвели на стенде, нужна сборка' }, staff)
    const result = say('out', staff, pick(results), at, 'result')
    then(at, { type: 'result_reported', kind: 'done', text: pick(results), message: result }, staff)
    then(at + 1_000, { type: 'delivered', message: result }, machine)
    if (ending === 'ended' && index % 5 < 3) then(at + 2 * hour, { type: 'confirmed', note: '' }, customer)
  }

  async function save(): Promise<void> {
    const reading = read(signalsOf(events), policy, now)
    const view = viewOf(reading)
    const parcels = said.map((one, place) => ({ ...one, place: place + 1 })).filter(one => one.direction === 'out')
    await together(db, [
      insertTicket(replay(events, id), view, wakeAt(events, reading, view), now), appendEvents(id, events), ...callTaskWrites(id, [], events, now),
      ...said.map(({ direction, author, text: words, notice, at }, place): Write => addMessage({
        id: seededId('message', tail, place + 1), ticketId: id, conversationId, direction, authorKind: author.kind, authorId: author.id, notice, text: words, extra: {}, at, replyTo: null, groupKey: null,
      }, at)),
      ...parcels.map(({ place, text: words, notice, at }): Write => enqueue([{
        id: seededId('outbox', tail, place), conversationId, ticketId: id, messageId: seededId('message', tail, place), purpose: notice === 'receipt' ? 'receipt' : notice === null ? 'reply' : 'notice', payload: { kind: 'send', text: words },
      }], at)),
    ])
    for (const { place, at } of parcels) await together(db, [endParcel(seededId('outbox', tail, place), 'sent', { externalIds: [String(place)] }, at)])
  }
}

/** Starts of lives so that each stands where its ending says at `now`. */
export function startOf(ending: Ending, index: number, now: Instant): Instant {
  const spread = (index * 7_919_777) % day
  switch (ending) {
    case 'ended': return now - 12 * day - (index % 340) * day - spread
    case 'untriaged': return now - (spread % (25 * minute))
    case 'ready': return now - (index % 3) * day - (spread % (10 * hour)) - 30 * minute
    case 'in_work': return now - (index % 4) * day - spread - hour
    case 'asked': return now - (spread % (6 * hour)) - 2 * hour
    case 'suspended': return now - 5 * day - (index % 15) * day - spread
    case 'with_others': return now - 2 * day - (index % 7) * day - spread
    case 'awaiting': return now - (spread % (8 * hour)) - 4 * hour
  }
}
