import type { Instant, Millis } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import type { LedgerLine } from './ledger.ts'

/** Test helper: a ledger line as a sentence, so that expected ledgers read as stories. The workspace shows lines as a table (`tickets/pages/ledger.ts`). */
export type Manner = { time(t: Instant): string; length(d: Millis): string }
type Span = { from: string; to: string }
type Promised = { at: string; due: string }

const words = {
    started: (at: string) => `${at}: ticket received, counting begins`,
    counted: ({ from, to }: Span, open: string) => `${from} – ${to}: working time, ${open} counted`,
    ahead: ({ from, to }: Span, open: string) => `${from} – ${to}: working time, another ${open}`,
    closed: ({ from, to }: Span) => `${from} – ${to}: closed, nothing is counted`,
    paused: {
      suspended: ({ from, to }: Span, open: string) => `${from} – ${to}: paused while we waited for the customer; ${open} of working time not counted`,
      awaiting_confirmation: ({ from, to }: Span, open: string) => `${from} – ${to}: the customer was checking the result; ${open} of working time not counted`,
    },
    pausedStill: (from: string, open: string) => `Since ${from}: paused, waiting for the customer; ${open} of working time not counted so far`,
    promised: {
      received: ({ at, due }: Promised) => `${at}: ticket received, due ${due}`,
      triaged: ({ at, due }: Promised) => `${at}: category set, due ${due}`,
      changed: ({ at, due }: Promised) => `${at}: circumstances changed and so did the category; due ${due}`,
      corrected: ({ at, due }: Promised) => `${at}: category corrected, due ${due}`,
      resumed: ({ at, due }: Promised) => `${at}: the customer answered and work went on; now due ${due}`,
      disputed: ({ at, due }: Promised) => `${at}: the customer said the problem remains; due ${due}`,
      revised: ({ at, due }: Promised) => `${at}: deadline revised, the customer was told; now due ${due}`,
      merged: ({ at, due }: Promised) => `${at}: a duplicate was merged, due ${due}`,
      reported: ({ at, due }: Promised) => `${at}: result reported, due ${due}`,
      suspended: ({ at }: Promised) => `${at}: work suspended; the deadline returns when the customer answers`,
    },
    ended: (at: string) => `${at}: counting ended`,
    remains: (open: string) => `${open} of working time left`,
    due: (at: string) => `Due: ${at}`,
    dueMissed: (at: string) => `Due: ${at}. The breach is on record`,
    dueAbsent: 'The deadline returns when the customer answers',
}

/** One line of the ledger as a sentence. */
export function tell(line: LedgerLine, { time, length }: Manner): string {
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
