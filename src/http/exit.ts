/** The one error exit: whatever a route throws leaves here, as a refusal in the words of whoever asked. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isPassing } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { limits } from '../lib/wire.ts'
import { chooseLanguage } from '../words/choose.ts'
import type { Language } from '../words/choose.ts'
import { badRequest, describeIssue, tell } from './tell.ts'

/** When a passing fault is likely over, in seconds. */
const comeBackAfter = 5

export const languageOf = (request: Pick<FastifyRequest, 'who' | 'headers'>): Language => request.who?.language ?? chooseLanguage(request.headers['accept-language'])

/** Answers with a refusal. The API speaks JSON; a person who opened an address in the browser gets the sentences. */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const told = tell(refusal, languageOf(request))
  if (refusal.code === 'unavailable') reply.header('retry-after', String(comeBackAfter))
  if (refusal.code === 'too_many') reply.header('retry-after', String(refusal.details['seconds'] ?? comeBackAfter))
  reply.status(refusal.status).header('cache-control', 'no-store')
  const wantsPage = !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
  // As text already: the shape that the route declared for success must not judge a refusal.
  return wantsPage
    ? reply.type('text/plain; charset=utf-8').serializer(String).send(`${told.message}\n${told.next}\n`)
    : reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(told)
}

/** Any thrown thing as a refusal; a bug is logged under the id of the request, which the person is told. */
export function refusalOf(error: unknown, request: FastifyRequest, log: Log): Refusal {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { instancePath, keyword, params } = error.validation[0]!
    return new Refusal('bad_request', describeIssue({ path: instancePath.split('/').filter(Boolean), code: keyword, params }, languageOf(request)))
  }
  if (isPassing(error)) {
    log.warn({ err: error, request: request.id, route: request.routeOptions.url }, 'the database is away')
    return new Refusal('unavailable')
  }
  const { statusCode, code } = error as Partial<FastifyError>
  if (statusCode === 413) return new Refusal('too_large', { max: megabytesOf(request) })
  if (statusCode === 429) return new Refusal('too_many')
  if (statusCode === 415) return new Refusal('bad_request', badRequest('media', languageOf(request)))
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500 && code?.startsWith('FST_') === true) return new Refusal('bad_request', badRequest('whole', languageOf(request)))
  log.error({ err: error, request: request.id, route: request.routeOptions.url, method: request.method }, 'a bug: request failed')
  return new Refusal('internal', { id: request.id })
}

/** Uploads have the limit of files, everything else the limit of the body. */
const megabytesOf = (request: FastifyRequest): number =>
  Math.max(1, Math.floor(((request.headers['content-type'] ?? '').startsWith('multipart/') ? limits.uploadBytes : request.routeOptions.bodyLimit ?? 0) / 1024 / 1024))
