/** Letters of a mailbox on a real server (Dovecot on this machine): how long from its delivery until the desk has a letter, and how fast a full folder is taken over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { systemTime } from '../../src/lib/time.ts'
import { openHouse } from '../../src/main/open.ts'
import { hasDovecot, startDovecot, type Dovecot } from '../../test/dovecot.ts'
import { percentile, type Figure } from '../figure.ts'
import { requests } from '../seed/texts.ts'
import type { Stand } from '../stand.ts'

const single = 60
const many = 1_000
const address = 'support@jupiter.example'

export default async function figures(stand: Stand): Promise<Figure[]> {
  if (!hasDovecot('figures of a mailbox')) return []
  const databaseUrl = await stand.database('mailbox')
  const folder = mkdtempSync(join(tmpdir(), 'reglament-mailbox-'))
  const dovecot = await startDovecot({ users: { [address]: 'secret' } })
  const sql = new pg.Client({ connectionString: databaseUrl })
  await sql.connect()
  const server = { host: '127.0.0.1', port: dovecot.imap, security: 'none', login: { kind: 'password', user: address, password: new Secret('secret') }, folder: 'INBOX', processed: null } as const
  const open = (): ReturnType<typeof openHouse> => openHouse({
    databaseUrl, dataDir: folder, host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false, practice: false, secret: new Secret('a secret of thirty-two characters, at least'),
    regulation: join(import.meta.dirname, '..', '..', 'regulations', 'jupiter.ru.yaml'), channels: [], time: systemTime, log: openLog('error'), version: 'bench', webFolder: folder,
    // Nobody answers questions about names: senders stay unproven, at no cost of a network.
    resolver: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    mail: { door: null, mailboxes: [{ id: 'support', name: 'Support', address, imap: server, smtp: null, plusAddressing: true, ownDomain: true, dkim: null, trustedServer: null }] },
  })
  try {
    const house = await open()
    const seen = await oneAtATime(dovecot, sql).finally(() => house.close())
    await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
      for (let i = lane; i < many; i += 8) await deliver(dovecot, single + i)
    }))
    const again = await open()
    const begun = performance.now()
    await until(sql, 'inbox', single + many)
    const taken = performance.now() - begun
    await again.close()
    return [
      { name: 'letter in the inbox after its delivery to a mailbox (IDLE): p50', value: percentile(seen.map(({ inbox }) => inbox), 0.5), unit: 'ms' },
      { name: 'letter on its ticket after its delivery to a mailbox (IDLE): p50', value: percentile(seen.map(({ ticket }) => ticket), 0.5), unit: 'ms' },
      { name: 'letter on its ticket after its delivery to a mailbox (IDLE): p95', value: percentile(seen.map(({ ticket }) => ticket), 0.95), unit: 'ms' },
      { name: `letters of a full folder into the inbox, one mailbox, ${many} letters`, value: (many * 1000) / taken, unit: '1/s' },
    ]
  } finally {
    await sql.end()
    await dovecot.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const deliver = (dovecot: Dovecot, i: number): Promise<void> =>
  dovecot.deliver(address, { from: `p${i}@cafe${i}.example`, subject: requests[i % requests.length]!, text: `${requests[i % requests.length]!} (${i})` })

async function oneAtATime(dovecot: Dovecot, sql: pg.Client): Promise<{ inbox: number; ticket: number }[]> {
  const seen: { inbox: number; ticket: number }[] = []
  for (let i = 0; i < single; i++) {
    await deliver(dovecot, i)
    const begun = performance.now()
    await until(sql, 'inbox', i + 1)
    const inbox = performance.now() - begun
    await until(sql, 'letters', i + 1)
    seen.push({ inbox, ticket: performance.now() - begun })
  }
  // The first waits for the session to begin.
  return seen.slice(1)
}

async function until(sql: pg.Client, table: 'inbox' | 'letters', wanted: number): Promise<void> {
  for (const end = performance.now() + 120_000; ; await pause(2)) {
    const { rows: [found] } = await sql.query<{ count: number }>(`select count(*)::int as count from ${table}`)
    if (found!.count >= wanted) return
    if (performance.now() > end) throw new Error(`${found!.count} of ${wanted} letters in ${table} after two minutes`)
  }
}
