import { Logger, run, runMigrations, type Runner, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Log } from '../lib/log.ts'

/** The worker keeps its tables in a schema of its own and brings them up to date itself. */
export const prepareJobs = (pool: pg.Pool, log: Log): Promise<void> => runMigrations({ pgPool: pool, logger: quiet(log) })

/**
 * Runs tasks that rooms hand in under their names; a task that throws is tried again after a growing delay. Hot paths (inbox, outbox, wake-ups) have
 * loops of their own, see docs/decisions.
 */
export function startJobs({ pool, log, tasks, crontab = '' }: { pool: pg.Pool; log: Log; tasks: TaskList; crontab?: string }): Promise<Runner> {
  return run({ pgPool: pool, taskList: tasks, crontab, concurrency: 2, noHandleSignals: true, pollInterval: 2_000, logger: quiet(log) })
}

/** Its own chatter is of interest only when something goes wrong; a message may hold a payload, so only the first line passes. */
function quiet(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ room: 'jobs' }, message.split('\n')[0])
    else if (level === 'warning') log.warn({ room: 'jobs' }, message.split('\n')[0])
  })
}
