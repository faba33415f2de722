import type { ImapFlow } from 'imapflow'
import { minute } from '../../../../lib/instant.ts'
import type { Time } from '../../../../lib/time.ts'
import type { Mailbox } from '../../mailbox.ts'
import { openAccessTokens } from '../access-tokens.ts'
import { openSession } from './session.ts'

export type SentFolder = {
  /** Puts a copy of a letter that went out into the mailbox's folder for them (SPECIAL-USE), read. Throws when there is none, or the server does not take it. */
  keep(mailbox: Mailbox, letter: Uint8Array): Promise<void>
}

const patience = 2 * minute

/** Copies of one mailbox go one after another, each in a short session of its own: servers allow few at a time. */
export function openSentFolder({ time }: { time: Time }): SentFolder {
  const tokens = openAccessTokens({ time })
  const lines = new Map<string, Promise<unknown>>()

  async function append({ imap }: Mailbox, letter: Uint8Array): Promise<void> {
    if (imap === null) throw new Error('a mailbox without IMAP has no folder for sent letters')
    const client = await openSession(imap, tokens, AbortSignal.timeout(patience))
    try {
      // Gmail keeps what goes out through it by itself.
      if (client.capabilities.has('X-GM-EXT-1')) return
      const folder = await sentIn(client)
      if (folder === null) throw new Error('the server names no folder for sent letters')
      if ((await client.append(folder, letter, ['\\Seen'], new Date(time.now()))) === false) throw new Error('the server did not take the copy of a sent letter')
    } finally {
      client.close()
    }
  }

  return {
    keep: (mailbox, letter) => {
      const turn = (lines.get(mailbox.id) ?? Promise.resolve()).catch(() => {}).then(() => append(mailbox, letter))
      lines.set(mailbox.id, turn)
      const leave = (): void => {
        if (lines.get(mailbox.id) === turn) lines.delete(mailbox.id)
      }
      turn.then(leave, leave)
      return turn
    },
  }
}

export async function sentIn(client: ImapFlow): Promise<string | null> {
  return (await client.list()).find(({ specialUse }) => specialUse === '\\Sent')?.path ?? null
}
