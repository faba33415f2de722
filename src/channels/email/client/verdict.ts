import { Resolver } from 'node:dns/promises'
import { Readable } from 'node:stream'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { domainToASCII } from 'node:url'
import type { AuthenticateResult, DNSResolver } from 'mailauth'
import { second, type Millis } from '../../../lib/instant.ts'
import type { Verdict } from '../../../messages/letters/letter.ts'
import type { Letter } from '../letter.ts'
import type { Mailbox } from '../mailbox.ts'
import { readAddresses } from '../mime/addresses.ts'
import { binary } from '../mime/bytes.ts'
import type { RawLetter } from '../raw.ts'
import { judgementOf, toldByServer } from '../verdict/authentication-results.ts'
import type { EmailConfig } from './config.ts'

export type Judged = { mailbox: Mailbox | null; bytes: Uint8Array; raw: Pick<RawLetter, 'envelope' | 'cut'>; letter: Pick<Letter, 'from' | 'fields'> }

const usualTime: Millis = 10 * second
const nobody: Verdict = { spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', by: null }
/** How much of a letter the fields of its servers lie in. */
const headBytes = 512 * 1024
const mostSignatures = 5

/**
 * Is the sender of a letter himself? Behind IMAP the mailbox's own server has judged, where it is trusted; else the desk judges: SPF (only where the sender
 * delivered to our door himself), DKIM, DMARC. Whatever is not known in time stays unknown; no verdict, no trust (`channels.md` 5.3). Never throws.
 */
export async function judge(judged: Judged, { resolver, judgeWithin = usualTime, log }: Pick<EmailConfig, 'resolver' | 'judgeWithin' | 'log'>): Promise<Verdict> {
  const ask = (resolver ?? usualResolver()) as DNSResolver
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Verdict>(resolve => {
    timer = setTimeout(() => {
      log.warn({ channel: 'email', within: judgeWithin }, 'the sender of a letter could not be judged in time')
      resolve(nobody)
    }, judgeWithin)
  })
  const found = verdictOf(judged, ask, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) log.warn({ channel: 'email', error }, 'the sender of a letter could not be judged')
    return nobody
  })
  return Promise.race([found, late]).finally(() => {
    clearTimeout(timer)
    stop.abort()
  })
}

/** Servers that do not answer are left alone soon: the time of a letter is for several questions. */
function usualResolver(): (name: string, type: string) => Promise<unknown> {
  const asking = new Resolver({ timeout: 2_000, tries: 2 })
  return (name, type) => asking.resolve(name, type)
}

async function verdictOf({ mailbox, bytes, raw: { envelope, cut }, letter }: Judged, resolver: DNSResolver, signal: AbortSignal): Promise<Verdict> {
  const from = domainOf(letter.from?.address ?? '')
  if (from === '') return nobody
  if (envelope === null && mailbox !== null && mailbox.trustedServer !== null) {
    const told = toldByServer(binary(bytes.subarray(0, headBytes)), mailbox.trustedServer)
    if (told !== null) {
      // Some servers judge SPF and DKIM and leave it to others what follows.
      const judged = told.dmarc === 'unknown' ? await followed(letter, told, resolver) : told.dmarc
      return { spf: told.spf, dkim: told.dkim, dmarc: judged === 'pass' && !(isOne(letter) && isOf(from, told.from)) ? 'fail' : judged, by: 'server' }
    }
  }
  // Only its beginning is here: no signature can be checked, and that is not the sender's fault.
  if (cut !== undefined) return nobody
  // Loaded with the first letter that is judged: a desk without letters does without its memory (some 30 MB).
  const { authenticate } = await import('mailauth')
  return byDesk(await authenticate(Readable.from(piecesOf(withFewSignatures(bytes), signal)), {
    ...(envelope !== null && isOutside(envelope.ip) && { ip: envelope.ip, helo: envelope.helo }),
    sender: envelope?.from ?? '', resolver, disableArc: true, disableBimi: true, rejectRsaSha1: true, mta: mailbox?.address.split('@').at(-1) ?? 'localhost',
  }), isOne(letter) ? from : null)
}

const piece = 16 * 1024

/** A letter can be made so that hashing it takes minutes: others have their turn between its pieces, and after its time the rest is left. */
async function* piecesOf(letter: Uint8Array, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < letter.byteLength; at += piece) {
    signal.throwIfAborted()
    yield letter.subarray(at, at + piece)
    await othersTurn()
  }
}

/** The letter without signatures beyond the first few: each may ask for work over the whole body. */
function withFewSignatures(bytes: Uint8Array): Buffer {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const beginning = binary(bytes.subarray(0, headBytes))
  const end = /\r?\n\r?\n/.exec(beginning)?.index ?? beginning.length
  let count = 0
  const fields = beginning.slice(0, end).split(/\r?\n(?![ \t])/)
  const kept = fields.filter(field => !/^dkim-signature\s*:/i.test(field) || ++count <= mostSignatures)
  return kept.length === fields.length ? whole : Buffer.concat([Buffer.from(kept.join('\r\n'), 'latin1'), whole.subarray(end)])
}

const domainOf = (address: string): string => (address.includes('@') ? ascii(address.slice(address.lastIndexOf('@') + 1)) : '')
const ascii = (domain: string): string => domainToASCII(domain.trim().replace(/\.$/, '').toLowerCase())

/** Everybody whom the letter claims to be from. */
const sendersOf = ({ fields }: Pick<Letter, 'fields'>): string[] => fields.filter(({ name }) => name === 'from').flatMap(({ value }) => readAddresses(value, 20).map(({ address }) => address))

/** Of one field and one address: else nobody knows whom the server has judged, and who of its own users may write as the other. */
const isOne = (letter: Pick<Letter, 'fields'>): boolean => letter.fields.filter(({ name }) => name === 'from').length === 1 && new Set(sendersOf(letter).map(address => address.toLowerCase())).size === 1

/** Servers name the domain of the sender, some that of his organisation. */
function isOf(from: string, named: string | null): boolean {
  const domain = ascii(named ?? '')
  return named === null || (domain !== '' && (from === domain || from.endsWith(`.${domain}`)))
}

/** DMARC from what the server found of SPF and DKIM. */
async function followed(letter: Pick<Letter, 'fields'>, { spfDomains, dkimDomains }: { spfDomains: readonly string[]; dkimDomains: readonly string[] }, resolver: DNSResolver): Promise<Verdict['dmarc']> {
  const { dmarc } = await import('mailauth/lib/dmarc/index.js')
  const result = await dmarc({ headerFrom: sendersOf(letter), spfDomains: [...spfDomains], dkimDomains: dkimDomains.map(domain => ({ domain })), resolver })
  return result === false ? 'fail' : judgementOf(result.status.result)
}

/** `from`: the domain of the only sender; null: there are several. */
function byDesk(found: AuthenticateResult, from: string | null): Verdict {
  const { results } = found.dkim
  const passed = results.find(({ status }) => status.result === 'pass')
  const verdict = {
    spf: found.spf === false ? 'unknown' as const : judgementOf(found.spf.status.result),
    dkim: passed !== undefined ? 'pass' as const : results.length === 0 ? 'none' as const : judgementOf(results[0]!.status.result),
    dmarc: dmarcOf(found, from),
  }
  return { ...verdict, by: verdict.dkim === 'unknown' && verdict.spf === 'unknown' && verdict.dmarc === 'unknown' ? null : 'desk' }
}

function dmarcOf({ dmarc: found, dkim }: AuthenticateResult, from: string | null): Verdict['dmarc'] {
  // Several senders, or none that can be made out: what people see is not what was proven (RFC 9989, 11.5).
  if (found === false) return dkim.headerFrom.length === 0 ? 'none' : 'fail'
  const judgement = judgementOf(found.status.result)
  if (judgement !== 'pass') return judgement
  // A signature over a part of the letter: anybody may have written the rest.
  if (!found.alignment.spf.result && (found.alignment.dkim.underSized ?? 0) > 0) return 'policy'
  // The library read another sender than we show.
  return ascii(String(found.status.header?.['from'] ?? '')) === from ? 'pass' : 'fail'
}

/** An address out there: what a server of ours passes on says nothing about who sent it. */
const isOutside = (ip: string): boolean => ip !== '' && !/^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i.test(ip)
