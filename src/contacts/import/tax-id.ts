/** Tax numbers of Russia (ИНН) under a heading that says so: ten digits of a company, twelve of a person, the last ones made of the others. Pure. */
import { plain } from '../words.ts'
import type { Row } from './check.ts'
import type { Columns } from './columns.ts'

export const taxIdFaults = ['tax_id_sum', 'tax_id_length', 'tax_id_zero'] as const
export type TaxIdFault = (typeof taxIdFaults)[number]

/** A tax number that is worth a second look; its rows are loaded all the same: a code from abroad is no fault. `row`: the first that says it, of so many. */
export type TaxIdDoubt = { row: number; rows: number; heading: string; value: string; kind: TaxIdFault }

/** What the digits before it are multiplied with, for each digit that checks them. */
const weights = [[2, 4, 10, 3, 5, 9, 4, 6, 8], [7, 2, 4, 10, 3, 5, 9, 4, 6, 8], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]] as const
const checks = { 10: [weights[0]], 12: [weights[1], weights[2]] } as const

function sumHolds(digits: string): boolean {
  const wanted = digits.length === 10 ? checks[10] : digits.length === 12 ? checks[12] : null
  if (wanted === null || /^0+$/.test(digits)) return false
  return wanted.every(of => of.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11 % 10 === Number(digits[of.length]))
}

/** Null for a number that holds. `tax_id_zero`: it would with a zero before it, which spreadsheets take for nothing. */
export function taxIdFault(value: string): TaxIdFault | null {
  const digits = value.replace(/\s/g, '')
  if (!/^\d+$/.test(digits)) return 'tax_id_length'
  if (digits.length === 10 || digits.length === 12) return sumHolds(digits) ? null : 'tax_id_sum'
  return sumHolds(`0${digits}`) ? 'tax_id_zero' : 'tax_id_length'
}

const saysTaxId = (heading: string): boolean => /(^|\P{L})(инн|inn|tax id)(\P{L}|$)/u.test(plain(heading).replace(/[_\s]+/g, ' '))

/** One doubt for each number, however many rows say it. A column that is called a code may hold anything. */
export function taxIdDoubts(rows: readonly Row[], { read }: Columns): readonly TaxIdDoubt[] {
  const heading = read.find(({ field }) => field === 'companyId')?.heading ?? ''
  if (!saysTaxId(heading)) return []
  const doubts = new Map<string, TaxIdDoubt>()
  for (const { row, companyId: value } of rows) {
    if (value === undefined) continue
    const known = doubts.get(value)
    const kind = known?.kind ?? taxIdFault(value)
    if (kind !== null) doubts.set(value, { row: Math.min(known?.row ?? row, row), rows: (known?.rows ?? 0) + 1, heading, value, kind })
  }
  return [...doubts.values()].toSorted((one, other) => one.row - other.row)
}
