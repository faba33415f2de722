import type { Instant, Millis } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { regulation } from '../words/ru/regulation.ts'
import type { LedgerLine } from './ledger.ts'

/** How the reader wants instants and lengths written: his zone, his language. */
export type Manner = { time(t: Instant): string; length(d: Millis): string }

/** One line of the ledger as a sentence. */
export function tell(line: LedgerLine, words: (typeof regulation)['ledger'], { time, length }: Manner): string {
  switch (line.kind) {
    case 'started':
      return words.started(time(line.at))
    case 'promised':
      return words.promised[line.cause]({ at: time(line.at), due: line.due === null ? '' : time(line.due) })
    case 'counted':
      return (line.ahead ? words.ahead : words.counted)({ from: time(line.from), to: time(line.to) }, length(line.open))
    case 'closed':
      return words.closed({ from: time(line.from), to: time(line.to) })
    case 'paused':
      return line.to === null
        ? words.pausedStill(time(line.from), length(line.open))
        : words.paused[line.why]({ from: time(line.from), to: time(line.to) }, length(line.open))
    case 'ended':
      return words.ended(time(line.at))
    case 'remains':
      return words.remains(length(line.open))
    case 'due':
      if (line.at === null) return words.dueAbsent
      return (line.missed ? words.dueMissed : words.due)(time(line.at))
    default:
      return never(line)
  }
}
