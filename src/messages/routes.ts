/** The door by which staff do things to a ticket. What it takes from whom stands in `tickets/may.ts`. */
import { z } from 'zod'
import { whoOf, type Who } from '../auth/who.ts'
import { refuseUnfinished } from '../competence/actions.ts'
import { readContact, readPoint } from '../contacts/store.ts'
import type { App } from '../lib/app.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import { findMember } from '../staff/store.ts'
import { once, type TicketRoom } from '../tickets/actions.ts'
import { commandBody, ticketPage, type StaffCommand } from '../tickets/api.ts'
import type { Change } from '../tickets/change.ts'
import { mayAsk } from '../tickets/may.ts'
import { showTicket, ticketNumber, type TicketsHouse } from '../tickets/routes.ts'
import { idOfNumber, readTicket } from '../tickets/store.ts'
import { perform } from './actions.ts'

export type MessagesHouse = TicketsHouse & {
  tickets: TicketRoom
  /** Tells the house of a change after its commit. */
  announce: (changes: readonly Change[]) => void
}

/** A key that the client makes for one wish: sent again because the answer was lost, the wish is carried out once. */
export const requestKey = z.object({ 'idempotency-key': z.string().min(1).max(100).optional() })

export function messageRoutes(app: App, house: MessagesHouse): void {
  const { db, time, tickets, announce } = house

  app.route({
    method: 'POST', url: '/api/tickets/:number/commands', schema: { params: ticketNumber, headers: requestKey, body: commandBody, response: { 200: ticketPage } },
    handler: async request => {
      const who = whoOf(request)
      const { number } = request.params
      const { command, version } = request.body
      if (!mayAsk(who.role, command)) throw new Refusal('forbidden')
      const key = request.headers['idempotency-key']
      const made = await once(db, key === undefined ? null : `command ${who.id} ${key}`, time.now(), async inner => {
        await refuseUnknown(house, inner, number, command, who)
        return perform(tickets, inner, number, command, { now: time.now(), staffId: who.id, version })
      })
      if (made !== null) announce([made])
      return showTicket(house, number, who)
    },
  })
}

/** Ids that a person chose from a list may be of something that is gone by now; what a topic gives out has to be whole. */
async function refuseUnknown({ editions, time }: MessagesHouse, db: Db, number: number, command: StaffCommand, who: Who): Promise<void> {
  switch (command.type) {
    case 'set_point': if (command.point !== null) await readPoint(db, command.point); return
    case 'add_point': await readPoint(db, command.point); return
    case 'set_main_person': await readContact(db, command.contact); return
    case 'assign': if (command.owner !== null && !await worksHere(db, command.owner)) throw new Refusal('not_found'); return
    case 'hand_to_shift': if (command.to !== null && !await worksHere(db, command.to)) throw new Refusal('not_found'); return
    case 'give_deliverable': {
      const { ticket } = await readTicket(db, await idOfNumber(db, number))
      const { document } = await editions.inForce(time.now())
      return refuseUnfinished(db, document, ticket.topic, { fields: command.fields, files: command.fileIds.length }, who)
    }
    default: return
  }
}

const worksHere = async (db: Db, id: Who['id']): Promise<boolean> => (await findMember(db, id))?.active ?? false
