/**
 * Waiting jobs of graphile-worker. Its tables are its own and change with its versions, so jobs travel as orders:
 * what, when, with which key. Whatever was being worked on is ordered anew; jobs of ours may run twice by design.
 */
import type pg from 'pg'

export type JobOrder = {
  task: string
  payload: unknown
  queue: string | null
  runAt: string
  attempts: number
  maxAttempts: number
  key: string | null
  priority: number
  flags: string[] | null
  lastError: string | null
}

export async function readJobs(client: pg.ClientBase): Promise<JobOrder[]> {
  const { rows: [found] } = await client.query<{ there: boolean }>(`select to_regclass('graphile_worker._private_jobs') is not null as there`)
  if (!found?.there) return []
  const { rows } = await client.query<JobOrder>(`
    select t.identifier as task, j.payload, q.queue_name as queue, to_json(j.run_at) #>> '{}' as "runAt", j.attempts, j.max_attempts as "maxAttempts",
      j.key, j.priority, (select array_agg(f) from jsonb_object_keys(j.flags) f) as flags, j.last_error as "lastError"
    from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    order by j.id`)
  return rows
}

/** Orders the jobs in a database where graphile-worker's schema stands. A job that had failed for good stays failed. */
export async function orderJobs(client: pg.ClientBase, jobs: readonly JobOrder[]): Promise<void> {
  for (const job of jobs) {
    const { rows: [ordered] } = await client.query<{ id: string }>(`
      select id from graphile_worker.add_job($1, $2::json, queue_name => $3, run_at => $4::timestamptz, max_attempts => $5, job_key => $6, priority => $7, flags => $8)`,
    [job.task, JSON.stringify(job.payload), job.queue, job.runAt, job.maxAttempts, job.key, job.priority, job.flags])
    if (job.attempts === 0 || !ordered) continue
    await client.query('update graphile_worker._private_jobs set attempts = $2, last_error = $3 where id = $1', [ordered.id, job.attempts, job.lastError])
  }
}
