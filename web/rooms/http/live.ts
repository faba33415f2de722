import type { LiveEvent } from '../../../src/http/live.ts'
import type { Instant } from '../../../src/lib/instant.ts'
import { second } from '../../../src/lib/instant.ts'

/**
 * What the stream of live updates means for an open workspace (pain 18). Pure: frames and time in, what to fetch again out.
 * Frames are numbered; a gap, another process or a long silence means that something may have been missed: then everything is fetched again.
 */
export type LiveState = {
  status: 'connecting' | 'on' | 'stale'
  process: string | null
  lastId: number | null
  /** When the last frame came: what is on the screen is true as of this instant. */
  heardAt: Instant | null
}

export const firstState: LiveState = { status: 'connecting', process: null, lastId: null, heardAt: null }

/** A beat comes every 10 s; two and a half missed ones are silence. */
export const silenceAfter = 25 * second

export type Frame = { id: number | null; event: LiveEvent; at: Instant }
/** `lists`: what may have been answered before the stream stood. */
export type Consequence = { refetch: 'all' } | { refetch: 'lists' } | { refetch: 'event' } | { refetch: 'nothing' }

export function hear(state: LiveState, { id, event, at }: Frame): { state: LiveState } & Consequence {
  const next: LiveState = { status: 'on', process: event.type === 'hello' ? event.process : state.process, lastId: id ?? state.lastId, heardAt: at }
  const wasStale = state.status === 'stale'
  // The first hello of this page: what was asked for at the same moment may have been answered before the stream stood, and what came in between was told to nobody.
  if (event.type === 'hello') return { state: next, refetch: state.heardAt === null ? 'lists' : 'all' }
  const gap = id !== null && state.lastId !== null && id !== state.lastId + 1
  if (gap || wasStale) return { state: next, refetch: 'all' }
  return { state: next, refetch: event.type === 'beat' ? 'nothing' : 'event' }
}

/** Time alone: no frame for too long. */
export function watch(state: LiveState, at: Instant, openedAt: Instant): LiveState {
  const last = state.heardAt ?? openedAt
  return state.status !== 'stale' && at - last > silenceAfter ? { ...state, status: 'stale' } : state
}

/** The browser says the connection broke; it is told at once, not after the silence. */
export const broke = (state: LiveState): LiveState => (state.status === 'on' ? { ...state, status: 'stale' } : state)
