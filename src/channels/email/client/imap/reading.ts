import type { ImapFlow } from 'imapflow'
import type { Fetching } from './fetch.ts'
import type { HardLetters } from './hard-letters.ts'
import { fetchLetter } from './letter.ts'
import { uidsIn } from './session.ts'
import { isRefusedCommand, MailboxTrouble } from './trouble.ts'

export type Reading = {
  /** Everything above the cursor into the inbox, one letter at a time; the cursor follows each letter once it is stored. */
  catchUp(): Promise<void>
  /** What the folder holds against what the inbox holds: what is missing is fetched, the counts are told. */
  compare(): Promise<void>
}

/** A folder as one session reads it. `validity`: its UIDVALIDITY; where it is another than the cursor's, all letters count as new and the hall knows the old ones by their content. */
export async function openReading({ mailbox: { id }, since, house, sink, health, log, time, counted, client, hard, validity, processed, signal }:
  Pick<Fetching, 'mailbox' | 'house' | 'sink' | 'health' | 'log' | 'time' | 'counted'> & { client: ImapFlow; hard: HardLetters; validity: number; since: string | undefined; processed: string | null; signal: AbortSignal }): Promise<Reading> {
  const kept = await asked(house.cursor(id))
  if (kept !== null && kept.validity !== validity) {
    log.warn({ mailbox: id, before: kept.validity, now: validity }, 'the server numbers the letters of a mailbox anew: all of them are read again')
    hard.clear()
  }
  let highest = kept?.validity === validity ? kept.highest : 0
  let canMove = processed !== null

  /** Whether the letter is where it belongs now: in the inbox, or nowhere any more. */
  async function bring(uid: number): Promise<'stored' | 'gone' | 'left'> {
    signal.throwIfAborted()
    if (!hard.begin(uid, time.now())) return 'left'
    let event
    try {
      event = await fetchLetter(client, { mailbox: id, validity, uid }, house)
    } catch (error) {
      if (error instanceof MailboxTrouble) hard.over(uid)
      if (!client.usable || !isRefusedCommand(error)) throw error
      log.warn({ mailbox: id, uid }, 'the server does not give a letter out: it is passed over for now')
      hard.refused(uid, time.now())
      return 'left'
    }
    hard.over(uid)
    if (event === null) return 'gone'
    await asked(sink([event]))
    health.heard()
    return 'stored'
  }

  /** What the server shows of what has been read. */
  const listed = (): Promise<number[]> => (highest === 0 ? Promise.resolve([]) : uidsIn(client, 1, highest, since))

  /** Moving is tidiness: letters are stored already. */
  async function move(uids: readonly number[]): Promise<void> {
    if (processed === null || !canMove || uids.length === 0) return
    const moved = await client.messageMove(uids.join(','), processed, { uid: true })
    if (moved !== false && moved !== undefined) return
    if (!client.usable) return
    canMove = false
    log.warn({ mailbox: id }, 'stored letters cannot be moved: they stay where they are')
  }

  return {
    catchUp: async () => {
      for (;;) {
        const fresh = await uidsIn(client, highest + 1, '*', since)
        if (fresh.length === 0) return
        for (const uid of fresh) {
          const how = await bring(uid)
          highest = uid
          await asked(house.keepCursor(id, { validity, highest }))
          if (how === 'stored') await move([uid])
        }
      }
    },
    compare: async () => {
      const known = new Set(await asked(house.storedUids(id, validity)))
      let here = await listed()
      const lacking = here.filter(uid => !known.has(uid))
      for (const uid of lacking) if ((await bring(uid)) === 'stored') known.add(uid)
      // What the server did not give may be gone by now; if it still lists it, it is missing.
      if (lacking.length > 0) here = await listed()
      const stored = here.filter(uid => known.has(uid))
      const missing = here.length - stored.length
      const found = lacking.filter(uid => known.has(uid)).length
      if (found + missing > 0) log.warn({ mailbox: id, found, missing }, 'letters of a mailbox were not in the inbox')
      await asked(counted({ mailbox: id, seen: here.length, stored: stored.length, missing }))
      for (let at = 0; at < stored.length; at += together) await move(stored.slice(at, at + together))
    },
  }
}

/** Letters that are moved with one command. */
const together = 200

/** The house answers, or its database is away: then the letters wait where they are. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw new MailboxTrouble({ kind: 'database', detail: '' }, error)
  }
}
