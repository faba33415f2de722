/**
 * A real mail server for tests: Dovecot from Debian, started from one generated file in a folder of its own, on free ports of this machine. It runs as an
 * ordinary user also where the tests run as root (its sign-in process refuses root).
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createTransport, type SendMailOptions } from 'nodemailer'

const program = '/usr/sbin/dovecot'
const run = promisify(execFile)

/** Is there a Dovecot? Says loudly what is passed over when there is none; throws with REQUIRE_PEERS=1. */
export function hasDovecot(what: string): boolean {
  if (existsSync(program)) return true
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(`no Dovecot at ${program}: ${what} cannot be tested`)
  process.emitWarning(`SKIPPED: ${what}: no Dovecot at ${program}`)
  return false
}

/** A letter as it lies in a folder. `flags`: with their backslash (`\Seen`). */
export type Lying = { uid: number; subject: string; flags: string[] }

export type Dovecot = {
  /** IMAP (with STARTTLS where `tls` was asked for), and LMTP. */
  imap: number
  lmtp: number
  /** IMAP over TLS; 0 without `tls`. */
  imaps: number
  /** Its certificate in PEM, made for `localhost` and 127.0.0.1, for clients to trust; empty without `tls`. */
  ca: string
  /** Hands a letter over by LMTP; throws when the server does not take it. */
  deliver(to: string, letter: SendMailOptions): Promise<void>
  /** Puts a letter into the folder as it is, without the marks of a delivery. */
  append(user: string, letter: Uint8Array, folder?: string): Promise<void>
  folder(user: string, folder?: string): Promise<Lying[]>
  /** The source of a letter. */
  source(user: string, folder: string, uid: number): Promise<string>
  validity(user: string): Promise<number>
  /** Ends all sessions of a user, as a server does that has enough of them. */
  kick(user: string): Promise<void>
  /** How many sessions a user has. */
  sessions(user: string): Promise<number>
  /** What a colleague does by hand: reads all letters, or throws them all away. */
  readAll(user: string): Promise<void>
  empty(user: string): Promise<void>
  /** The mailbox is made anew, empty: its UIDVALIDITY is another one, its UIDs begin at 1. */
  recreate(user: string): Promise<void>
  /** Down and up again, on the same ports with the same letters. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops it and removes its folder. */
  end(): Promise<void>
}

export type DovecotWish = {
  /** Passwords by address. Others are unknown: LMTP answers 550 to them. */
  users: Readonly<Record<string, string>>
  /** With TLS and a certificate of its own. */
  tls?: boolean
  /** Takes XOAUTH2; tokens are shown to this address (RFC 7662). */
  introspection?: string
  /** Lines of its own for the file. */
  more?: string
}

/** `nobody`: for the server and its files where the tests run as root. */
const spare = 65_534

export async function startDovecot(wish: DovecotWish): Promise<Dovecot> {
  const asRoot = process.getuid?.() === 0
  // Short: paths of sockets have a length limit.
  const home = mkdtempSync(join(tmpdir(), 'dc-'))
  const as = asRoot ? { uid: spare, gid: spare } : {}
  const user = asRoot ? 'nobody' : userInfo().username
  const group = asRoot ? 'nogroup' : (await run('id', ['-gn'])).stdout.trim()
  const own = (path: string): void => {
    if (asRoot) chownSync(path, spare, spare)
  }
  const write = (name: string, text: string): void => {
    writeFileSync(join(home, name), text, { mode: 0o600 })
    own(join(home, name))
  }
  own(home)
  for (const name of ['run', 'state', 'mail']) {
    mkdirSync(join(home, name))
    own(join(home, name))
  }
  if (wish.tls === true) {
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', join(home, 'key.pem'), '-out', join(home, 'cert.pem')])
    for (const name of ['key.pem', 'cert.pem']) own(join(home, name))
  }
  write('users', Object.entries(wish.users).map(([address, password]) => `${address}:{PLAIN}${password}\n`).join(''))
  if (wish.introspection !== undefined) write('oauth2', `introspection_mode = post\nintrospection_url = ${wish.introspection}\nactive_attribute = active\nactive_value = true\nusername_attribute = username\n`)
  const [imap, lmtp, imaps] = await freePorts(wish.tls === true ? 3 : 2)
  const file = join(home, 'dovecot.conf')
  write('dovecot.conf', settings(home, { user, group, imap: imap!, lmtp: lmtp!, imaps: imaps ?? 0 }, wish))

  let server: ChildProcess | null = null
  const start = async (): Promise<void> => {
    const started = spawn(program, ['-F', '-c', file], { ...as, stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } })
    server = started
    const limit = performance.now() + 15_000
    while (!(await answers(imap!))) {
      if (started.exitCode !== null || performance.now() > limit) throw new Error(`Dovecot did not start: ${readFileSync(join(home, 'dovecot.log'), 'utf8').slice(-2_000)}`)
      await sleep(25)
    }
  }
  const stop = async (): Promise<void> => {
    const stopping = server
    server = null
    if (stopping === null || stopping.exitCode !== null || stopping.signalCode !== null) return
    // Open sessions would outlive their server for seconds.
    await kick('*')
    const over = new Promise(resolve => stopping.once('exit', resolve))
    stopping.kill('SIGTERM')
    await over
  }
  const doveadm = async (...words: string[]): Promise<string> => (await run('/usr/bin/doveadm', ['-c', file, ...words], { ...as, maxBuffer: 256 * 1024 * 1024, cwd: '/' })).stdout
  const rows = async (...words: string[]): Promise<Record<string, string>[]> => JSON.parse((await doveadm('-f', 'json', ...words)) || '[]') as Record<string, string>[]
  const validity = async (of: string): Promise<number> => Number((await rows('mailbox', 'status', '-u', of, 'uidvalidity', 'INBOX'))[0]!['uidvalidity'])
  const kick = async (of: string): Promise<void> => {
    // Without a session to end doveadm ends with a complaint.
    await doveadm('kick', of).catch(() => {})
  }

  await start()
  return {
    imap: imap!, lmtp: lmtp!, imaps: imaps ?? 0, ca: wish.tls === true ? readFileSync(join(home, 'cert.pem'), 'utf8') : '',
    deliver: async (to, letter) => {
      const way = createTransport({ host: '127.0.0.1', port: lmtp!, lmtp: true, ignoreTLS: true })
      try {
        await way.sendMail({ envelope: { from: 'olga@cafe.example', to }, from: 'olga@cafe.example', to, ...letter })
      } finally {
        way.close()
      }
    },
    append: async (of, letter, folder = 'INBOX') => {
      const saving = spawn('/usr/bin/doveadm', ['-c', file, 'save', '-u', of, '-m', folder], { ...as, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' })
      const over = new Promise(resolve => saving.once('exit', resolve))
      saving.stdin.end(letter)
      if ((await over) !== 0) throw new Error('the letter was not saved')
    },
    folder: async (of, folder = 'INBOX') => (await rows('fetch', '-u', of, 'uid hdr.subject.utf8 flags', 'mailbox', folder, 'all'))
      .map(row => ({ uid: Number(row['uid']), subject: row['hdr.subject.utf8'] ?? '', flags: (row['flags'] ?? '').split(' ').filter(flag => flag !== '' && flag !== '\\Recent') })),
    source: async (of, folder, uid) => (await rows('fetch', '-u', of, 'text', 'mailbox', folder, 'uid', String(uid)))[0]?.['text'] ?? '',
    validity,
    kick,
    sessions: async of => (await rows('who', of)).reduce((sum, row) => sum + Number(row['connections'] ?? 1), 0),
    readAll: async of => void await doveadm('flags', 'add', '-u', of, '\\Seen', 'mailbox', 'INBOX', 'all'),
    empty: async of => void await doveadm('expunge', '-u', of, 'mailbox', 'INBOX', 'all'),
    recreate: async of => {
      const before = await validity(of)
      // The number is the second in which the mailbox is made.
      while (Date.now() / 1_000 < before + 1) await sleep(25)
      await kick(of)
      rmSync(join(home, 'mail', of), { recursive: true, force: true })
      // Whoever has come back meanwhile still sees the old one.
      await kick(of)
    },
    stop,
    start,
    end: async () => {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

type Here = { user: string; group: string; imap: number; lmtp: number; imaps: number }

const settings = (home: string, { user, group, imap, lmtp, imaps }: Here, { tls = false, introspection, more = '' }: DovecotWish): string => `
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login${introspection === undefined ? '' : ' xoauth2 oauthbearer'}
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:${home}/mail/%u
mail_fsync = never
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
${tls ? `ssl = yes\nssl_cert = <${home}/cert.pem\nssl_key = <${home}/key.pem` : 'ssl = no'}
${introspection === undefined ? '' : `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${home}/oauth2\n}`}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${home}/users
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${home}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = ${tls ? 'yes' : 'no'}
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtp}
  }
}
service anvil {
  chroot =
  # Wrong passwords are what tests are for: no growing delays.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
  mailbox Processed {
    auto = create
  }
}
${more}
`

/** Ports that nobody has now, all of them held until the last is found. */
async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return server
  }))
  const ports = held.map(server => (server.address() as AddressInfo).port)
  await Promise.all(held.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

const answers = (port: number): Promise<boolean> => new Promise(resolve => {
  const socket = connect(port, '127.0.0.1')
  const end = (answer: boolean) => (): void => {
    socket.destroy()
    resolve(answer)
  }
  socket.setTimeout(1_000, end(false))
  socket.once('data', end(true))
  socket.once('error', end(false))
  socket.once('close', end(false))
})
