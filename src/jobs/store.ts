import { sql } from 'kysely'
import type { Db } from '../lib/db.ts'
import { json, stampOrNull } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'

/** Asks for background work inside the caller's transaction: the job is there if the change is. A job of the same key that waits is replaced. `runAt`: not before. */
export async function addJob(db: Db, task: string, payload: object, options: { key?: string; maxTries?: number; runAt?: Instant } = {}): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${json(payload)}::json, job_key => ${options.key ?? null}, max_attempts => ${options.maxTries ?? 10},
    run_at => ${stampOrNull(options.runAt ?? null)}::timestamptz)`.execute(db)
}
