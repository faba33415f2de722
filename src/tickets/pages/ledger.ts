import type { z } from 'zod'
import type { Instant, Millis } from '../../lib/instant.ts'
import { never } from '../../lib/never.ts'
import { wireInstantOrNull } from '../../lib/wire.ts'
import type { Ledger, LedgerLine } from '../../regulation/ledger.ts'
import type { tickets as words } from '../../words/ru/tickets.ts'
import type { ledger as shape } from '../api.ts'

type WireLine = z.infer<typeof shape>['lines'][number]
type Words = (typeof words)['ledger']

/** A due's reckoning as a table: each line has its stretch, what it counted, and what the term had left after it. Pure. */
export function wireLedger({ clock, term, lines }: Ledger, say: Words): z.infer<typeof shape> {
  let left: Millis = term
  const table = lines.map((line): WireLine => {
    const counted = line.kind === 'counted' ? line.open : 0
    left -= counted
    const { from, to } = stretchOf(line)
    return { kind: line.kind, from: wireInstantOrNull(from), to: wireInstantOrNull(to), counted, left, text: textOf(line, say) }
  })
  const last = lines.at(-1)
  return { clock, due: last?.kind === 'due' ? wireInstantOrNull(last.at) : null, lines: table }
}

function stretchOf(line: LedgerLine): { from: Instant | null; to: Instant | null } {
  switch (line.kind) {
    case 'started': case 'ended': return { from: line.at, to: null }
    case 'promised': return { from: line.at, to: line.due }
    case 'counted': case 'closed': case 'paused': return { from: line.from, to: line.to }
    case 'remains': return { from: null, to: null }
    case 'due': return { from: null, to: line.at }
    default: return never(line)
  }
}

function textOf(line: LedgerLine, say: Words): string {
  switch (line.kind) {
    case 'started': case 'ended': case 'remains': return say[line.kind]
    case 'promised': return say.promised[line.cause]
    case 'counted': return line.ahead ? say.ahead : say.counted
    case 'closed': return say.closed
    case 'paused': return line.to === null ? say.pausedStill : say.paused[line.why]
    case 'due': return line.at === null ? say.dueAbsent : line.missed ? say.dueMissed : say.due
    default: return never(line)
  }
}
