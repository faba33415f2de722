import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, start, type Desk, type Member } from '../../test/desk.ts'
import { Refusal } from '../lib/errors.ts'
import { day } from '../lib/instant.ts'
import { limits } from '../lib/wire.ts'
import { uploaded } from './api.ts'
import { openFiles, type FileStore } from './client.ts'
import { kindOf, unknownKind } from './kind.ts'
import { disposition, safeName } from './name.ts'
import { readRange } from './range.ts'
import { fileRoutes } from './routes.ts'

let folder: string
let files: FileStore
let desk: Desk
let olga: Member
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reglament-files-'))
  files = openFiles(folder)
  desk = await openDesk({ rooms: house => [app => fileRoutes(app, { db: house.db, time: house.time, files })] })
  olga = await desk.admin()
})
afterAll(async () => {
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const png = bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'точки и строки')
const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0], 'чек с кассы')
const voice = bytes('OggS', [0, 2], 'а'.repeat(500))

/** A multipart request as a browser makes it: names in UTF-8. */
async function upload(content: Uint8Array, name: string, mime: string, who: Member | null = olga) {
  const form = new FormData()
  form.append('file', new File([content as Uint8Array<ArrayBuffer>], name, { type: mime }))
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const payload = Buffer.from(await request.arrayBuffer())
  return desk.ask(who, 'POST', '/api/files', payload, { 'content-type': request.headers.get('content-type')! })
}
async function kept(content: Uint8Array, name: string, mime: string) {
  const answer = await upload(content, name, mime)
  expect(answer.statusCode, answer.body).toBe(201)
  return uploaded.parse(answer.json())
}
const fetched = (id: string, headers: Record<string, string> = {}, query = '') => desk.ask(olga, 'GET', `/api/files/${id}${query}`, undefined, headers)
const leftovers = () => readdir(join(folder, '.parts')).catch(() => [])

describe('a file sent by a member of staff', () => {
  test('is kept under the digest of its bytes and comes back as it was, with its Russian name', async () => {
    const file = await kept(png, 'чек № 12 (кухня).png', 'image/png')
    expect(file).toMatchObject({ name: 'чек № 12 (кухня).png', mime: 'image/png', size: png.length })
    const digest = createHash('sha256').update(png).digest('hex')
    expect((await stat(join(folder, digest.slice(0, 2), digest))).size).toBe(png.length)
    const answer = await fetched(file.id)
    expect(answer.rawPayload.equals(png)).toBe(true)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'private, max-age=3600', 'content-length': String(png.length),
    })
    expect(answer.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/)
    expect(answer.headers['content-disposition']).toBe(`inline; filename="___ _ 12 (_____).png"; filename*=UTF-8''${encodeURIComponent('чек № 12 (кухня).png').replace('(', '%28').replace(')', '%29')}`)
    expect(await leftovers()).toEqual([])
  })

  test('the same bytes under two names are one file on the disk', async () => {
    const [first, second] = [await kept(jpeg, 'фото.jpg', 'image/jpeg'), await kept(jpeg, 'копия.jpg', 'image/jpeg')]
    expect(first.id).not.toBe(second.id)
    const digest = createHash('sha256').update(jpeg).digest('hex')
    expect(await readdir(join(folder, digest.slice(0, 2)))).toEqual([digest])
  })

  test('an empty file is a file', async () => {
    const file = await kept(Buffer.alloc(0), 'пусто.txt', 'text/plain')
    expect((await fetched(file.id)).rawPayload.length).toBe(0)
  })

  test('too large is refused with the limit, before or while it comes, and nothing of it stays', async () => {
    const announced = await desk.ask(olga, 'POST', '/api/files', 'x', { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(limits.uploadBytes * 2) })
    expect([announced.statusCode, announced.json<{ message: string }>().message]).toEqual([413, 'Слишком большой объём данных: можно не больше 50 МБ.'])
    const answer = await upload(Buffer.alloc(limits.uploadBytes + 1), 'видео.mp4', 'video/mp4')
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, 'too_large'])
    expect(await leftovers()).toEqual([])
  })

  test('exactly the limit is taken', async () => {
    expect(await kept(Buffer.alloc(limits.uploadBytes), 'ровно.bin', unknownKind)).toMatchObject({ size: limits.uploadBytes })
  })

  test('a request without a file is refused', async () => {
    expect((await desk.ask(olga, 'POST', '/api/files', { file: 'x' })).statusCode).toBe(400)
    const form = new FormData()
    form.append('note', 'no file')
    const request = new Request('http://localhost/', { method: 'POST', body: form })
    const answer = await desk.ask(olga, 'POST', '/api/files', Buffer.from(await request.arrayBuffer()), { 'content-type': request.headers.get('content-type')! })
    expect(answer.statusCode).toBe(400)
  })

  test('strangers neither send nor fetch', async () => {
    const { id } = await kept(png, 'a.png', 'image/png')
    expect((await upload(png, 'a.png', 'image/png', null)).statusCode).toBe(401)
    expect((await desk.ask(null, 'GET', `/api/files/${id}`)).statusCode).toBe(401)
  })
})

describe('hostile files', () => {
  const html = bytes('<!doctype html><script>fetch("/api/staff")</script>')
  const svg = bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
  test.each([
    ['a page', html, 'отчёт.html', 'text/html'],
    ['a page that calls itself a picture', html, 'чек.png', 'image/png'],
    ['a page that calls itself a video', html, 'видео.mp4', 'video/mp4'],
    ['a picture that can run scripts', svg, 'логотип.svg', 'image/svg+xml'],
    ['a script', bytes('alert(1)'), 'x.js', 'text/javascript'],
    ['a PDF', bytes('%PDF-1.7'), 'счёт.pdf', 'application/pdf'],
    ['a page with its type in capitals', html, 'a', 'TEXT/HTML; charset=utf-8'],
    ['no type at all', html, 'a', ''],
  ])('%s is saved to disk and never shown', async (_name, content, name, mime) => {
    const file = await kept(content, name, mime)
    const { headers } = await fetched(file.id)
    expect(headers['content-type']).toBe(unknownKind)
    expect(headers['content-disposition']).toMatch(/^attachment;/)
    expect(headers['content-security-policy']).toMatch(/^sandbox;/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('a picture that hides behind another type is still a picture by its bytes', () => {
    expect(kindOf(jpeg, 'application/x-msdownload')).toBe('image/jpeg')
    expect(kindOf(voice, 'video/mp4')).toBe('audio/ogg')
    expect(kindOf(bytes('MZ'), 'image/jpeg')).toBe(unknownKind)
  })

  test('a picture is saved when the person asks to save it', async () => {
    const file = await kept(png, 'a.png', 'image/png')
    expect((await fetched(file.id, {}, '?download=1')).headers['content-disposition']).toMatch(/^attachment;/)
  })

  test('an infected file is not given out', async () => {
    const file = await kept(png, 'вирус.png', 'image/png')
    await desk.base.pool.query(`update files set scan = 'infected' where id = $1`, [file.id])
    expect((await fetched(file.id)).statusCode).toBe(410)
  })

  test('bytes that vanished from the disk are told as gone', async () => {
    const file = await kept(bytes('скоро пропадёт'), 'x.txt', 'text/plain')
    const digest = createHash('sha256').update('скоро пропадёт').digest('hex')
    await rm(join(folder, digest.slice(0, 2), digest))
    const answer = await fetched(file.id)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([410, 'file_gone'])
  })
})

describe('names of files', () => {
  test.each([
    ['a path upwards', '../../etc/passwd', 'passwd'],
    ['a path of Windows', 'C:\\Users\\kassa\\чек.jpg', 'чек.jpg'],
    ['a hidden file', '.htaccess', 'htaccess'],
    ['only dots', '..', 'file'],
    ['nothing', '', 'file'],
    ['line breaks that would begin a header', 'чек\r\nSet-Cookie: x=1.pdf', 'чекSet-Cookie_ x=1.pdf'],
    ['writing turned round to look like a picture', 'счёт\u202Egnp.exe', 'счётgnp.exe'],
    ['a zero byte', 'чек.jpg\u0000.exe', 'чек.jpg.exe'],
    ['signs that Windows cannot save', 'чек: "кухня" <2>.jpg', 'чек_ _кухня_ _2_.jpg'],
    ['й of two characters becomes one', 'чаи\u0306ка.jpg', 'чайка.jpg'],
  ])('%s', (_name, given, safe) => {
    expect(safeName(given)).toBe(safe)
  })

  test('a long name keeps its ending', () => {
    const name = safeName(`${'очень длинное имя '.repeat(30)}.docx`)
    expect(name.length).toBeLessThanOrEqual(120)
    expect(name).toMatch(/\.docx$/)
  })

  test('whatever a stranger calls a file, the name is one visible part of a path and the header one line of ASCII that gives it back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), given => {
      const name = safeName(given)
      expect(name.length).toBeGreaterThan(0)
      expect(name.length).toBeLessThanOrEqual(120)
      expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      expect(['.', '..']).not.toContain(name)
      expect(safeName(name)).toBe(name)
      const header = disposition('attachment', name)
      expect(header).toMatch(/^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w!#$&+.^`|~%-]*$/)
      expect(decodeURIComponent(header.split("''")[1]!)).toBe(name)
    }), { numRuns: 500 })
  })
})

describe('parts of a file (players of voice and video)', () => {
  test.each([
    ['the beginning', 'bytes=0-9', 206, 0, 9], ['the middle', 'bytes=10-19', 206, 10, 19], ['to the end', 'bytes=990-', 206, 990, voice.length - 1],
    ['the last bytes', 'bytes=-6', 206, voice.length - 6, voice.length - 1], ['beyond the end is cut', `bytes=1000-99999`, 206, 1000, voice.length - 1],
  ])('%s', async (_name, range, status, from, to) => {
    const { id } = await kept(voice, 'голосовое.ogg', 'audio/ogg')
    const answer = await fetched(id, { range })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({ 'content-range': `bytes ${from}-${to}/${voice.length}`, 'content-length': String(to - from + 1), 'content-type': 'audio/ogg' })
    expect(answer.rawPayload.equals(voice.subarray(from, to + 1))).toBe(true)
  })

  test('nothing is there: 416 with the size', async () => {
    const { id } = await kept(voice, 'голосовое.ogg', 'audio/ogg')
    const answer = await fetched(id, { range: `bytes=${voice.length}-` })
    expect([answer.statusCode, answer.headers['content-range']]).toEqual([416, `bytes */${voice.length}`])
  })

  test('a reader who has it gets 304; a part of another file is not sent', async () => {
    const { id } = await kept(voice, 'голосовое.ogg', 'audio/ogg')
    const { etag } = (await fetched(id)).headers
    expect((await fetched(id, { 'if-none-match': etag! })).statusCode).toBe(304)
    expect((await fetched(id, { range: 'bytes=0-9', 'if-range': '"other"' })).statusCode).toBe(200)
    expect((await fetched(id, { range: 'bytes=0-9', 'if-range': etag! })).statusCode).toBe(206)
  })

  test('whatever is asked for, a part lies inside the file', () => {
    fc.assert(fc.property(fc.nat(2000), fc.oneof(fc.string(), fc.tuple(fc.option(fc.nat(3000)), fc.option(fc.nat(3000))).map(([from, to]) => `bytes=${from ?? ''}-${to ?? ''}`)), (size, header) => {
      const part = readRange(header, size)
      if (typeof part === 'string') return
      expect(part.from).toBeGreaterThanOrEqual(0)
      expect(part.from).toBeLessThanOrEqual(part.to)
      expect(part.to).toBeLessThan(size)
    }))
  })
})

async function* broken() {
  yield Buffer.from('начало')
  throw new Error('connection lost')
}

describe('the folder of files', () => {
  test('a stream that breaks leaves nothing behind', async () => {
    await expect(files.put(broken(), 100)).rejects.toThrow('connection lost')
    expect(await leftovers()).toEqual([])
  })

  test('only digests are names: nothing outside the folder can be asked for', async () => {
    for (const name of ['../secret', '', 'a'.repeat(63), `${'a'.repeat(63)}/`]) await expect(files.open(name)).rejects.toThrow('not the name of a stored file')
    await expect(files.open('a'.repeat(64))).rejects.toThrow(new Refusal('file_gone'))
  })

  test('drafts of dead processes are swept after a day, those of today stay', async () => {
    await files.put([Buffer.from('что-нибудь')] as never, 100)
    const [old, fresh] = [join(folder, '.parts', 'old'), join(folder, '.parts', 'fresh')]
    for (const [path, at] of [[old, start - 2 * day], [fresh, start]] as const) {
      await writeFile(path, 'x')
      await utimes(path, at / 1000, at / 1000)
    }
    await files.sweep(start)
    expect(await leftovers()).toEqual(['fresh'])
    await rm(fresh)
  })
})
