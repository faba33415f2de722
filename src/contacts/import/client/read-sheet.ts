/** Reads the first sheet of a workbook in a thread of its own, so that a file made to fill the memory ends the thread and not the desk. */
import { parentPort, workerData } from 'node:worker_threads'
// This way of reading unpacks no more than the directory of the archive says, which was looked at before; the one for streams goes on to the end.
import { readSheet } from 'read-excel-file/universal'
import { cleanCell } from '../check.ts'

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  // A long number as the file keeps it: 7.70123456789E11.
  const text = String(cell)
  return /^\d\.\d+E\+?\d+$/i.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : text
}

// Numbers stay as they are written: a code or a phone is no sum.
const sheet = await readSheet(workerData as ArrayBuffer, { parseNumber: written => written })
parentPort?.postMessage(sheet.map(row => row.map(cell => cleanCell(cellText(cell)))), [])
