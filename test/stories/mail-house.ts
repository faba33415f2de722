/** A process of the mail desk, for its parent to kill: argument 1 is what it is opened with, as JSON. Says `open` over IPC when it works. */
import { openLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { systemTime } from '../../src/lib/time.ts'
import { openHouse } from '../../src/main/open.ts'
import { mailOpening } from './opening.ts'

const { databaseUrl, folder, address, password, imap, smtp } = JSON.parse(process.argv[2] ?? '{}') as { databaseUrl: string; folder: string; address: string; password: string; imap: number; smtp: number }
const server = (port: number) => ({ host: '127.0.0.1', port, security: 'none' as const, login: null })
process.once('disconnect', () => process.exit())
await openHouse(mailOpening({
  databaseUrl, folder, time: systemTime, log: openLog('error'),
  mail: {
    door: null,
    mailboxes: [{
      id: 'support', name: 'Поддержка', address, plusAddressing: true, ownDomain: true, dkim: null, trustedServer: null,
      imap: { ...server(imap), login: { kind: 'password', user: address, password: new Secret(password) }, folder: 'INBOX', processed: 'Processed' }, smtp: server(smtp),
    }],
  },
}))
process.send?.('open')
