/** The house as the stories open it: one set of settings for every process that shares the stage. Nothing here needs the test runner. */
import { join } from 'node:path'
import { practiceBot } from '../../sim/telegram/index.ts'
import { telegramChannel } from '../../src/channels/telegram/index.ts'
import { deliverableNeeded } from '../../src/competence/actions.ts'
import { readPhone } from '../../src/contacts/phone.ts'
import { setPhone } from '../../src/contacts/meeting/store.ts'
import { alarmConsequences } from '../../src/alarms/actions/raise.ts'
import { colleaguesOf } from '../../src/alarms/chats/actions/talking.ts'
import type { AlarmRoom } from '../../src/alarms/room.ts'
import { sentBy, speak } from '../../src/dialogue/actions/speak.ts'
import { followInMessenger } from '../../src/dialogue/actions/follow.ts'
import type { DialogueRoom } from '../../src/dialogue/room.ts'
import { followForIncidents } from '../../src/incidents/actions/follow.ts'
import type { Db } from '../../src/lib/db.ts'
import type { Log } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import type { Time } from '../../src/lib/time.ts'
import type { Opening } from '../../src/main/open.ts'
import { keepEditions } from '../../src/regulation/actions.ts'
import { developmentOf } from '../../src/releases/store.ts'
import { isOn } from '../../src/shifts/store.ts'
import type { TicketRoom } from '../../src/tickets/actions.ts'

const root = join(import.meta.dirname, '..', '..')
/** Signs what monitoring says in the stories. */
export const monitoringSecret = new Secret(`whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`)

export const openingOf = ({ databaseUrl, folder, apiRoot, time, log }: { databaseUrl: string; folder: string; apiRoot: string; time: Time; log: Log }): Opening => ({
  databaseUrl, dataDir: folder, host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false, practice: false,
  secret: new Secret('a secret of thirty-two characters, at least'), regulation: join(root, 'regulations', 'jupiter.ru.yaml'),
  channels: [telegramChannel({ id: 'telegram', token: new Secret(practiceBot.token), apiRoot, linkBase: `${apiRoot}/`, time, log })],
  monitoring: monitoringSecret, time, log, version: 'test', webFolder: join(folder, 'web'),
})

/** Staff act through the same verbs as the workspace's doors. */
export function ticketRoom(db: Db, time: Time, url: () => string): TicketRoom {
  const editions = keepEditions(db, time)
  const tickets: TicketRoom = {
    policyOf: async id => (await editions.byId(id)).policy,
    editionAt: async at => (await editions.inForceAt(at)).id,
    consequences: async (handle, change) => [...await followInMessenger(dialogue, handle, change), ...await alarmConsequences(alarms, change), ...followForIncidents(change)],
    developmentOf, isOn,
    deliverableNeeded: async (handle, topic) => deliverableNeeded(handle, (await editions.inForceAt(time.now())).document, topic),
  }
  const alarms: AlarmRoom = { tickets, regulationAt: editions.inForceAt, speak, sentBy, workspaceUrl: url }
  const dialogue: DialogueRoom = {
    tickets, colleagues: colleaguesOf(alarms), editionById: editions.byId, regulationAt: editions.inForceAt, regulationUrl: () => `${url()}/regulation`, statusUrl: () => `${url()}/status`, setPhone, readPhone: text => readPhone(text)?.number ?? null,
  }
  return tickets
}
