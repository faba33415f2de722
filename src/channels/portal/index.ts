import type { Time } from '../../lib/time.ts'
import type { Channel } from '../channel.ts'
import { limits } from './limits.ts'
import { readEvent } from './read.ts'

/** One form for each desk. */
export const portalId = 'portal'

/** What the points' links carry (`pointPayload`); other payloads are for messengers. */
const pointLink = /^p_([\w-]{1,62})$/

/**
 * The public form as a channel. Its pages (`src/portal`) put events into the inbox themselves, after the bytes of their files are stored; what the desk says
 * waits in the outbox until the page of the ticket fetches it (docs/decisions/0017-a-page-fetches-its-parcels.md), so nothing is ever sent from here.
 * `url`: where the desk is reached; `open`: bytes of a stored file.
 */
export function portalChannel({ url, open, time }: { url: () => string; open: (fileId: string) => AsyncIterable<Uint8Array>; time: Time }): Channel {
  const since = time.now()
  return {
    id: portalId, kind: 'portal',
    can: {
      albums: 'native', editOutgoing: true, buttons: 'inline', askPhone: false, startPayloadMax: 64, initiate: 'after_start', maxText: 20_000, maxDownload: limits.fileBytes, maxUpload: limits.fileBytes,
    },
    verify: async () => [{ level: 'ok', code: 'form', detail: `${url()}/new` }],
    listen: (_sink, signal) => new Promise(resolve => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    }),
    accept: () => ({ status: 404, events: [] }),
    read: (raw, at) => readEvent(portalId, raw, at),
    send: async () => ({ ok: false, class: 'temporary', detail: 'waits for the page' }),
    fetchFile: async ({ fileRef, size }) => ({ ok: true, stream: open(fileRef), size }),
    startLink: payload => {
      const token = pointLink.exec(payload)?.[1]
      return token === undefined ? null : `${url()}/n/${token}`
    },
    health: () => ({ state: 'live', since, lastEventAt: null, detail: null }),
  }
}
