import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { systemTime } from '../../src/lib/time.ts'
import { hasDovecot, startDovecot } from '../dovecot.ts'
import { startSmtp } from '../smtp-server.ts'
import { freshDatabase } from '../world.ts'
import { settleCast } from './cast.ts'

const address = 'support@jupiter.example'
const password = 'letters'
const letters = 60
const kills = 8

/**
 * The process dies by SIGKILL again and again while letters come in and receipts go out: every letter becomes one ticket, every sender gets his receipt, and a
 * receipt that was sent twice is the same letter (one Message-ID), which mail programs show once.
 */
describe.runIf(hasDovecot('test/stories/mail-crash.story.test.ts (letters while the process is killed)'))('the power fails while letters come', () => {
  it('R-3.1.1 sixty letters, one of forty megabytes, eight kills: sixty tickets, none twice, a receipt each', async ({ onTestFailed, onTestFinished }) => {
    const base = await freshDatabase()
    const folder = mkdtempSync(join(tmpdir(), 'mail-crash-'))
    const dovecot = await startDovecot({ users: { [address]: password } })
    const smtp = await startSmtp({})
    await settleCast(base.db, systemTime.now())
    let child: ChildProcess | null = null
    let said = ''
    const open = async (): Promise<void> => {
      const one = spawn(process.execPath, [join(import.meta.dirname, 'mail-house.ts'), JSON.stringify({ databaseUrl: base.url, folder, address, password, imap: dovecot.imap, smtp: smtp.port })], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
      child = one
      one.stderr!.on('data', (piece: Buffer) => { said = `${said}${piece.toString()}`.slice(-4_000) })
      await new Promise<void>((resolve, reject) => {
        one.once('message', () => resolve())
        one.once('exit', code => reject(new Error(`the process ended with ${code}\n${said}`)))
      })
    }
    const kill = async (): Promise<void> => {
      const one = child
      if (one === null || one.exitCode !== null) return
      const gone = new Promise(resolve => { one.removeAllListeners('exit').once('exit', resolve) })
      one.kill('SIGKILL')
      await gone
    }
    onTestFinished(async () => {
      await kill()
      await smtp.close()
      await dovecot.end()
      await base.drop()
      rmSync(folder, { recursive: true, force: true })
    })
    const seed = Math.floor(Math.random() * 1_000)
    onTestFailed(() => console.error(`seed ${seed}\n${said}`))
    const spans = Array.from({ length: kills }, (_, i) => 150 + ((seed * (i + 7) * 7919) % 1_400))

    await open()
    const writing = (async () => {
      for (let i = 1; i <= letters; i++) {
        await dovecot.deliver(address, { from: `p${i}@many.example`, to: address, subject: `Письмо ${i}`, text: `Текст ${i}`, ...(i === 20 ? { attachments: [{ filename: 'Дамп базы.bin', content: Buffer.alloc(29_000_000, i) }] } : {}) })
        await pause(60)
      }
    })()
    for (const span of spans) {
      await pause(span)
      await kill()
      await open()
    }
    await writing
    const count = async (text: ReturnType<typeof sql<{ n: number }>>): Promise<number> => Number((await text.execute(base.db)).rows[0]!.n)
    const left = () => count(sql<{ n: number }>`select (select count(*) from inbox where state in ('raw', 'new')) + (select count(*) from outbox where state in ('queued', 'sending')) as n`)
    const tickets = () => count(sql<{ n: number }>`select count(*) as n from tickets`)
    for (const end = performance.now() + 60_000; (await tickets()) < letters || (await left()) > 0;) {
      if (performance.now() > end) throw new Error(`${await tickets()} tickets, ${await left()} left\n${said}`)
      await pause(100)
    }
    const subjects = (await base.db.selectFrom('tickets').select('subject').execute()).map(({ subject }) => subject)
    expect(subjects.toSorted()).toEqual(Array.from({ length: letters }, (_, i) => `Письмо ${i + 1}`).toSorted())
    const receipts = new Map<string, Set<string>>()
    for (const { to, letter } of smtp.received) for (const one of to) receipts.set(one, new Set([...(receipts.get(one) ?? []), letter.messageId!]))
    // What nobody knows the end of is marked for people, not lost in silence.
    const doubtful = await base.db.selectFrom('outbox').innerJoin('conversations', 'conversations.id', 'outbox.conversationId').select('conversations.externalId as to').where('outbox.state', '=', 'unknown').execute()
    for (let i = 1; i <= letters; i++) {
      const own = receipts.get(`p${i}@many.example`)?.size ?? 0
      expect(own === 1 || doubtful.some(({ to }) => to === `p${i}@many.example`), `receipts of p${i}: ${own}`).toBe(true)
      expect(own).toBeLessThan(2)
    }
    const large = await base.db.selectFrom('attachments').select(['size', 'state']).where('name', '=', 'Дамп базы.bin').execute()
    expect(large).toEqual([{ size: 29_000_000, state: 'stored' }])
    // Its source lies as a file: nothing half-written is left of it.
    expect(readdirSync(join(folder, 'files')).length).toBeGreaterThan(0)
    expect(await base.db.selectFrom('inbox').select('id').where('state', '=', 'quarantined').execute()).toEqual([])
  }, 180_000)
})
