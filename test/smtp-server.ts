/** A mail server of a test: takes letters, refuses them by code, drops connections, knows TLS and signing in. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SMTPServer } from 'smtp-server'
import { read } from '../src/channels/email/read.ts'
import type { Letter } from '../src/channels/email/letter.ts'
import type { MailServer } from '../src/channels/email/mailbox.ts'
import { Secret } from '../src/lib/secret.ts'

/** What it took: envelope, source, and the letter as our own reader sees it. */
export type Received = { from: string; to: string[]; source: Buffer; letter: Letter }

/** `code` and the words behind it, as the server says them. */
export type No = { code: number; words: string }

export type SmtpPlan = {
  /** Bytes, as EHLO tells; null: it tells none. */
  size?: number | null
  sender?: (address: string) => No | null
  recipient?: (address: string) => No | null
  letter?: (received: Received) => No | null
  /** Breaks the connection once a letter has come whole: before it is kept, or after. */
  drop?: (received: Received) => 'before' | 'after' | null
  /** The only name and password, or access token, that it takes; without them nobody signs in. */
  login?: { user: string; password: string } | { user: string; token: string }
  tls?: { key: string; certificate: string; kind: 'tls' | 'starttls' }
}

export type TestSmtp = {
  port: number
  received: Received[]
  /** Connections that were opened so far. */
  opened(): number
  /** Settings of a mailbox that sends by it. */
  server: MailServer
  /** Breaks all connections that stand. */
  hangUp(): void
  close(): Promise<void>
}

const refusal = ({ code, words }: No): Error => Object.assign(new Error(words), { responseCode: code })

/** Starts on a free port of this machine. The plan may be changed while it runs. */
export async function startSmtp(plan: SmtpPlan = {}): Promise<TestSmtp> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  let opened = 0
  const sessions = new Map<string, Socket>()
  const server = new SMTPServer({
    ...(plan.tls === undefined ? {} : { key: plan.tls.key, cert: plan.tls.certificate, secure: plan.tls.kind === 'tls' }),
    ...(plan.size === undefined || plan.size === null ? {} : { size: plan.size }), hideSize: plan.size === null,
    disabledCommands: [...(plan.tls?.kind === 'starttls' ? [] : ['STARTTLS']), ...(plan.login === undefined ? ['AUTH'] : [])],
    authOptional: plan.login === undefined, allowInsecureAuth: true, disableReverseLookup: true, authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'], closeTimeout: 100, logger: false,
    onAuth(auth, _session, done) {
      const { login } = plan
      const right = login !== undefined && auth.username === login.user && ('token' in login ? auth.accessToken === login.token : auth.password === login.password)
      if (right) done(null, { user: auth.username })
      else done(Object.assign(new Error('5.7.8 Authentication failed'), { responseCode: 535 }))
    },
    onMailFrom({ address }, _session, done) {
      const no = plan.sender?.(address) ?? null
      done(no === null ? null : refusal(no))
    },
    onRcptTo({ address }, _session, done) {
      const no = plan.recipient?.(address) ?? null
      done(no === null ? null : refusal(no))
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const source = Buffer.concat(pieces)
        const { mailFrom, rcptTo } = session.envelope
        const one: Received = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), source, letter: read(source) }
        const drop = plan.drop?.(one) ?? null
        if (drop === 'after') received.push(one)
        if (drop !== null) return void sessions.get(`${session.remotePort}`)?.destroy()
        const no = plan.letter?.(one) ?? null
        if (no !== null) return done(refusal(no))
        received.push(one)
        done(null, 'taken')
      })
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    opened++
    // Under TLS the socket is the library's: it must not be pulled away from below.
    if (plan.tls !== undefined) return
    sockets.add(socket)
    sessions.set(`${socket.remotePort}`, socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const { login, tls } = plan
  return {
    port, received, opened: () => opened,
    server: {
      host: tls === undefined ? '127.0.0.1' : 'localhost', port, security: tls?.kind ?? 'none', ...(tls === undefined ? {} : { ca: tls.certificate }),
      login: login === undefined || 'token' in login ? null : { kind: 'password', user: login.user, password: new Secret(login.password) },
    },
    hangUp() {
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

/** A certificate for `localhost` that nobody else trusts, with its key. */
export async function testCertificate(): Promise<{ key: string; certificate: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-'))
  try {
    await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')])
    return { key: await readFile(join(folder, 'key.pem'), 'utf8'), certificate: await readFile(join(folder, 'cert.pem'), 'utf8') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
