import { z } from 'zod'

/** Shapes shared by every room's `api.ts`. On the wire an instant is RFC 3339 in UTC with milliseconds. */
export const instant = z.iso.datetime({ offset: true })
export const id = z.uuid()

/** Limits of what a person may type, one place; the database holds the same bounds. */
export const limits = {
  messageText: 20_000,
  noteText: 20_000,
  reason: 1_000,
  name: 200,
  searchWords: 200,
  filesPerMessage: 10,
  uploadBytes: 50 * 1024 * 1024,
  page: 100,
} as const

export const text = (max: number) => z.string().trim().min(1).max(max)

/** Epoch milliseconds to the wire, null through. */
export const wireInstant = (at: number): string => new Date(at).toISOString()
export const wireInstantOrNull = (at: number | null): string | null => (at === null || !Number.isFinite(at) ? null : wireInstant(at))

/** A page of a keyset list: `next` is an opaque cursor, null at the end. */
export const page = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.string().nullable() })
