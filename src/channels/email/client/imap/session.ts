import { getCACertificates } from 'node:tls'
import type { ImapFlow } from 'imapflow'
import { minute, second, type Millis } from '../../../../lib/instant.ts'
import { mailLimits } from '../../limits.ts'
import type { Mailbox, MailServer } from '../../mailbox.ts'
import { isLoopback } from '../../servers.ts'
import type { AccessTokens } from '../access-tokens.ts'
import { isMissingFolder, MailboxTrouble } from './trouble.ts'

export type ImapPlace = NonNullable<Mailbox['imap']>

/** A server that does not answer a command within this time is gone. */
const commandPatience: Millis = 3 * minute
const connectPatience: Millis = 20 * second

/**
 * One session with a mail server, signed in. A client serves one connection only: whoever loses it opens another. Throws what `troubleOf` reads. `signal`
 * ends it at any time.
 */
export async function openSession(server: MailServer, tokens: AccessTokens, signal?: AbortSignal): Promise<ImapFlow> {
  const { host, port, security, login, ca } = server
  // The password would lie open on the wire.
  if (security === 'none' && !isLoopback(host)) throw new MailboxTrouble({ kind: 'unsafe', detail: host })
  if (login === null) throw new MailboxTrouble({ kind: 'sign_in', why: 'password', detail: '' })
  const auth = login.kind === 'password' ? { user: login.user, pass: login.password.reveal() } : { user: login.user, accessToken: await tokens.of(login, signal) }
  // Loaded with the first session: a desk without mailboxes does without its memory.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host, port, secure: security === 'tls', auth, logger: false,
    ...(security !== 'tls' && { doSTARTTLS: security === 'starttls' }),
    tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca: [...getCACertificates('default'), ca] }) },
    clientInfo: { name: 'Reglament' },
    // IDLE begins where the caller rests, not between his commands.
    disableAutoIdle: true, disableCompression: true,
    connectionTimeout: connectPatience, greetingTimeout: connectPatience, socketTimeout: commandPatience,
    // Some servers answer a question for a part with the whole letter.
    maxLiteralSize: 2 * mailLimits.size, maxResponseSize: 2 * mailLimits.size + 1024 * 1024,
  })
  // Errors after the start end in `close`, which the caller hears; without a listener they would end the process.
  client.on('error', () => {})
  const end = (): void => client.close()
  signal?.addEventListener('abort', end, { once: true })
  client.once('close', () => signal?.removeEventListener('abort', end))
  try {
    await client.connect()
    return client
  } catch (error) {
    if (login.kind === 'oauth2') tokens.forget(login)
    client.close()
    throw error
  }
}

/** Opens the folder: for reading only, unless letters are moved out of it. */
export async function openFolder(client: ImapFlow, { folder }: ImapPlace, how: { readOnly: boolean }): Promise<{ validity: number; letters: number; readOnly: boolean }> {
  try {
    const { uidValidity, exists, readOnly = false } = await client.mailboxOpen(folder, how)
    return { validity: Number(uidValidity), letters: exists, readOnly }
  } catch (error) {
    if (isMissingFolder(error)) throw new MailboxTrouble({ kind: 'folder', detail: folder }, error)
    throw error
  }
}

/** Makes sure that the folder for stored letters is there; says whether it had to be made. Throws the server's refusal. */
export async function ensureFolder(client: ImapFlow, folder: string): Promise<'there' | 'made'> {
  const known = (await client.list()).some(({ path, flags }) => path === folder && !flags.has('\\Noselect'))
  if (known) return 'there'
  return (await client.mailboxCreate(folder)).created ? 'made' : 'there'
}

/** UIDs of a range, ascending, of letters that came on the day `since` or later. (`*` names the last letter, so a server gives it also where nothing is new.) */
export async function uidsIn(client: ImapFlow, from: number, to: number | '*', since?: string): Promise<number[]> {
  const found = await client.search({ uid: `${from}:${to}`, ...(since !== undefined && { since: new Date(since) }) }, { uid: true })
  if (!Array.isArray(found)) throw new Error('the server did not list its letters')
  return found.filter(uid => uid >= from && (to === '*' || uid <= to)).sort((a, b) => a - b)
}
