import type { Instant } from '../lib/instant.ts'
import type { Component } from './kinds.ts'
import type { Sighting } from './radar.ts'

/** Why an outage was proposed, as it is kept: what the radar saw, or what monitoring said. `unknown`: codes of points that nobody here has. */
export type Why =
  | ({ kind: 'radar' } & Sighting)
  | { kind: 'monitoring'; alert: string; startedAt: Instant; components: readonly Component[]; unknown: readonly string[] }
