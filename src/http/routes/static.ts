/** The workspace: its built files, and its first page for every address that is not of the API. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../lib/app.ts'
import { Refusal } from '../../lib/errors.ts'
import { languageOf, refuse } from '../exit.ts'
import { notBuilt } from '../tell.ts'

/** Vite writes the hash of the content into the names of these files. */
const hashed = '/assets/'
const ownedByOthers = ['/api/', '/hooks/', '/enter/']

/** Serves `folder` (absolute). Without a built workspace the pages say how to build it. Also sets the answer for unknown addresses. */
export async function staticRoutes(app: App, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder, prefix: '/', cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  // Returns nothing: a reply that is returned is awaited, once more by each layer that it passes.
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) refuse(request, reply, new Refusal('not_found'))
    else if (built) reply.sendFile('index.html')
    else plain(request, reply)
  })
}

function isPage(request: FastifyRequest): boolean {
  const [path = ''] = request.url.split('?')
  return ['GET', 'HEAD'].includes(request.method) && !path.startsWith(hashed) && !ownedByOthers.some(prefix => path.startsWith(prefix) || path === prefix.slice(0, -1))
}

const plain = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.status(503).type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(`${notBuilt(languageOf(request))}\n`)
