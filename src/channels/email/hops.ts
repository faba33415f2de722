import type { Field } from './letter.ts'
import { valueOf } from './mime/head.ts'

/**
 * Marks of letters that a desk sends: which one wrote it by itself, and, on a specialist's letter too, how many desks have answered each other before. Two that
 * talk to each other come to an end by it.
 */
export const deskField = 'X-Desk-Id'
export const hopsField = 'X-Desk-Hops'
/** A letter that has gone through so many desks gets no further answer of a machine. */
export const mostHops = 5

/** How many desks have handed this letter on, itself included; 0 for what people write. A number that makes no sense counts as the last. */
export function hopsIn(fields: readonly Field[]): number {
  const value = valueOf(fields, hopsField.toLowerCase())
  if (value === undefined) return valueOf(fields, deskField.toLowerCase()) === undefined ? 0 : 1
  const hops = Number(value.trim())
  return Number.isSafeInteger(hops) && hops >= 0 ? Math.min(hops, mostHops + 1) : mostHops + 1
}

/** Was it written by the desk of this id, by itself? */
export const isWrittenBy = (fields: readonly Field[], deskId: string): boolean => valueOf(fields, deskField.toLowerCase())?.trim() === deskId
