/** Rows for tests of lists and pages: the regulation of the project, people, points and tickets whose history is written as facts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { json, stamp, together, type Db } from '../src/lib/db.ts'
import { newId, newToken } from '../src/lib/ids.ts'
import type { Instant } from '../src/lib/instant.ts'
import { fold } from '../src/regulation/fold.ts'
import { parseDocument } from '../src/regulation/document/parse.ts'
import { policyOf } from '../src/regulation/document/policy-of.ts'
import type { RegulationDocument } from '../src/regulation/document/schema.ts'
import type { Policy } from '../src/regulation/policy.ts'
import { signalsOf } from '../src/tickets/clocks.ts'
import { appendEvents, callTaskWrites, insertTicket } from '../src/tickets/store.ts'
import type { Editions } from '../src/tickets/routes.ts'
import { replay, type Actor, type TicketEvent, type TicketFact } from '../src/tickets/ticket.ts'

export type Regulation = { id: number; version: string; document: RegulationDocument; policy: Policy; editions: Editions }

/** Edition 1: the regulation that the project ships. */
export async function seedRegulation(db: Db): Promise<Regulation> {
  const source = readFileSync(join(import.meta.dirname, '..', 'regulations', 'jupiter.ru.yaml'), 'utf8')
  const parsed = parseDocument(source)
  if (!parsed.ok) throw new Error(`the regulation is wrong: ${JSON.stringify(parsed.problems.slice(0, 3))}`)
  const { document } = parsed
  const at = stamp(Date.parse('2020-01-01T00:00:00Z'))
  await db.insertInto('regulationEditions').values({
    id: 1, version: document.version, title: document.title, validFrom: at, publishedAt: at, source, document: json(document), hash: 'a'.repeat(64),
  }).execute()
  const edition = { id: 1, version: document.version, document, policy: policyOf(document) }
  return { ...edition, editions: { of: async () => edition, inForce: async () => edition } }
}

export async function seedCompany(db: Db, name: string, now: Instant): Promise<string> {
  const id = newId()
  await db.insertInto('companies').values({ id, name, createdAt: stamp(now) }).execute()
  return id
}

export async function seedPoint(db: Db, point: { name: string; address?: string; companyId?: string | null; softwareVersion?: string }, now: Instant): Promise<string> {
  const id = newId()
  await db.insertInto('points').values({ id, companyId: null, ...point, linkToken: newToken(9), createdAt: stamp(now) }).execute()
  return id
}

export async function seedContact(db: Db, contact: { name: string; phone?: string | null; position?: string; telegram?: string }, now: Instant): Promise<{ id: string; conversationId: string | null }> {
  const id = newId()
  const { telegram, ...rest } = contact
  await db.insertInto('contacts').values({ id, ...rest, createdAt: stamp(now) }).execute()
  if (telegram === undefined) return { id, conversationId: null }
  await db.insertInto('addresses').values({ id: newId(), contactId: id, channelId: 'telegram', externalId: telegram, display: '@guest', verified: 'channel', createdAt: stamp(now) }).execute()
  const conversationId = newId()
  await db.insertInto('conversations').values({ id: conversationId, channelId: 'telegram', externalId: telegram, kind: 'private', contactId: id, createdAt: stamp(now) }).execute()
  return { id, conversationId }
}

export async function seedStaff(db: Db, name: string, now: Instant, role: 'specialist' | 'lead' | 'admin' = 'specialist'): Promise<string> {
  const id = newId()
  const at = stamp(now)
  await db.insertInto('authUsers').values({ id, name, email: `${id}@jupiter.example`, createdAt: at, updatedAt: at }).execute()
  await db.insertInto('staff').values({ id, name, email: `${id}@jupiter.example`, role, createdAt: at }).execute()
  return id
}

export type Story = {
  channel?: string
  subject: string
  at: Instant
  stop?: boolean
  contactId?: string | null
  pointId?: string | null
  conversationId?: string | null
  message?: string | null
  /** What happened then; `actor` of a fact is the machine unless told. */
  next?: readonly { at: Instant; fact: TicketFact; actor?: Actor }[]
}

export type Seeded = { id: string; number: number; events: readonly TicketEvent[] }
let lastNumber = 1000

/** A ticket with this history, its row derived as at `now`. */
export async function seedTicket(db: Db, { policy }: Regulation, story: Story, now: Instant): Promise<Seeded> {
  const id = newId()
  const number = ++lastNumber
  const first: TicketFact = {
    type: 'registered', number, edition: 1, channel: story.channel ?? 'telegram', subject: story.subject, weakSubject: false, contactId: story.contactId ?? null,
    pointId: story.pointId ?? null, conversationId: story.conversationId ?? null, stopReported: story.stop ?? false, message: story.message ?? null,
  }
  const events = [{ at: story.at, fact: first, actor: { kind: 'customer' as const, id: story.contactId ?? null } }, ...(story.next ?? [])]
    .map(({ at, fact, actor }, index): TicketEvent => ({ ...fact, id: newId(), seq: index + 1, at, recordedAt: at, actor: actor ?? { kind: 'machine', id: null } }))
  const view = fold(signalsOf(events), policy, now)
  await together(db, [insertTicket({ ...replay(events, id) }, view, view.nextWakeAt, now), appendEvents(id, events), ...callTaskWrites(id, [], events, now)])
  return { id, number, events }
}
