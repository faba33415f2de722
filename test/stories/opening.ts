/** The house as the stories open it: one set of settings for every process that shares the stage. Nothing here needs the test runner. */
import { join } from 'node:path'
import { practiceBot } from '../../sim/telegram/index.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { telegramChannel } from '../../src/channels/telegram/index.ts'
import { mannerOf } from '../../src/dialogue/manner.ts'
import type { Db } from '../../src/lib/db.ts'
import type { Log } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import type { Time } from '../../src/lib/time.ts'
import type { Opening } from '../../src/main/open.ts'
import { makeRooms } from '../../src/main/rooms.ts'
import { openPages } from '../../src/portal/actions/signing.ts'
import type { TicketRoom } from '../../src/tickets/actions.ts'

const root = join(import.meta.dirname, '..', '..')
/** Signs what monitoring says in the stories. */
export const monitoringSecret = new Secret(`whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`)

/** Signs links of the stories' desk. */
export const storySecret = new Secret('a secret of thirty-two characters, at least')

type Own = { databaseUrl: string; folder: string; time: Time; log: Log }

const opening = ({ databaseUrl, folder, time, log }: Own) => ({
  databaseUrl, dataDir: folder, host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false,
  secret: storySecret, regulation: join(root, 'regulations', 'jupiter.ru.yaml'), time, log, version: 'test',
})

/** The simulator as its Telegram. */
export const telegramOf = ({ apiRoot, time, log }: { apiRoot: string; time: Time; log: Log }): Channel => telegramChannel({ id: 'telegram', token: new Secret(practiceBot.token), apiRoot, linkBase: `${apiRoot}/`, time, log })

/** `more`: channels besides Telegram. */
export const openingOf = ({ apiRoot, more = [], ...own }: Own & { apiRoot: string; more?: readonly Channel[] }): Opening => ({ ...opening(own), practice: false, channels: [telegramOf({ apiRoot, ...own }), ...more], monitoring: monitoringSecret, webFolder: join(own.folder, 'web') })

/** A desk that has mail alone. */
export const mailOpening = ({ mail, resolver, ...own }: Own & Pick<Opening, 'mail' | 'resolver'>): Opening => ({ ...opening(own), practice: false, channels: [], mail, ...(resolver === undefined ? {} : { resolver }), webFolder: join(own.folder, 'web') })

/** A desk in practice mode that shows the built workspace. */
export const workspaceOpening = ({ channels, ...own }: Own & { channels: readonly Channel[] }): Opening => ({ ...opening(own), practice: true, channels, webFolder: join(root, 'dist', 'web') })

/** Staff act through the same verbs as the workspace's doors; in mail one speaks as in mail. */
export const ticketRoom = (db: Db, time: Time, url: () => string): TicketRoom =>
  makeRooms(db, time, url, channelId => mannerOf(channelId === 'email' ? 'links' : 'inline', openPages(storySecret, url))).tickets
