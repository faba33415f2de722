import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Channel, ChannelHealth, Finding, Sink } from '../../channel.ts'
import { Secret } from '../../../lib/secret.ts'
import { mailLimits } from '../limits.ts'
import type { MailDoor, Mailbox } from '../mailbox.ts'
import { readEvent } from '../events.ts'
import { glanceAt } from '../stub.ts'
import { openHealth, type Health } from '../../health.ts'
import { deskId, letterOfAddresses, ticketOfAddresses } from './address-token.ts'
import type { EmailConfig } from './config.ts'
import { openDoor } from './door/index.ts'
import { fetchMailbox, type Counts } from './imap/index.ts'
import { prepare, type Preparing } from './prepare.ts'
import { openReader } from './reader/index.ts'
import { openSender } from './smtp/index.ts'
import { judge } from './verdict.ts'
import { verifyMailbox } from './verify.ts'

/** All mail of the desk is one channel: a person is his address, whichever of our mailboxes he writes to. */
export const emailId = 'email'
/** What letters may be that the desk sends: what most servers take. */
const uploadBytes = 25 * 1024 * 1024
/** After a listener broke by a fault of ours it begins anew. */
const restAfterFault = 10_000

export type EmailChannel = Channel & {
  /** Of each mailbox and of the door (`door`). */
  parts(): ReadonlyMap<string, ChannelHealth>
  /** A live self-test of one mailbox, saved or not, in plain words. */
  verifyMailbox(mailbox: Mailbox): Promise<readonly Finding[]>
  close(): Promise<void>
}

/** `counted`: told what a mailbox holds, as its server says. */
export function emailChannel(config: EmailConfig, { counted, language = 'ru' }: { counted: (counts: Counts) => Promise<void>; language?: 'ru' | 'en' }): EmailChannel {
  const { house, settings, time, log, secret } = config
  const reader = openReader({ hands: 2, within: 20_000 })
  const sender = openSender({ config })
  const healths = new Map<string, Health>()
  const healthOf = (id: string): Health => {
    const known = healths.get(id) ?? openHealth(time)
    healths.set(id, known)
    return known
  }
  const preparing: Preparing = {
    channelId: emailId, house, mailboxes: () => settings.now().mailboxes, read: bytes => reader.read(bytes),
    judge: letter => judge(letter, config), tokenOf: (addresses, mailbox) => ticketOfAddresses(secret, addresses, mailbox),
    returnedOf: (addresses, mailbox) => letterOfAddresses(secret, addresses, mailbox), deskId: deskId(secret),
  }

  const listenTo = (part: Part, sink: Sink, signal: AbortSignal): Promise<void> => (part.kind === 'mailbox'
    ? fetchMailbox({ mailbox: part.mailbox, house, sink, health: healthOf(part.id), log, time, counted, language, ...(config.wait === undefined ? {} : { wait: config.wait }) }, signal)
    : openDoor({ door: part.door, mailboxes: () => settings.now().mailboxes, house, sink, health: healthOf(part.id), log }, signal))

  /** Listens to everything that is set, and goes along with each change of the settings. */
  async function listen(sink: Sink, signal: AbortSignal): Promise<void> {
    const running = new Map<string, { mark: string; stop: AbortController; done: Promise<void> }>()
    const begin = (part: Part): void => {
      const stop = new AbortController()
      const until = AbortSignal.any([signal, stop.signal])
      const run = async (): Promise<void> => {
        while (!until.aborted) {
          try {
            await listenTo(part, sink, until)
            return
          } catch (error) {
            if (until.aborted) return
            log.error({ part: part.id, error }, 'the listener of a mailbox broke')
            healthOf(part.id).turn('failed', error instanceof Error ? error.message : 'broke')
            await sleep(restAfterFault, undefined, { signal: until }).catch(() => {})
          }
        }
      }
      running.set(part.id, { mark: markOf(part), stop, done: run().finally(() => healthOf(part.id).turn('stopped')) })
    }
    const settle = async (): Promise<void> => {
      const wanted = new Map(partsOf(settings.now()).map(part => [part.id, part]))
      for (const [id, { mark, stop, done }] of running) {
        const part = wanted.get(id)
        if (part !== undefined && markOf(part) === mark) continue
        stop.abort()
        await done
        running.delete(id)
        if (part === undefined) healths.delete(id)
      }
      if (!signal.aborted) for (const part of wanted.values()) if (!running.has(part.id)) begin(part)
    }
    let settling = settle()
    const forget = settings.changed(() => {
      settling = settling.then(settle)
    })
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    forget()
    await settling
    await Promise.all([...running.values()].map(({ done }) => done))
  }

  return {
    id: emailId, kind: 'email',
    can: { albums: 'native', editOutgoing: false, buttons: 'links', askPhone: false, startPayloadMax: 0, initiate: 'always', maxText: 200_000, maxDownload: mailLimits.size, maxUpload: uploadBytes },
    verify: async () => (await Promise.all(settings.now().mailboxes.map(mailbox => verifyMailbox(mailbox, config, language)))).flat(),
    verifyMailbox: mailbox => verifyMailbox(mailbox, config, language),
    listen,
    accept: () => ({ status: 404, events: [] }),
    prepare: (raw, at) => prepare(raw, at, preparing),
    read: (raw, at) => readEvent(emailId, raw, at),
    glance: glanceAt,
    send: (to, what, open, about) => sender.send(to, what, open, about),
    fetchFile: async ({ fileRef, size }) => ({ ok: true, stream: house.openFile(fileRef), size }),
    startLink: () => null,
    parts: () => new Map([...healths].map(([id, health]) => [id, health.now()])),
    health: () => together(partsOf(settings.now()).map(({ id }) => healthOf(id).now()), time.now()),
    close: async () => {
      await Promise.all([reader.close(), sender.close()])
    },
  }
}

type Part = { id: string } & ({ kind: 'mailbox'; mailbox: Mailbox } | { kind: 'door'; door: MailDoor })

const partsOf = ({ mailboxes, door }: { mailboxes: readonly Mailbox[]; door: MailDoor | null }): Part[] => [
  ...mailboxes.filter(({ imap }) => imap !== null).map((mailbox): Part => ({ id: mailbox.id, kind: 'mailbox', mailbox })),
  ...(door === null ? [] : [{ id: 'door', kind: 'door', door } satisfies Part]),
]

/** Two settings with the same mark are the same; secrets go into it and cannot be read from it. */
const markOf = (part: Part): string => createHash('sha256').update(JSON.stringify(open(part))).digest('base64url')
const open = (value: unknown): unknown => (value instanceof Secret ? value.reveal() : typeof value === 'object' && value !== null ? Object.entries(value).map(([name, one]) => [name, open(one)]) : value)

/** The worst part speaks for the whole; without a part mail is stopped. */
function together(parts: readonly ChannelHealth[], now: number): ChannelHealth {
  const order: readonly ChannelHealth['state'][] = ['failed', 'waiting', 'starting', 'stopped', 'live']
  const worst = parts.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0]
  if (worst === undefined) return { state: 'stopped', since: now, lastEventAt: null, detail: null }
  return { ...worst, lastEventAt: parts.reduce<number | null>((last, { lastEventAt }) => (lastEventAt === null ? last : Math.max(last ?? 0, lastEventAt)), null) }
}
