import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromColleague } from '../alarms/chats/actions/talking.ts'
import { startAlarms } from '../alarms/jobs.ts'
import { alarmRoutes } from '../alarms/routes.ts'
import { handled } from '../dialogue/actions/handled.ts'
import { toldIn } from '../dialogue/actions/hearing.ts'
import { forBotAlone, isForBotAlone, placed } from '../dialogue/actions/placed.ts'
import { mannerOf } from '../dialogue/manner.ts'
import { dialogueRoutes } from '../dialogue/routes.ts'
import { wordsIn } from '../dialogue/words.ts'
import { keepSettings, mailSettings } from '../channels/actions/kept.ts'
import { openSealing } from '../channels/actions/sealing.ts'
import { keepCounts, readCounts } from '../channels/store/cursors.ts'
import { hookRoutes } from '../channels/routes/hooks.ts'
import { startListening } from '../channels/jobs/listening.ts'
import { startWatching } from '../channels/jobs/watching.ts'
import { channelRoutes } from '../channels/routes/settings.ts'
import type { Channel, Sink } from '../channels/channel.ts'
import { mailHouse } from '../channels/actions/mail-house.ts'
import { emailChannel } from '../channels/email/index.ts'
import type { EmailConfig, MailSettings } from '../channels/email/client/config.ts'
import { portalChannel, portalId } from '../channels/portal/index.ts'
import { telegramChannel } from '../channels/telegram/index.ts'
import { competenceRoutes } from '../competence/routes.ts'
import { startForgetting } from '../contacts/import/jobs.ts'
import { contactRoutes } from '../contacts/routes.ts'
import { startDelivery } from '../delivery/jobs.ts'
import type { Taken } from '../delivery/store.ts'
import { fileRoutes } from '../files/routes.ts'
import { openFiles } from '../files/client.ts'
import { openStored } from '../files/actions.ts'
import { makeHouse } from '../http/house.ts'
import { ringLive } from '../http/live-bridge.ts'
import type { ClockStep } from '../http/practice-clock.ts'
import { openDoors } from '../http/listen.ts'
import { buildServer } from '../http/server.ts'
import { tell } from '../http/tell.ts'
import type { Hall } from '../intake/hall.ts'
import { startIntake } from '../intake/jobs.ts'
import { asideRoutes } from '../intake/aside/routes.ts'
import { movingRoutes } from '../intake/moving/routes.ts'
import { intakeRoutes } from '../intake/routes.ts'
import { record } from '../intake/store.ts'
import { startCrier } from '../incidents/jobs.ts'
import { incidentRoutes } from '../incidents/routes.ts'
import { addJob } from '../jobs/store.ts'
import { prepareJobs, startJobs } from '../jobs/jobs.ts'
import { isAlive, openAlive } from '../lib/alive.ts'
import { openBell } from '../lib/bell.ts'
import { isPassing, openDatabase, type Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Log } from '../lib/log.ts'
import { migrate } from '../lib/migrate.ts'
import { reasonOf, StartRefusal } from '../lib/refuse-start.ts'
import type { Secret } from '../lib/secret.ts'
import type { Time } from '../lib/time.ts'
import { hearDelivery } from '../messages/actions.ts'
import { fetchAttachment, type FetchOrder } from '../messages/files/actions.ts'
import { letterRoutes } from '../messages/letters/routes.ts'
import { messageRoutes } from '../messages/routes.ts'
import { loadFirstEdition, WrongDocument } from '../regulation/actions.ts'
import { openPages } from '../portal/actions/signing.ts'
import { startPortal } from '../portal/jobs.ts'
import { portalRoutes } from '../portal/routes/index.ts'
import { regulationRoutes } from '../regulation/routes.ts'
import { reportRoutes } from '../reports/routes.ts'
import { tellAll } from '../releases/jobs.ts'
import { releaseRoutes } from '../releases/routes.ts'
import { shiftRoutes } from '../shifts/routes/index.ts'
import { ensureFirstAdminLink } from '../staff/actions/welcome.ts'
import type { Change } from '../tickets/change.ts'
import { startWaker } from '../tickets/jobs.ts'
import { ticketRoutes } from '../tickets/routes.ts'
import { channels as channelWords } from '../words/ru/channels.ts'
import { openRegistry, telegramOf, type OpenedBot } from './channels.ts'
import { stepOf, type PracticeClock } from './practice-clock.ts'
import { makeRooms } from './rooms.ts'

/** What the house is opened with. Nothing in it reads the environment. */
export type Opening = {
  databaseUrl: string
  dataDir: string
  host: string
  port: number
  publicUrl: string | undefined
  trustProxy: boolean
  practice: boolean
  /** The page where a newcomer plays the restaurant; null outside practice. */
  practiceChat?: string | null
  /** The page where he writes and reads the restaurants' letters; null outside practice. */
  practiceMail?: string | null
  /** Practice: furnishes the desk, at its start and when a newcomer has come. */
  furnish?: ((db: Db) => Promise<void>) | undefined
  /** Practice: `time` itself, when it may be moved. */
  clock?: PracticeClock | undefined
  secret: Secret
  /** Secret of monitoring (Standard Webhooks, `whsec_...`); absent: nobody may propose an outage from outside. */
  monitoring?: Secret | undefined
  /** Path of the regulation that becomes edition 1 of an empty database. */
  regulation: string
  channels: readonly Channel[]
  /** Mailboxes and a door that nobody has added in the workspace (practice, tests). */
  mail?: MailSettings | undefined
  /** Asks names of the DNS in place of the system (tests). */
  resolver?: EmailConfig['resolver']
  time: Time
  log: Log
  version: string
  webFolder: string
}

export type OpenHouse = {
  /** Where it listens: `http://127.0.0.1:8080`. */
  url: string
  /** One-time link for the first administrator, null when there is one. */
  firstAdminLink: string | null
  /** Link that signs a newcomer in, in practice mode only. */
  practiceLink: string | null
  db: Db
  close(): Promise<void>
}

/**
 * Opens all rooms over one database and hands each what it needs. Order: database and tables, edition 1, rooms, doors, then the workers, so that nothing
 * is taken in before it can be handled. Throws `StartRefusal` for what the operator can mend.
 */
export async function openHouse(opening: Opening): Promise<OpenHouse> {
  const { time, log } = opening
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const shut of closers.toReversed()) await shut().catch(error => log.error({ error }, 'a part did not close'))
    closers.length = 0
  }
  try {
    return await open()
  } catch (error) {
    await close()
    throw error
  }

  async function open(): Promise<OpenHouse> {
    await migrate(opening.databaseUrl, time)
    const trouble = (part: string, about: object = {}) => (error: unknown) => {
      if (isPassing(error)) log.warn({ part, ...about, error }, 'the database is away; trying again')
      else log.error({ part, ...about, error }, 'failed')
    }
    const { db, pool, close: closeDatabase } = openDatabase(opening.databaseUrl, { size: 8, onError: trouble('pool') })
    closers.push(closeDatabase)
    await prepareJobs(pool, log)
    await loadEdition(db, opening)
    await opening.furnish?.(db)

    const alive = await openAlive(opening.databaseUrl, trouble('alive'))
    closers.push(() => alive.close())
    const bell = await openBell(opening.databaseUrl, trouble('bell'))
    closers.push(() => bell.close())

    // Known for sure only when the doors are open (PORT=0: any free one).
    let publicUrl = opening.publicUrl ?? `http://${opening.host}:${opening.port}`
    const pageOf = openPages(opening.secret, () => publicUrl)
    const { editions, tickets, alarms, dialogue, incidents } = makeRooms(db, time, () => publicUrl, id => mannerOf(channels.reader(id)?.can.buttons, pageOf))
    const files = openFiles(join(opening.dataDir, 'files'))
    const sealing = openSealing(opening.secret)
    const added = await keepSettings(db, sealing)
    const makeBot = (bot: OpenedBot): Channel => telegramChannel({ ...telegramOf(bot), time, log })
    const mailboxes = withFixed(mailSettings(added), opening.mail)
    const email = emailChannel({
      secret: opening.secret, time, log, settings: mailboxes, resolver: opening.resolver,
      house: mailHouse({ db, files, time, page: pageOf, sends: () => mailboxes.now().mailboxes.flatMap(({ id, smtp }) => (smtp === null ? [] : [id])) }),
    }, { counted: counts => keepCounts(db, counts, time.now()) })
    closers.push(() => email.close())
    // Messengers first: what points to one channel (a QR) points to the first that can.
    const channels = openRegistry({
      messengers: opening.channels, kept: added, sealedWords: channelWords.sealed, onTrouble: trouble('channels'),
      others: [email, portalChannel({ url: () => publicUrl, open: id => openStored(db, files, id), time })],
      make: makeBot,
      changed: () => {
        bell.ring('inbox')
        bell.ring('outbox')
      },
    })
    // What uploads of a killed process left half-written.
    await files.sweep(time.now())

    const hall: Hall = {
      tickets, regulationAt: editions.inForceAt,
      host: {
        fromColleague: (handle, met, event, now) => fromColleague({ ...hall, ...alarms }, handle, met, event, now),
        isForBotAlone,
        toldIn: (handle, met, message) => toldIn(dialogue, handle, met, message),
        forBotAlone: (handle, met, now) => forBotAlone(dialogue, handle, met, now),
        placed: (handle, what, now) => placed(dialogue, handle, what, now),
        handled: (handle, met, event, now) => handled(dialogue, handle, met, event, now),
      },
      maxDownload: id => channels.reader(id)?.can.maxDownload ?? 0,
      fetchLater: async (handle, ids) => {
        for (const id of ids) await addJob(handle, 'fetch_file', { attachment: id }, { key: `fetch_file ${id}`, maxTries: 12 })
      },
      subjectWithoutWords: (found, content) => {
        const { subjects } = wordsIn('ru')
        return found[0] !== undefined ? subjects[found[0].kind] : content.place !== undefined ? subjects.place : content.card !== undefined ? subjects.card : subjects.none
      },
    }

    const announce = (changes: readonly Change[]): void => {
      for (const { id, version, after: { ticket } } of changes) ringLive(bell, { type: 'ticket', id, number: ticket.number, version })
      bell.ring('outbox')
      bell.ring('waker')
      bell.ring('alarms')
      bell.ring('crier')
    }
    const incidentsChanged = (ids: readonly string[]): void => {
      for (const id of ids) ringLive(bell, { type: 'incident', id })
      bell.ring('outbox')
      bell.ring('crier')
    }
    /** What came of parcels that moved tickets, where no sender was at work. */
    const settled = (parcels: readonly Taken[]): void => {
      for (const { ticketId, ticketNumber } of parcels) if (ticketId !== null && ticketNumber !== null) ringLive(bell, { type: 'delivery', id: ticketId, number: ticketNumber })
      bell.ring('waker')
    }
    /** Whoever sleeps until an instant looks at the clock again. */
    const moveOn = async (clock: PracticeClock, to: ClockStep): Promise<Instant> => {
      const now = clock.now()
      clock.advance(stepOf(to, now, (await editions.inForceAt(now)).policy.calendars.service))
      await opening.furnish?.(db)
      for (const topic of ['waker', 'alarms', 'crier', 'portal', 'forgetting', 'channels', 'inbox', 'outbox']) bell.ring(topic)
      return clock.now()
    }
    const sinkOf = (channelId: string): Sink => async events => {
      await record(db, channelId, events, time.now(), channels.prepares().includes(channelId) ? 'raw' : 'new')
      bell.ring('inbox')
    }

    const house = makeHouse({
      config: { publicUrl: opening.publicUrl, trustProxy: opening.trustProxy, practice: opening.practice, practiceChat: opening.practiceChat ?? null, practiceMail: opening.practiceMail ?? null },
      arrived: async () => opening.furnish?.(db),
      practiceHand: opening.clock === undefined ? null : to => moveOn(opening.clock!, to),
      db, time, log, bell, pool, secret: opening.secret, webFolder: opening.webFolder,
      health: {
        version: opening.version,
        ready: { database: () => db.selectFrom('schemaMigrations').select('number').limit(1).execute() },
        // Mail without a mailbox is no channel yet.
        channels: () => channels.health().filter(({ id }) => id !== email.id || email.parts().size > 0),
      },
    })
    const startLinks = (payload: string) => channels.all().flatMap(channel => {
      const url = channel.startLink(payload)
      return url === null ? [] : [{ channelId: channel.id, url }]
    })
    const desk = {
      db, time, log, tickets, announce, startLinks, files, bell,
      editions: { of: editions.byId, inForce: editions.inForceAt },
    }
    const app = await buildServer(house, [
      regulation => regulationRoutes(regulation, { editions, time }),
      room => ticketRoutes(room, desk),
      room => messageRoutes(room, desk),
      room => dialogueRoutes(room, { db, dialogue }),
      room => shiftRoutes(room, { ...desk, tell }),
      room => intakeRoutes(room, { ...desk, prepares: channels.prepares, glance: (id, raw) => channels.reader(id)?.glance?.(raw) ?? null }),
      room => asideRoutes(room, { ...desk, prepares: channels.prepares, read: (id, raw, at) => channels.reader(id)?.read(raw, at) ?? null }),
      room => letterRoutes(room, desk),
      room => movingRoutes(room, { ...desk, mover: hall }),
      room => alarmRoutes(room, desk),
      room => contactRoutes(room, { ...desk, hotline: async () => (await editions.inForceAt(time.now())).document.channels.find(({ id }) => id === 'phone')?.address ?? null }),
      room => competenceRoutes(room, desk),
      room => releaseRoutes(room, desk),
      room => reportRoutes(room, desk),
      room => fileRoutes(room, desk),
      room => incidentRoutes(room, { db, time, incidents, announce, changed: incidentsChanged, monitoring: opening.monitoring ?? null, onTrouble: trouble('hooks') }),
      room => portalRoutes(room, { db, time, files, secret: opening.secret, regulationAt: editions.inForceAt, sink: sinkOf, hear: hearDelivery(tickets), fetched: settled }),
      room => channelRoutes(room, {
        ...desk, sealing, practice: opening.practice, origin: opening.publicUrl ?? null, kept: added, fixed: opening.mail?.mailboxes ?? [], open: channels.all, channel: channels.get, parts: email.parts,
        sends: ({ id }) => id !== email.id || mailboxes.now().mailboxes.some(({ smtp }) => smtp !== null),
        testers: { makeBot, verifyMailbox: email.verifyMailbox }, serverCounts: mailbox => readCounts(db, mailbox), onTrouble: trouble('channels'),
      }),
      room => hookRoutes(room, { channel: channels.get, sink: sinkOf, onTrouble: trouble('hooks') }),
    ])
    closers.push(() => app.close())
    publicUrl = await openDoors(app, opening)

    const delivery = startDelivery({
      // What the form says is fetched by its pages.
      db, time, channels: () => channels.ids().filter(id => id !== portalId), sender: channels.get, open: id => openStored(db, files, id), hear: hearDelivery(tickets), key: alive.key, living: key => isAlive(db, key),
      after: parcel => {
        if (parcel.ticketId !== null && parcel.ticketNumber !== null) ringLive(bell, { type: 'delivery', id: parcel.ticketId, number: parcel.ticketNumber })
      },
      onTrouble: (error, parcel) => trouble('delivery')(error instanceof Error && parcel !== undefined ? Object.assign(error, { parcel: parcel.id }) : error),
    })
    const intake = startIntake({
      db, time, channels: channels.readers, prepares: channels.prepares, hall, announce, onTrouble: error => trouble('intake')(error),
      prepare: async (id, raw, at) => await channels.get(id)?.prepare?.(raw, at) ?? { ok: false, reason: `channel ${id} is not open` },
      read: (id, raw, at) => channels.reader(id)?.read(raw, at) ?? null,
    })
    const waker = startWaker({ db, time, room: tickets, announce: change => announce([change]), onTrouble: (error, ticket) => trouble('waker', ticket === undefined ? {} : { ticket })(error) })
    const crier = startCrier({ db, time, room: incidents, announce, changed: incidentsChanged, onTrouble: (error, subject) => trouble('crier', subject === undefined ? {} : { subject })(error) })
    const portal = startPortal({ db, time, channelId: portalId, policyAt: async at => (await editions.inForceAt(at)).policy, hear: hearDelivery(tickets), after: settled, onTrouble: trouble('portal') })
    const forgetting = startForgetting({ db, time, onTrouble: trouble('contacts') })
    const alarming = startAlarms({
      db, time, room: alarms, onTrouble: (error, alarm) => trouble('alarms', alarm === undefined ? {} : { alarm })(error),
      announce: () => {
        ringLive(bell, { type: 'alarm' })
        bell.ring('outbox')
      },
    })
    const watching = startWatching({
      db, time, kept: added, open: channels.all, parts: email.parts, serverCounts: mailbox => readCounts(db, mailbox), words: channelWords, onTrouble: trouble('channels'),
      changed: () => {
        ringLive(bell, { type: 'alarm' })
        bell.ring('alarms')
      },
    })
    const jobs = await startJobs({
      db, pool, log, time, alive,
      tasks: {
        fetch_file: async payload => fetchAttachment({ db, time, files, channel: channels.get, announce: ticket => ringLive(bell, { type: 'delivery', ...ticket }) }, payload as FetchOrder),
        tell_waiting: async payload => tellAll({ db, time, tickets, announce }, payload as { telling: string }),
      },
    })
    const deaf = [
      bell.hear('outbox', { rung: () => delivery.nudge(), missed: () => delivery.nudge() }),
      bell.hear('inbox', { rung: () => intake.nudge(), missed: () => intake.nudge() }),
      bell.hear('crier', { rung: () => crier.nudge(), missed: () => crier.nudge() }),
      bell.hear('alarms', { rung: () => alarming.nudge(), missed: () => alarming.nudge() }),
      bell.hear('waker', { rung: () => waker.nudge(), missed: () => waker.nudge() }),
      bell.hear('forgetting', { rung: () => forgetting.nudge(), missed: () => forgetting.nudge() }),
      bell.hear('channels', { rung: () => watching.nudge(), missed: () => watching.nudge() }),
      bell.hear('portal', { rung: () => portal.nudge(), missed: () => portal.nudge() }),
    ]
    channels.listen(channel => startListening({ channel, sink: sinkOf(channel.id), alive, onTrouble: trouble(channel.id) }))
    // First the ears, then the hands: what came in is stored, what was begun is ended.
    closers.push(async () => {
      for (const stop of deaf) stop()
      await channels.stop()
      await Promise.all([intake.stop(), waker.stop(), alarming.stop(), crier.stop(), portal.stop(), forgetting.stop(), watching.stop(), jobs.stop()])
      await delivery.stop()
    })

    const first = opening.practice ? null : await ensureFirstAdminLink(db, time)
    return {
      url: publicUrl, db, close,
      firstAdminLink: first === null ? null : `${publicUrl}${first}`,
      practiceLink: house.practiceDoor === null ? null : `${publicUrl}${house.practiceDoor.path}`,
    }
  }
}

/** What people have added, after what the house was opened with. */
function withFixed(added: EmailConfig['settings'], fixed: MailSettings | undefined): EmailConfig['settings'] {
  if (fixed === undefined) return added
  return {
    changed: added.changed,
    now: () => {
      const { mailboxes, door } = added.now()
      return { mailboxes: [...fixed.mailboxes, ...mailboxes], door: fixed.door ?? door }
    },
  }
}

async function loadEdition(db: Db, { regulation, time }: Opening): Promise<void> {
  let source: string
  try {
    source = readFileSync(regulation, 'utf8')
  } catch (error) {
    throw new StartRefusal('bad_setting', `REGULATION names ${regulation}, which cannot be read (${reasonOf(error)}): write the path of a regulation document.`, error)
  }
  try {
    await loadFirstEdition(db, source, time.now())
  } catch (error) {
    if (error instanceof WrongDocument) throw new StartRefusal('bad_setting', `The regulation ${regulation} was refused: ${inOneLine(error)}`, error)
    throw error
  }
}

/** The first problem of a document, and how many more there are: one sentence for the console. */
function inOneLine({ problems: [first, ...others] }: WrongDocument): string {
  const place = first === undefined || first.path === '' ? '' : `${first.path}: `
  return `${place}${first?.reason.en ?? 'it is no regulation'}${others.length === 0 ? '' : ` (and ${others.length} more)`}`
}
