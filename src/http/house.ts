/** What the server is built of. The roof makes it once; rooms ask in their own `routes.ts` for the part they need. */
import type pg from 'pg'
import { openSignIn } from '../auth/actions/sign-in.ts'
import type { SignIn } from '../auth/actions/sign-in.ts'
import type { App } from '../lib/app.ts'
import type { Bell } from '../lib/bell.ts'
import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Log } from '../lib/log.ts'
import type { Secret } from '../lib/secret.ts'
import type { Time } from '../lib/time.ts'
import { newToken } from '../lib/ids.ts'
import { practiceSignIn } from '../staff/actions/practice.ts'
import type { PracticeDoor } from '../staff/actions/practice.ts'
import { mayEnter } from '../staff/store.ts'
import { liveHub } from './live-hub.ts'
import type { LiveHub } from './live-hub.ts'
import type { Health } from './routes/health.ts'
import type { ClockStep } from './practice-clock.ts'
import { openSessions } from './session.ts'
import type { Sessions } from './session.ts'

export type HouseConfig = { publicUrl: string | undefined; trustProxy: boolean; practice: boolean; practiceChat: string | null; practiceMail: string | null }

export type House = {
  config: HouseConfig
  db: Db
  time: Time
  log: Log
  bell: Bell
  hub: LiveHub
  signIn: SignIn
  sessions: Sessions
  practiceDoor: PracticeDoor | null
  /** Moves the clock of practice on and gives what it shows then; null: time goes its own way. */
  practiceHand: ((to: ClockStep) => Promise<Instant>) | null
  health: Health
  /** Absolute path of the built workspace. */
  webFolder: string
}

/** A room's doors: adds its routes to the server. `app => ticketRoutes(app, {...})` */
export type Room = (app: App) => void | Promise<void>

export type HouseNeeds = Pick<House, 'config' | 'db' | 'time' | 'log' | 'bell' | 'health' | 'webFolder'> & { pool: pg.Pool; secret: Secret; arrived?: () => Promise<void>; practiceHand?: House['practiceHand'] }

export function makeHouse({ pool, secret, arrived, practiceHand = null, ...given }: HouseNeeds): House {
  const { config, db, time, log, bell } = given
  const { practice, publicUrl } = config
  const signIn = openSignIn({ db, time, pool, secret, publicUrl, log, mayEnter: id => mayEnter(db, id, practice) })
  return { ...given, signIn, sessions: openSessions({ db, signIn, bell, practice }), hub: liveHub(newToken(9)), practiceDoor: practiceSignIn(practice, arrived), practiceHand }
}
