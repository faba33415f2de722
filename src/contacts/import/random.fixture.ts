/** Random rows of a small town, so that names, codes and phones meet again and again. */
import fc from 'fast-check'
import { importedRoles, type Row } from './check.ts'
import type { Field } from './columns.ts'

const some = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const phones = ['+79160000001', '+79160000002', '+79160000003'].map(number => ({ number, extension: null }))

export const randomRow: fc.Arbitrary<Omit<Row, 'row'>> = fc.record({
  company: some(['Зерно', 'зерно', 'Полюс', 'Ёж']), companyId: some(['7701', '7702']),
  point: some(['Кафе', 'кафе', 'Бар', 'Столовая']), pointId: some(['A', 'B', 'C']), address: some(['Тула', 'Омск']), zone: some(['Asia/Omsk', 'Europe/Moscow']), version: some(['6.1', '6.2']), note: some(['касса', 'две кассы']),
  contact: some(['Ия', 'Яна', 'ия']), contactId: some(['K1', 'K2']), position: some(['повар', 'шеф']), phone: some(phones), role: some(importedRoles),
}).map(row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Omit<Row, 'row'>).map(row => {
  // What `checkRows` lets through.
  const hasPoint = row.point !== undefined || row.pointId !== undefined
  const hasContact = row.contact !== undefined || row.contactId !== undefined || row.phone !== undefined
  const { address, zone, version, note, position, role, contact, ...rest } = row
  return {
    ...rest,
    ...(hasPoint ? { ...(address && { address }), ...(zone && { zone }), ...(version && { version }), ...(note && { note }) } : {}),
    ...(hasContact && position ? { position } : {}), ...(hasContact && hasPoint && role ? { role } : {}),
    ...(contact !== undefined && (hasPoint || row.contactId !== undefined || row.phone !== undefined) ? { contact } : {}),
  }
})

export type RandomTable = { rows: Row[]; columns: ReadonlySet<Field> }

/** Which columns the table has at all: what a row says, and some that stay blank. */
export const randomTable: fc.Arbitrary<RandomTable> = fc.tuple(
  fc.array(randomRow, { minLength: 1, maxLength: 10 }), fc.subarray(['company', 'companyId', 'address'] as const),
).map(([rows, absent]) => {
  const left = new Set<Field>(absent)
  return {
    rows: rows.map((row, index) => ({ ...(Object.fromEntries(Object.entries(row).filter(([field]) => !left.has(field as Field))) as Omit<Row, 'row'>), row: index + 2 }))
      .filter(row => row.point !== undefined || row.pointId !== undefined || row.contactId !== undefined || row.phone !== undefined || row.company !== undefined),
    columns: new Set((['company', 'companyId', 'point', 'pointId', 'address', 'zone', 'version', 'note', 'contact', 'contactId', 'position', 'phone', 'role'] as const).filter(field => !left.has(field))),
  }
})
