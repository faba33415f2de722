import type { Box } from '../../messages/letters/letter.ts'

/** What can be made out of a letter that could not be read. `from` null: it names nobody; `size` in bytes. */
export type Glance = { from: Box | null; subject: string; size: number }
