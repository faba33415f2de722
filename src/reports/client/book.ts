import { Worker } from 'node:worker_threads'
import type { Cell, Sheet } from '../book.ts'
import type { FromWriter, ToWriter } from './write-book.ts'

/** The heap that one workbook may take, in megabytes; beyond it the writer ends, not the desk. */
const heapMb = 2_048

export type Book = {
  sheet(place: number, sheet: Sheet): void
  rows(place: number, rows: readonly (readonly Cell[])[]): void
  /** The file. Throws when the writer has failed. */
  end(): Promise<Uint8Array<ArrayBuffer>>
  /** Ends the writer; harmless after `end`. */
  close(): Promise<void>
}

/** Opens a workbook that a thread of its own writes; sheets stand in the order of their places. */
export function openBook(): Book {
  const worker = new Worker(new URL('./write-book.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: heapMb } })
  const file = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    worker.once('message', (answer: FromWriter) => (answer.type === 'written' ? resolve(answer.bytes) : reject(new Error(`the workbook was not written: ${answer.reason}`))))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the writer of the workbook ended early')))
  })
  // Whoever closes a book without its end does not want to hear of it.
  file.catch(() => {})
  const post = (message: ToWriter): void => worker.postMessage(message, [])
  return {
    sheet: (place, sheet) => post({ type: 'sheet', place, sheet }),
    rows: (place, rows) => post({ type: 'rows', place, rows }),
    end: () => {
      post({ type: 'end' })
      return file
    },
    close: async () => void await worker.terminate(),
  }
}
