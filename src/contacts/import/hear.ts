/** Companies, points and people of a table, heard against what the desk knows. Pure. */
import { plain } from '../words.ts'
import { openBook, openIndex, type Book } from './book.ts'
import type { Problem, Row } from './check.ts'
import type { Field } from './columns.ts'
import type { Known, KnownCompany, KnownContact, KnownPoint, KnownTie } from './known.ts'

/** What a column that the table does not have means: nothing is compared by it. */
export type Has = (field: Field) => boolean

/** A person of the table has the phone of somebody who writes in a channel: two cards stay two until a person of staff decides. */
export type Note = { row: number; kind: 'known_in_channel'; name: string }

/** Shared by the three hearings of one table. */
export type Hearing = {
  rows: readonly Row[]; has: Has; known: Known; newId: () => string
  /** By row: the first thing wrong with it. */
  problems: Map<number, Problem>
}

function refuse({ problems }: Hearing, row: Row, field: Field, kind: Problem['kind'], value = '', other?: number): void {
  if (!problems.has(row.row)) problems.set(row.row, { row: row.row, field, value, kind, ...(other === undefined ? {} : { other }) })
}

/** A row that says otherwise than one before it is refused by the cell that differs. */
function clashed(hearing: Hearing, row: Row, clash: { field: string; other: number } | null, names: Readonly<Record<string, Field>>): void {
  if (clash === null) return
  const field = names[clash.field] ?? 'point'
  const value = row[field]
  refuse(hearing, row, field, 'other_in_file', typeof value === 'object' ? value.number : String(value ?? ''), clash.other)
}

/** Rows with a code first, those that tell the name as well before those that lean on another row for it; then in the order of the table. */
const codedFirst = (rows: readonly Row[], code: 'companyId' | 'pointId', name: 'company' | 'point'): readonly Row[] =>
  rows.toSorted((one, other) => Number(one[code] === undefined) - Number(other[code] === undefined) || Number(one[name] === undefined) - Number(other[name] === undefined) || one.row - other.row)

const byText = (one: string | null, other: string | null): number => (one === other ? 0 : one === null ? 1 : other === null ? -1 : one < other ? -1 : 1)

/** How surely a row says who its person is: by code (with a name or phone beside it, or alone), by phone, by name. */
const sureness = (row: Row): number => (row.contactId === undefined ? (row.phone === undefined ? 3 : 2) : row.contact === undefined && row.phone === undefined ? 1 : 0)

/** `of`: the company of a row. */
export function hearCompanies(hearing: Hearing): { companies: Book<KnownCompany>; of: ReadonlyMap<number, string> } {
  const { rows, known, newId } = hearing
  const companies = openBook<KnownCompany>(known.companies.map(company => [company.id, company]))
  const companyByCode = new Map(known.companies.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id]])))
  const companyByName = openIndex(known.companies.map(({ id, name }) => [plain(name), id]))
  const companyOf = new Map<number, string>()
  for (const row of codedFirst(rows, 'companyId', 'company')) {
    const { company, companyId: code } = row
    if (company === undefined && code === undefined) continue
    const named = company === undefined ? [] : companyByName.of(plain(company)).filter(id => plain(companies.of(id)!.now.name) === plain(company))
    let id = code === undefined
      ? named.toSorted((one, other) => byText(companies.of(one)!.now.externalId, companies.of(other)!.now.externalId) || byText(one, other))[0]
      : companyByCode.get(code) ?? named.find(one => companies.of(one)!.now.externalId === null)
    if (id === undefined) {
      if (company === undefined) {
        refuse(hearing, row, 'company', 'no_company_name', code ?? '')
        continue
      }
      id = newId()
      companies.add(id, { id, name: company, externalId: code ?? null }, ['name'], row.row)
    } else {
      // Known by its name alone it keeps the name as it is written in the desk.
      clashed(hearing, row, companies.tell(id, code === undefined ? {} : { externalId: code, ...(company === undefined ? {} : { name: company }) }, row.row), { name: 'company', externalId: 'companyId' })
    }
    if (code !== undefined) companyByCode.set(code, id)
    companyByName.add(plain(companies.of(id)!.now.name), id)
    companyOf.set(row.row, id)
  }
  return { companies, of: companyOf }
}

/** `of`: the point of a row. `byName`: rows known without a code. */
export function hearPoints(hearing: Hearing, companyOf: ReadonlyMap<number, string>): { points: Book<KnownPoint>; of: ReadonlyMap<number, string>; byName: number } {
  const { rows, has, known, newId, problems } = hearing
  const points = openBook<KnownPoint>(known.points.map(point => [point.id, point]))
  const pointByCode = new Map(known.points.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id]])))
  // A chain has one name for all its points: the address, where there is one, is part of the key.
  const byCompany = has('company') || has('companyId')
  const placeKey = (name: string, address: string, companyId: string | null): string => [plain(name), has('address') ? plain(address) : '', byCompany ? companyId ?? '' : ''].join('\n')
  const pointByPlace = openIndex(known.points.map(({ id, name, address, companyId }) => [placeKey(name, address, companyId), id]))
  // Rows with a code look among those without one only: a chain may have thousands of points of one name.
  const uncodedByPlace = openIndex(known.points.flatMap(({ id, name, address, companyId, externalId }) => (externalId === null ? [[placeKey(name, address, companyId), id] as const] : [])))
  const pointOf = new Map<number, string>()
  let byName = 0
  /** Points that company, name and address of the row mean; those in use before those put away. */
  const meant = (row: Row): readonly string[] => {
    const { point: name, pointId: code } = row
    if (name === undefined) return []
    const key = placeKey(name, row.address ?? '', companyOf.get(row.row) ?? null)
    const all = (code === undefined ? pointByPlace : uncodedByPlace).of(key).map(id => points.of(id)!.now).filter(point => placeKey(point.name, point.address, point.companyId) === key && (code === undefined || point.externalId === null))
    const inUse = all.filter(({ archivedAt }) => archivedAt === null)
    return (inUse.length > 0 ? inUse : all).map(({ id }) => id)
  }
  const pointFields = { name: 'point', address: 'address', companyId: 'company', timeZone: 'zone', softwareVersion: 'version', note: 'note', externalId: 'pointId' } as const
  for (const row of codedFirst(rows, 'pointId', 'point')) {
    const { point: name, pointId: code } = row
    if (problems.has(row.row) || (name === undefined && code === undefined)) continue
    const companyId = companyOf.get(row.row)
    const details: Partial<KnownPoint> = {
      ...(row.zone === undefined ? {} : { timeZone: row.zone }), ...(row.version === undefined ? {} : { softwareVersion: row.version }), ...(row.note === undefined ? {} : { note: row.note }), archivedAt: null,
    }
    const places: Partial<KnownPoint> = { ...(name === undefined ? {} : { name }), ...(row.address === undefined ? {} : { address: row.address }), ...(companyId === undefined ? {} : { companyId }) }
    let id = code === undefined ? undefined : pointByCode.get(code)
    if (id !== undefined) clashed(hearing, row, points.tell(id, { ...places, ...details }, row.row), pointFields)
    else {
      const found = meant(row)
      if (found.length > 1 && code === undefined) {
        refuse(hearing, row, 'point', 'several_points', name ?? '')
        continue
      }
      id = found.length === 1 ? found[0] : undefined
      if (id !== undefined) clashed(hearing, row, points.tell(id, code === undefined ? details : { ...places, ...details, externalId: code }, row.row), pointFields)
      else if (name === undefined) {
        refuse(hearing, row, 'point', 'no_point_name', code ?? '')
        continue
      } else {
        id = newId()
        points.add(id, {
          id, name, address: row.address ?? '', companyId: companyId ?? null, timeZone: row.zone ?? 'Europe/Moscow', softwareVersion: row.version ?? '', note: row.note ?? '', externalId: code ?? null, archivedAt: null,
        }, [...Object.keys(places), ...Object.keys(details)] as (keyof KnownPoint)[], row.row)
      }
      if (code === undefined) byName++
    }
    if (code !== undefined) pointByCode.set(code, id)
    const { name: called, address, companyId: owner, externalId } = points.of(id)!.now
    pointByPlace.add(placeKey(called, address, owner), id)
    if (externalId === null) uncodedByPlace.add(placeKey(called, address, owner), id)
    pointOf.set(row.row, id)
  }
  return { points, of: pointOf, byName }
}

const tieKey = (contactId: string, pointId: string): string => `${contactId} ${pointId}`

/** People and what they are at their points. */
export function hearPeople(hearing: Hearing, companyOf: ReadonlyMap<number, string>, pointOf: ReadonlyMap<number, string>): { contacts: Book<KnownContact>; ties: Book<KnownTie>; notes: readonly Note[] } {
  const { rows, known, newId, problems } = hearing
  const contacts = openBook<KnownContact>(known.contacts.map(contact => [contact.id, contact]))
  const contactByCode = new Map(known.contacts.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id]])))
  const contactByPhone = openIndex(known.contacts.flatMap(({ id, phone }) => (phone === null ? [] : [[phone, id] as const])))
  const ties = openBook<KnownTie>(known.ties.map(tie => [tieKey(tie.contactId, tie.pointId), tie]))
  const contactsAt = openIndex(known.ties.map(({ contactId, pointId }) => [pointId, contactId]))
  const notes: Note[] = []
  const contactFields = { name: 'contact', position: 'position', phone: 'phone', phoneExtension: 'phone', externalId: 'contactId' } as const
  for (const row of rows.toSorted((one, other) => sureness(one) - sureness(other) || one.row - other.row)) {
    const { contact: name, contactId: code, phone } = row
    if (problems.has(row.row) || (name === undefined && code === undefined && phone === undefined)) continue
    const pointId = pointOf.get(row.row)
    const open = (ids: readonly string[]): readonly string[] => ids.filter(one => !contacts.of(one)!.now.proven)
    const withPhone = phone === undefined ? [] : contactByPhone.of(phone.number).filter(one => contacts.of(one)!.now.phone === phone.number)
    const here = pointId === undefined || name === undefined ? [] : contactsAt.of(pointId).filter(one => plain(contacts.of(one)?.now.name ?? '') === plain(name))
    const best = (ids: readonly string[]): string | undefined => open(ids).toSorted((one, other) =>
      Number(plain(contacts.of(one)!.now.name) !== plain(name ?? '')) - Number(plain(contacts.of(other)!.now.name) !== plain(name ?? ''))
      || byText(contacts.of(one)!.now.externalId, contacts.of(other)!.now.externalId) || byText(one, other))[0]
    let id = code !== undefined ? contactByCode.get(code) ?? best(withPhone.filter(one => contacts.of(one)!.now.externalId === null)) : phone !== undefined ? best(withPhone) : best(here)
    const says: Partial<KnownContact> = {
      ...(name === undefined ? {} : { name }), ...(row.position === undefined ? {} : { position: row.position }),
      ...(phone === undefined ? {} : { phone: phone.number, phoneExtension: phone.extension }), ...(code === undefined ? {} : { externalId: code }),
    }
    if (id === undefined) {
      if (name === undefined && phone === undefined) {
        refuse(hearing, row, 'contact', 'no_contact', code ?? '')
        continue
      }
      const stranger = withPhone.find(one => contacts.of(one)!.now.proven)
      if (stranger !== undefined) notes.push({ row: row.row, kind: 'known_in_channel', name: contacts.of(stranger)!.now.name })
      id = newId()
      contacts.add(id, { id, name: '', position: '', phone: null, phoneExtension: null, companyId: companyOf.get(row.row) ?? null, externalId: null, proven: false, ...says }, Object.keys(says) as (keyof KnownContact)[], row.row)
    } else {
      const { name: named, phoneExtension: extension, ...rest } = says
      // A namesake within his point is known by his name alone: it is not said again. A number without an extension does not take away the one it has.
      const keepsExtension = extension === undefined || (extension === null && contacts.of(id)!.now.phone === phone?.number)
      const heard = { ...rest, ...(named === undefined || sureness(row) === 3 ? {} : { name: named }), ...(keepsExtension ? {} : { phoneExtension: extension }) }
      clashed(hearing, row, contacts.tell(id, heard, row.row), contactFields)
    }
    if (problems.has(row.row)) continue
    if (code !== undefined) contactByCode.set(code, id)
    if (phone !== undefined) contactByPhone.add(phone.number, id)
    if (pointId === undefined) continue
    contactsAt.add(pointId, id)
    const key = tieKey(id, pointId)
    const tie = ties.of(key)
    if (tie === undefined) ties.add(key, { contactId: id, pointId, role: row.role ?? 'staff', source: 'import' }, row.role === undefined ? [] : ['role'], row.row)
    else if (!contacts.of(id)!.now.proven) {
      const role = row.role ?? (tie.now.role === 'named' ? 'staff' : undefined)
      const clash = role === undefined || role === tie.now.role ? ties.tell(key, row.role === undefined ? {} : { role: row.role }, row.row) : ties.tell(key, { role, source: 'import' }, row.row)
      clashed(hearing, row, clash, { role: 'role', source: 'role' })
    }
  }
  return { contacts, ties, notes }
}
