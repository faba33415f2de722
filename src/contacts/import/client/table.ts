/** Reads the bytes of an uploaded table, and writes the sample. What writes XLSX is loaded when it is needed: a desk that imports nothing has no use for it. */
import { Worker } from 'node:worker_threads'
import { parse, CsvError } from 'csv-parse/sync'
import { Refusal } from '../../../lib/errors.ts'
import { cleanCell } from '../check.ts'
import { mostRows, mostUnpackedBytes } from '../limits.ts'
import { decode, dividerOf } from '../text.ts'
import { isZip, unpackedSize } from '../zip.ts'

/** All cells as clean text, row by row as in the file, blank rows too. Refuses with `table_unreadable` or `table_too_long`. */
export async function readTable(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const rows = isZip(bytes) ? await readXlsx(bytes) : readCsv(decode(bytes))
  const last = rows.findLastIndex(row => row.some(cell => cell !== ''))
  if (last < 0) throw new Refusal('table_empty')
  if (last > mostRows) throw new Refusal('table_too_long', { max: mostRows })
  return rows.slice(0, last + 1)
}

function readCsv(text: string): string[][] {
  const divider = dividerOf(text)
  try {
    // `relax_quotes`: people write «Кафе "Берёзка"» without a thought for quotes of cells.
    const rows = parse(text.replace(/^sep=.\r?\n/i, '\n'), { bom: true, delimiter: divider, relax_quotes: true, relax_column_count: true, skip_empty_lines: false, to: mostRows + 2, max_record_size: 200_000 })
    return rows.map(row => row.map(cleanCell))
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('table_unreadable', typeof error['lines'] === 'number' ? { line: error['lines'] } : {})
    throw error
  }
}

/** Megabytes of heap for one sheet: a cell in the last row of a sheet makes a reader fill millions of rows up to it. */
const heapMb = 512

async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  // A small archive may hold a mountain of blanks.
  const size = unpackedSize(bytes)
  if (size === null || size > mostUnpackedBytes) throw new Refusal('table_unreadable')
  const worker = new Worker(new URL('./read-sheet.ts', import.meta.url), { workerData: Uint8Array.from(bytes).buffer, resourceLimits: { maxOldGenerationSizeMb: heapMb } })
  try {
    return await new Promise<string[][]>((resolve, reject) => {
      worker.once('message', resolve)
      // Whatever stands in the file: what it breaks is the thread.
      worker.once('error', () => reject(new Refusal('table_unreadable')))
      worker.once('exit', () => reject(new Refusal('table_unreadable')))
    })
  } finally {
    await worker.terminate()
  }
}

/** A table as XLSX, all cells text, the first row its headings. */
export async function writeXlsx(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const [headings = [], ...others] = rows
  return writeXlsxFile([
    headings.map(value => ({ value, type: String, fontWeight: 'bold' as const })),
    ...others.map(row => row.map(value => (value === '' ? null : { value, type: String }))),
  ], { columns: headings.map(heading => ({ width: Math.max(16, heading.length + 4) })), stickyRowsCount: 1 }).toBuffer()
}
