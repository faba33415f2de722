/** What the bot would say, for whoever is about to let it be said. Permissions stand in `http/register.ts`. */
import { delaysOf } from './actions/delays.ts'
import { delayWordsList } from './api.ts'
import type { DialogueRoom } from './room.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { ticketNumber } from '../tickets/routes.ts'

export function dialogueRoutes(app: App, { db, dialogue }: { db: Db; dialogue: DialogueRoom }): void {
  app.route({
    method: 'GET', url: '/api/tickets/:number/delay-words', schema: { params: ticketNumber, response: { 200: delayWordsList } },
    handler: request => delaysOf(dialogue, db, request.params.number),
  })
}
