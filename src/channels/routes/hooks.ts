import { z } from 'zod'
import type { App } from '../../lib/app.ts'
import type { Channel, Sink } from '../channel.ts'

/** Seconds after which the other side may try again when we could not store what it sent. */
const retryAfter = 5
const bodyLimit = 5 * 1024 * 1024

/**
 * `POST /hooks/:channel`: where pushing channels deliver. Checked, stored, answered: 200 only after the inbox holds it, 503 when it cannot be stored
 * (the sender repeats), 401 without telling why. No work is done inside the request.
 */
export function hookRoutes(app: App, { channel, sink, onTrouble }: { channel: (id: string) => Channel | null; sink: (channelId: string) => Sink; onTrouble: (error: unknown) => void }): void {
  app.register(async inner => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
    inner.route({
      method: 'POST', url: '/hooks/:channel', bodyLimit, schema: { hide: true, params: z.object({ channel: z.string().max(100) }) },
      handler: async (request, reply) => {
        const { channel: id } = request.params as { channel: string }
        const found = channel(id)
        if (found === null) return reply.status(404).send()
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
        const reading = found.accept({ headers, body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array() })
        if (reading.status !== 200) return reply.status(reading.status).send()
        try {
          await sink(id)(reading.events)
        } catch (error) {
          onTrouble(error)
          return reply.status(503).header('retry-after', retryAfter).send()
        }
        return reply.status(200).send()
      },
    })
  })
}
