/** Letters through the desk's own door: stored before they are answered, then read apart, judged, made into tickets with their receipts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { openLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { systemTime } from '../../src/lib/time.ts'
import { openHouse } from '../../src/main/open.ts'
import { freePort } from '../free-port.ts'
import { median, type Figure } from '../figure.ts'
import { requests } from '../seed/texts.ts'
import type { Stand } from '../stand.ts'

const rounds = 3
const letters = 300
const senders = 8
const address = 'support@jupiter.example'

export default async function figures(stand: Stand): Promise<Figure[]> {
  const databaseUrl = await stand.database('letters')
  const folder = mkdtempSync(join(tmpdir(), 'reglament-letters-'))
  const port = await freePort()
  const house = await openHouse({
    databaseUrl, dataDir: folder, host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false, practice: false, secret: new Secret('a secret of thirty-two characters, at least'),
    regulation: join(import.meta.dirname, '..', '..', 'regulations', 'jupiter.ru.yaml'), channels: [], time: systemTime, log: openLog('error'), version: 'bench', webFolder: folder,
    // Nobody answers questions about names: senders stay unproven, at no cost of a network.
    resolver: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    mail: { door: { host: '127.0.0.1', port, protocol: 'smtp', tls: null }, mailboxes: [{ id: 'support', name: 'Support', address, imap: null, smtp: null, plusAddressing: true, ownDomain: true, dkim: null, trustedServer: null }] },
  })
  const sql = new pg.Client({ connectionString: databaseUrl })
  await sql.connect()
  const seen: { stored: number; tickets: number }[] = []
  try {
    for (let round = 0; round < rounds; round++) seen.push(await through(port, sql, round))
  } finally {
    await sql.end()
    await house.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return [
    { name: `letters stored durably by the SMTP door, ${senders} senders`, value: median(seen.map(({ stored }) => stored)), unit: '1/s' },
    { name: `letters to tickets with their receipts queued, ${senders} senders`, value: median(seen.map(({ tickets }) => tickets)), unit: '1/s' },
  ]
}

async function through(port: number, sql: pg.Client, round: number): Promise<{ stored: number; tickets: number }> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true, maxConnections: senders, maxMessages: Infinity })
  const begun = performance.now()
  try {
    await Promise.all(Array.from({ length: letters }, (_, i) => transport.sendMail({ from: `p${round}-${i}@cafe${i}.example`, to: address, subject: requests[i % requests.length]!, text: `${requests[i % requests.length]!} (${i})` })))
  } finally {
    transport.close()
  }
  const stored = (letters * 1000) / (performance.now() - begun)
  for (const end = performance.now() + 120_000; ;) {
    const { rows: [left] } = await sql.query<{ some: boolean }>(`select exists (select 1 from inbox where state in ('raw', 'new')) as some`)
    if (!left!.some) break
    if (performance.now() > end) throw new Error('the letters did not become tickets in two minutes')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  return { stored, tickets: (letters * 1000) / (performance.now() - begun) }
}
