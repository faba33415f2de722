/** Who asks: the member of staff behind a request. Set by `http/session.ts` for every door that is not public. */
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../lib/errors.ts'
import type { Role } from './permissions.ts'

export type Who = { id: string; name: string; email: string; role: Role; language: 'ru' | 'en'; practice: boolean }

declare module 'fastify' {
  interface FastifyRequest {
    who: Who | null
  }
}

/** The member behind the request. Throws `unauthenticated`; behind a door that asks for a permission it never does. */
export function whoOf(request: Pick<FastifyRequest, 'who'>): Who {
  if (request.who === null) throw new Refusal('unauthenticated')
  return request.who
}
