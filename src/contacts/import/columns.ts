/** Which column of a table holds what, by its heading in Russian or English. Pure. */
import { plain } from '../words.ts'

export const fields = ['company', 'companyId', 'point', 'pointId', 'address', 'zone', 'version', 'note', 'contact', 'contactId', 'position', 'phone', 'role'] as const
export type Field = (typeof fields)[number]

/** Headings as people write them; case, ё and signs do not matter. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  company: ['заказчик', 'компания', 'название компании', 'название заказчика', 'организация', 'наименование организации', 'юрлицо', 'юр лицо', 'юридическое лицо', 'клиент', 'сеть', 'company', 'company name', 'customer', 'organization', 'organisation', 'legal entity'],
  companyId: ['инн', 'инн заказчика', 'инн компании', 'инн организации', 'код заказчика', 'код компании', 'код организации', 'id компании', 'id заказчика', 'id организации', 'company id', 'company code', 'customer id', 'tax id', 'inn', 'company tax id'],
  point: ['точка', 'название точки', 'имя точки', 'торговая точка', 'заведение', 'название заведения', 'ресторан', 'кафе', 'магазин', 'объект', 'название', 'наименование', 'point', 'point name', 'outlet', 'outlet name', 'restaurant', 'store', 'venue', 'location', 'name'],
  pointId: ['код точки', 'id точки', 'номер точки', 'код заведения', 'id заведения', 'код объекта', 'код ресторана', 'код магазина', 'внешний код', 'внешний id', 'код', 'id', 'point id', 'point code', 'outlet id', 'store id', 'external id', 'code'],
  address: ['адрес', 'адрес точки', 'адрес заведения', 'адрес ресторана', 'фактический адрес', 'address', 'street address', 'point address'],
  zone: ['часовой пояс', 'пояс', 'временная зона', 'таймзона', 'зона', 'time zone', 'timezone', 'tz', 'zone'],
  version: ['версия', 'версия программы', 'версия по', 'версия юпитера', 'version', 'software version', 'app version'],
  note: ['заметка', 'заметка о точке', 'примечание', 'комментарий', 'оборудование', 'note', 'notes', 'comment', 'remark'],
  contact: ['контакт', 'имя контакта', 'контактное лицо', 'фио', 'ф и о', 'фио контакта', 'имя', 'сотрудник', 'представитель', 'contact', 'contact name', 'contact person', 'person', 'full name'],
  contactId: ['код контакта', 'id контакта', 'код сотрудника', 'id сотрудника', 'табельный номер', 'contact id', 'contact code', 'person id', 'employee id'],
  position: ['должность', 'должность контакта', 'position', 'job title', 'title'],
  phone: ['телефон', 'тел', 'телефон контакта', 'номер телефона', 'контактный телефон', 'мобильный', 'мобильный телефон', 'сотовый', 'phone', 'phone number', 'mobile', 'mobile phone', 'cell', 'tel'],
  role: ['роль', 'роль контакта', 'роль на точке', 'права', 'role', 'contact role'],
}

const meanings: ReadonlyMap<string, Field> = new Map(fields.flatMap(field => headings[field].map(heading => [heading, field])))

export const fieldOf = (heading: string): Field | null => meanings.get(plain(heading).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()) ?? null

/** `at`: the place of the heading row, from 0. `read`: what stands in which column. `unread`: headings that say nothing to the desk, or say it again. */
export type Columns = { at: number; read: readonly { field: Field; heading: string; column: number }[]; unread: readonly string[]; width: number }

/** A table may begin with a title and a date: the headings are looked for so far down. */
const deepest = 10

/** The row that reads most like headings; null when none of the first ones names a point, a person or a company. */
export function findColumns(rows: readonly (readonly string[])[]): Columns | null {
  const best = rows.slice(0, deepest).map((row, at) => columnsOf(row, at)).toSorted((one, other) => other.read.length - one.read.length || one.at - other.at)[0]
  return best !== undefined && best.read.some(({ field }) => ['point', 'pointId', 'contact', 'contactId', 'phone', 'company'].includes(field)) ? best : null
}

function columnsOf(row: readonly string[], at: number): Columns {
  const read: { field: Field; heading: string; column: number }[] = []
  const unread: string[] = []
  row.forEach((heading, column) => {
    const field = fieldOf(heading)
    if (field !== null && !read.some(known => known.field === field)) read.push({ field, heading, column })
    else if (heading !== '') unread.push(heading)
  })
  return { at, read, unread, width: row.findLastIndex(heading => heading !== '') + 1 }
}
