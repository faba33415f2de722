import { createPrivateKey } from 'node:crypto'
import type { Finding } from '../../../channel.ts'
import { never } from '../../../../lib/never.ts'
import { email as en } from '../../../../words/en/email.ts'
import { email as ru } from '../../../../words/ru/email.ts'
import type { MailServer, Mailbox } from '../../mailbox.ts'
import type { SmtpFailure } from '../../outcome.ts'
import { isCertificateTrouble, isLoopback, signInTrouble } from '../../servers.ts'
import type { AccessTokens } from '../access-tokens.ts'
import { openLine, SmtpTrouble } from './line.ts'

type Words = typeof ru.smtp
const finding = (level: Finding['level'], key: keyof Words, detail: string): Finding => ({ level, code: `smtp_${key}`, detail })

const megabyte = 1024 * 1024
/** Below it photos of a phone do not fit. */
const smallLimit = 10 * megabyte

/** Live self-test of sending: the server is there, TLS, signing in, the size it takes, the key. Sends nothing. */
export async function verifySmtp(mailbox: Mailbox, { tokens, language }: { tokens: AccessTokens; language: 'ru' | 'en' }): Promise<readonly Finding[]> {
  const say = (language === 'en' ? en : ru).smtp
  const { smtp, address } = mailbox
  if (smtp === null) return [finding('warning', 'none', say.none)]
  if (smtp.security === 'none' && !isLoopback(smtp.host)) return [finding('error', 'unsafe', say.unsafe)]
  const found: Finding[] = []
  try {
    const line = await openLine(smtp, { name: address.slice(address.lastIndexOf('@') + 1), tokens })
    line.close()
    found.push(finding('ok', 'ready', say.ready(smtp.host, smtp.login !== null)))
    if (line.limit !== null) {
      const size = Math.floor(line.limit / megabyte)
      found.push(line.limit < smallLimit ? finding('warning', 'small', say.small(size)) : finding('ok', 'size', say.size(size)))
    }
  } catch (error) {
    if (!(error instanceof SmtpTrouble)) throw error
    return [troubleOf(error.failure, smtp, say)]
  }
  if (smtp.security === 'none') found.push(finding('warning', 'open', say.open))
  if (mailbox.dkim !== null && !isKey(mailbox.dkim.key.reveal())) found.push(finding('error', 'key', say.key))
  if (mailbox.dkim === null && mailbox.ownDomain) found.push(finding('warning', 'unsigned', say.unsigned))
  return found
}

function troubleOf(failure: SmtpFailure, { host, port }: MailServer, say: Words): Finding {
  switch (failure.kind) {
    case 'refused':
      if (failure.at === 'sign_in' || [530, 534, 535, 538].includes(failure.code)) return signInTrouble(failure.text) === 'app_password' ? finding('error', 'appPassword', say.appPassword) : finding('error', 'signIn', say.signIn(failure.text))
      return finding('error', 'refused', say.refused(`${failure.code} ${failure.text}`))
    case 'network': return /ENOTFOUND|EDNS|getaddrinfo|queryA/i.test(failure.reason) ? finding('error', 'resolve', say.resolve(host)) : finding('error', 'unreachable', say.unreachable(host, port, failure.reason))
    case 'tls': return isCertificateTrouble(failure.reason) ? finding('error', 'certificate', say.certificate(failure.reason)) : finding('error', 'tls', say.tls(host, failure.reason))
    case 'token': return finding('error', 'token', say.token)
    case 'key': return finding('error', 'key', say.key)
    case 'too_large': case 'file': return finding('error', 'refused', say.refused(failure.kind))
    default: return never(failure)
  }
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
