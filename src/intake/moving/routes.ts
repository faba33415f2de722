/** The door by which a message goes to the ticket where it belongs. */
import { whoOf } from '../../auth/who.ts'
import type { App } from '../../lib/app.ts'
import type { Db } from '../../lib/db.ts'
import type { Time } from '../../lib/time.ts'
import type { Change } from '../../tickets/change.ts'
import { moveMessage, type Mover } from './actions.ts'
import { messageOfTicket, moveBody, movedTo } from './api.ts'

export type MovingHouse = { db: Db; time: Time; mover: Mover; /** Tells the house of changes after their commit. */ announce: (changes: readonly Change[]) => void }

export function movingRoutes(app: App, { db, time, mover, announce }: MovingHouse): void {
  app.route({
    method: 'POST', url: '/api/tickets/:number/messages/:message/move', schema: { params: messageOfTicket, body: moveBody, response: { 200: movedTo } },
    handler: async request => {
      const { number: from, message } = request.params
      const { number, changes } = await moveMessage(mover, db, { from, message, to: request.body.to }, { now: time.now(), actor: { kind: 'staff', id: whoOf(request).id } })
      announce(changes)
      return { number }
    },
  })
}
