/** What tools say about the database server: only troubles, on stderr. */
import type { KeeperLog } from '../lib/postgres/index.ts'

export const toolLog: KeeperLog = {
  info: () => {},
  warn: (facts, words) => console.error(words, facts),
  error: (facts, words) => console.error(words, facts),
}
