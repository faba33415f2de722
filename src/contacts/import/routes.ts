/** Doors of imports: a table comes in, is judged, loaded, taken back. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { whoOf } from '../../auth/who.ts'
import { disposition, safeName } from '../../files/name.ts'
import type { App } from '../../lib/app.ts'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Time } from '../../lib/time.ts'
import { id } from '../../lib/wire.ts'
import { imports as english } from '../../words/en/imports.ts'
import { imports as russian } from '../../words/ru/imports.ts'
import { applyTable, lookAtImport, rowOf, undoImport, uploadTable } from './actions.ts'
import { applyImport, importCard, importPage } from './api.ts'
import { writeXlsx } from './client/table.ts'
import { csvOf } from './csv.ts'
import { mostBytes } from './limits.ts'
import { listImports } from './store.ts'

export type ImportHouse = { db: Db; time: Time }

const pageSize = 30
const byId = z.object({ id })
const mebibyte = 1024 * 1024
/** What multipart adds to the bytes of one file. */
const wrapping = 64 * 1024
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const wordsOf = (request: FastifyRequest) => (whoOf(request).language === 'ru' ? russian : english)

export function importRoutes(app: App, { db, time }: ImportHouse): void {
  app.route({
    method: 'GET', url: '/api/imports', schema: { querystring: z.object({ after: z.string().max(100).optional() }), response: { 200: importPage } },
    handler: async request => {
      const found = await listImports(db, placeOf(request.query.after), pageSize + 1)
      const rows = found.slice(0, pageSize)
      const last = rows.at(-1)
      const now = time.now()
      return { rows: rows.map(row => rowOf(row, now)), next: found.length > pageSize && last !== undefined ? `${last.uploadedAt}_${last.id}` : null }
    },
  })
  app.route({ method: 'GET', url: '/api/imports/:id', schema: { params: byId, response: { 200: importCard } }, handler: request => lookAtImport(db, request.params.id, time.now()) })

  app.route({
    method: 'POST', url: '/api/imports', schema: { response: { 201: importCard } },
    handler: async (request, reply) => reply.status(201).send(await uploadTable(db, await tableOf(request), whoOf(request).id, time.now())),
  })
  app.route({
    method: 'POST', url: '/api/imports/:id/apply', schema: { params: byId, body: applyImport, response: { 200: importCard } },
    handler: request => applyTable(db, request.params.id, request.body.fingerprint, whoOf(request).id, time.now()),
  })
  app.route({
    method: 'POST', url: '/api/imports/:id/undo', schema: { params: byId, response: { 200: importCard } },
    handler: request => undoImport(db, request.params.id, whoOf(request).id, time.now()),
  })

  app.route({
    method: 'GET', url: '/api/imports/sample.xlsx',
    handler: async (request, reply) => {
      const { sample, sampleName } = wordsOf(request)
      return reply.type(sheetType).header('content-disposition', disposition('attachment', `${sampleName}.xlsx`)).send(await writeXlsx(sample))
    },
  })
  app.route({
    method: 'GET', url: '/api/imports/sample.csv',
    handler: async (request, reply) => {
      const { sample, sampleName } = wordsOf(request)
      return reply.type('text/csv; charset=utf-8').header('content-disposition', disposition('attachment', `${sampleName}.csv`)).send(csvOf(sample))
    },
  })
}

/** Where a page of the history ended. */
function placeOf(after: string | undefined): { at: number; id: string } | null {
  if (after === undefined) return null
  const found = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(after)
  if (found === null) throw new Refusal('bad_request')
  return { at: Number(found[1]), id: found[2]! }
}

const tooLarge = () => new Refusal('too_large', { max: mostBytes / mebibyte })

/** The one file of a multipart request, whole: it is small enough to be looked at at once. */
async function tableOf(request: FastifyRequest): Promise<{ bytes: Uint8Array; fileName: string }> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes + wrapping) throw tooLarge()
  // One byte more than allowed may pass, so that too much is seen as such and not cut off in silence.
  const part = request.isMultipart() ? await request.file({ limits: { fileSize: mostBytes + 1, files: 1 } }) : undefined
  if (part === undefined) throw new Refusal('bad_request')
  const parts: Uint8Array[] = []
  let size = 0
  for await (const bytes of part.file as AsyncIterable<Uint8Array>) {
    size += bytes.length
    if (size > mostBytes) throw tooLarge()
    parts.push(bytes)
  }
  return { bytes: Buffer.concat(parts), fileName: safeName(part.filename) }
}
