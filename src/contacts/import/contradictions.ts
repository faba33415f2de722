/** Rows of one table that say different things of the same company, point or person, whatever the desk knows: the later row is refused. Pure. */
import { plain } from '../words.ts'
import type { Problem, Row } from './check.ts'
import type { Field } from './columns.ts'

/** What the fields of a row are said of: two rows with one key must say the same. */
function saidOf(row: Row): readonly { of: string; fields: readonly Field[] }[] {
  const company = row.companyId ?? (row.company === undefined ? '' : plain(row.company))
  const point = row.pointId === undefined ? (row.point === undefined ? null : `name ${company} ${plain(row.point)} ${plain(row.address ?? '')}`) : `code ${row.pointId}`
  const person = row.contactId !== undefined ? `code ${row.contactId}` : row.phone !== undefined ? `phone ${row.phone.number}` : null
  return [
    ...(row.companyId === undefined ? [] : [{ of: `company ${row.companyId}`, fields: ['company'] as const }]),
    ...(point === null ? [] : [{ of: `point ${point}`, fields: row.pointId === undefined ? ['zone', 'version', 'note'] as const : ['company', 'companyId', 'point', 'address', 'zone', 'version', 'note'] as const }]),
    ...(person === null ? [] : [{ of: `person ${person}`, fields: ['contact', 'position', 'phone'] as const }]),
    ...(person === null || point === null ? [] : [{ of: `person ${person} at ${point}`, fields: ['role'] as const }]),
  ]
}

const told = (row: Row, field: Field): string | undefined => (field === 'phone' ? row.phone?.number : row[field])

/** The first of the rows that say the same thing is believed. */
export function contradictions(rows: readonly Row[]): readonly Problem[] {
  const known = new Map<string, { value: string; row: number }>()
  return rows.toSorted((one, other) => one.row - other.row).flatMap((row): Problem[] => {
    const says = saidOf(row).flatMap(({ of, fields }) => fields.flatMap(field => {
      const value = told(row, field)
      return value === undefined ? [] : [{ key: `${of} ${field}`, field, value }]
    }))
    const clash = says.find(({ key, value }) => (known.get(key)?.value ?? value) !== value)
    if (clash !== undefined) return [{ row: row.row, field: clash.field, value: clash.value, kind: 'other_in_file', other: known.get(clash.key)!.row }]
    for (const { key, value } of says) if (!known.has(key)) known.set(key, { value, row: row.row })
    return []
  })
}
