/** SQL of stored files: a row is one use of some bytes, with the name a person gave them. */
import type { Db, Write } from '../lib/db.ts'
import { stamp } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Instant } from '../lib/instant.ts'

export type FileRow = { id: string; sha256: string; size: number; name: string; mime: string; scan: 'not_scanned' | 'clean' | 'infected' }

export const addFile = (file: Omit<FileRow, 'scan'> & { uploadedBy: string | null }, now: Instant): Write => to =>
  to.insertInto('files').values({ ...file, createdAt: stamp(now) })

/** Throws `not_found`. */
export async function readFile(db: Db, id: string): Promise<FileRow> {
  const row = await db.selectFrom('files').select(['id', 'sha256', 'size', 'name', 'mime', 'scan']).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found')
  return row as FileRow
}
