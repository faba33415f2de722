/** Letters as the hall gets them, for tests that need no mail server: read, judged, their files stored. */
import { createHash } from 'node:crypto'
import type { Channel } from '../src/channels/channel.ts'
import type { Hall } from '../src/intake/hall.ts'
import type { Inbound, IncomingFile, Reading } from '../src/intake/inbound.ts'
import type { Instant } from '../src/lib/instant.ts'
import type { Box, LetterFacts, Verdict } from '../src/messages/letters/letter.ts'
import { numberInSubject } from '../src/messages/letters/letter.ts'
import type { TicketRoom } from '../src/tickets/actions.ts'
import type { Regulation } from './seed.ts'

export type Letter = Extract<Inbound, { kind: 'message' }> & { letter: LetterFacts }
export type Written = {
  from: Box
  at: Instant
  subject?: string
  text?: string
  to?: readonly Box[]
  cc?: readonly Box[]
  /** Ids of letters that it answers. */
  answers?: readonly string[]
  token?: number
  verdict?: Verdict
  mailbox?: string
  automatic?: boolean
  files?: readonly IncomingFile[]
  shown?: Partial<LetterFacts['shown']>
}

export const proven: Verdict = { spf: 'pass', dkim: 'pass', dmarc: 'pass', by: 'desk' }
export const forged: Verdict = { spf: 'fail', dkim: 'none', dmarc: 'fail', by: 'desk' }
export const unjudged: Verdict = { spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', by: null }

/** A letter to the desk; the same words of the same sender are the same letter, to whichever mailbox they come. */
export function letterOf({ from, at, subject = '', text = '', to = [], cc = [], answers = [], token, verdict = proven, mailbox = 'support', automatic = false, files = [], shown = {} }: Written): Letter {
  const contentHash = createHash('sha256').update(JSON.stringify([from.address, subject, text, at])).digest('hex')
  const letterId = `<${contentHash.slice(0, 16)}@${from.address.split('@')[1]}>`
  return {
    channelId: 'email', channel: 'email', eventKey: `imap ${mailbox} 1 ${contentHash.slice(0, 12)}`, occurredAt: at, receivedAt: at, conversation: { externalId: from.address.toLowerCase(), type: 'email' },
    author: { externalId: from.address.toLowerCase(), displayName: from.name === '' ? from.address : from.name, verified: verdict.dmarc === 'pass' ? 'dmarc' : 'none' },
    kind: 'message', externalId: letterId, text, files, ...(automatic ? { automatic: true as const } : {}),
    letter: {
      letterId, contentHash, mailbox, subject, from, to, cc, verdict, threads: { token: token ?? null, ids: answers, subject: numberInSubject(subject) }, ...(automatic ? { automatic: true as const } : {}),
      shown: { html: '', history: '', signature: '', remoteImages: [], parts: {}, gaps: [], ...shown },
    },
  }
}

/** A hall where nobody talks with the guest. */
export const plainHall = (tickets: TicketRoom, regulation: () => Regulation): Hall => ({
  tickets, regulationAt: async () => regulation(), maxDownload: () => 0, fetchLater: async () => {}, subjectWithoutWords: () => 'Файл без слов',
  host: { fromColleague: async () => null, isForBotAlone: () => false, toldIn: async () => undefined, forBotAlone: async () => [], placed: async () => [], handled: async () => [] },
})

/** The channel of mail without mail: what is put into its inbox has been read; what goes out is kept. */
export function letterBox(): Channel & { sent: { to: string; text: string; id: string }[] } {
  const sent: { to: string; text: string; id: string }[] = []
  return {
    sent, id: 'email', kind: 'email',
    can: { albums: 'native', editOutgoing: false, buttons: 'links', askPhone: false, startPayloadMax: 0, initiate: 'always', maxText: 200_000, maxDownload: 1_000_000, maxUpload: 1_000_000 },
    verify: async () => [],
    listen: (_sink, signal) => new Promise(resolve => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve())
    }),
    accept: () => ({ status: 404, events: [] }),
    // What a person asked for is a request, whatever it was.
    prepare: async raw => ({ ok: true, prepared: (raw as { asked?: string }).asked === undefined ? raw : { reading: requestOf((raw as { reading: Reading }).reading) } }),
    read: raw => (raw as { reading: Reading }).reading,
    send: async (to, what, _open, about) => {
      const id = `<ours.${about.parcelId}@support.example>`
      if (what.kind === 'send') sent.push({ to, text: what.text, id })
      return { ok: true, externalIds: [id] }
    },
    fetchFile: async () => ({ ok: false, class: 'gone', detail: 'no file' }),
    startLink: () => null,
    health: () => ({ state: 'live', since: 0, lastEventAt: null, detail: null }),
  }
}

function requestOf(reading: Reading): Reading {
  const [event] = reading.ok && 'events' in reading ? (reading.events ?? []) : []
  if (event?.kind !== 'message') return { ok: false, reason: 'nothing to ask for' }
  const { automatic: _, ...message } = event
  return { ok: true, events: [{ ...message, insisted: true }] }
}
