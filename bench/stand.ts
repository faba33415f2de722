/** The stand of the bench: an embedded PostgreSQL with its default durability, databases, the application as a process of its own. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { practiceBot } from '../sim/telegram/index.ts'
import { startPostgres } from '../src/lib/postgres/index.ts'
import { openCaller, type Caller } from './load.ts'

const root = join(import.meta.dirname, '..')
export const webhookSecret = 'bench-webhook-secret'

export type Stand = {
  /** The database server's process. */
  postgresPid: number
  /** A new empty database; gives its URL. */
  database(name: string): Promise<string>
  /** Opens the application over a database and a Bot API and signs an administrator in. `pushed`: updates come by webhook, not by polling. */
  desk(url: string, options: { apiRoot: string; pushed: boolean }): Promise<Desk>
  close(): Promise<void>
}

export type Desk = {
  url: string
  databaseUrl: string
  pid: number
  cookie: string
  /** Calls with the session of the first administrator, over so many connections. */
  caller(connections: number): Caller
  /** A connection to its database. */
  sql(): Promise<pg.Client>
  close(): Promise<void>
}

export async function openStand(): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-bench-'))
  const quiet = { info: () => {}, warn: console.warn, error: console.error }
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const shut of closers.splice(0).toReversed()) await shut()
  }
  try {
    const postgres = await startPostgres({ dataDir: folder, log: quiet })
    closers.push(() => postgres.stop())
    return {
      close,
      get postgresPid() { return postgres.pid },
      async database(name) {
        const admin = new pg.Client({ connectionString: postgres.url })
        await admin.connect()
        await admin.query(`create database "${name}"`)
        await admin.end()
        const url = new URL(postgres.url)
        url.pathname = `/${name}`
        return url.href
      },
      async desk(url, options) {
        const desk = await openDesk(url, join(folder, 'desk', new URL(url).pathname.slice(1)), options)
        closers.push(desk.close)
        return desk
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openDesk(databaseUrl: string, dataDir: string, { apiRoot, pushed }: { apiRoot: string; pushed: boolean }): Promise<Desk> {
  const child = spawn(process.execPath, [...startFlags(), join(root, 'src', 'main.ts')], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'], NODE_OPTIONS: process.env['BENCH_NODE'], DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', PRACTICE: 'off',
      TELEGRAM_BOT_TOKEN: practiceBot.token, TELEGRAM_API_ROOT: apiRoot,
      ...(pushed ? { TELEGRAM_WEBHOOK_URL: 'https://desk.invalid/hooks/telegram', TELEGRAM_WEBHOOK_SECRET: webhookSecret } : {}),
    },
  })
  const ended = new Promise<void>(resolve => void child.once('exit', () => resolve()))
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  // A bench that is thrown out leaves no process behind.
  process.once('exit', () => child.kill('SIGKILL'))
  const told = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      if (text.includes('Ctrl+C')) resolve(text)
    })
    void ended.then(() => reject(new Error(`the application ended before it was open: ${text}`)))
  })
  const origin = new URL(/http:\/\/\S+/.exec(told)![0]).origin
  const cookie = await comeIn(origin, /\/welcome\/\S+/.exec(told)?.[0] ?? null)
  return {
    url: origin, databaseUrl, pid: child.pid!, cookie, close,
    caller: connections => openCaller(origin, connections, { cookie }),
    async sql() {
      const client = new pg.Client({ connectionString: databaseUrl })
      client.on('error', () => {})
      await client.connect()
      return client
    },
  }
}

/** Flags that `npm start` gives to Node: the bench measures what people run. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return /node ((?:--\S+ )*)src\/main\.ts/.exec(scripts.start)?.[1]?.split(' ').filter(flag => flag !== '') ?? []
}

const email = 'olga@bench.example'
const password = 'a long password of the bench'

/** The session cookie of the first administrator; `welcome`: the link that makes him, null when he is there already. */
async function comeIn(origin: string, welcome: string | null): Promise<string> {
  const answer = await fetch(`${origin}/api${welcome ?? '/auth/sign-in/email'}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password, ...(welcome === null ? {} : { name: 'Ольга Ветрова' }) }),
  })
  if (!answer.ok) throw new Error(`the administrator was not let in: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie().map(line => line.split(';')[0]).join('; ')
}
