/** A plan as people read it: what each row makes or changes, cell by cell, old and new. Pure. */
import type { ImportChange } from './api.ts'
import type { Field } from './columns.ts'
import type { Known } from './known.ts'
import type { Step, StepKind, Values } from './plan.ts'

/** Which column of a table says a value; null for what no column says. */
const columnOf: Readonly<Record<StepKind, Readonly<Record<string, Field | 'archived' | null>>>> = {
  company: { name: 'company', externalId: 'companyId' },
  point: { name: 'point', address: 'address', companyId: 'company', timeZone: 'zone', softwareVersion: 'version', note: 'note', externalId: 'pointId', archivedAt: 'archived' },
  contact: { name: 'contact', position: 'position', phone: 'phone', phoneExtension: 'phone', companyId: null, externalId: 'contactId' },
  tie: { role: 'role', source: null },
}

export const columnOfField = (kind: StepKind, field: string): Field | 'archived' | null => columnOf[kind][field] ?? null

export function changesOf(steps: readonly Step[], known: Known): ImportChange[] {
  const names = {
    company: new Map(known.companies.map(({ id, name }) => [id, name])), point: new Map(known.points.map(({ id, name }) => [id, name])), contact: new Map(known.contacts.map(({ id, name, phone }) => [id, name || (phone ?? '')])),
  }
  // New names count for the lines that come after them: a person of a new point, a point of a new company.
  for (const { kind, subject, after } of steps) if (kind !== 'tie' && (after['name'] || after['phone'])) names[kind].set(subject, String(after['name'] || after['phone']))
  const name = ({ kind, subject, pointId }: Step): string => (kind === 'tie' ? `${names.contact.get(subject) ?? ''}, ${names.point.get(pointId ?? '') ?? ''}` : names[kind].get(subject) ?? '')
  const told = (field: string, value: Values[string] | undefined): string => (value === null || value === undefined || field === 'archivedAt' ? '' : field === 'companyId' ? names.company.get(String(value)) ?? '' : String(value))
  return steps.map((step): ImportChange => ({
    row: step.row, kind: step.kind, isNew: step.before === null, name: name(step),
    fields: Object.keys(step.after).flatMap(field => {
      const column = columnOfField(step.kind, field)
      if (column === null) return []
      const change = { field: column, before: told(field, step.before?.[field]), after: told(field, step.after[field]) }
      return change.before === change.after && column !== 'archived' ? [] : column === 'archived' && step.before === null ? [] : [change]
    }),
  }))
}
