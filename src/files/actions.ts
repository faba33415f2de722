import { together, type Db, type Write } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Instant } from '../lib/instant.ts'
import type { FileStore } from './client.ts'
import { kindOf } from './kind.ts'
import { safeName } from './name.ts'
import { addFile, readFile } from './store.ts'

/** `name` and `mime` as the sender says; the bytes decide what the type is. */
export type Given = { stream: AsyncIterable<Uint8Array>; name: string; mime: string; limit: number }
export type Saved = { id: string; name: string; mime: string; size: number }

/** Keeps a file that a member of staff sends; the message that will carry it names it by its id. Throws `too_large`. */
export async function saveUpload(db: Db, files: FileStore, given: Given, by: string, now: Instant): Promise<Saved> {
  const { saved, row } = await save(files, given, by, now)
  await together(db, [row])
  return saved
}

/** Keeps bytes fetched from a channel. The row is the caller's to write, together with the attachment that points to it. Throws `too_large`. */
export function saveFetched(files: FileStore, given: Given, now: Instant): Promise<{ saved: Saved; row: Write }> {
  return save(files, given, null, now)
}

async function save(files: FileStore, { stream, name, mime, limit }: Given, uploadedBy: string | null, now: Instant): Promise<{ saved: Saved; row: Write }> {
  const { sha256, size, head } = await files.put(stream, limit)
  const saved = { id: newId(), name: safeName(name), mime: kindOf(head, mime), size }
  return { saved, row: addFile({ ...saved, sha256, uploadedBy }, now) }
}

/** The bytes of a stored file, by the id of its row. Throws `not_found`, `file_gone`. */
export async function* openStored(db: Db, files: FileStore, id: string): AsyncIterable<Uint8Array> {
  const { sha256 } = await readFile(db, id)
  yield* await files.open(sha256)
}
