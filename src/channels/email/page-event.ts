import type { Instant } from '../../lib/instant.ts'
import type { Inbound, Reading } from '../../intake/inbound.ts'
import { incomingOf } from '../portal/read.ts'
import { pageEvent, type PageEvent } from './raw.ts'

/** What was done on the page that a letter of ours led to. Whoever holds its link is not verified by that; he stands in the conversation of the address that it was written to. Pure. */
export function readPageEvent(channelId: string, raw: unknown, { receivedAt }: { receivedAt: Instant }): Reading {
  const parsed = pageEvent.safeParse(raw)
  if (!parsed.success) return { ok: false, reason: `not an event of a page: ${parsed.error.issues[0]?.path.join('.') ?? ''}` }
  return { ok: true, events: [inbound(channelId, parsed.data, receivedAt)] }
}

function inbound(channelId: string, event: PageEvent, receivedAt: Instant): Inbound {
  const { address, key } = event
  const envelope = {
    channelId, channel: 'email' as const, eventKey: key, occurredAt: event.at, receivedAt, conversation: { externalId: address, type: 'email' as const },
    author: { externalId: address, displayName: '', verified: 'none' as const },
  }
  switch (event.kind) {
    // The page has kept their bytes: there is nothing to fetch.
    case 'answer': return {
      ...envelope, kind: 'message', externalId: key, text: event.text, files: event.files.map(file => ({ ...incomingOf(file), stored: file.id })),
      ...(event.replyTo === null ? {} : { replyTo: event.replyTo }), ...(event.told === null ? {} : { told: event.told }),
    }
    case 'press': return { ...envelope, kind: 'pressed', choice: event.choice, interaction: key }
  }
}
