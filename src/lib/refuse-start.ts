/**
 * What keeps the house from opening, told to the operator in one sentence: what is wrong and what to do.
 * Thrown on the way up and by the tools; `runMain` (exit.ts) prints the sentence on stderr and ends with code 1, without a stack.
 */
export type StartCode =
  | 'bad_setting'
  | 'folder_in_use'
  | 'folder_unusable'
  | 'port_taken'
  | 'database_unreachable'
  | 'database_unfit'
  | 'migrations_differ'
  | 'backup_unreadable'
  | 'target_not_empty'

export class StartRefusal extends Error {
  readonly code: StartCode

  constructor(code: StartCode, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? {} : { cause })
    this.name = 'StartRefusal'
    this.code = code
  }
}

/** The message of anything thrown, for use inside a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message || error.name : String(error)
}
