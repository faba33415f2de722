/** The writer of workbooks: a thread of its own, because a month of a large service is millions of cells, and the desk must go on meanwhile. */
import type { Blob } from 'node:buffer'
import type Stream from 'node:stream'
import { parentPort } from 'node:worker_threads'
import writeExcel, { type Cell as Written, type Feature, type Sheet as WrittenSheet } from 'write-excel-file/node'
import { getCellAddress, getOrderOfSiblings, insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility'
import { day } from '../../lib/instant.ts'
import type { Cell, Sheet } from '../book.ts'

export type ToWriter = { type: 'sheet'; place: number; sheet: Sheet } | { type: 'rows'; place: number; rows: readonly (readonly Cell[])[] } | { type: 'end' }
export type FromWriter = { type: 'written'; bytes: Uint8Array<ArrayBuffer> } | { type: 'failed'; reason: string }

const moments = 'dd.mm.yyyy hh:mm'
/** Hours may be more than a day has. */
const lengths = '[h]:mm'
/** One of two hundred broken is not «all kept». */
const shares = '0.0%'

/** What the library takes for the content of a file. */
type FileContent = Stream | Buffer | Blob

const books: { sheet: Sheet; rows: Written[][] }[] = []

/** Control characters and U+FFFE-FFFF, which XML cannot hold; half surrogate pairs. */
// oxlint-disable-next-line no-control-regex
const readable = (text: string): string => text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').toWellFormed()

function written(cell: Cell): Written {
  // Plain values where no format of their own is needed: millions of cells are held at once.
  if (cell === null || typeof cell === 'number') return cell
  if (typeof cell === 'string') return readable(cell)
  if ('wall' in cell) return new Date(cell.wall)
  if ('length' in cell) return { value: cell.length / day, type: Number, format: lengths }
  if ('dash' in cell) return { value: '—', type: String, align: 'right' }
  if ('share' in cell) return { value: cell.share, type: Number, format: shares }
  return { value: readable(cell.heading), type: String, fontWeight: 'bold' }
}

/** A filter on the head of each table. */
const filters: Feature<FileContent> = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml, _options, { sheetIndex }) => {
          const { sheet, rows } = books[sheetIndex]!
          if (!sheet.table) return xml
          const area = `A1:${getCellAddress(rows.length - 1, sheet.columns.length - 1)}`
          return insertElementMarkupAccordingToOrderOfSiblings(xml, `<autoFilter ref="${area}"/>`, getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet')!, 'worksheet')
        },
      },
    },
  },
}

async function write(): Promise<Uint8Array<ArrayBuffer>> {
  const sheets = books.map(({ sheet, rows }): WrittenSheet<FileContent> => ({
    data: rows, sheet: sheet.name, columns: sheet.columns.map(({ width }) => ({ width })), orientation: 'landscape', dateFormat: moments, ...(sheet.table ? { stickyRowsCount: 1 } : {}),
  }))
  const buffer = await writeExcel(sheets, { fontFamily: 'Calibri', fontSize: 11, features: [filters] }).toBuffer()
  return Uint8Array.from(buffer)
}

parentPort?.on('message', (message: ToWriter) => {
  if (message.type === 'sheet') {
    const head = message.sheet.table ? [message.sheet.columns.map(({ title }): Written => ({ value: title, type: String, fontWeight: 'bold', wrap: true, alignVertical: 'top', backgroundColor: '#e3f1ef' }))] : []
    books[message.place] = { sheet: message.sheet, rows: head }
  } else if (message.type === 'rows') {
    books[message.place]!.rows.push(...message.rows.map(row => row.map(written)))
  } else {
    void write().then(
      bytes => parentPort!.postMessage({ type: 'written', bytes } satisfies FromWriter, [bytes.buffer]),
      (error: unknown) => parentPort!.postMessage({ type: 'failed', reason: String(error) } satisfies FromWriter, []),
    )
  }
})
