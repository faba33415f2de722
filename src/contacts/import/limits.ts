/** The most that one table may be. Pure. */
export const mostBytes = 10 * 1024 * 1024
export const mostRows = 20_000
/** A table of so many rows of long notes stays below it; an archive made to fill the memory does not. */
export const mostUnpackedBytes = 150 * 1024 * 1024
/** So many rows of each kind are shown of a dry run; the counts tell of all. */
export const mostShown = 500
