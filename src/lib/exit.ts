/** The one way out of a program of ours: a refusal is told in a sentence, a bug with its stack. */
import { StartRefusal } from './refuse-start.ts'

/**
 * Runs a program. A `StartRefusal` becomes one sentence on stderr and exit code 1; anything else thrown keeps its stack.
 * The returned promise never rejects.
 */
export async function runMain(program: () => Promise<void>): Promise<void> {
  try {
    await program()
  } catch (error) {
    process.stderr.write(`${error instanceof StartRefusal ? error.message : stackOf(error)}\n`)
    process.exitCode = 1
    // Pools, timers or servers that the failed start left open must not keep the process up.
    setImmediate(() => process.exit(1))
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.stack ?? error.message : `${error.stack ?? error.message}\ncaused by ${stackOf(error.cause)}`
}
