/** `GET /api/live`: the stream of what changed. */
import { PassThrough } from 'node:stream'
import { whoOf } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import { Refusal } from '../../lib/errors.ts'
import type { LiveHub } from '../live-hub.ts'
import type { Sessions } from '../session.ts'

export function liveRoute(app: App, { hub, sessions }: { hub: LiveHub; sessions: Sessions }): void {
  app.route({
    method: 'GET', url: '/api/live', exposeHeadRoute: false,
    handler: (request, reply) => {
      const { id: person } = whoOf(request)
      const { cookie } = request.headers
      const stream = new PassThrough()
      const leave = hub.join({
        person,
        write: text => stream.write(text),
        end: () => stream.end(),
        backlog: () => stream.writableLength + stream.readableLength + request.raw.socket.writableLength,
        stillAllowed: async () => (await sessions.ownerOf(cookie, { fresh: true }))?.id === person,
      })
      if (leave === null) throw new Refusal('too_many')
      stream.on('close', leave)
      // `no-transform` and the last header keep proxies from gathering the frames.
      return reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }).send(stream)
    },
  })
}
