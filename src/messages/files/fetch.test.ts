import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seedContact, seedRegulation, seedTicket, type Regulation } from '../../../test/seed.ts'
import { freshDatabase, type FreshDatabase } from '../../../test/world.ts'
import { openStored } from '../../files/actions.ts'
import { openFiles, type FileStore } from '../../files/client.ts'
import { json, stamp } from '../../lib/db.ts'
import { newId } from '../../lib/ids.ts'
import { hour, second } from '../../lib/instant.ts'
import { handTime } from '../../lib/time.ts'
import { limits } from '../../lib/wire.ts'
import { fetchAttachment, type FetchHouse, type FetchOrder, type Source } from './actions.ts'
import { verdictOf } from './outcome.ts'

const now = Date.parse('2026-11-24T11:07:00Z')
const time = handTime(now)
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('экран кассы')])

let base: FreshDatabase
let files: FileStore
let folder: string
let regulation: Regulation
let messageId: string
let ticketId: string
beforeAll(async () => {
  base = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'reglament-fetch-'))
  files = openFiles(folder)
  regulation = await seedRegulation(base.db)
  const { id: contactId, conversationId } = await seedContact(base.db, { name: 'Артём', telegram: '77001' }, now)
  const ticket = await seedTicket(base.db, regulation, { subject: 'Фото ошибки', at: now, contactId, conversationId }, now)
  ticketId = ticket.id
  messageId = newId()
  await base.db.insertInto('messages').values({ id: messageId, ticketId, conversationId, direction: 'in', authorKind: 'customer', text: '', extra: json({}), at: stamp(now), recordedAt: stamp(now) }).execute()
})
afterAll(async () => {
  await base.drop()
  await rm(folder, { recursive: true, force: true })
})

let announced: string[]
beforeEach(async () => {
  announced = []
  await base.pool.query('select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null')
})

async function attachment(more: { size?: number | null; state?: string } = {}): Promise<string> {
  const id = newId()
  await base.db.insertInto('attachments').values({
    id, messageId, position: 0, kind: 'photo', name: '../экран.jpg', mime: 'image/jpeg', size: photo.length, durationSec: null, channelId: 'telegram', remoteRef: 'AgACAgIAAx', fileId: null, state: 'pending', ...more,
  }).execute()
  return id
}
const bytes = async function* (...parts: Uint8Array[]) {
  yield* parts
}
type Answer = Awaited<ReturnType<Source['fetchFile']>>
const houseWith = (answer: Answer | null): FetchHouse => ({
  db: base.db, time, files, announce: ticket => void announced.push(ticket.id), channel: id => (answer === null || id !== 'telegram' ? null : { fetchFile: async () => answer }),
})
const stateOf = async (id: string) => (await base.pool.query<{ state: string; file_id: string | null }>('select state, file_id from attachments where id = $1', [id])).rows[0]!
/** The jobs that wait, as the worker sees them. */
async function waiting(): Promise<{ order: FetchOrder; inSeconds: number }[]> {
  const { rows } = await base.pool.query<{ payload: FetchOrder; run_at: number }>(`
    select j.payload, p.run_at from graphile_worker._private_jobs j join graphile_worker.jobs p on p.id = j.id where p.task_identifier = 'fetch_file'`)
  return rows.map(({ payload, run_at: runAt }) => ({ order: payload, inSeconds: Math.round((runAt - now) / second) }))
}

describe('the bytes of an attachment', () => {
  test('are kept once, under a safe name and with the type that they show; the ticket is told', async () => {
    const id = await attachment()
    const house = houseWith({ ok: true, stream: bytes(photo.subarray(0, 3), photo.subarray(3)), size: photo.length })
    await fetchAttachment(house, { attachment: id })
    const { state, file_id: fileId } = await stateOf(id)
    expect(state).toBe('stored')
    expect(announced).toEqual([ticketId])
    const chunks: Uint8Array[] = []
    for await (const chunk of openStored(base.db, files, fileId!)) chunks.push(chunk)
    expect(Buffer.concat(chunks).equals(photo)).toBe(true)
    const { rows } = await base.pool.query('select name, mime, size from files where id = $1', [fileId])
    expect(rows).toEqual([{ name: 'экран.jpg', mime: 'image/jpeg', size: photo.length }])
    // The job is done twice when its end was not recorded.
    await fetchAttachment(house, { attachment: id })
    expect((await stateOf(id)).file_id).toBe(fileId)
    expect(announced).toHaveLength(1)
  })

  test.each<[string, Answer, string]>([
    ['the channel does not give out so much', { ok: false, class: 'too_large', detail: 'file is too big' }, 'too_large'],
    ['the channel has it no more', { ok: false, class: 'gone', detail: 'file reference expired' }, 'gone'],
    ['the channel never will', { ok: false, class: 'invalid_content', detail: 'wrong file id' }, 'failed'],
    ['more comes than was announced', { ok: true, stream: bytes(Buffer.alloc(limits.uploadBytes), Buffer.from('x')), size: 10 }, 'too_large'],
  ])('%s: said once and for all', async (_name, answer, state) => {
    const id = await attachment()
    await fetchAttachment(houseWith(answer), { attachment: id })
    expect(await stateOf(id)).toEqual({ state, file_id: null })
    expect(announced).toEqual([ticketId])
    expect(await waiting()).toEqual([])
  })

  test('known to be too large, it is not even asked for', async () => {
    const id = await attachment({ size: limits.uploadBytes + 1 })
    await fetchAttachment(houseWith({ ok: true, stream: bytes(photo), size: null }), { attachment: id })
    expect((await stateOf(id)).state).toBe('too_large')
  })

  test.each<[string, Answer | null, number, FetchOrder['tries']]>([
    ['the channel names the time: exactly then, and it counts as no attempt', { ok: false, class: 'retry_after', seconds: 37, detail: 'Too Many Requests' }, 37, 0],
    ['nothing was done: soon again', { ok: false, class: 'temporary', detail: 'Bad Gateway' }, 5, 1],
    ['the channel is not open here', null, 5, 1],
    ['the right is bad until somebody mends it', { ok: false, class: 'auth', detail: 'Unauthorized' }, 5, 1],
  ])('%s', async (_name, answer, inSeconds, tries) => {
    const id = await attachment()
    await fetchAttachment(houseWith(answer), { attachment: id })
    expect(await waiting()).toEqual([{ order: { attachment: id, tries }, inSeconds }])
    expect((await stateOf(id)).state).toBe('pending')
    expect(announced).toEqual([])
  })

  test('a line that breaks in the middle is tried again and leaves no half file', async () => {
    const id = await attachment()
    const broken = (async function* () {
      yield photo.subarray(0, 5)
      throw new Error('socket hang up')
    })()
    await fetchAttachment(houseWith({ ok: true, stream: broken, size: photo.length }), { attachment: id })
    expect((await waiting()).map(({ order }) => order.attachment)).toEqual([id])
    expect((await stateOf(id)).state).toBe('pending')
  })

  test('asked for twice, one job waits', async () => {
    const id = await attachment()
    for (let turn = 0; turn < 2; turn++) await fetchAttachment(houseWith({ ok: false, class: 'temporary', detail: '' }), { attachment: id, tries: turn })
    expect(await waiting()).toEqual([{ order: { attachment: id, tries: 2 }, inSeconds: 15 }])
  })

  test('the tenth failed attempt is the last', async () => {
    const id = await attachment()
    await fetchAttachment(houseWith({ ok: false, class: 'temporary', detail: '' }), { attachment: id, tries: 9 })
    expect((await stateOf(id)).state).toBe('failed')
    expect(await waiting()).toEqual([])
  })

  test('waits grow from seconds to an hour', () => {
    const waits = Array.from({ length: 9 }, (_, index) => verdictOf({ class: 'temporary' }, index + 1, 0)).map(verdict => ('again' in verdict ? verdict.again : null))
    expect(waits.slice(0, 3)).toEqual([5 * second, 15 * second, 45 * second])
    expect(waits.at(-1)).toBe(hour)
  })
})
