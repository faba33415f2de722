import { sql } from 'kysely'
import type { Db } from '../lib/db.ts'
import { json, stampOrNull } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'

/** Asks for background work inside the caller's transaction: the job is there if the change is. A job of the same key that waits is replaced. `runAt`: not before. */
export async function addJob(db: Db, task: string, payload: object, options: { key?: string; maxTries?: number; runAt?: Instant } = {}): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${json(payload)}::json, job_key => ${options.key ?? null}, max_attempts => ${options.maxTries ?? 10},
    run_at => ${stampOrNull(options.runAt ?? null)}::timestamptz)`.execute(db)
}

/** Lets others take the jobs of workers that do not live any more. */
export async function freeAbandoned(db: Db, lives: (worker: string) => Promise<boolean>): Promise<void> {
  const { rows } = await sql<{ worker: string }>`select distinct locked_by as worker from graphile_worker._private_jobs where locked_by is not null`.execute(db)
  const dead: string[] = []
  for (const { worker } of rows) if (!(await lives(worker))) dead.push(worker)
  if (dead.length > 0) await sql`select graphile_worker.force_unlock_workers(${dead}::text[])`.execute(db)
}
