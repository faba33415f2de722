/** Rows of a table one by one: each becomes clean values, or problems that name the cells and can be put right. Pure. */
import { cut, storable } from '../../lib/text.ts'
import { readPhone } from '../phone.ts'
import { plain } from '../words.ts'
import type { Columns, Field } from './columns.ts'
import { readZone } from './zones.ts'

export const importedRoles = ['staff', 'manager', 'owner'] as const
export type ImportedRole = (typeof importedRoles)[number]

/** One row of the table, `row` as the person counts (the first row of the sheet is 1); blank cells are not there: they say nothing. */
export type Row = {
  row: number
  company?: string; companyId?: string
  point?: string; pointId?: string; address?: string; zone?: string; version?: string; note?: string
  contact?: string; contactId?: string; position?: string; phone?: { number: string; extension: string | null }; role?: ImportedRole
}

export const problemKinds = [
  'too_long', 'bad_phone', 'bad_zone', 'bad_role', 'spoiled_number', 'extra_cells', 'no_subject', 'no_company_name', 'no_point_name', 'no_contact', 'no_point', 'no_phone',
  'other_in_file', 'several_points', 'tangled',
] as const
export type ProblemKind = (typeof problemKinds)[number]

/** Why a row is not taken. `value`: what stands in the cell. `max`: of `too_long`. `other`: the row that says otherwise. */
export type Problem = { row: number; field: Field | null; value: string; kind: ProblemKind; max?: number; other?: number }

/** As the database holds them. */
const longest: Readonly<Record<Field, number>> = {
  company: 200, companyId: 100, point: 200, pointId: 100, address: 500, zone: 64, version: 100, note: 4000, contact: 200, contactId: 100, position: 200, phone: 60, role: 40,
}

const roleWords: Readonly<Record<ImportedRole, readonly string[]>> = {
  owner: ['владелец', 'собственник', 'хозяин', 'хозяйка', 'директор сети', 'owner'],
  manager: ['управляющий', 'управляющая', 'директор', 'менеджер', 'администратор', 'manager', 'director'],
  staff: ['сотрудник', 'сотрудница', 'кассир', 'официант', 'бармен', 'персонал', 'staff', 'employee'],
}
const roleOf = (text: string): ImportedRole | null => importedRoles.find(role => roleWords[role].includes(plain(text))) ?? null

/** A long number that a spreadsheet has rounded: «7,70123E+11». */
const isSpoiled = (value: string): boolean => /^\d[.,]\d+e\+?\d+$/i.test(value)

export type Checked = { rows: readonly Row[]; problems: readonly Problem[] }

export function checkRows(table: readonly (readonly string[])[], columns: Columns): Checked {
  const rows: Row[] = []
  const problems: Problem[] = []
  table.forEach((cells, place) => {
    if (place <= columns.at || cells.every(cell => cell === '')) return
    const read = checkRow(cells, place + 1, columns)
    if (Array.isArray(read)) problems.push(...read)
    else rows.push(read)
  })
  return { rows, problems }
}

/** The row, or all that is wrong with its cells: who puts it right does so in one go. */
function checkRow(cells: readonly string[], row: number, columns: Columns): Row | Problem[] {
  const extra = cells.slice(columns.width).find(cell => cell !== '')
  if (extra !== undefined) return [{ row, field: null, value: cut(extra, 200), kind: 'extra_cells' }]
  const found: Row = { row }
  const problems: Problem[] = []
  for (const { field, column } of columns.read) {
    const value = cells[column] ?? ''
    if (value === '') continue
    const wrong = (kind: ProblemKind): void => void problems.push({ row, field, value: cut(value, 200), kind, ...(kind === 'too_long' ? { max: longest[field] } : {}) })
    if (value.length > longest[field]) {
      wrong('too_long')
      continue
    }
    switch (field) {
      case 'phone': {
        const phone = isSpoiled(value) ? null : readPhone(value)
        if (phone === null) wrong(isSpoiled(value) ? 'spoiled_number' : 'bad_phone')
        else found.phone = phone
        break
      }
      case 'zone': {
        const zone = readZone(value)
        if (zone === null) wrong('bad_zone')
        else found.zone = zone
        break
      }
      case 'role': {
        const role = roleOf(value)
        if (role === null) wrong('bad_role')
        else found.role = role
        break
      }
      case 'companyId': case 'pointId': case 'contactId':
        if (isSpoiled(value)) wrong('spoiled_number')
        else found[field] = value
        break
      default: found[field] = value
    }
  }
  // What a spoiled cell was to say is not known: only a row of good cells can lack something.
  return problems.length > 0 ? problems : whole(found)
}

/** Does the row say whom or what it is about? */
function whole(row: Row): Row | Problem[] {
  const lacks = (field: Field, kind: ProblemKind): Problem[] => [{ row: row.row, field, value: '', kind }]
  const hasContact = row.contact !== undefined || row.contactId !== undefined || row.phone !== undefined
  const hasPoint = row.point !== undefined || row.pointId !== undefined
  if (!hasPoint && [row.address, row.zone, row.version, row.note].some(value => value !== undefined)) return lacks('point', 'no_point_name')
  if (!hasContact && (row.position !== undefined || row.role !== undefined)) return lacks('contact', 'no_contact')
  if (hasContact && !hasPoint && row.role !== undefined) return lacks('point', 'no_point')
  // Nothing would tell him from a namesake when the table comes again.
  if (hasContact && !hasPoint && row.contactId === undefined && row.phone === undefined) return lacks('phone', 'no_phone')
  return hasContact || hasPoint || row.company !== undefined ? row : lacks('point', 'no_subject')
}

/** A cell as it is read: blanks of every kind are one, lines stay only in notes, what the database cannot hold is taken out. */
export const cleanCell = (text: string): string => storable(text).replace(/[^\S\n]+/gu, ' ').replace(/ ?\n ?/g, '\n').trim()
