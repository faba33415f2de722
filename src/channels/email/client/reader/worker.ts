/** One hand of the reader: a thread of its own, which may hang, run out of memory or break without harm to the house. */
import { isMarkedAsUntransferable, parentPort } from 'node:worker_threads'
import { kindOf } from '../../kinds/kind.ts'
import type { Letter } from '../../letter.ts'
import { mailLimits } from '../../limits.ts'
import { read } from '../../read.ts'
import type { Done, Task } from './work.ts'

parentPort?.on('message', ({ bytes, late }: Task) => {
  const begun = performance.now()
  try {
    const letter = read(bytes, mailLimits, () => performance.now() - begun > late)
    answer({ letter, kind: kindOf(letter) }, buffersOf(letter))
  } catch (error) {
    answer({ broke: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }, [])
  }
})

answer({ ready: true }, [])

function answer(done: Done, buffers: ArrayBuffer[]): void {
  parentPort?.postMessage(done, buffers)
}

/** Memory that goes over to the asker instead of being copied: of files, also of letters inside. Several files may lie in one piece. */
function buffersOf(letter: Letter, found: Set<ArrayBuffer> = new Set()): ArrayBuffer[] {
  for (const { bytes: { buffer } } of letter.attachments) if (buffer instanceof ArrayBuffer && buffer.byteLength > 0 && !isMarkedAsUntransferable(buffer)) found.add(buffer)
  for (const inner of letter.nested) buffersOf(inner, found)
  return [...found]
}
