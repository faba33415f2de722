import { Readable } from 'node:stream'
import { rootCertificates } from 'node:tls'
import { domainToASCII } from 'node:url'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import { minute, second } from '../../../../lib/instant.ts'
import type { MailServer } from '../../mailbox.ts'
import type { SmtpFailure } from '../../outcome.ts'
import { isCertificateTrouble, isLoopback, wordsOf } from '../../servers.ts'
import { NoToken, type AccessTokens } from '../access-tokens.ts'

/** Something went wrong on the line; what, in words of our own. */
export class SmtpTrouble extends Error {
  readonly failure: SmtpFailure
  constructor(failure: SmtpFailure, cause?: unknown) {
    super(`smtp: ${failure.kind}`, { cause })
    this.name = 'SmtpTrouble'
    this.failure = failure
  }
}

/** Who of the envelope was taken, who was not and with which words. */
export type Taken = { refused: readonly { address: string; failure: Extract<SmtpFailure, { kind: 'refused' }> }[] }

/** A signed-in connection to a server that takes letters of ours. All its methods throw `SmtpTrouble`. */
export type Line = {
  /** Bytes of the largest letter that the server says it takes; null: it does not say. */
  limit: number | null
  isUsable(): boolean
  /** Does the server still listen? Clears what an earlier letter left. */
  probe(): Promise<void>
  send(envelope: { from: string; to: readonly string[] }, letter: Uint8Array): Promise<Taken>
  close(): void
}

const spans = { connectionTimeout: 20 * second, greetingTimeout: 30 * second, dnsTimeout: 20 * second, socketTimeout: 3 * minute, socketCloseTimeout: 1 * second }

/** Opens a connection and signs in. `name`: how the desk calls itself to the server. */
export async function openLine({ host, port, security, login, ca }: MailServer, { name, tokens }: { name: string; tokens: AccessTokens }): Promise<Line> {
  // A password never travels in the open but to this very machine.
  if (security === 'none' && !isLoopback(host)) throw new SmtpTrouble({ kind: 'tls', reason: 'unencrypted' })
  const connection = new SMTPConnection({
    host, port, name, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none', ...spans,
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) },
  })
  let usable = true
  const spoil = (): void => {
    usable = false
  }
  connection.on('error', spoil)
  connection.on('end', spoil)
  const close = (): void => {
    usable = false
    connection.close()
  }
  try {
    await step(connection, done => connection.connect(done), 'greeting')
    if (login !== null) {
      if (login.kind === 'password') await step(connection, done => connection.login({ user: login.user, pass: login.password.reveal() }, done), 'sign_in')
      else {
        const oauth2 = new XOAuth2({ user: login.user, accessToken: await tokens.of(login) })
        try {
          await step(connection, done => connection.login({ user: login.user, oauth2, method: 'XOAUTH2' }, done), 'sign_in')
        } catch (error) {
          tokens.forget(login)
          throw error
        }
      }
    }
  } catch (error) {
    close()
    if (error instanceof NoToken) throw new SmtpTrouble({ kind: 'token', refused: error.refused, reason: error.message }, error)
    throw error
  }
  return {
    limit: limitOf(connection),
    isUsable: () => usable,
    probe: () => step(connection, done => connection.reset(done), 'greeting'),
    async send(envelope, letter) {
      const sent = { whole: false }
      const info = await step<{ rejectedErrors?: readonly Told[] }>(connection, done => connection.send(
        { from: onWire(envelope.from), to: envelope.to.map(onWire), size: letter.byteLength }, Readable.from(piecesOf(letter, sent)), done,
      ), 'letter', sent)
      return { refused: (info.rejectedErrors ?? []).map(error => ({ address: envelope.to.find(address => onWire(address) === error.recipient) ?? '', failure: { kind: 'refused', at: 'recipient', code: error.responseCode ?? 0, text: answerOf(error) } as const })) }
    },
    close,
  }
}

/** A domain in Cyrillic has another name between servers. */
function onWire(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = domainToASCII(address.slice(at))
  return domain === '' ? address : address.slice(0, at) + domain
}

const piece = 64 * 1024

function* piecesOf(letter: Uint8Array, sent: { whole: boolean }): Generator<Uint8Array> {
  for (let at = 0; at < letter.byteLength; at += piece) yield letter.subarray(at, at + piece)
  sent.whole = true
}

/** What the library tells of a failure. */
type Told = Error & { code?: string; command?: string; response?: string; responseCode?: number; originalCode?: string; recipient?: string }

/** One step of the talk: its callback, or the end of the connection, whichever is first. */
function step<T>(connection: SMTPConnection, run: (done: (error?: Error | null, result?: unknown) => void) => void, at: Step, sent = { whole: false }): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = (error?: Error | null, result?: unknown): void => {
      connection.off('error', over)
      connection.off('end', ended)
      if (error instanceof Error) reject(new SmtpTrouble(failureOf(error, at, sent.whole), error))
      else resolve(result as T)
    }
    const ended = (): void => over(new Error('the connection was closed'))
    connection.once('error', over)
    connection.once('end', ended)
    run(over)
  })
}

type Step = Extract<SmtpFailure, { kind: 'refused' }>['at']

function failureOf(error: Told, at: Step, whole: boolean): SmtpFailure {
  const { code = '', command = '', responseCode, originalCode = '' } = error
  // A server without STARTTLS says no to the command.
  if (code === 'ETLS') return { kind: 'tls', reason: isCertificateTrouble(originalCode) ? originalCode : wordsOf(error) }
  if (responseCode !== undefined && responseCode !== 0) {
    const place: Step = command.startsWith('AUTH') || code === 'EAUTH' ? 'sign_in' : command === 'MAIL FROM' ? 'sender' : command === 'RCPT TO' ? 'recipient' : command === 'DATA' ? 'letter' : at
    return { kind: 'refused', at: place, code: responseCode, text: answerOf(error) }
  }
  if (isCertificateTrouble(originalCode) || originalCode.startsWith('ERR_SSL') || originalCode === 'EPROTO') return { kind: 'tls', reason: originalCode }
  return { kind: 'network', whole, reason: wordsOf(error) }
}

/** The server's words without the code in front of each line. */
const answerOf = ({ response = '' }: Told): string => wordsOf(response.replaceAll(/^\d{3}[ -]/gm, ''))

/** The library knows what the server said of sizes and has no public word for it. */
function limitOf(connection: SMTPConnection): number | null {
  const { _maxAllowedSize: limit } = connection as unknown as { _maxAllowedSize?: number }
  return typeof limit === 'number' && limit > 0 ? limit : null
}
