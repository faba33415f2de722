/** Editions as the house uses them: loaded once, read often, kept parsed because they never change. */
import { createHash } from 'node:crypto'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { minute } from '../lib/instant.ts'
import type { Instant } from '../lib/instant.ts'
import type { Time } from '../lib/time.ts'
import { parseDocument, readDocument } from './document/parse.ts'
import type { Problem } from './document/problem.ts'
import { policyOf } from './document/policy-of.ts'
import { renderDocument } from './document/render.ts'
import type { RegulationDocument } from './document/schema.ts'
import { inForceAt } from './editions.ts'
import type { Policy } from './policy.ts'
import { findEdition, insertEdition, listEditions } from './store.ts'
import type { EditionHead } from './store.ts'

/** One edition, ready for use. The document and its policy are shared: never change them. */
export type StoredEdition = EditionHead & { document: RegulationDocument; policy: Policy }

/** A regulation file that cannot be loaded; `problems` say where and why in Russian and English. */
export class WrongDocument extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, reason }) => `${path === '' ? '' : `${path}: `}${reason.en}`).join('\n'))
    this.name = 'WrongDocument'
    this.problems = problems
  }
}

/**
 * R-7.1: makes the file edition 1 of an empty database; does nothing when there is an edition already, whatever the file says by now
 * (a changed file becomes an edition only by being published). Safe in several processes at once. Throws `WrongDocument`.
 */
export async function loadFirstEdition(db: Db, source: string, now: Instant): Promise<void> {
  if ((await listEditions(db)).length > 0) return
  const parsed = parseDocument(source)
  if (!parsed.ok) throw new WrongDocument(parsed.problems)
  const { document } = parsed
  await insertEdition(db, {
    id: 1,
    version: document.version,
    title: renderDocument(document).title.text,
    validFrom: Date.parse(document.validFrom),
    publishedAt: now,
    source,
    document,
    hash: hashOf(source),
  })
}

export const hashOf = (source: string): string => createHash('sha256').update(source).digest('hex')

/** Parsed editions by hash of their text: the same in every database, so one cache serves all. */
const parsedByHash = new Map<string, Pick<StoredEdition, 'document' | 'policy'>>()
const keptEditions = 50

/** An edition by its number. Refuses `edition_not_found`. */
export async function editionById(db: Db, id: number): Promise<StoredEdition> {
  const row = Number.isInteger(id) && id > 0 && id < 2 ** 31 ? await findEdition(db, id) : null
  if (!row) throw new Refusal('edition_not_found')
  const { source: _, document: data, ...head } = row
  return { ...head, ...parsed(head.hash, data) }
}

function parsed(hash: string, data: unknown): Pick<StoredEdition, 'document' | 'policy'> {
  const known = parsedByHash.get(hash)
  if (known) return known
  const read = readDocument(data)
  // It was accepted when it was published: this version of the program has stopped understanding it.
  if (!read.ok) throw new WrongDocument(read.problems)
  const fresh = { document: read.document, policy: policyOf(read.document) }
  parsedByHash.set(hash, fresh)
  if (parsedByHash.size > keptEditions) parsedByHash.delete(parsedByHash.keys().next().value!)
  return fresh
}

/** A-31: the edition that governs an instant. Refuses `edition_not_found` while no edition is loaded. */
export async function editionInForceAt(db: Db, at: Instant): Promise<StoredEdition> {
  const head = inForceAt(await listEditions(db), at)
  if (!head) throw new Refusal('edition_not_found')
  return editionById(db, head.id)
}

/**
 * The same without a query on the hot path: editions are kept for the life of the process, the list of them is read again when it is a
 * minute old or when an edition is asked for that it does not hold (another process may have published one).
 */
export type Editions = {
  inForceAt(at: Instant): Promise<StoredEdition>
  byId(id: number): Promise<StoredEdition>
  list(): Promise<readonly EditionHead[]>
}

const listAge = minute

export function keepEditions(db: Db, time: Time): Editions {
  const kept = new Map<number, StoredEdition>()
  const asked = new Map<number, Promise<StoredEdition>>()
  let heads: { list: readonly EditionHead[]; readAt: Instant } | null = null
  let reading: Promise<readonly EditionHead[]> | null = null
  const read = () => {
    reading ??= listEditions(db).then(list => {
      heads = { list, readAt: time.now() }
      return list
    }).finally(() => {
      reading = null
    })
    return reading
  }
  // Callers hold a connection in their transaction: they must not wait for another one. An old list is given as it is and read again behind their backs,
  // by one query for all who ask; only a house that knows no edition yet waits.
  const list = async () => {
    if (heads === null || heads.list.length === 0) return read()
    const now = time.now()
    if (now - heads.readAt >= listAge || now < heads.readAt) void read().catch(() => {})
    return heads.list
  }
  const byId = (id: number): Promise<StoredEdition> => {
    const known = kept.get(id)
    if (known !== undefined) return Promise.resolve(known)
    const coming = asked.get(id) ?? editionById(db, id).then(edition => {
      kept.set(id, edition)
      return edition
    }).finally(() => asked.delete(id))
    asked.set(id, coming)
    return coming
  }
  return {
    list,
    byId,
    async inForceAt(at) {
      const head = inForceAt(await list(), at)
      if (!head) throw new Refusal('edition_not_found')
      return byId(head.id)
    },
  }
}
