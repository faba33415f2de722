/**
 * A desk that works by mail alone: letters come in from a real Dovecot (or by the desk's own door), go out to a real SMTP server. Time is set by hand;
 * waiting is for what has to appear, with a limit.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { SendMailOptions } from 'nodemailer'
import { openLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { handTime, type HandTime } from '../../src/lib/time.ts'
import type { Db } from '../../src/lib/db.ts'
import { openHouse, type OpenHouse, type Opening } from '../../src/main/open.ts'
import type { MailSettings } from '../../src/channels/email/client/config.ts'
import type { Mailbox } from '../../src/channels/email/mailbox.ts'
import { openBell } from '../../src/lib/bell.ts'
import { perform } from '../../src/messages/actions.ts'
import { command as commandShape } from '../../src/tickets/api.ts'
import { startDovecot, type Dovecot } from '../dovecot.ts'
import { startSmtp, type Received, type SmtpPlan, type TestSmtp } from '../smtp-server.ts'
import { freshDatabase } from '../world.ts'
import { settleCast, type Colleague } from './cast.ts'
import { mailOpening, ticketRoom } from './opening.ts'
import type { StaffWish } from './stage.ts'

export const support = 'support@jupiter.example'
const password = 'letters'

export type MailDesk = {
  db: Db
  url: string
  time: HandTime
  dovecot: Dovecot
  smtp: TestSmtp
  house: () => OpenHouse
  /** Settings of the process: a second one is opened with the same. */
  opening: () => Opening
  /** Hands a letter to the mail server, from a person. */
  writes(letter: SendMailOptions, to?: string): Promise<void>
  /** The newest letter of ours to this address that says this; waits for it. */
  gets(address: string, says: string | RegExp): Promise<Received>
  does(who: Colleague, number: number, wish: StaffWish): Promise<void>
  /** Waits until this holds, 15 s at most. */
  until<T>(look: () => Promise<T | null | undefined | false>, what: string): Promise<T>
  /** All that came in is on its place, all that goes out is out. */
  rests(): Promise<void>
  tickets(): Promise<{ number: number; subject: string; state: string; contact: string | null }[]>
  messages(number: number): Promise<{ text: string; direction: string; extra: unknown; placed: unknown }[]>
  stop(): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
  troubles: string[]
}

export async function openMailDesk({ plan = {}, processed = null, mailbox = {}, resolver }: { plan?: SmtpPlan; processed?: string | null; mailbox?: Partial<Mailbox>; resolver?: Opening['resolver'] } = {}): Promise<MailDesk> {
  const base = await freshDatabase()
  const time = handTime(Date.parse('2026-03-17T11:00:00Z'))
  const folder = mkdtempSync(join(tmpdir(), 'mail-desk-'))
  const dovecot = await startDovecot({ users: { [support]: password, 'help@jupiter.example': password } })
  const smtp = await startSmtp(plan)
  const troubles: string[] = []
  const log = openLog('warn', { write: line => void troubles.push(line) })
  const box = (id: string, address: string): Mailbox => ({
    id, name: 'Поддержка Юпитера', address, plusAddressing: true, ownDomain: true, dkim: null, trustedServer: 'mx.jupiter.example',
    imap: { host: '127.0.0.1', port: dovecot.imap, security: 'none', login: { kind: 'password', user: address, password: new Secret(password) }, folder: 'INBOX', processed },
    smtp: smtp.server, ...mailbox,
  })
  const mail: MailSettings = { mailboxes: [box('support', support), box('help', 'help@jupiter.example')], door: null }
  const { staff } = await settleCast(base.db, time.now())
  const opening = (): Opening => mailOpening({ databaseUrl: base.url, folder, time, log, mail, ...(resolver === undefined ? {} : { resolver }) })
  let house = await openHouse(opening())
  const room = ticketRoom(base.db, time, () => house.url)
  const bell = await openBell(base.url)

  const desk: MailDesk = {
    db: base.db, url: base.url, time, dovecot, smtp, troubles, house: () => house, opening,
    writes: (letter, to = support) => dovecot.deliver(to, { to, ...letter }),
    gets: (address, says) => desk.until(async () => smtp.received.findLast(({ to, letter }) => to.includes(address) && (typeof says === 'string' ? letter.text.includes(says) : says.test(letter.text))), `a letter to ${address} that says ${String(says)}`),
    async does(who, number, wish) {
      await perform(room, base.db, number, commandShape.parse(wish), { now: time.now(), staffId: staff[who] })
      for (const topic of ['outbox', 'waker', 'alarms']) bell.ring(topic)
    },
    async until(look, what) {
      for (const end = performance.now() + 15_000; ;) {
        const found = await look()
        if (found !== null && found !== undefined && found !== false) return found
        if (performance.now() > end) throw new Error(`${what} did not come\n${troubles.slice(-5).join('')}`)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    },
    async rests() {
      await desk.until(async () => {
        const { rows } = await sql<{ left: number }>`select (select count(*) from inbox where state in ('raw', 'new')) + (select count(*) from outbox where state in ('queued', 'sending')) as left`.execute(base.db)
        return Number(rows[0]!.left) === 0
      }, 'rest')
    },
    tickets: () => base.db.selectFrom('tickets').leftJoin('contacts', 'contacts.id', 'tickets.contactId').select(['tickets.number', 'tickets.subject', 'tickets.state', 'contacts.name as contact']).orderBy('tickets.number').execute(),
    messages: number => base.db.selectFrom('messages').innerJoin('tickets', 'tickets.id', 'messages.ticketId').leftJoin('letters', 'letters.messageId', 'messages.id')
      .select(['messages.text', 'messages.direction', 'messages.extra', 'letters.placed']).where('tickets.number', '=', number).orderBy('messages.recordedAt').orderBy('messages.id').execute(),
    stop: () => house.close(),
    async start() {
      house = await openHouse(opening())
    },
    async end() {
      await house.close()
      await bell.close()
      await smtp.close()
      await dovecot.end()
      await base.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return desk
}
