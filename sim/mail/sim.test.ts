import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authenticate, type DNSResolver } from 'mailauth'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { read } from '../../src/channels/email/read.ts'
import { startMailSim, type Letter, type MailSim } from './index.ts'

const people = [{ address: 'olga@berezka.example', name: 'Ольга Ветрова', role: 'администратор' }, { address: 'nina@pelmennaya.example', name: 'Нина', role: 'управляющая' }]
const desk = { name: 'Поддержка «Юпитер»', address: 'help@jupiter.example' }
const now = Date.parse('2026-03-17T11:07:00Z')
const plain: Letter = { person: 'olga@berezka.example', client: 'mailru', kind: 'plain', subject: 'Нет заказов', text: 'С утра нет заказов', answers: null, files: [] }

describe('the practice mailbox', () => {
  let folder: string
  let sim: MailSim
  let door: SMTPServer
  let taken: { from: string; to: string[]; source: Buffer }[]
  let refuses: boolean
  const start = async (): Promise<void> => {
    sim = await startMailSim({ people, desk, now: () => now, dataDir: folder })
    // The desk's door, as far as these letters need one.
    door = new SMTPServer({
      authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false, closeTimeout: 100,
      onRcptTo: (_address, _session, done) => done(refuses ? Object.assign(new Error('5.1.1 No such mailbox here'), { responseCode: 550 }) : null),
      onData(stream, { envelope }, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
          taken.push({ from: envelope.mailFrom === false ? '' : envelope.mailFrom.address, to: envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks) })
          done()
        })
      },
    })
    await new Promise<void>((resolve) => door.listen(sim.door.port, sim.door.host, resolve))
  }
  const stop = async (): Promise<void> => {
    await new Promise<void>((resolve) => door.close(() => resolve()))
    await sim.stop()
  }
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'practice-mail-'))
    taken = []
    refuses = false
    await start()
    return async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
  afterEach(() => expect(taken.every(({ source }) => source.length > 0)).toBe(true))

  const ask = async (path: string): Promise<{ status: number; body: Record<string, never> & { people?: { letters: { id: string; subject: string; way: string }[] }[]; attachments?: { place: number }[]; head?: string } }> => {
    const answer = await fetch(new URL(path, sim.url))
    return { status: answer.status, body: await answer.json() as never }
  }
  const bySmtp = (to: string, files: readonly { filename: string; content: string }[] = []) => {
    const transport = createTransport({ host: sim.smtp.host, port: sim.smtp.port, ignoreTLS: true })
    return transport.sendMail({ from: desk.address, to, subject: '[№ 1042] Нет заказов', text: 'Приняли', html: '<p>Приняли <a href="https://desk.example/t/x">страница</a></p><script>alert(1)</script>', attachments: [...files] }).finally(() => transport.close())
  }

  test('a letter goes to the desk\'s door with its files, and is proved to be the person\'s own; a forged one is not', async () => {
    await sim.send({ ...plain, files: [{ name: 'экран.png', mime: 'image/png', bytes: Buffer.from('89504e47', 'hex') }] })
    await sim.send({ ...plain, kind: 'forged' })
    expect(taken.map(({ from, to }) => [from, to])).toEqual([['olga@berezka.example', [desk.address]], ['olga@berezka.example', [desk.address]]])
    expect(read(taken[0]!.source).attachments.map(({ filename }) => filename)).toEqual(['экран.png'])
    const verdicts = await Promise.all(taken.map(async ({ source, from }) => (await authenticate(source, { sender: from, resolver: sim.resolver as DNSResolver, disableArc: true, disableBimi: true })).dmarc))
    expect(verdicts.map((verdict) => verdict !== false && verdict?.status.result)).toEqual(['pass', 'fail'])
  })

  test('an automatic answer has no return path (RFC 3834)', async () => {
    await sim.send({ ...plain, kind: 'automatic' })
    expect(taken[0]!.from).toBe('')
  })

  test('what the door refuses is told in its words and lies in no mailbox', async () => {
    refuses = true
    await expect(sim.send(plain)).rejects.toThrow('No such mailbox here')
    expect(sim.boxes.of(plain.person)).toEqual([])
  })

  test('what the desk sends arrives, is shown without what runs, with its files; whom nobody plays has no mailbox', async () => {
    await bySmtp('Nina@Pelmennaya.example', [{ filename: 'инструкция.pdf', content: 'pdf' }])
    const { people: [, nina] = [] } = (await ask('/mail/people')).body
    const { id } = nina!.letters[0]!
    expect(nina!.letters).toMatchObject([{ subject: '[№ 1042] Нет заказов', way: 'received' }])
    const shown = await fetch(new URL(`/mail/html?id=${id}`, sim.url))
    expect(shown.headers.get('content-security-policy')).toContain('sandbox allow-popups')
    const html = await shown.text()
    expect(html).toContain('https://desk.example/t/x')
    expect(html).not.toContain('alert')
    const letter = (await ask(`/mail/letter?id=${id}`)).body
    expect(letter.head).toContain('MIME-Version')
    const file = await fetch(new URL(`/mail/file?id=${id}&place=${letter.attachments![0]!.place}`, sim.url))
    expect([file.headers.get('content-disposition'), await file.text()]).toEqual([`attachment; filename*=UTF-8''${encodeURIComponent('инструкция.pdf')}`, 'pdf'])
    await expect(bySmtp('nobody@berezka.example')).rejects.toThrow('550')
  })

  test('mailboxes and their files outlive the process', async () => {
    await bySmtp('nina@pelmennaya.example', [{ filename: 'a.txt', content: 'байты' }])
    const sent = await sim.send(plain)
    await stop()
    await start()
    expect(sim.boxes.of('olga@berezka.example')).toEqual([sent])
    expect(sim.boxes.letter(sent).subject).toBe('Нет заказов')
    expect(Buffer.from(sim.boxes.letter(sim.boxes.of('nina@pelmennaya.example')[0]!).attachments[0]!.bytes).toString()).toBe('байты')
  })

  test('the page is for this machine: other names, other sites and plain forms get nothing', async () => {
    const port = Number(new URL(sim.url).port)
    const status = (path: string, method: string, headers: Record<string, string>, body = ''): Promise<number> => new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      }).on('error', reject).end(body)
    })
    expect(await status('/mail/people', 'GET', { host: 'evil.example' })).toBe(403)
    expect(await status('/mail/people', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403)
    expect(await status('/', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200)
    expect(await status('/mail/send', 'POST', { origin: 'https://evil.example', 'content-type': 'application/json' }, '{}')).toBe(403)
    expect(await status('/mail/send', 'POST', { 'content-type': 'text/plain' }, '{}')).toBe(415)
    expect(await status('/mail/send', 'POST', { 'content-type': 'application/json' }, '{"person":1}')).toBe(400)
    expect(await status('/page/../server.ts', 'GET', {})).toBe(404)
    expect(taken).toEqual([])
  })
})
