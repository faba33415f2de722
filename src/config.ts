/** The settings of the house: the only reader of the environment. `.env.example` tells each one to the operator; a test keeps the two alike. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Secret } from './lib/secret.ts'
import { StartRefusal, reasonOf } from './lib/refuse-start.ts'

const text = z.string().trim()
const yesNo = z.enum(['true', 'false']).transform((value) => value === 'true')
const webUrl = text.refine((value) => /^https?:$/.test(protocolOf(value)))

/** Each setting: what it must be (as words that follow "write"), and its shape. An empty value counts as absent. */
const settings = {
  DATA_DIR: { write: 'a folder for the database and the files', shape: text.default('./data') },
  DATABASE_URL: { write: 'postgres://user:password@host:port/database, or leave it out for the embedded database', shape: text.refine((value) => /^postgres(ql)?:$/.test(protocolOf(value))).transform((value) => new Secret(value)).optional() },
  HOST: { write: 'an address of this machine, for example 127.0.0.1 or 0.0.0.0', shape: text.regex(/^[\w.:-]+$/).default('127.0.0.1') },
  PORT: { write: 'a whole number from 0 to 65535 (0: any free port)', shape: text.regex(/^\d{1,5}$/).transform(Number).refine((port) => port < 65_536).default(8080) },
  PUBLIC_URL: { write: 'the address at which people open Reglament, for example https://desk.example.com', shape: webUrl.transform((value) => value.replace(/\/+$/, '')).optional() },
  TRUST_PROXY: { write: 'true behind a proxy of your own that sets X-Forwarded-For, else false', shape: yesNo.default(false) },
  LOG_LEVEL: { write: 'one of trace, debug, info, warn, error, fatal, silent', shape: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional() },
  AUTH_SECRET: { write: 'at least 32 characters nobody can guess, or leave it out to have one made', shape: text.min(32).transform((value) => new Secret(value)).optional() },
  REGULATION: { write: 'the path of a regulation document', shape: text.default('regulations/jupiter.ru.yaml') },
  MONITORING_SECRET: { write: 'whsec_ and at least 32 characters of base64, or leave it out', shape: text.regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/).transform((value) => new Secret(value)).optional() },
  PRACTICE: { write: 'auto, on or off', shape: z.enum(['auto', 'on', 'off']).default('auto') },
  TELEGRAM_BOT_TOKEN: { write: 'the token that BotFather gave, for example 123456:AAF...', shape: text.regex(/^\d+:[\w-]{20,}$/).transform((value) => new Secret(value)).optional() },
  TELEGRAM_API_ROOT: { write: 'the address of a Bot API server, for example https://api.telegram.org', shape: webUrl.transform((value) => value.replace(/\/+$/, '')).default('https://api.telegram.org') },
  TELEGRAM_PROXY: { write: 'the address of an HTTP proxy, for example http://user:password@proxy:3128', shape: webUrl.transform((value) => new Secret(value)).optional() },
  TELEGRAM_WEBHOOK_URL: { write: 'the https address at which Telegram reaches this desk, or leave it out to poll', shape: text.refine((value) => protocolOf(value) === 'https:').optional() },
  TELEGRAM_WEBHOOK_SECRET: { write: '1 to 256 letters, digits, _ or -', shape: text.regex(/^[\w-]{1,256}$/).transform((value) => new Secret(value)).optional() },
} satisfies Record<string, { write: string, shape: z.ZodType }>

export type SettingName = keyof typeof settings
export const settingNames = Object.keys(settings) as SettingName[]
/** Settings that never appear in a log or an error. */
export const secretSettings: readonly SettingName[] = ['DATABASE_URL', 'AUTH_SECRET', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_PROXY', 'TELEGRAM_WEBHOOK_SECRET', 'MONITORING_SECRET']

type Settings = { [Name in SettingName]: z.output<(typeof settings)[Name]['shape']> }

export type Config = {
  /** Absolute. */
  dataDir: string
  /** Absent: the embedded database in `dataDir`. */
  databaseUrl: Secret | undefined
  host: string
  port: number
  /** Without a slash at the end; absent: the address that the server listens on. */
  publicUrl: string | undefined
  trustProxy: boolean
  /** `info`; in practice `warn`, so that a newcomer's console shows the links and not the log. */
  logLevel: NonNullable<Settings['LOG_LEVEL']>
  /** Absent: `authSecret(config)` makes and keeps one. */
  authSecret: Secret | undefined
  /** Signs calls of monitoring; absent: there is none. */
  monitoring: Secret | undefined
  /** Absolute path of the regulation document. */
  regulation: string
  /** Practice mode runs: asked for, or nothing real is configured (no channel, no database). */
  practice: boolean
  telegram: TelegramConfig | null
  /** Of the console: the language of the terminal, Russian unless that is English. */
  language: 'ru' | 'en'
}

export type TelegramConfig = {
  token: Secret
  apiRoot: string
  proxy: Secret | undefined
  /** Absent: long polling. */
  webhook: { url: string, secret: Secret } | undefined
}

/** Reads `.env` of the project when there is one (the real environment wins), then the environment. Throws `bad_setting`. */
export function loadConfig(): Config {
  const file = join(import.meta.dirname, '..', '.env')
  if (existsSync(file)) {
    try {
      process.loadEnvFile(file)
    } catch (error) {
      throw new StartRefusal('bad_setting', `The file ${file} cannot be read (${reasonOf(error)}): make it readable for this user or remove it.`, error)
    }
  }
  return readConfig(process.env)
}

/** The configuration of an environment. Throws `bad_setting` naming the variable, what is wrong with it and what to write. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = Object.fromEntries(settingNames.map((name) => [name, readSetting(name, environment[name])])) as Settings
  const telegram = readTelegram(read)
  // A database of one's own or a real bot means work, not practice, unless practice is asked for.
  const practice = read.PRACTICE === 'on' || (read.PRACTICE === 'auto' && telegram === null && read.DATABASE_URL === undefined)
  if (practice && !/^(127(\.\d+){3}|::1|localhost)$/.test(read.HOST)) throw wrong('HOST', 'opens the desk to the network, but practice mode never listens beyond this machine', '127.0.0.1, or turn practice off with PRACTICE=off')
  return {
    // Practice has a database, numbers and files of its own; what is learned there never meets the real work.
    dataDir: practice ? join(resolve(read.DATA_DIR), 'practice') : resolve(read.DATA_DIR),
    databaseUrl: read.DATABASE_URL,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    trustProxy: read.TRUST_PROXY,
    logLevel: read.LOG_LEVEL ?? (practice ? 'warn' : 'info'),
    authSecret: read.AUTH_SECRET,
    monitoring: read.MONITORING_SECRET,
    regulation: resolve(read.REGULATION),
    practice,
    // In practice nothing goes out, whatever bot is configured.
    telegram: practice ? null : telegram,
    // The order in which POSIX reads them.
    language: /^en\b|^en_/i.test(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '') ? 'en' : 'ru',
  }
}

function readSetting(name: SettingName, value: string | undefined): unknown {
  const { shape, write } = settings[name]
  const result = shape.safeParse(value === undefined || value.trim() === '' ? undefined : value)
  if (result.success) return result.data
  throw wrong(name, secretSettings.includes(name) ? 'has a wrong form' : `is ${JSON.stringify(value)}, which does not fit`, write)
}

function readTelegram(read: Settings): TelegramConfig | null {
  if (read.TELEGRAM_BOT_TOKEN === undefined) {
    if (read.TELEGRAM_WEBHOOK_URL !== undefined) throw wrong('TELEGRAM_WEBHOOK_URL', 'is set without TELEGRAM_BOT_TOKEN', 'the token too, or leave both out')
    return null
  }
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: webhookSecret } = read
  if (url !== undefined && webhookSecret === undefined) throw wrong('TELEGRAM_WEBHOOK_SECRET', 'is missing, and without it anybody could post to TELEGRAM_WEBHOOK_URL', settings.TELEGRAM_WEBHOOK_SECRET.write)
  return {
    token: read.TELEGRAM_BOT_TOKEN,
    apiRoot: read.TELEGRAM_API_ROOT,
    proxy: read.TELEGRAM_PROXY,
    webhook: url === undefined || webhookSecret === undefined ? undefined : { url, secret: webhookSecret },
  }
}

function wrong(name: SettingName, what: string, write: string): StartRefusal {
  return new StartRefusal('bad_setting', `The setting ${name} ${what}: write ${write}.`)
}

/** The secret that signs sessions: the setting, else one made once and kept in `DATA_DIR/secret`, readable by its owner only. */
export function authSecret(config: Pick<Config, 'authSecret' | 'dataDir'>): Secret {
  if (config.authSecret) return config.authSecret
  const file = join(config.dataDir, 'secret')
  try {
    if (!existsSync(file)) {
      mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
      renameSync(draft, file)
    }
    chmodSync(file, 0o600)
    const kept = readFileSync(file, 'utf8').trim()
    if (kept.length >= 32) return new Secret(kept)
  } catch (error) {
    throw new StartRefusal('folder_unusable', `The file ${file} cannot be made or read (${reasonOf(error)}): let this user write DATA_DIR, or set AUTH_SECRET.`, error)
  }
  throw new StartRefusal('bad_setting', `The file ${file} holds no secret: remove it to have a new one made (everybody signs in again).`)
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : ''
}
