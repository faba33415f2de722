import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import type { Sink } from '../../../channel.ts'
import type { Health } from '../../../health.ts'
import { minute, second } from '../../../../lib/instant.ts'
import { email as en } from '../../../../words/en/email.ts'
import { email as ru } from '../../../../words/ru/email.ts'
import { doorLimits, mailLimits } from '../../limits.ts'
import type { MailDoor, Mailbox } from '../../mailbox.ts'
import { tagIn } from '../../tags.ts'
import type { Log, MailHouse } from '../config.ts'
import { answered, leftEarly, unknownRecipient } from './answers.ts'
import { take } from './take.ts'

export type Door = {
  door: MailDoor
  /** Whom letters are taken for: asked for each recipient, so that a new mailbox needs no new door. */
  mailboxes: () => readonly Mailbox[]
  house: Pick<MailHouse, 'keepFile'>
  sink: Sink
  health: Pick<Health, 'turn' | 'heard'>
  log: Log
  /** Of what the health says. */
  language?: 'ru' | 'en'
  /** Told where the door stands open (port 0 takes a free one). */
  opened?: (at: { host: string; port: number }) => void
}

const firstWait = second
const longestWait = minute

/**
 * The desk's own door for letters: SMTP or LMTP for our mailboxes' addresses and nobody else's (no relaying, no signing in). A letter is answered with 250
 * only once it is in the inbox; when it cannot be stored the sender is told to repeat. Resolves after the abort; opens again by itself when its port is taken.
 */
export async function openDoor(given: Door, signal: AbortSignal): Promise<void> {
  const { health, log, door } = given
  health.turn('starting')
  for (let inARow = 0; !signal.aborted; inARow++) {
    try {
      await standOpen(given, signal)
      break
    } catch (error) {
      if (signal.aborted) break
      const detail = error instanceof Error ? error.message : String(error)
      health.turn('waiting', wordsOf(given).closed(door.port, detail))
      log.warn({ part: 'door', port: door.port, inARow, reason: detail }, 'the door for letters does not open')
      await sleep(Math.min(longestWait, firstWait * 2 ** inARow), undefined, { signal }).catch(() => {})
    }
  }
  health.turn('stopped')
}

/** Until the abort, or the first fault of the listening itself. */
async function standOpen(given: Door, signal: AbortSignal): Promise<void> {
  const { door, health, opened } = given
  const server = serverOf(given, signal)
  try {
    await new Promise<void>((resolve, reject) => {
      server.server.on('error', reject)
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (signal.aborted) return resolve()
      server.listen(door.port, door.host, () => {
        health.turn('live')
        const at = server.server.address()
        if (at !== null && typeof at !== 'string') opened?.({ host: at.address, port: at.port })
      })
    })
  } finally {
    await close(server)
  }
}

const wordsOf = ({ language = 'ru' }: Door): typeof ru.door => (language === 'ru' ? ru.door : en.door)

function serverOf(given: Door, signal: AbortSignal): SMTPServer {
  const { door, mailboxes, house, sink, health, log } = given
  const words = wordsOf(given)
  const guests = new Map<string, number>()
  const ends = new Map<string, NodeJS.Timeout>()
  const end = (session: string): void => {
    for (const connection of server.connections) if (connection.session.id === session) connection.send(421, 'Closing')
  }
  const server = new SMTPServer({
    lmtp: door.protocol === 'lmtp',
    name: nameOf(mailboxes()),
    banner: 'Reglament',
    ...(door.tls === null ? {} : { key: door.tls.key.reveal(), cert: door.tls.certificate, minVersion: 'TLSv1.2' as const }),
    disabledCommands: ['AUTH', 'WIZ', 'SHELL', 'KILL', 'VRFY', 'EXPN', 'XCLIENT', 'XFORWARD', ...(door.tls === null ? ['STARTTLS'] : [])],
    hideENHANCEDSTATUSCODES: false,
    size: mailLimits.size,
    rejectOversized: true,
    maxRecipients: doorLimits.recipients,
    maxClients: doorLimits.connections,
    maxCommandLength: doorLimits.commandLine,
    socketTimeout: doorLimits.silence,
    closeTimeout: 1,
    disableReverseLookup: true,
    logger: false,
    onConnect({ id, remoteAddress }, callback) {
      const count = (guests.get(remoteAddress) ?? 0) + 1
      guests.set(remoteAddress, count)
      ends.set(id, setTimeout(() => end(id), doorLimits.session))
      callback(door.protocol === 'smtp' && count > doorLimits.connectionsOfOne && !/^(?:127\.|::1$)/.test(remoteAddress) ? answered(421, 'Too many connections from you, try again later') : null)
    },
    onClose({ id, remoteAddress }) {
      clearTimeout(ends.get(id))
      if (!ends.delete(id)) return
      const count = (guests.get(remoteAddress) ?? 1) - 1
      if (count > 0) guests.set(remoteAddress, count)
      else guests.delete(remoteAddress)
    },
    onRcptTo({ address }, _session, callback) {
      callback(mailboxes().some(mailbox => tagIn(address, mailbox) !== null) ? null : unknownRecipient())
    },
    onData(stream, session, callback) {
      take(stream, session, { lmtp: door.protocol === 'lmtp', mailboxes, house, sink, tooMuch: () => end(session.id) }).then(
        results => {
          health.heard()
          health.turn('live')
          // One answer for all by SMTP, one for each recipient by LMTP.
          if (door.protocol === 'lmtp') callback(null, results)
          else {
            const [first] = results
            if (results.every(result => typeof result !== 'string') && first instanceof Error) callback(first)
            else callback(null, 'Stored')
          }
        },
        (error: unknown) => {
          const told = error instanceof Error && 'responseCode' in error
          if (!told && !signal.aborted && !leftEarly(error)) {
            log.error({ part: 'door', error }, 'a letter at the door could not be stored')
            health.turn('waiting', words.storage)
          }
          callback(told ? error : answered(451, 'The letter cannot be stored now, please repeat'))
        },
      )
    },
  })
  // A connection that breaks is its own affair.
  server.on('error', error => log.info({ part: 'door', reason: error.message }, 'a connection at the door broke'))
  return server
}

/** How the door calls itself: by the domain of the first mailbox. */
const nameOf = (mailboxes: readonly Mailbox[]): string => mailboxes[0]?.address.split('@').at(-1) ?? 'localhost'

/** Whoever is in the middle of a letter hears 421 and repeats it. */
const close = (server: SMTPServer): Promise<void> => new Promise(resolve => {
  if (server.server.listening) server.close(() => resolve())
  else resolve()
})
