import type { Blob } from 'node:buffer'
import type Stream from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import writeXlsxFile, { type Feature } from 'write-excel-file/node'
import { Refusal } from '../../lib/errors.ts'
import { imports as english } from '../../words/en/imports.ts'
import { imports as russian } from '../../words/ru/imports.ts'
import { checkRows, cleanCell, type Problem } from './check.ts'
import { readTable, writeXlsx } from './client/table.ts'
import { fieldOf, fields, findColumns } from './columns.ts'
import { csvOf } from './csv.ts'
import { mostRows, mostUnpackedBytes } from './limits.ts'
import { dividerOf } from './text.ts'
import { unpackedSize } from './zip.ts'
import { readZone } from './zones.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
/** As a Russian spreadsheet saves «CSV». */
const windows1251 = (text: string): Uint8Array => Uint8Array.from([...text], letter => {
  const code = letter.codePointAt(0)!
  if (code < 128) return code
  if (letter === 'ё') return 0xb8
  if (letter === 'Ё') return 0xa8
  if (letter === '«') return 0xab
  if (letter === '»') return 0xbb
  if (letter === '№') return 0xb9
  return code - 0x0410 + 0xc0
})
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))

/** A workbook of two cells, the second one so far down. */
async function sheetReaching(row: number): Promise<Uint8Array> {
  const moved: Feature<Stream | Buffer | Blob> = { files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform: xml => xml.replaceAll(/\b(r="A?)2"/g, `$1${row}"`) } } } }
  return new Uint8Array(await writeXlsxFile([{ data: [['Точка'], ['Ёж']], sheet: 'Точки' }], { features: [moved] }).toBuffer())
}

const headings = 'Точка;Адрес;Телефон'
const body = 'Кафе «Берёзка» № 1;"Москва; Пятницкая, 12";89161234501'
const expected = [['Точка', 'Адрес', 'Телефон'], ['Кафе «Берёзка» № 1', 'Москва; Пятницкая, 12', '89161234501']]

describe('the bytes of a table become its cells', () => {
  test.each([
    ['UTF-8', bytes(`${headings}\n${body}\n`)], ['UTF-8 with its mark', bytes(`\uFEFF${headings}\r\n${body}\r\n`)], ['Windows-1251', windows1251(`${headings}\r\n${body}\r\n`)],
    ['UTF-16 as spreadsheets save «Unicode text»', utf16(`${headings}\r\n${body}\r\n`)],
    ['commas', bytes(`Точка,Адрес,Телефон\n"Кафе «Берёзка» № 1","Москва; Пятницкая, 12",89161234501`)], ['tabs', bytes('Точка\tАдрес\tТелефон\nКафе «Берёзка» № 1\tМосква; Пятницкая, 12\t89161234501')],
    ['a divider that the file names itself', bytes(`sep=;\n${headings}\n${body}`)], ['old Mac lines', bytes(`${headings}\r${body}`)],
  ])('%s', async (name, table) => {
    const rows = await readTable(table)
    // `sep=` is a row of the sheet too: the numbers of rows stay those that a person sees.
    expect(name.startsWith('a divider') ? rows.slice(1) : rows).toEqual(expected)
  })

  test('quotes inside a cell are letters; a quoted cell with a divider or quotes in it is one', async () => {
    expect(await readTable(bytes('Точка;Адрес\nКафе "Берёзка";Тула\n"Кафе ""Ёж""; зал 2";"Москва; Арбат"\n"Берёзка" на Арбате;Москва\n'))).toEqual([
      ['Точка', 'Адрес'], ['Кафе "Берёзка"', 'Тула'], ['Кафе "Ёж"; зал 2', 'Москва; Арбат'], ['"Берёзка" на Арбате', 'Москва'],
    ])
  })

  test('XLSX, with numbers as they are written', async () => {
    expect(await readTable(await writeXlsx(expected))).toEqual(expected)
  })

  test('blank rows count, so that an error names the row that a person sees', async () => {
    expect(await readTable(bytes('Точка;Адрес\n\n;\nЁж;\n'))).toEqual([['Точка', 'Адрес'], [''], ['', ''], ['Ёж', '']])
  })

  test.each([
    ['a picture', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, ...Array.from({ length: 60 }, () => 0)]), 'table_unreadable'], ['a quote that never ends', bytes('Точка;Адрес\n"Кафе;Москва\n'), 'table_unreadable'],
    ['nothing', bytes(''), 'table_empty'], ['blank rows', bytes('\n;;\n'), 'table_empty'], ['too many rows', bytes(`Точка\n${'Ёж\n'.repeat(mostRows + 1)}`), 'table_too_long'],
  ])('%s is refused', async (_name, table, code) => {
    await expect(readTable(table)).rejects.toSatisfy(error => error instanceof Refusal && error.code === code)
  })

  test('an archive that unpacks to a mountain is not unpacked', async () => {
    const archive = new Uint8Array(await writeXlsx(expected))
    const size = unpackedSize(archive)
    expect(size).toBeGreaterThan(1_000)
    const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
    for (let at = 0; at < archive.length - 30; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, mostUnpackedBytes, true)
    expect(unpackedSize(archive)).toBeGreaterThan(mostUnpackedBytes)
    await expect(readTable(archive)).rejects.toSatisfy(error => error instanceof Refusal && error.code === 'table_unreadable')
  })

  test('an archive that counts its entries twice, and differently, is not unpacked', async () => {
    const archive = new Uint8Array(await writeXlsx(expected))
    const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
    view.setUint16(archive.length - 12, 0, true)
    expect(unpackedSize(archive)).toBeNull()
  })

  test('a sheet of a few bytes that would fill the memory is refused, and the desk goes on', async () => {
    await expect(readTable(await sheetReaching(1_000_000_000))).rejects.toSatisfy(error => error instanceof Refusal && error.code === 'table_unreadable')
    expect(await readTable(new Uint8Array(await writeXlsx(expected)))).toEqual(expected)
  })

  test('a cell of the size of the file is refused in words', async () => {
    await expect(readTable(bytes(`${headings}\n"${'я'.repeat(4_000_000)}"\n`))).rejects.toSatisfy(error => error instanceof Refusal && error.code === 'table_unreadable')
  })

  test('any cells come back as they went, as CSV and as XLSX', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'абвЯёЁ«»abc;,\t"\'\n =-+0179'), maxLength: 12 }).map(cleanCell)
    const table = fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 8 }).filter(rows => rows.at(-1)!.some(value => value !== ''))
    await fc.assert(fc.asyncProperty(table, async rows => {
      const whole = [['Точка', 'Адрес', 'Заказчик', 'Заметка'], ...rows]
      expect(await readTable(bytes(csvOf(whole)))).toEqual(whole)
    }), { numRuns: 200 })
    await fc.assert(fc.asyncProperty(table, async rows => {
      const whole = [['Точка', 'Адрес', 'Заказчик', 'Заметка'], ...rows]
      const read = await readTable(await writeXlsx(whole))
      // A spreadsheet leaves out blank cells at the end of a row.
      expect(read.map(row => [...row, '', '', '', ''].slice(0, 4))).toEqual(whole)
    }), { numRuns: 20 })
  })

  test('the divider is the sign that stands equally often in every line', () => {
    expect(dividerOf('a,b;c\nd,e;f,g\nh;i')).toBe(';')
    expect(dividerOf('a,b\nc;d;e,f\n"x;y",z')).toBe(',')
    expect(dividerOf('"a;b;c"\tb\nc\td')).toBe('\t')
  })
})

describe('a column is known by its heading', () => {
  test.each([
    ['Точка', 'point'], ['НАЗВАНИЕ ТОЧКИ', 'point'], ['ресторан', 'point'], ['Код точки', 'pointId'], ['Адрес', 'address'], ['Юр. лицо', 'company'], ['ИНН', 'companyId'], ['Ф.И.О.', 'contact'],
    ['Тел.', 'phone'], ['Часовой пояс', 'zone'], ['Версия ПО', 'version'], ['Должность', 'position'], ['Роль', 'role'], ['Код контакта', 'contactId'], ['Примечание', 'note'],
    ['Point name', 'point'], ['external_id', 'pointId'], ['Phone number', 'phone'], ['Time zone', 'zone'], ['Company', 'company'],
  ] as const)('%s', (heading, field) => {
    expect(fieldOf(heading)).toBe(field)
  })

  test('the sample has every column, in both languages', () => {
    for (const { sample } of [russian, english]) expect(findColumns(sample)!.read.map(({ field }) => field).toSorted()).toEqual([...fields].toSorted())
  })

  test('headings may stand under a title; what is not known, or is told twice, is said aloud', () => {
    expect(findColumns([['Наши точки', ''], ['', ''], ['Точка', 'Адрес', 'Площадь', 'Название']])).toMatchObject({ at: 2, unread: ['Площадь', 'Название'], read: [{ field: 'point', column: 0 }, { field: 'address', column: 1 }] })
    expect(findColumns([['Площадь', 'Этаж']])).toBeNull()
  })
})

describe('a time zone as people write it', () => {
  test.each([
    ['Asia/Yekaterinburg', 'Asia/Yekaterinburg'], ['Новосибирск', 'Asia/Novosibirsk'], ['г. Омск', 'Asia/Omsk'], ['МСК', 'Europe/Moscow'], ['МСК+7', 'Asia/Vladivostok'], ['мск + 2', 'Asia/Yekaterinburg'],
    ['МСК−1', 'Europe/Kaliningrad'], ['UTC+5', 'Asia/Yekaterinburg'], ['GMT+3:00', 'Europe/Moscow'], ['Екатеринбургское время', 'Asia/Yekaterinburg'], ['Ростов-на-Дону', 'Europe/Moscow'],
  ])('%s', (written, zone) => {
    expect(readZone(written)).toBe(zone)
  })
  test.each([['Нарния'], ['МСК+20'], ['UTC-5'], ['Europe/Narnia'], ['+3'], ['']])('«%s» is none', written => {
    expect(readZone(written)).toBeNull()
  })
})

/** What is wrong with a table of this one line. */
const judged = (line: Record<string, string>): Problem | undefined => {
  const table = [Object.keys(line), Object.values(line)]
  return checkRows(table, findColumns(table)!).problems[0]
}

describe('a row that cannot be taken names the cell and what is wrong', () => {
  test.each<[string, Record<string, string>, Partial<Problem>]>([
    ['a phone that cannot be called', { Точка: 'Ёж', Контакт: 'Ия', Телефон: 'спросить у Оли' }, { field: 'phone', kind: 'bad_phone', value: 'спросить у Оли' }],
    ['a phone that a spreadsheet rounded', { Точка: 'Ёж', Телефон: '7,91612E+10' }, { field: 'phone', kind: 'spoiled_number' }],
    ['a code that a spreadsheet rounded', { Точка: 'Ёж', 'Код точки': '7.70123E+11' }, { field: 'pointId', kind: 'spoiled_number' }],
    ['a zone that is not there', { Точка: 'Ёж', 'Часовой пояс': 'Нарния' }, { field: 'zone', kind: 'bad_zone', value: 'Нарния' }],
    ['a role that the desk does not know', { Точка: 'Ёж', Контакт: 'Ия', Роль: 'царь' }, { field: 'role', kind: 'bad_role' }],
    ['a name that is too long', { Точка: 'Ё'.repeat(201) }, { field: 'point', kind: 'too_long', max: 200 }],
    ['an address of no point', { Точка: '', Адрес: 'Тула' }, { field: 'point', kind: 'no_point_name' }],
    ['a role of nobody', { Точка: 'Ёж', Контакт: '', Роль: 'владелец' }, { field: 'contact', kind: 'no_contact' }],
    ['a role nowhere', { Точка: '', Контакт: 'Ия', Телефон: '89161234501', Роль: 'владелец' }, { field: 'point', kind: 'no_point' }],
    ['a name without place, phone and code', { Точка: '', Контакт: 'Ия' }, { field: 'phone', kind: 'no_phone' }],
  ])('%s', (_name, line, problem) => {
    expect(judged(line)).toMatchObject({ row: 2, ...problem })
  })

  test('all that is wrong with a row is said at once; the row is refused once', () => {
    const table = [['Точка', 'Часовой пояс', 'Контакт', 'Телефон', 'Роль'], ['Ёж', 'Нарния', 'Ия', 'спросить у Оли', 'царь'], ['Уж', '', '', '', '']]
    const { rows, problems } = checkRows(table, findColumns(table)!)
    expect(problems.map(({ row, kind }) => [row, kind])).toEqual([[2, 'bad_zone'], [2, 'bad_phone'], [2, 'bad_role']])
    expect(rows).toEqual([{ row: 3, point: 'Уж' }])
  })

  test('a cell more than there are headings: a divider stands inside a name', () => {
    const table = [['Точка', 'Адрес'], ['Ёж', 'Тула', 'Ленина, 4']]
    expect(checkRows(table, findColumns(table)!).problems).toEqual([{ row: 2, field: null, value: 'Ленина, 4', kind: 'extra_cells' }])
  })

  test('a good row says what it says, in the forms of the desk; blank cells say nothing', () => {
    const table = [['Точка', 'Адрес', 'Пояс', 'Контакт', 'Телефон', 'Роль'], ['Ёж', '', 'МСК+4', 'Ия', '8 495 123-45-67 доб. 2', 'Управляющая'], ['', '', '', '', '', '']]
    expect(checkRows(table, findColumns(table)!)).toEqual({
      rows: [{ row: 2, point: 'Ёж', zone: 'Asia/Krasnoyarsk', contact: 'Ия', phone: { number: '+74951234567', extension: '2' }, role: 'manager' }], problems: [],
    })
  })
})
