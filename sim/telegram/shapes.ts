/**
 * What the Bot API looks like, taken from `@grammyjs/types` and nowhere else: a new version of the types that changes
 * a parameter or a result stops the simulator from compiling.
 */
import type { ApiMethods, Opts, Update } from '@grammyjs/types'

/** A file that came inside the request. */
export interface Upload {
  name: string
  mime: string
  bytes: Uint8Array
}

export type Method = keyof ApiMethods<Upload>
/** Parameters of a method; files are `Upload` or a string (a known `file_id`). */
export type Args<M extends Method> = Opts<Upload>[M]
export type Result<M extends Method> = ReturnType<ApiMethods<Upload>[M]>
export type UpdateType = Exclude<keyof Update, 'update_id'>
/** What one update says, without its id. */
export type UpdateBody = Omit<Update, 'update_id'>

export function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array
}
