import type { Instant } from '../../lib/instant.ts'
import type { Reading } from '../../intake/inbound.ts'
import { readPageEvent } from './page-event.ts'

/** A prepared letter, or what was done on the page of a ticket that a letter led to. Pure. */
export function readEvent(channelId: string, raw: unknown, at: { receivedAt: Instant }): Reading {
  return isPrepared(raw) ? raw.reading : readPageEvent(channelId, raw, at)
}

/** Ours: made by `prepare` and stored by the hall. */
const isPrepared = (raw: unknown): raw is { kind: 'prepared'; reading: Reading } => typeof raw === 'object' && raw !== null && 'kind' in raw && raw.kind === 'prepared' && 'reading' in raw
