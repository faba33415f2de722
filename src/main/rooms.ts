import { alarmConsequences, raise } from '../alarms/actions/raise.ts'
import { colleaguesOf } from '../alarms/chats/actions/talking.ts'
import type { AlarmRoom } from '../alarms/room.ts'
import { deliverableNeeded } from '../competence/actions.ts'
import { setPhone } from '../contacts/meeting/store.ts'
import { readPhone } from '../contacts/phone.ts'
import { followInMessenger } from '../dialogue/actions/follow.ts'
import { sentBy, speak } from '../dialogue/actions/speak.ts'
import type { Manner } from '../dialogue/manner.ts'
import type { DialogueRoom } from '../dialogue/room.ts'
import { followForIncidents } from '../incidents/actions/follow.ts'
import type { IncidentRoom } from '../incidents/room.ts'
import { together, type Db } from '../lib/db.ts'
import type { Time } from '../lib/time.ts'
import { keepEditions } from '../regulation/actions.ts'
import { developmentOf } from '../releases/store.ts'
import { isOn } from '../shifts/store.ts'
import type { TicketRoom } from '../tickets/actions.ts'

export type Rooms = { editions: ReturnType<typeof keepEditions>; tickets: TicketRoom; alarms: AlarmRoom; dialogue: DialogueRoom; incidents: IncidentRoom }

/**
 * The rooms that act on tickets, each handed what it needs of the others: what follows from a ticket's change is composed here and nowhere else, so that
 * whoever changes tickets (the served house, a test that plays staff) has the same consequences. `url`: where the house can be reached; `manner`: how one
 * speaks in a channel.
 */
export function makeRooms(db: Db, time: Time, url: () => string, manner: (channelId: string) => Manner): Rooms {
  const editions = keepEditions(db, time)
  const tickets: TicketRoom = {
    policyOf: async id => (await editions.byId(id)).policy,
    editionAt: async at => (await editions.inForceAt(at)).id,
    consequences: async (handle, change) => [...await followInMessenger(dialogue, handle, change), ...await alarmConsequences(alarms, change), ...followForIncidents(change)],
    deliverableNeeded: async (handle, topic) => deliverableNeeded(handle, (await editions.inForceAt(time.now())).document, topic),
    developmentOf,
    isOn,
  }
  const alarms: AlarmRoom = { tickets, regulationAt: editions.inForceAt, speak, sentBy, workspaceUrl: url }
  const dialogue: DialogueRoom = {
    tickets, manner, colleagues: colleaguesOf(alarms), editionById: editions.byId, regulationAt: editions.inForceAt, regulationUrl: () => `${url()}/regulation`, formUrl: () => `${url()}/new`, statusUrl: () => `${url()}/status`,
    setPhone, readPhone: text => readPhone(text)?.number ?? null,
  }
  const incidents: IncidentRoom = {
    tickets, regulationAt: editions.inForceAt,
    proposed: (handle, { id, title, source }) => together(handle, [raise({ kind: 'incident', occasion: id, title, text: '', path: `/incidents/${id}`, source }, time.now())]),
  }
  return { editions, tickets, alarms, dialogue, incidents }
}
