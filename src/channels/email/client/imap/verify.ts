import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { ImapFlow } from 'imapflow'
import type { Finding } from '../../../channel.ts'
import { minute } from '../../../../lib/instant.ts'
import { never } from '../../../../lib/never.ts'
import type { Time } from '../../../../lib/time.ts'
import type { EmailWords } from '../../../../words/ru/email.ts'
import type { Mailbox } from '../../mailbox.ts'
import { wordsOf } from '../../servers.ts'
import { openAccessTokens } from '../access-tokens.ts'
import { ensureFolder, openFolder, openSession, type ImapPlace } from './session.ts'
import { sentIn } from './sent.ts'
import { troubleOf, type Trouble } from './trouble.ts'

type Say = EmailWords['imap']['findings']
type SignInWhy = Extract<Trouble, { kind: 'sign_in' }>['why']

const finding = (level: Finding['level'], code: keyof Say, detail: string): Finding => ({ level, code, detail })
const patience = minute

/** Live self-test of receiving: name, encryption, sign-in, what the server can do, folders. Nothing for a mailbox without IMAP. */
export async function verifyImap({ imap }: Pick<Mailbox, 'imap'>, { time }: { time: Time }, { imap: { findings: say } }: Pick<EmailWords, 'imap'>): Promise<readonly Finding[]> {
  if (imap === null) return []
  const { host } = imap
  const found: Finding[] = []
  if (isIP(host) === 0) {
    const known = await lookup(host).then(() => true, () => false)
    if (!known) return [finding('error', 'imap_name_bad', say.imap_name_bad(host))]
    found.push(finding('ok', 'imap_name_ok', say.imap_name_ok(host)))
  }
  const safe = imap.security === 'none' ? finding('warning', 'imap_plain', say.imap_plain) : finding('ok', 'imap_tls_ok', say.imap_tls_ok)
  let client: ImapFlow | null = null
  try {
    client = await openSession(imap, openAccessTokens({ time }), AbortSignal.timeout(patience))
    found.push(safe, finding('ok', 'imap_sign_in_ok', say.imap_sign_in_ok(imap.login?.user ?? '')), ...skills(client, say))
    found.push(...(await folders(client, imap, say)))
  } catch (error) {
    found.push(...failure(error, imap, say, safe))
  } finally {
    client?.close()
  }
  return found
}

function failure(error: unknown, { host, port }: ImapPlace, say: Say, safe: Finding): Finding[] {
  const trouble = troubleOf(error)
  switch (trouble.kind) {
    case 'sign_in': return signIn(trouble.why, trouble.detail, say, safe)
    case 'unsafe': return [finding('error', 'imap_unsafe', say.imap_unsafe)]
    case 'no_starttls': return [finding('error', 'imap_no_starttls', say.imap_no_starttls)]
    case 'certificate': return [finding('error', 'imap_certificate', say.imap_certificate(trouble.detail))]
    case 'folder': return [finding('error', 'imap_folder_missing', say.imap_folder_missing(trouble.detail))]
    case 'name':
    case 'database':
    case 'closed':
    case 'network': return [finding('error', 'imap_unreachable', say.imap_unreachable(host, port, trouble.detail))]
    default: return never(trouble)
  }
}

/** Whoever was asked for a password had encryption already; a token is asked for before. */
function signIn(why: SignInWhy, detail: string, say: Say, safe: Finding): Finding[] {
  switch (why) {
    case 'app_password': return [safe, finding('error', 'imap_app_password', say.imap_app_password)]
    case 'off': return [safe, finding('error', 'imap_off', say.imap_off)]
    case 'password': return [safe, finding('error', 'imap_password', say.imap_password(detail))]
    case 'token': return [finding('error', 'imap_token', say.imap_token(detail))]
    default: return never(why)
  }
}

const skills = ({ capabilities }: ImapFlow, say: Say): Finding[] => [
  capabilities.has('IDLE') ? finding('ok', 'imap_idle', say.imap_idle) : finding('warning', 'imap_no_idle', say.imap_no_idle),
  capabilities.has('MOVE') ? finding('ok', 'imap_move', say.imap_move) : finding('warning', 'imap_no_move', say.imap_no_move),
]

async function folders(client: ImapFlow, imap: ImapPlace, say: Say): Promise<Finding[]> {
  const { folder, processed } = imap
  const { letters, readOnly } = await openFolder(client, imap, { readOnly: processed === null })
  const found = [finding('ok', 'imap_folder_ok', say.imap_folder_ok(folder, letters))]
  if (processed !== null) {
    if (readOnly) found.push(finding('warning', 'imap_folder_read_only', say.imap_folder_read_only(folder)))
    found.push(await ensureFolder(client, processed).then(
      how => (how === 'made' ? finding('ok', 'imap_processed_made', say.imap_processed_made(processed)) : finding('ok', 'imap_processed_ok', say.imap_processed_ok(processed))),
      (error: unknown) => finding('warning', 'imap_processed_bad', say.imap_processed_bad(processed, wordsOf(error))),
    ))
  }
  const sent = await sentIn(client)
  found.push(sent === null ? finding('warning', 'imap_sent_missing', say.imap_sent_missing) : finding('ok', 'imap_sent_ok', say.imap_sent_ok(sent)))
  return found
}
