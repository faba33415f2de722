import { EventEmitter } from 'node:events'
import { Logger, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { isHeld, type Alive } from '../lib/alive.ts'
import { isPassing, type Db } from '../lib/db.ts'
import type { Log } from '../lib/log.ts'
import { startLoop } from '../lib/loop.ts'
import type { Time } from '../lib/time.ts'
import { freeAbandoned } from './store.ts'

/** The worker keeps its tables in a schema of its own and brings them up to date itself. */
export const prepareJobs = (pool: pg.Pool, log: Log): Promise<void> => runMigrations({ pgPool: pool, logger: quiet(log) })

export type JobsWork = { db: Db; pool: pg.Pool; log: Log; time: Time; tasks: TaskList; crontab?: string; alive: Pick<Alive, 'keep' | 'release'> }

const concurrency = 2
/** Results stored without this way of gathering them leave a promise to nobody when the database is away, and that ends the process. */
const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
/** Milliseconds between looks for the jobs of processes that died. */
const rest = 5_000

/**
 * Runs tasks that rooms hand in under their names; a task that throws is tried again after a growing delay, a task whose process died as soon as that is
 * seen (the worker itself would wait four hours). Modes: `running`; `over`: the database went away while a result was to be stored, which the worker does
 * not survive, and another one is started as soon as it is back; `stopped`. Hot paths (inbox, outbox, wake-ups) have loops of their own, see docs/decisions.
 */
export async function startJobs({ db, pool, log, time, tasks, crontab = '', alive }: JobsWork): Promise<{ stop(): Promise<void> }> {
  let current = await open()
  const loop = startLoop({
    time, rest,
    onTrouble: error => {
      if (isPassing(error)) log.warn({ room: 'jobs', error }, 'the database is away; trying again')
      else log.error({ room: 'jobs', error }, 'failed')
    },
    round: async () => {
      if (current.isOver()) current = await open()
      await freeAbandoned(db, worker => isHeld(db, signOf(worker)))
      return { again: false }
    },
  })
  return {
    stop: async () => {
      await loop.stop()
      await current.stop()
    },
  }

  async function open(): Promise<{ isOver(): boolean; stop(): Promise<void> }> {
    // Its jobs are marked with this name; it shows others that somebody is at them.
    let sign: string | null = null
    const events: WorkerEvents = new EventEmitter()
    events.on('pool:create', ({ workerPool }) => {
      sign = signOf(workerPool.id)
      void alive.keep(sign)
    })
    const runner = await run({ pgPool: pool, taskList: tasks, crontab, concurrency, noHandleSignals: true, pollInterval: 2_000, logger: quiet(log), events, preset })
    let isOver = false
    const end = runner.promise
      .catch((error: unknown) => log.warn({ room: 'jobs', error }, 'the worker ended, another one follows'))
      .then(async () => {
        isOver = true
        if (sign !== null) await alive.release(sign)
      })
    return {
      isOver: () => isOver,
      stop: async () => {
        if (!isOver) await runner.stop()
        await end
      },
    }
  }
}

const signOf = (worker: string): string => `jobs ${worker}`

/** Its own chatter is of interest only when something goes wrong; a message may hold a payload, so only the first line passes. */
function quiet(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ room: 'jobs' }, message.split('\n')[0])
    else if (level === 'warning') log.warn({ room: 'jobs' }, message.split('\n')[0])
  })
}
