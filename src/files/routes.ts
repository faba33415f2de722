/** Doors of files. Whatever a stranger sent is served as if it were hostile: sandboxed, never sniffed, shown only when its bytes are of a harmless type. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { whoOf } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Time } from '../lib/time.ts'
import { id, limits } from '../lib/wire.ts'
import { saveUpload } from './actions.ts'
import { fileQuery, uploaded } from './api.ts'
import type { FileStore } from './client.ts'
import { isShown, unknownKind } from './kind.ts'
import { disposition } from './name.ts'
import { readRange } from './range.ts'
import { readFile } from './store.ts'

export type FilesHouse = { db: Db; time: Time; files: FileStore }

const mebibyte = 1024 * 1024
const tooLarge = () => new Refusal('too_large', { max: limits.uploadBytes / mebibyte })
/** What multipart adds to the bytes of one file. */
const wrapping = 64 * 1024

export function fileRoutes(app: App, { db, time, files }: FilesHouse): void {
  app.route({
    method: 'POST', url: '/api/files', schema: { response: { 201: uploaded } },
    handler: async (request, reply) => {
      // What was announced as too large is not waited for.
      if (Number(request.headers['content-length'] ?? 0) > limits.uploadBytes + wrapping) {
        reply.header('connection', 'close')
        throw tooLarge()
      }
      const saved = await saveUpload(db, files, await fileOf(request), whoOf(request).id, time.now())
      return reply.status(201).send(saved)
    },
  })

  app.route({
    method: 'GET', url: '/api/files/:id', schema: { params: z.object({ id }), querystring: fileQuery },
    handler: async (request, reply) => {
      const file = await readFile(db, request.params.id)
      if (file.scan === 'infected') throw new Refusal('file_gone')
      const mayShow = isShown(file.mime)
      reply.headers({
        'content-security-policy': "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=3600',
        etag: `"${file.sha256}"`,
        'accept-ranges': 'bytes',
        'content-type': mayShow ? file.mime : unknownKind,
        'content-disposition': disposition(mayShow && request.query.download === '0' ? 'inline' : 'attachment', file.name),
      })
      if (request.headers['if-none-match'] === `"${file.sha256}"`) return reply.status(304).send()
      const fresh = request.headers['if-range'] === undefined || request.headers['if-range'] === `"${file.sha256}"`
      const part = fresh ? readRange(request.headers.range, file.size) : 'whole'
      if (part === 'none') return reply.status(416).header('content-range', `bytes */${file.size}`).send()
      if (part === 'whole') return reply.header('content-length', file.size).send(await files.open(file.sha256))
      return reply.status(206).headers({ 'content-range': `bytes ${part.from}-${part.to}/${file.size}`, 'content-length': part.to - part.from + 1 }).send(await files.open(file.sha256, part))
    },
  })
}

/** The one file of a multipart request. */
async function fileOf(request: FastifyRequest): Promise<{ stream: AsyncIterable<Uint8Array>; name: string; mime: string; limit: number }> {
  // One byte more than allowed may pass, so that too much is seen as such and not cut off in silence.
  const part = request.isMultipart() ? await request.file({ limits: { fileSize: limits.uploadBytes + 1, files: 1 } }) : undefined
  if (part === undefined) throw new Refusal('bad_request')
  return { stream: part.file, name: part.filename, mime: part.mimetype, limit: limits.uploadBytes }
}
