import { Readable } from 'node:stream'
import { openStored, saveFetched } from '../../files/actions.ts'
import type { FileStore } from '../../files/client.ts'
import { together, type Db } from '../../lib/db.ts'
import type { Time } from '../../lib/time.ts'
import type { MailHouse } from '../email/client/config.ts'
import { mailLimits } from '../email/limits.ts'
import { cursorOf, keepCursor, storedUids } from '../store/cursors.ts'
import { letterIdOf, mayWrite, threadOf } from '../store/letters.ts'

/** What the house keeps for the mail channel. `page`: of the ticket, for the person of a conversation. */
export function mailHouse({ db, files, time, page, sends }: { db: Db; files: FileStore; time: Time; page: (conversationId: string, ticketNumber: number | null) => string | null; /** Mailboxes that can send, the first is taken where none is known. */ sends: () => readonly string[] }): MailHouse {
  return {
    cursor: mailbox => cursorOf(db, mailbox),
    keepCursor: (mailbox, cursor) => keepCursor(db, mailbox, cursor, time.now()),
    storedUids: (mailbox, validity) => storedUids(db, mailbox, validity),
    async keepFile({ name, mime, bytes }) {
      const stream = bytes instanceof Uint8Array ? Readable.from([bytes]) : bytes
      const { saved, row } = await saveFetched(files, { stream, name, mime, limit: mailLimits.size }, time.now())
      await together(db, [row])
      return saved
    },
    openFile: id => openStored(db, files, id),
    thread: about => threadOf(db, about, { page: id => page(id, about.ticketNumber), sends: sends() }),
    letterId: (about, domain) => letterIdOf(db, about, domain, time.now()),
    mayWrite: (about, to) => mayWrite(db, about, to, time.now()),
  }
}
