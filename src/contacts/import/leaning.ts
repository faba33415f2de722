/**
 * Rows that tell only a code lean on another row, or on what the desk knows, for what it is called. Where the last row that tells it is refused, they are
 * refused with it, and what leans on them in turn. Each row is looked at once, however long the chain. Pure.
 */
import type { Problem, Row } from './check.ts'
import type { Field } from './columns.ts'
import type { Known } from './known.ts'

type Kind = 'company' | 'point' | 'contact'
type Says = { key: string; kind: Kind; code: string; tells: boolean }

const said = (kind: Kind, code: string | undefined, tells: boolean): readonly Says[] => (code === undefined ? [] : [{ key: `${kind} ${code}`, kind, code, tells }])

/** What a row says by codes, and whether it tells the name too (of a person: a name or a phone). */
function saysOf({ company, companyId, point, pointId, contact, contactId, phone }: Row): readonly Says[] {
  return [...said('company', companyId, company !== undefined), ...said('point', pointId, point !== undefined), ...said('contact', contactId, contact !== undefined || phone !== undefined)]
}

const lacks: Readonly<Record<Kind, { field: Field; kind: Problem['kind'] }>> = {
  company: { field: 'company', kind: 'no_company_name' }, point: { field: 'point', kind: 'no_point_name' }, contact: { field: 'contact', kind: 'no_contact' },
}

/** Hears which rows are refused and gives those that are refused with them, the given ones not among them. */
export function openLeaning(rows: readonly Row[], known: Known): (refused: Iterable<number>) => readonly Problem[] {
  const told = new Set([
    ...known.companies.map(({ externalId }) => `company ${externalId ?? ''}`), ...known.points.map(({ externalId }) => `point ${externalId ?? ''}`), ...known.contacts.map(({ externalId }) => `contact ${externalId ?? ''}`),
  ])
  const saying = new Map(rows.map(row => [row.row, saysOf(row)]))
  const tellers = new Map<string, number>()
  const leaners = new Map<string, number[]>()
  for (const [row, says] of saying) {
    for (const { key, tells } of says) {
      if (tells) tellers.set(key, (tellers.get(key) ?? 0) + 1)
      else if (!leaners.get(key)?.push(row)) leaners.set(key, [row])
    }
  }
  const gone = new Set<number>()
  return refused => {
    const found: Problem[] = []
    const left = [...refused].filter(row => !gone.has(row))
    for (const row of left) gone.add(row)
    for (let row = left.pop(); row !== undefined; row = left.pop()) {
      for (const { key, kind, code, tells } of saying.get(row) ?? []) {
        if (!tells) continue
        const others = tellers.get(key)! - 1
        tellers.set(key, others)
        if (others > 0 || told.has(key)) continue
        for (const leaner of leaners.get(key) ?? []) {
          if (gone.has(leaner)) continue
          gone.add(leaner)
          left.push(leaner)
          found.push({ row: leaner, value: code, ...lacks[kind] })
        }
      }
    }
    return found
  }
}
