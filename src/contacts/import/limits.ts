/** The most that one table may be, and how long it is kept. Pure. */
import { day } from '../../lib/instant.ts'

/** What nobody loaded within a day is not kept: names and phones would lie there for no use. */
export const draftKeptFor = day
/** So long a load may be taken back; what was there before it is kept no longer. */
export const undoneWithin = 30 * day

export const mostBytes = 10 * 1024 * 1024
export const mostRows = 20_000
/** A table of so many rows of long notes stays below it; an archive made to fill the memory does not. */
export const mostUnpackedBytes = 150 * 1024 * 1024
/** So many rows of each kind are shown of a dry run; the counts tell of all. */
export const mostShown = 500
