/** The practice door: one link, printed by the console, that signs the newcomer in. It exists in practice mode only and for this machine only. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { record } from '../../audit/store.ts'
import { addUser } from '../../auth/store.ts'
import { isDuplicate, tx } from '../../lib/db.ts'
import type { Db } from '../../lib/db.ts'
import { newId, newToken } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { addMember, practiceAdmin } from '../store.ts'

/** `path`: `/enter/<token>`. The token lives as long as the process and may be used again: the same person opens the link twice, a browser fetches it ahead. */
/** `arrived`: hears that the newcomer is in. */
export type PracticeDoor = { path: string; opensTo(token: string): boolean; arrived(): Promise<void> }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Null outside practice mode: then no such door exists. */
export function practiceSignIn(practice: boolean, arrived: () => Promise<void> = async () => {}): PracticeDoor | null {
  if (!practice) return null
  const token = newToken(24)
  return { path: `/enter/${token}`, opensTo: tried => timingSafeEqual(digest(tried), digest(token)), arrived }
}

const practiceEmail = 'practice@localhost'

/** The practice admin, made when absent. `name` in the language of the newcomer. */
export async function ensurePracticeAdmin(db: Db, name: string, language: 'ru' | 'en', now: Instant): Promise<string> {
  const known = await practiceAdmin(db)
  if (known !== null) return known
  const id = newId()
  try {
    await tx(db, async tx => {
      await addUser(tx, { id, name, email: practiceEmail, passwordHash: null, at: now })
      await addMember(tx, { id, name, email: practiceEmail, role: 'admin', language, practice: true, at: now })
    })
  } catch (error) {
    // Another tab was first.
    if (!isDuplicate(error)) throw error
    return ensurePracticeAdmin(db, name, language, now)
  }
  return id
}

export const recordPracticeEntry = (db: Db, id: string, now: Instant): Promise<void> => record(db, { at: now, actor: id, act: 'entered_practice', subject: id })
