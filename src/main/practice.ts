import { join } from 'node:path'
import { startMailSim, type MailPerson } from '../../sim/mail/index.ts'
import { practiceBot, startTelegramSim, type CastMember } from '../../sim/telegram/index.ts'
import type { EmailConfig, MailSettings } from '../channels/email/client/config.ts'
import { telegramChannel } from '../channels/telegram/index.ts'
import type { Channel } from '../channels/channel.ts'
import { addUser } from '../auth/store.ts'
import { addMember, practiceAdmin } from '../staff/store.ts'
import { pointPayload } from '../contacts/links.ts'
import { addPoint, companyNamed } from '../contacts/store.ts'
import type { Db } from '../lib/db.ts'
import { tx } from '../lib/db.ts'
import { newId } from '../lib/ids.ts'
import type { Log } from '../lib/log.ts'
import { Secret } from '../lib/secret.ts'
import type { Time } from '../lib/time.ts'
import { addFitting, entriesBetween } from '../shifts/store.ts'
import { practiceRoster, practiceWeek } from './practice-roster.ts'

/**
 * Practice mode (product.md 6): our simulator with its chat page instead of Telegram, mailboxes of a few people whose letters go through the desk's own door, a few
 * companies, points and colleagues. Loopback only.
 */
export type Practice = {
  channels: readonly Channel[]
  /** The page where the newcomer plays the restaurant. */
  chatUrl: string
  /** The page where he writes and reads their letters. */
  mailUrl: string
  /** The desk's mailbox and door of practice, and the DNS by which senders are judged there. */
  mail: MailSettings
  resolver: EmailConfig['resolver']
  /** Puts companies, points and colleagues into an empty database, and plans the week of those who have none; what is there is left alone. */
  furnish(db: Db): Promise<void>
  close(): Promise<void>
}

type PracticePoint = { name: string; address: string; token: string; timeZone: string; version: string; note: string }

const companies: readonly { name: string; points: readonly PracticePoint[] }[] = [
  {
    name: 'ООО «Белая берёза»',
    points: [
      { name: 'Кафе «Берёзка»', address: 'Москва, Кузнецкий Мост, 7', token: 'uchebnaya-berezka', timeZone: 'Europe/Moscow', version: 'Юпитер 5.2', note: '2 кассы, ФР АТОЛ 30Ф, кухонный принтер Epson TM-T20' },
      { name: 'Кафе «Берёзка» на Арбате', address: 'Москва, Арбат, 24', token: 'uchebnaya-arbat', timeZone: 'Europe/Moscow', version: 'Юпитер 5.1', note: '1 касса, доставка через агрегаторы' },
    ],
  },
  {
    name: 'ИП Нечаева Н. А.',
    points: [{ name: '«Пельменная № 3»', address: 'Санкт-Петербург, Невский проспект, 30', token: 'uchebnaya-pelmennaya', timeZone: 'Europe/Moscow', version: 'Юпитер 5.2', note: 'сканер маркировки, бонусная система' }],
  },
  {
    name: 'ООО «Восток Фуд»',
    points: [{ name: 'Суши-бар «Прибой»', address: 'Владивосток, Светланская, 11', token: 'uchebnaya-priboy', timeZone: 'Asia/Vladivostok', version: 'Юпитер 5.0', note: 'работает до 02:00 местного времени' }],
  },
]

const colleagues = [
  { name: 'Анна Орлова', email: 'anna@jupiter.example', role: 'specialist' },
  { name: 'Игорь Лапин', email: 'igor@jupiter.example', role: 'specialist' },
  { name: 'Марина Ким', email: 'marina@jupiter.example', role: 'lead' },
] as const

const cast: readonly CastMember[] = [
  {
    id: 910_000_001, firstName: 'Ольга', lastName: 'Ветрова', role: 'администратор, кафе «Берёзка»', phone: '+79161234501',
    link: { label: 'QR у кассы', payload: pointPayload('uchebnaya-berezka') },
    place: { latitude: 55.7602, longitude: 37.6186, title: 'Кафе «Берёзка»', address: 'Москва, Кузнецкий Мост, 7' },
  },
  { id: 910_000_002, firstName: 'Тимур', lastName: 'Сафин', role: 'кассир, кафе «Берёзка» на Арбате', phone: '+79161234502', link: { label: 'QR у кассы', payload: pointPayload('uchebnaya-arbat') } },
  {
    id: 910_000_003, firstName: 'Нина', lastName: 'Аркадьевна', role: 'управляющая, «Пельменная № 3»', phone: '+79211234503',
    place: { latitude: 59.9343, longitude: 30.3351, title: '«Пельменная № 3»', address: 'Санкт-Петербург, Невский проспект, 30' },
  },
  { id: 910_000_004, firstName: 'Глеб', role: 'су-шеф, «Прибой», Владивосток', phone: '+79031234504' },
]

/** The same people, as they write letters. */
const writers: readonly MailPerson[] = [
  { address: 'olga@berezka.example', name: 'Ольга Ветрова', role: 'администратор, кафе «Берёзка»' },
  { address: 'timur@berezka.example', name: 'Тимур Сафин', role: 'кассир, кафе «Берёзка» на Арбате' },
  { address: 'nina@pelmennaya.example', name: 'Нина Аркадьевна', role: 'управляющая, «Пельменная № 3»' },
  { address: 'gleb@priboy.example', name: 'Глеб', role: 'су-шеф, «Прибой», Владивосток' },
]
const deskBox = { name: practiceBot.firstName, address: 'help@jupiter.example' }

export async function openPractice({ dataDir, port, log, time }: { dataDir: string; port: number; log: Log; time: Time }): Promise<Practice> {
  const options = { cast, dataDir: join(dataDir, 'telegram'), now: () => time.now() }
  // The port next door, so that an open chat page survives a restart; any free one when it is taken.
  const sim = await startTelegramSim({ ...options, port: port === 0 ? 0 : port + 1 }).catch(() => startTelegramSim(options))
  const channel = telegramChannel({
    id: 'telegram', token: new Secret(practiceBot.token), apiRoot: sim.apiRoot, linkBase: `${sim.apiRoot}/`, time, log,
  })
  const mailOptions = { people: writers, desk: deskBox, dataDir: join(dataDir, 'mail'), now: () => time.now() }
  const mail = await startMailSim({ ...mailOptions, port: port === 0 ? 0 : port + 2 }).catch(() => startMailSim(mailOptions))
  return {
    channels: [channel], chatUrl: `${sim.apiRoot}/`, mailUrl: mail.url, resolver: mail.resolver, furnish: db => furnish(db, time),
    mail: {
      mailboxes: [{
        id: 'practice', ...deskBox, imap: null, smtp: { ...mail.smtp, security: 'none', login: null }, plusAddressing: true, ownDomain: true, dkim: null, trustedServer: null,
      }],
      door: { ...mail.door, protocol: 'smtp', tls: null },
    },
    close: async () => {
      await Promise.all([sim.stop(), mail.stop()])
    },
  }
}

async function furnish(db: Db, time: Time): Promise<void> {
  await settle(db, time)
  await planWeek(db, time)
}

async function settle(db: Db, time: Time): Promise<void> {
  await tx(db, async inner => {
    if (await inner.selectFrom('companies').select('id').limit(1).executeTakeFirst() !== undefined) return
    const now = time.now()
    for (const company of companies) {
      const companyId = await companyNamed(inner, company.name, now)
      for (const { name, address, token, timeZone, version, note } of company.points) {
        await addPoint(inner, { id: newId(), companyId, name, address, timeZone, softwareVersion: version, note, linkToken: token }, now)
      }
    }
    for (const { name, email, role } of colleagues) {
      const id = newId()
      // They have no password: nobody signs in as them, but tickets can be theirs.
      await addUser(inner, { id, name, email, passwordHash: null, at: now })
      await addMember(inner, { id, name, email, role, language: 'ru', practice: false, at: now })
    }
  })
}

/** Who has nothing planned for the week gets his part of it: a newcomer when he comes, everybody when an old week has run out. */
async function planWeek(db: Db, time: Time): Promise<void> {
  await tx(db, async inner => {
    const now = time.now()
    const staff = await inner.selectFrom('staff').select(['id', 'email']).where('email', 'in', colleagues.map(({ email }) => email)).where('active', '=', true).forNoKeyUpdate().execute()
    const [anna, igor, marina] = colleagues.map(({ email }) => staff.find(member => member.email === email)?.id)
    // Somebody let a colleague go: the roster is his to keep.
    if (anna === undefined || igor === undefined || marina === undefined) return
    const { from, to } = practiceWeek(now)
    const planned = new Set((await entriesBetween(inner, from, to)).filter(entry => entry.from >= from).map(({ staffId }) => staffId))
    const entries = practiceRoster({ anna, igor, marina, newcomer: await practiceAdmin(inner) }, now).filter(({ staffId }) => !planned.has(staffId))
    await addFitting(inner, entries.map(entry => ({ ...entry, id: newId() })), { by: marina, at: now })
  })
}
