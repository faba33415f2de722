import type { FastifyRequest } from 'fastify'
import { limits } from '../../channels/portal/limits.ts'
import { saveFetched, type Saved } from '../../files/actions.ts'
import type { FileStore } from '../../files/client.ts'
import { together, type Db, type Write } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { storable } from '../../lib/text.ts'
import type { FieldErrors, Fields } from '../fields.ts'
import type { PortalWords } from '../words.ts'

/** A form as it came: its fields, the stored files, and what is wrong with it. */
export type Taken = { fields: Fields; files: readonly Saved[]; wrong: FieldErrors }

const mebibyte = 1024 * 1024
/** Read to their end and dropped, so that the answer reaches a browser that is still sending. */
const mostParts = 60
/** One byte more than allowed may pass, so that too much is seen as such. */
const reading = { limits: { fileSize: limits.fileBytes + 1, files: mostParts, fields: 20, fieldSize: 64 * 1024, parts: mostParts + 20 }, throwFileSizeLimit: false }

/**
 * Reads a form to its end. `check` is asked once, when all fields are here (they stand before the files): only what it finds right has its files kept, so that
 * strangers fill no disk with what nobody takes. The rows of the files are written before this returns.
 */
export async function takeForm(request: FastifyRequest, { db, files: store, now, words }: { db: Db; files: FileStore; now: Instant; words: (fields: Fields) => PortalWords }, check: (fields: Fields, files: number) => Promise<FieldErrors>): Promise<Taken> {
  if (!request.isMultipart()) throw new Refusal('bad_request')
  const fields: Record<string, string> = Object.create(null) as Record<string, string>
  const kept: { saved: Saved; row: Write }[] = []
  let wrong: FieldErrors | null = null
  let count = 0
  for await (const part of request.parts(reading)) {
    if (part.type === 'field') {
      if (typeof part.value === 'string' && wrong === null) fields[part.fieldname] = storable(part.value)
      continue
    }
    const { errors } = words(fields)
    const isEmpty = part.filename === undefined || part.filename === ''
    if (!isEmpty) count++
    if (!isEmpty && wrong === null) wrong = await check(fields, count)
    if (count > limits.files) wrong = { ...wrong, files: errors.files(limits.files) }
    if (isEmpty || Object.keys(wrong ?? {}).length > 0) {
      part.file.resume()
      continue
    }
    try {
      kept.push(await saveFetched(store, { stream: upTo(part.file, limits.fileBytes), name: part.filename, mime: part.mimetype, limit: limits.fileBytes }, now))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'too_large') throw error
      wrong = { ...wrong, files: errors.fileLarge(part.filename, limits.fileBytes / mebibyte) }
    }
  }
  wrong ??= await check(fields, 0)
  if (Object.keys(wrong).length > 0) return { fields, files: [], wrong }
  if (kept.length > 0) await together(db, kept.map(one => one.row))
  return { fields, files: kept.map(one => one.saved), wrong }
}

/** The same bytes; a stream that holds more is read to its end before that is said. */
async function* upTo(stream: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Uint8Array> {
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size <= limit) yield chunk
  }
  if (size > limit) throw new Refusal('too_large', { max: limit / mebibyte })
}
