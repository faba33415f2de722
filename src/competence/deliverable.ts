import type { DeliverableForm } from './api.ts'

/** What is still missing of a deliverable, by field id; `file` when the file is. Empty: it may be given. Pure. */
export function lackingOf(form: DeliverableForm, given: { fields: Readonly<Record<string, string>>; files: number }): string[] {
  return [
    ...form.fields.filter(({ id, kind, required }) => {
      const value = (given.fields[id] ?? '').trim()
      return value === '' ? required : !readable[kind].test(value)
    }).map(({ id }) => id),
    ...(form.fileRequired && given.files === 0 ? ['file'] : []),
  ]
}

const readable: Readonly<Record<DeliverableForm['fields'][number]['kind'], RegExp>> = { text: /\S/, number: /^\d[\d  ]*([.,]\d+)?$/, date: /^\d{4}-\d{2}-\d{2}$/ }
