/**
 * Instants and durations as the whole house passes them: numbers of milliseconds. Pure; the browser imports it too.
 * Text forms (RFC 3339, ISO 8601) exist only at the edges: wire, document, people.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number
/** A length of time in milliseconds. */
export type Millis = number

export const second: Millis = 1_000
export const minute: Millis = 60_000
export const hour: Millis = 3_600_000
export const day: Millis = 86_400_000
