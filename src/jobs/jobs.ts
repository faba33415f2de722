import { Logger, run, runMigrations, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import { isPassing, type Db } from '../lib/db.ts'
import type { Log } from '../lib/log.ts'
import { startLoop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import { freeAbandoned } from './store.ts'

/** The worker keeps its tables in a schema of its own and brings them up to date itself. */
export const prepareJobs = (pool: pg.Pool, log: Log): Promise<void> => runMigrations({ pgPool: pool, logger: quiet(log) })

export type JobsWork = {
  db: Db
  pool: pg.Pool
  log: Log
  time: Time
  tasks: TaskList
  crontab?: string
  /** This process's sign of life (`lib/alive.ts`), and whether another's still shows. */
  key: number
  living: (key: number) => Promise<boolean>
}

/** Jobs that run at the same time in one process. */
const workers = 2
/** Milliseconds between looks for the jobs of processes that died. */
const rest = 5_000

/**
 * Runs tasks that rooms hand in under their names; a task that throws is tried again after a growing delay, a task whose process died as soon as that is
 * seen (the worker itself would wait four hours). Hot paths (inbox, outbox, wake-ups) have loops of their own, see docs/decisions.
 */
export async function startJobs({ db, pool, log, time, tasks, crontab = '', key, living }: JobsWork): Promise<{ stop(): Promise<void> }> {
  const runners = await Promise.all(Array.from({ length: workers }, (_, index) => {
    // Named after the process, so that others see whether it still lives. Only a runner of one worker can be given a name.
    const options = {
      pgPool: pool, taskList: tasks, crontab: index === 0 ? crontab : '', concurrency: 1, noHandleSignals: true, pollInterval: 2_000, logger: quiet(log), workerId: nameOf(key, index),
    }
    return run(options)
  }))
  const freeing = startLoop({
    time, rest, onTrouble: error => (isPassing(error) ? log.warn : log.error).call(log, { room: 'jobs', error }, 'looking for jobs left by dead processes'),
    round: async () => {
      await freeAbandoned(db, async worker => {
        const owner = keyOf(worker)
        return owner === null || owner === key || living(owner)
      })
      return { again: false }
    },
  })
  return {
    stop: async () => {
      await Promise.all([freeing.stop(), ...runners.map(runner => runner.stop())])
    },
  }
}

const nameOf = (key: number, index: number): string => `process ${key} worker ${index + 1}`
const keyOf = (worker: string): number | null => Number(/^process (\d+) worker /.exec(worker)?.[1] ?? 0) || null

/** Its own chatter is of interest only when something goes wrong; a message may hold a payload, so only the first line passes. */
function quiet(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ room: 'jobs' }, message.split('\n')[0])
    else if (level === 'warning') log.warn({ room: 'jobs' }, message.split('\n')[0])
  })
}
