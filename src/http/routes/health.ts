/** `GET /api/health`: is the house alive and ready, and how are its channels? Answers within about a second whatever happens. */
import { z } from 'zod'
import type { ChannelHealth } from '../../channels/channel.ts'
import type { App } from '../../lib/app.ts'
import { second } from '../../lib/instant.ts'
import { instant, wireInstant, wireInstantOrNull } from '../../lib/wire.ts'

/** `ready`: each must succeed for the house to be ready; a probe that takes longer than a second has failed. */
export type Health = {
  version: string
  ready: Readonly<Record<string, () => Promise<unknown>>>
  channels: () => readonly ({ id: string; kind: string } & ChannelHealth)[]
}

const patience = second

const healthShape = z.object({
  live: z.literal(true), version: z.string(), ready: z.record(z.string(), z.boolean()),
  channels: z.array(z.object({ id: z.string(), kind: z.string(), state: z.string(), since: instant, lastEventAt: instant.nullable(), detail: z.string().nullable() })),
})

export function healthRoute(app: App, { version, ready, channels }: Health): void {
  const probes = Object.entries(ready).map(([name, probe]) => [name, patiently(probe)] as const)
  app.route({
    method: 'GET', url: '/api/health', schema: { response: { 200: healthShape, 503: healthShape } },
    handler: async (_request, reply) => {
      const found = Object.fromEntries(await Promise.all(probes.map(async ([name, probe]) => [name, await probe()] as const)))
      return reply.status(Object.values(found).every(Boolean) ? 200 : 503).header('cache-control', 'no-store').send({
        live: true, version, ready: found,
        channels: channels().map(({ id, kind, state, since, lastEventAt, detail }) => ({ id, kind, state, since: wireInstant(since), lastEventAt: wireInstantOrNull(lastEventAt), detail })),
      })
    },
  })
}

/** A probe that never hangs and never piles up: while one is on its way, others wait for the same one, and for no longer than patience lasts. */
function patiently(probe: () => Promise<unknown>): () => Promise<boolean> {
  let running: Promise<boolean> | null = null
  return () => {
    running ??= probe().then(() => true, () => false).finally(() => {
      running = null
    })
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), patience)
    return Promise.race([running, promise]).finally(() => clearTimeout(timer))
  }
}
