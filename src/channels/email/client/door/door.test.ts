import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import type { RawEvent } from '../../../channel.ts'
import { openHealth } from '../../../health.ts'
import { Secret } from '../../../../lib/secret.ts'
import { systemTime } from '../../../../lib/time.ts'
import { mailLimits } from '../../limits.ts'
import type { MailDoor, Mailbox } from '../../mailbox.ts'
import { rawLetter, type RawLetter } from '../../raw.ts'
import { openDoor } from './index.ts'

const mailbox = (id: string, address: string, plusAddressing = true): Mailbox => ({ id, name: 'Поддержка', address, imap: null, smtp: null, plusAddressing, ownDomain: true, dkim: null, trustedServer: null })
const help = mailbox('help', 'help@jupiter.example')
const bills = mailbox('bills', 'bills@jupiter.example')
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

type Stand = { host: string; port: number; events: RawEvent[]; letters(): RawLetter[]; files: Map<string, Buffer>; health: ReturnType<typeof openHealth>; mailboxes: Mailbox[]; broken: { sink: boolean; disk: boolean } }

async function stand(door: Partial<MailDoor> = {}): Promise<Stand> {
  const events: RawEvent[] = []
  const files = new Map<string, Buffer>()
  const mailboxes = [help, bills]
  const broken = { sink: false, disk: false }
  const health = openHealth(systemTime)
  const stop = new AbortController()
  let done: Promise<void> = Promise.resolve()
  const at = await new Promise<{ host: string; port: number }>(opened => {
    done = openDoor({
      door: { host: '127.0.0.1', port: 0, protocol: 'smtp', tls: null, ...door }, mailboxes: () => mailboxes, health, log: quiet, opened,
      house: {
        keepFile: async ({ name, mime, bytes }) => {
          const chunks: Uint8Array[] = []
          for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
            if (broken.disk) throw new Error('the disk is full')
            chunks.push(Uint8Array.from(chunk))
          }
          const id = crypto.randomUUID()
          files.set(id, Buffer.concat(chunks))
          return { id, name, mime, size: files.get(id)!.length }
        },
      },
      sink: async more => {
        if (broken.sink) throw new Error('the inbox is away')
        for (const event of more) if (events.every(({ key }) => key !== event.key)) events.push(event)
      },
    }, stop.signal)
  })
  ends.push(async () => {
    stop.abort()
    await done
  })
  return { ...at, events, letters: () => events.map(({ raw }) => rawLetter.parse(raw)), files, health, mailboxes, broken }
}

/** Speaks with the door by hand: each line waits for its answer. Gives the answers. */
async function talk({ host, port }: { host: string; port: number }, ...lines: (string | Buffer)[]): Promise<string[]> {
  const socket = connect(port, host)
  try {
    const answers = [await answer(socket)]
    for (const line of lines) {
      socket.write(typeof line === 'string' ? `${line}\r\n` : line)
      answers.push(await answer(socket))
    }
    return answers
  } finally {
    socket.destroy()
  }
}

const answer = (socket: Socket, count = 1): Promise<string> => new Promise((resolve, reject) => {
  let heard = ''
  const hear = (chunk: Buffer): void => {
    heard += chunk.toString()
    if ((heard.match(/^\d{3} .*\r\n/gm) ?? []).length >= count) end()
  }
  const end = (): void => {
    socket.off('data', hear).off('close', end).off('error', reject)
    resolve(heard.trim())
  }
  socket.on('data', hear).on('close', end).on('error', reject)
})

const begun = (from: string, ...to: string[]): string[] => ['EHLO mx.cafe.example', `MAIL FROM:<${from}>`, ...to.map(one => `RCPT TO:<${one}>`), 'DATA']
const letter = 'From: Иван <ivan@cafe.example>\r\nTo: help@jupiter.example\r\nSubject: till\r\n\r\nThe till is silent.\r\n.'

test('a letter for a mailbox of ours is in the inbox before 250 is said, with its envelope and who sent it above it', async () => {
  const door = await stand()
  const answers = await talk(door, ...begun('ivan@cafe.example', 'Help+t1042-aaaaaaaaaa@jupiter.example'), letter)
  expect(answers.at(-1)).toMatch(/^250 /)
  const [row] = door.letters()
  expect(row).toMatchObject({ mailbox: 'help', uid: null, file: null, envelope: { from: 'ivan@cafe.example', to: ['Help+t1042-aaaaaaaaaa@jupiter.example'], ip: '127.0.0.1', helo: 'mx.cafe.example' } })
  expect(Buffer.from(row!.base64!, 'base64').toString()).toBe(`Return-Path: <ivan@cafe.example>\r\n${letter.slice(0, -1)}`)
  expect(door.events[0]).toMatchObject({ lane: 'from ivan@cafe.example', key: expect.stringMatching(/^smtp [0-9a-f]{64}$/) })
  expect(door.health.now()).toMatchObject({ state: 'live', lastEventAt: expect.any(Number) })
})

test('a bounce comes from nowhere and is taken', async () => {
  const door = await stand()
  expect((await talk(door, ...begun('', 'help@jupiter.example'), letter)).at(-1)).toMatch(/^250 /)
  expect(Buffer.from(door.letters()[0]!.base64!, 'base64').toString()).toMatch(/^Return-Path: <>\r\n/)
})

test('nobody relays through the door: strangers are unknown here, signing in is not offered', async () => {
  const door = await stand()
  const answers = await talk(door, 'EHLO mx.cafe.example', 'MAIL FROM:<ivan@cafe.example>', 'RCPT TO:<boss@bank.example>', 'RCPT TO:<nobody@jupiter.example>', 'RCPT TO:<help@jupiter.example.evil.example>', 'DATA', 'AUTH PLAIN AGEAYg==', 'VRFY help')
  expect(answers[1]).not.toMatch(/AUTH|STARTTLS/)
  expect(answers.slice(3).map(said => said.slice(0, 9))).toEqual(['550 5.1.1', '550 5.1.1', '550 5.1.1', '503 5.5.1', '500 5.5.2', '500 5.5.2'])
  expect(door.events).toEqual([])
})

test('pain 8: a letter to two of our mailboxes is one event for each, two addresses of one mailbox are one', async () => {
  const door = await stand()
  await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example', 'help+x@jupiter.example', 'bills@jupiter.example'), letter)
  expect(door.letters().map(({ mailbox: id, envelope }) => [id, envelope!.to])).toEqual([['help', ['help@jupiter.example', 'help+x@jupiter.example']], ['bills', ['bills@jupiter.example']]])
})

test('a sender who repeats a letter makes no second one', async () => {
  const door = await stand()
  for (let i = 0; i < 2; i++) expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), letter)).at(-1)).toMatch(/^250 /)
  expect(door.events).toHaveLength(1)
})

test('pain 1: what cannot be stored is answered with 451, so that the sender repeats it; then it is stored', async () => {
  const door = await stand()
  door.broken.sink = true
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), letter)).at(-1)).toMatch(/^451 4\.3\.0 /)
  expect(door.health.now().state).toBe('waiting')
  door.broken.sink = false
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), letter)).at(-1)).toMatch(/^250 /)
  expect(door.events).toHaveLength(1)
  expect(door.health.now().state).toBe('live')
})

test('a letter of more than a megabyte lies in a file before its row; a full disk is answered with 451', async () => {
  const door = await stand()
  const big = `Subject: backup\r\nFrom: ivan@cafe.example\r\n\r\n${randomBytes(1_500_000).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n.\r\n`
  door.broken.disk = true
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), Buffer.from(big))).at(-1)).toMatch(/^451 /)
  door.broken.disk = false
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example', 'bills@jupiter.example'), Buffer.from(big))).at(-1)).toMatch(/^250 /)
  const rows = door.letters()
  expect(rows.map(({ mailbox: id }) => id)).toEqual(['help', 'bills'])
  expect(rows[0]).toMatchObject({ base64: null, file: rows[1]!.file, size: door.files.get(rows[0]!.file!)!.length })
  expect(door.files.get(rows[0]!.file!)!.toString()).toBe(`Return-Path: <ivan@cafe.example>\r\n${big.slice(0, -3)}`)
  expect(door.events[0]!.lane).toBe('from ivan@cafe.example')
})

test('a letter larger than the desk takes is refused, by its announced size and by its bytes', async () => {
  const door = await stand()
  expect((await talk(door, 'EHLO mx.cafe.example', `MAIL FROM:<ivan@cafe.example> SIZE=${mailLimits.size + 1}`)).at(-1)).toMatch(/^552 5\.3\.4/)
  const huge = Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), Buffer.alloc(mailLimits.size, `${'x'.repeat(76)}\r\n`), Buffer.from('\r\n.\r\n')])
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), huge)).at(-1)).toMatch(/^552 5\.3\.4/)
  expect(door.events).toEqual([])
  expect(door.files.size).toBe(0)
})

test.each([['small', 1_000], ['large', 2_000_000]])('a sender who goes away in the middle of a %s letter has sent nothing', async (_, length) => {
  const door = await stand()
  const socket = connect(door.port, door.host)
  await answer(socket)
  for (const line of begun('ivan@cafe.example', 'help@jupiter.example')) {
    socket.write(`${line}\r\n`)
    await answer(socket)
  }
  await new Promise(resolve => socket.write(`Subject: x\r\n\r\n${'x'.repeat(length)}\r\n`, resolve))
  socket.destroy()
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), letter)).at(-1)).toMatch(/^250 /)
  expect(door.letters().map(({ size }) => size < 1_000)).toEqual([true])
  expect(door.files.size).toBe(0)
  expect(door.health.now().state).toBe('live')
})

test('a letter that goes round in circles is refused', async () => {
  const door = await stand()
  const received = Array.from({ length: 61 }, (_, i) => `Received: from a${i}.example by b.example; Sat, 26 Sep 2026 10:00:00 +0300`).join('\r\n')
  expect((await talk(door, ...begun('ivan@cafe.example', 'help@jupiter.example'), `${received}\r\n${letter}`)).at(-1)).toMatch(/^554 /)
  expect(door.events).toEqual([])
})

test('by LMTP each recipient gets his own answer, and who delivers says nothing about who sent', async () => {
  const door = await stand({ protocol: 'lmtp' })
  const socket = connect(door.port, door.host)
  await answer(socket)
  for (const line of ['LHLO mail.jupiter.example', 'MAIL FROM:<ivan@cafe.example>', 'RCPT TO:<help@jupiter.example>', 'RCPT TO:<bills@jupiter.example>', 'DATA']) {
    socket.write(`${line}\r\n`)
    await answer(socket)
  }
  // The second mailbox is taken away while the letter is on its way.
  door.mailboxes.splice(1)
  socket.write(`${letter}\r\n`)
  const said = await answer(socket, 2)
  socket.destroy()
  expect(said.split('\r\n').map(line => line.slice(0, 9))).toEqual(['250 2.6.0', '550 5.1.1'])
  expect(door.letters()).toMatchObject([{ mailbox: 'help', envelope: { ip: '' } }])
})

test('an encrypted way is offered where the door has a certificate, and a mail program comes in by it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'door-'))
  ends.push(async () => rmSync(folder, { recursive: true }))
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=jupiter.example', '-days', '2', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')])
  expect(made.status).toBe(0)
  const door = await stand({ tls: { key: new Secret(readFileSync(join(folder, 'key.pem'), 'utf8')), certificate: readFileSync(join(folder, 'cert.pem'), 'utf8') } })
  const transport = nodemailer.createTransport({ host: door.host, port: door.port, requireTLS: true, tls: { rejectUnauthorized: false } })
  await transport.sendMail({ from: 'ivan@cafe.example', to: 'help@jupiter.example', subject: 'Касса', text: 'Касса молчит.\n.\n..' })
  transport.close()
  expect(Buffer.from(door.letters()[0]!.base64!, 'base64').toString()).toContain('Content-Type: text/plain')
})

test('a new mailbox needs no new door', async () => {
  const door = await stand()
  door.mailboxes.push(mailbox('new', 'new@jupiter.example'))
  expect((await talk(door, ...begun('ivan@cafe.example', 'new@jupiter.example'), letter)).at(-1)).toMatch(/^250 /)
})

test('too long lines and too many recipients are stopped', async () => {
  const door = await stand()
  expect((await talk(door, `EHLO ${'x'.repeat(5_000)}`)).at(-1)).toMatch(/^421 /)
  const many = await talk(door, 'EHLO mx.cafe.example', 'MAIL FROM:<ivan@cafe.example>', ...Array.from({ length: 101 }, (_, i) => `RCPT TO:<help+${i}@jupiter.example>`))
  expect([many.at(-2), many.at(-1)].map(said => said!.slice(0, 9))).toEqual(['250 2.1.5', '452 4.5.3'])
})

test('a door that closes lets go of a sender in the middle of a letter, who will repeat it', async () => {
  const door = await stand()
  const socket = connect(door.port, door.host)
  await answer(socket)
  for (const line of begun('ivan@cafe.example', 'help@jupiter.example')) {
    socket.write(`${line}\r\n`)
    await answer(socket)
  }
  socket.write('Subject: x\r\n\r\nhalf of it')
  const last = answer(socket)
  await ends.shift()!()
  expect(await last).toMatch(/^421 /)
  socket.destroy()
  expect(door.events).toEqual([])
  expect(door.health.now().state).toBe('stopped')
})

test('a certificate that cannot be used is said in the health of the door', async () => {
  const health = openHealth(systemTime)
  const stop = new AbortController()
  const done = openDoor({ door: { host: '127.0.0.1', port: 0, protocol: 'smtp', tls: { key: new Secret('no key'), certificate: 'no certificate' } }, mailboxes: () => [help], health, log: quiet, house: { keepFile: () => Promise.reject(new Error('no disk')) }, sink: async () => {} }, stop.signal)
  await expect.poll(() => health.now().state).toBe('waiting')
  expect(health.now().detail).not.toContain('no key')
  stop.abort()
  await done
})

test('a taken port is said in its health, and the door opens when it is free', async () => {
  const first = await stand()
  const health = openHealth(systemTime)
  const stop = new AbortController()
  const opened = new Promise<number>(resolve => {
    const done = openDoor({ door: { host: '127.0.0.1', port: first.port, protocol: 'smtp', tls: null }, mailboxes: () => [help], health, log: quiet, opened: ({ port }) => resolve(port), house: { keepFile: () => Promise.reject(new Error('no disk')) }, sink: async () => {} }, stop.signal)
    ends.push(async () => {
      stop.abort()
      await done
    })
  })
  await expect.poll(() => health.now().state).toBe('waiting')
  expect(health.now().detail).toContain('EADDRINUSE')
  await ends.shift()!()
  expect(await opened).toBe(first.port)
  expect(health.now().state).toBe('live')
})
