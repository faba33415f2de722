import { together, tx, type Db, type Write } from '../../lib/db.ts'
import { minute, type Instant } from '../../lib/instant.ts'
import { never } from '../../lib/never.ts'
import { enqueue, type Parcel } from '../../delivery/store.ts'
import { away, onCall, onShift } from '../../shifts/store.ts'
import type { AlarmRoom } from '../room.ts'
import { sayAlarm, sayDigest, sayEnded, sayRaised, sayTriage, sayWarnings, type AlarmSaying, type Reader, type SingleKind } from '../say.ts'
import { groupStep, lookOf, recipients, step, type Colleague, type Wave } from '../step.ts'
import {
  addNotices, dayTickets, keepDone, keepLook, lastMessages, lastTold, lockDue, lockGroup, people, ticketFacts, untriaged, type AlarmRow, type Person, type TicketFacts,
} from '../store.ts'
import { dateOf } from './raise.ts'
import { rulesAt, type Rules } from './rules-at.ts'

/** Looks at one alarm (and at all of its group) whose time has come. False: somebody else has it, or it needed nothing. */
export async function lookAt(room: AlarmRoom, db: Db, { id, kind }: Pick<AlarmRow, 'id' | 'kind'>, now: Instant): Promise<boolean> {
  const rules = await rulesAt(room, now)
  const look = lookOf(kind)
  return tx(db, async inner => {
    switch (look) {
      case 'single': return lookAtOne(room, inner, id, rules, now)
      case 'triage': return lookAtTriage(room, inner, rules, now)
      case 'warning': return lookAtWarnings(room, inner, rules, now)
      case 'digest': return lookAtDigest(room, inner, rules, now)
      default: return never(look)
    }
  })
}

/** Everybody, as waves choose among them. */
async function colleagues(db: Db, now: Instant): Promise<readonly (Person & Colleague)[]> {
  const [all, shift, call, gone] = [await people(db), new Set(await onShift(db, now)), new Set(await onCall(db, now)), new Set(await away(db, now))]
  return all.map(one => ({ ...one, isOnShift: shift.has(one.id), isOnCall: call.has(one.id), isAway: gone.has(one.id) }))
}

const readerOf = (room: AlarmRoom, { language }: Pick<Person, 'language'>, { zone }: Rules, now: Instant): Reader => ({ language, zone, now, workspace: room.workspaceUrl() })

async function lookAtOne(room: AlarmRoom, db: Db, id: string, rules: Rules, now: Instant): Promise<boolean> {
  const alarm = await lockDue(db, id, now)
  if (alarm === null) return false
  if (alarm.endedAt !== null) return settle(room, db, alarm, rules, now)
  const all = await colleagues(db, now)
  const { wave, nextAt } = step(alarm, now, rules.values, rules.service, all.some(one => one.isOnCall))
  const chosen = wave === null ? [] : recipients(wave, all)
  const told = chosen.length > 0
  const writes = [keepLook([id], { told, inHours: rules.service.isOpen(now), nextAt }, now)]
  if (wave !== null && told) {
    const ticket = await factsOf(db, alarm)
    const ofShift = new Set(wave.shift ? recipients({ ...wave, lead: false, head: false }, all) : [])
    const ofLead = new Set(wave.lead ? recipients({ ...wave, shift: false, head: false }, all) : [])
    writes.push(...await tellEach(room, db, [alarm], all.filter(one => chosen.includes(one.id)), now, one => {
      const reader = readerOf(room, one, rules, now)
      if (ticket === null) return sayRaised(alarm, null, reader)
      return sayAlarm({ ...alarm, kind: alarm.kind as SingleKind }, ticket, ofShift.has(one.id) || wave.onCall || wave.staff !== null ? 'shift' : ofLead.has(one.id) ? 'lead' : 'head', reader)
    }))
  }
  await together(db, writes)
  return true
}

async function factsOf(db: Db, { ticketId }: AlarmRow): Promise<TicketFacts | null> {
  return ticketId === null ? null : (await ticketFacts(db, [ticketId]))[0] ?? null
}

/** After the end: the last message in each chat says how it ended, and its button to take is gone. */
async function settle(room: AlarmRoom, db: Db, alarm: AlarmRow, rules: Rules, now: Instant): Promise<boolean> {
  const shown = await lastMessages(db, alarm.id)
  const ticket = await factsOf(db, alarm)
  const by = alarm.endedBy === null ? null : (await people(db)).find(({ id }) => id === alarm.endedBy)?.name ?? null
  const spoken = shown.map(one => {
    const reader = readerOf(room, one, rules, now)
    const saying = ticket === null ? sayRaised(alarm, by, reader) : sayEnded({ kind: alarm.kind as SingleKind, endedAt: alarm.endedAt!, endReason: alarm.endReason! }, ticket, by, reader)
    return room.speak(one.conversationId, saying, { purpose: 'card', ticketId: null, edit: room.sentBy(one.outboxId) }, now)
  })
  await together(db, [
    keepLook([alarm.id], { told: false, inHours: false, nextAt: null }, now),
    ...spoken.flatMap(({ offers }) => offers), ...(spoken.length === 0 ? [] : [enqueue(spoken.map(({ parcel }) => parcel), now)]),
  ])
  return true
}

/**
 * Notices of one level to each of these colleagues, as writes. A chat whose last message about this alarm has not even left (the channel is away) gets no
 * second one, so that nobody is flooded when it is back. Null from `saying`: nothing for him.
 */
async function tellEach(room: AlarmRoom, db: Db, alarms: readonly AlarmRow[], to: readonly Person[], now: Instant, saying: (one: Person) => AlarmSaying | null): Promise<Write[]> {
  const [first] = alarms
  if (first === undefined) return []
  const waiting = new Map((first.level === 0 ? [] : await lastMessages(db, first.id)).filter(({ state }) => state === 'queued' || state === 'sending').map(one => [one.staffId, one.outboxId]))
  const notices: { alarmId: string; staffId: string; level: number; outboxId: string | null }[] = []
  const parcels: Parcel[] = []
  const offers: Write[] = []
  for (const one of to) {
    const said = saying(one)
    if (said === null) continue
    let outboxId = waiting.get(one.id) ?? null
    if (outboxId === null && one.conversationId !== null) {
      const spoken = room.speak(one.conversationId, said, { purpose: 'notice', ticketId: null }, now)
      parcels.push(spoken.parcel)
      offers.push(...spoken.offers)
      outboxId = spoken.parcel.id
    }
    for (const alarm of alarms) notices.push({ alarmId: alarm.id, staffId: one.id, level: alarm.level + 1, outboxId })
  }
  return [...(parcels.length === 0 ? [] : [enqueue(parcels, now), ...offers]), ...(notices.length === 0 ? [] : [addNotices(notices, now)])]
}

const shiftWave: Wave = { shift: true, lead: false, head: false, onCall: false, staff: null }

/** one notice for all that nobody has triaged; the lead hears of it too once a due has passed. */
async function lookAtTriage(room: AlarmRoom, db: Db, rules: Rules, now: Instant): Promise<boolean> {
  const rows = await lockGroup(db, 'triage', now)
  if (rows === null || rows.length === 0) return false
  const ids = rows.map(({ id }) => id)
  const { tell, nextAt } = groupStep(await lastTold(db, 'triage'), now, rules.values, rules.service)
  if (!tell) {
    await together(db, [keepLook(ids, { told: false, inHours: true, nextAt }, now)])
    return true
  }
  const found = await untriaged(db, now)
  const all = await colleagues(db, now)
  const chosen = recipients({ ...shiftWave, lead: found.overdue > 0 }, all)
  const told = { count: Math.max(found.count, 1), overdue: found.overdue, left: found.due === null ? 0 : rules.service.between(now, found.due) }
  await together(db, [
    keepLook(ids, { told: true, inHours: true, nextAt }, now),
    ...await tellEach(room, db, rows, all.filter(({ id }) => chosen.includes(id)), now, one => sayTriage(told, readerOf(room, one, rules, now))),
  ])
  return true
}

/** Warnings that came within a minute go as one message to each owner; tickets of nobody to the shift. Category 1 is told to the lead as well. */
async function lookAtWarnings(room: AlarmRoom, db: Db, rules: Rules, now: Instant): Promise<boolean> {
  // Others of the same minute come along.
  const rows = await lockGroup(db, 'warning', now + minute)
  if (rows === null || rows.length === 0) return false
  const ids = rows.map(({ id }) => id)
  if (!rules.service.isOpen(now)) {
    await together(db, [keepLook(ids, { told: false, inHours: false, nextAt: rules.service.nextOpen(now) }, now)])
    return true
  }
  const facts = new Map((await ticketFacts(db, rows.flatMap(({ ticketId }) => ticketId ?? []))).map(one => [one.id, one]))
  const all = await colleagues(db, now)
  const warned = rows.flatMap(row => {
    const ticket = facts.get(row.ticketId ?? '')
    if (ticket === undefined || row.about.due === undefined) return []
    return [{ row, ticket, due: row.about.due, breached: row.about.breached === true, to: recipients({ ...shiftWave, shift: ticket.ownerId === null, staff: ticket.ownerId, lead: ticket.category === 1 }, all) }]
  })
  const writes = [keepDone(ids, 'told', now)]
  for (const one of all) {
    const his = warned.filter(({ to }) => to.includes(one.id))
    if (his.length > 0) writes.push(...await tellEach(room, db, his.map(({ row }) => row), [one], now, () => sayWarnings(his, readerOf(room, one, rules, now))))
  }
  await joined(db, writes)
  return true
}

/** Parcels of one chat keep their order; of many chats each statement takes its part. */
async function joined(db: Db, writes: readonly Write[]): Promise<void> {
  for (let from = 0; from < writes.length; from += 200) await together(db, writes.slice(from, from + 200))
}

/** The morning list; after its day, or in hours without service, it is not made up for. */
async function lookAtDigest(room: AlarmRoom, db: Db, rules: Rules, now: Instant): Promise<boolean> {
  const rows = await lockGroup(db, 'digest', now)
  if (rows === null || rows.length === 0) return false
  const { service } = rules
  const today = rows.filter(({ about }) => about.date === dateOf(service.dayOf(now)) && service.isOpen(now))
  const past = rows.filter(row => !today.includes(row)).map(({ id }) => id)
  const writes = past.length === 0 ? [] : [keepDone(past, 'missed', now)]
  if (today.length > 0) {
    const endOfDay = service.startOfDay(service.dayOf(now) + 1)
    const tickets = await dayTickets(db, endOfDay)
    const all = await colleagues(db, now)
    const chosen = recipients(shiftWave, all)
    writes.push(keepDone(today.map(({ id }) => id), 'told', now))
    writes.push(...await tellEach(room, db, today, all.filter(({ id }) => chosen.includes(id)), now, one => sayDigest(tickets, one.id, endOfDay, readerOf(room, one, rules, now))))
  }
  await together(db, writes)
  return true
}
