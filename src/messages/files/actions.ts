import { addJob } from '../../jobs/store.ts'
import { together, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import type { Time } from '../../lib/time.ts'
import { limits } from '../../lib/wire.ts'
import { saveFetched } from '../../files/actions.ts'
import type { FileStore } from '../../files/client.ts'
import { verdictOf, type FetchFailure } from './outcome.ts'
import { giveUp, keepBytes, pendingAttachment, type Pending } from './store.ts'

/** The side of a channel that gives bytes: exactly one attempt. */
export type Source = {
  fetchFile(file: { fileRef: string; size: number | null }): Promise<{ ok: true; stream: AsyncIterable<Uint8Array>; size: number | null } | ({ ok: false; detail: string } & FetchFailure)>
}

export type FetchHouse = {
  db: Db
  time: Time
  files: FileStore
  /** Null: the channel is not open in this process; its files wait. */
  channel: (id: string) => Source | null
  /** Tells the workspaces that look at a ticket that its conversation looks different now. */
  announce: (ticket: { id: string; number: number }) => void
}

/** The job that fetches one attachment; `tries`: attempts that failed before. */
export const fetchTask = 'fetch_file'
export type FetchOrder = { attachment: string; tries?: number }

/**
 * Gets the bytes of an attachment from its channel and keeps them, or says why they will never come. A failure that may pass asks for a further job at
 * its time, in the words of the channel if it named one. Harmless when repeated. Throws only what the database or the disk throws: then the job itself
 * is tried again.
 */
export async function fetchAttachment(house: FetchHouse, { attachment: id, tries = 0 }: FetchOrder): Promise<void> {
  const { db, time, announce } = house
  const pending = await pendingAttachment(db, id)
  if (pending === null) return
  const failure = await attempt(house, pending)
  if (failure !== null) {
    const verdict = verdictOf(failure, tries + 1, time.now())
    if ('again' in verdict) {
      await addJob(db, fetchTask, { attachment: id, tries: verdict.tries } satisfies FetchOrder, { key: fetchKey(id), runAt: verdict.again })
      return
    }
    await together(db, [giveUp(id, verdict.state)])
  }
  announce({ id: pending.ticketId, number: pending.number })
}

/** One job for each attachment, however often it is asked for. */
export const fetchKey = (attachmentId: string): string => `${fetchTask} ${attachmentId}`

/** Null: the bytes are here. */
async function attempt({ db, time, files, channel }: FetchHouse, { id, channelId, remoteRef, name, mime, size }: Pending): Promise<FetchFailure | null> {
  const source = channel(channelId)
  if (source === null) return { class: 'temporary' }
  if (size !== null && size > limits.uploadBytes) return { class: 'too_large' }
  const answer = await source.fetchFile({ fileRef: remoteRef, size })
  if (!answer.ok) return answer
  const line = watched(answer.stream)
  try {
    const { saved, row } = await saveFetched(files, { stream: line.stream, name, mime, limit: limits.uploadBytes }, time.now())
    await together(db, [row, keepBytes(id, saved)])
    return null
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_large') return { class: 'too_large' }
    // The line to the channel broke; a fault of our own disk or database is another matter.
    if (line.broke) return { class: 'temporary' }
    throw error
  }
}

/** A stream that remembers whether it was the stream that failed. */
function watched(source: AsyncIterable<Uint8Array>): { stream: AsyncIterable<Uint8Array>; broke: boolean } {
  async function* passing() {
    try {
      yield* source
    } catch (error) {
      line.broke = true
      throw error
    }
  }
  const line = { stream: passing(), broke: false }
  return line
}
