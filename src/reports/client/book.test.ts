import { inflateRawSync } from 'node:zlib'
import readExcel from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../lib/instant.ts'
import { openBook } from './book.ts'

describe('pain 39 a workbook holds real dates and numbers', () => {
  test('read back: text is text, a moment a date, lengths and counts numbers, in the order of the sheets whatever the order of writing', async () => {
    const book = openBook()
    const at = Date.UTC(2026, 10, 24, 14, 7)
    book.sheet(1, { name: 'Заявки', table: true, columns: [{ title: '№', width: 9 }, { title: 'Поступила', width: 17 }, { title: 'Заняло', width: 11 }, { title: 'О чём', width: 40 }, { title: 'Доля', width: 8 }] })
    book.rows(1, [[1042, { wall: at }, { length: 30 * hour + 15 * minute }, 'Не печатает <принтер> & "касса"', { share: 0.25 }], [1043, null, null, '=1+1', null]])
    book.sheet(0, { name: 'Сводка', table: false, columns: [{ title: '', width: 44 }] })
    book.rows(0, [[{ heading: 'Октябрь' }], ['Обращений', 2]])
    const sheets = await readBack(await book.end())
    await book.close()
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Сводка', 'Заявки'])
    expect(sheets[0]!.data).toEqual([['Октябрь', null], ['Обращений', 2]])
    expect(sheets[1]!.data.map(row => row.map(toTheSecond))).toEqual([
      ['№', 'Поступила', 'Заняло', 'О чём', 'Доля'],
      // A reader takes hours for a time after the first day of sheets: a number all the same.
      [1042, new Date(at), new Date(zero + 30 * hour + 15 * minute), 'Не печатает <принтер> & "касса"', 0.25],
      [1043, null, null, '=1+1', null],
    ])
  })

  test('each value has the format of its kind: a day with its time, hours that may pass a day, a share with one decimal', async () => {
    const book = openBook()
    book.sheet(0, { name: 'Сводка', table: false, columns: [] })
    book.rows(0, [[{ wall: Date.UTC(2026, 10, 24, 14, 7) }, { length: 30 * hour }, { share: 0.004 }, { dash: true }, 7]])
    const bytes = await book.end()
    await book.close()
    expect(formatsOf(bytes)).toEqual({ A1: 'dd.mm.yyyy hh:mm', B1: '[h]:mm', C1: '0.0%', D1: null, E1: null })
    expect((await readBack(bytes))[0]!.data[0]!.slice(2)).toEqual([0.004, '—', 7])
  })

  test('the head of a table stays in sight and has a filter over all its rows', async () => {
    const book = openBook()
    book.sheet(0, { name: 'Темы', table: true, columns: [{ title: 'Название', width: 60 }, { title: 'Заявок', width: 12 }] })
    book.rows(0, [['Принтеры', 5], ['Отчёты', 2]])
    const xml = sheetXml(await book.end())
    await book.close()
    expect(xml).toContain('<autoFilter ref="A1:B3"/>')
    expect(xml).toMatch(/<pane[^>]*state="frozen"/)
    expect(xml).toMatch(/<cols>.*width="60"/)
  })

  test('characters that a file cannot hold do not spoil it', async () => {
    const book = openBook()
    book.sheet(0, { name: 'Заявки', table: false, columns: [{ title: '', width: 10 }, { title: '', width: 10 }] })
    book.rows(0, [['a\u0001b\u001f\ud800c', 'd\ufffee\uffff']])
    const [sheet] = await readBack(await book.end())
    await book.close()
    expect(sheet!.data).toEqual([[expect.stringMatching(/^a b .?c$/u), 'd e']])
  })

  test('a book that is given up ends its writer and fails nothing else', async () => {
    const book = openBook()
    book.sheet(0, { name: 'Заявки', table: false, columns: [] })
    await book.close()
    await expect(book.end()).rejects.toThrow('ended early')
  })
})

/** The day from which sheets count. */
const zero = Date.UTC(1899, 11, 30)
/** Days are fractions in a sheet: the last digits are lost. */
const toTheSecond = (cell: unknown): unknown => (cell instanceof Date ? new Date(Math.round(cell.getTime() / 1_000) * 1_000) : cell)

async function readBack(bytes: Uint8Array): Promise<{ sheet: string; data: unknown[][] }[]> {
  return await readExcel(Buffer.from(bytes)) as unknown as { sheet: string; data: unknown[][] }[]
}

/** The number formats of the first sheet's cells; null: the one that is said of none. */
function formatsOf(bytes: Uint8Array): Record<string, string | null> {
  const styles = partOf(bytes, 'xl/styles.xml')
  const codes = new Map([...styles.matchAll(/<numFmt [^>]*numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [id!, code!]))
  const cells = [...styles.slice(styles.indexOf('<cellXfs')).matchAll(/<xf\b[^>]*>/g)].map(([xf]) => codes.get(/ numFmtId="(\d+)"/.exec(xf)?.[1] ?? '') ?? null)
  return Object.fromEntries([...sheetXml(bytes).matchAll(/<c r="([A-Z]+\d+)"([^>]*)>/g)].map(([, place, rest]) => [place!, cells[Number(/ s="(\d+)"/.exec(rest!)?.[1] ?? 0)] ?? null]))
}

const sheetXml = (bytes: Uint8Array): string => partOf(bytes, 'xl/worksheets/sheet1.xml')

/** A part of the file as it lies in it: its entry in the directory of the archive says where. */
function partOf(bytes: Uint8Array, path: string): string {
  const file = Buffer.from(bytes)
  const name = Buffer.from(path)
  const entry = file.lastIndexOf(name) - 46
  const header = file.readUInt32LE(entry + 42)
  const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28)
  return inflateRawSync(file.subarray(start, start + file.readUInt32LE(entry + 20))).toString('utf8')
}
