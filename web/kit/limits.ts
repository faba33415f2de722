import type { limits as wireLimits } from '../../src/lib/wire.ts'

/** The server's limits without its validation library: the literal types make a difference an error of the compiler. */
export const limits: typeof wireLimits = {
  messageText: 20_000,
  noteText: 20_000,
  reason: 1_000,
  name: 200,
  searchWords: 200,
  filesPerMessage: 10,
  uploadBytes: 50 * 1024 * 1024,
  page: 100,
}
