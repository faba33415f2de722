import { second } from '../../../../lib/instant.ts'
import { SmtpTrouble, type Line } from './line.ts'

/** Lines to one server, kept for a while: signing in takes longer than most letters. */
export type Pool = {
  /** Gives a line that works; `work` has it alone. Throws what opening a line throws. */
  use<T>(work: (line: Line) => Promise<T>): Promise<T>
  close(): void
}

/** Servers do not like many lines of one sender. */
const most = 3
const idle = 15 * second
/** Servers count the letters of a line. */
const letters = 50

export function openPool(open: () => Promise<Line>): Pool {
  const resting: { line: Line; sent: number; timer: NodeJS.Timeout }[] = []
  const waiting: ((go: boolean) => void)[] = []
  let busy = 0
  let closed = false

  const turn = async (): Promise<void> => {
    if (closed) throw closing()
    if (busy < most) {
      busy++
      return
    }
    if (!await new Promise<boolean>(resolve => waiting.push(resolve))) throw closing()
  }
  /** The turn passes to whoever waits, or is free again. */
  const pass = (): void => {
    const next = waiting.shift()
    if (next === undefined) busy--
    else next(true)
  }

  /** A rested line that still answers, or a new one: nothing has been sent on it, so nothing is repeated. */
  const lineNow = async (): Promise<{ line: Line; sent: number }> => {
    for (let rested = resting.pop(); rested !== undefined; rested = resting.pop()) {
      clearTimeout(rested.timer)
      try {
        if (!rested.line.isUsable()) continue
        await rested.line.probe()
        return rested
      } catch {
        rested.line.close()
      }
    }
    return { line: await open(), sent: 0 }
  }
  const rest = (line: Line, sent: number): void => {
    if (closed || !line.isUsable() || sent >= letters) return line.close()
    const timer = setTimeout(() => {
      resting.splice(resting.findIndex(one => one.line === line), 1)
      line.close()
    }, idle)
    timer.unref()
    resting.push({ line, sent, timer })
  }

  return {
    async use(work) {
      await turn()
      try {
        const { line, sent } = await lineNow()
        try {
          const result = await work(line)
          rest(line, sent + 1)
          return result
        } catch (error) {
          line.close()
          throw error
        }
      } finally {
        pass()
      }
    },
    close() {
      closed = true
      for (const { line, timer } of resting.splice(0)) {
        clearTimeout(timer)
        line.close()
      }
      for (const go of waiting.splice(0)) go(false)
    },
  }
}

const closing = (): SmtpTrouble => new SmtpTrouble({ kind: 'network', whole: false, reason: 'the desk is closing' })
