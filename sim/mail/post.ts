import { generateKeyPairSync } from 'node:crypto'
import { createTransport } from 'nodemailer'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import type { Written } from './draft.ts'
import { domainOf, type MailPerson } from './people.ts'

/** The letters' way in practice: signed as the person's own provider would, to the desk's door; what the desk sends comes to a server of ours. */

const selector = 'practice'
export interface Upload { name: string; mime: string; bytes: Uint8Array }

/** A key of this process: letters are judged as soon as they have come. */
export function openSigning(): { sign(letter: Uint8Array, domain: string): Promise<Uint8Array>; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (letter, domain) => collected(new DKIM({ domainName: domain, keySelector: selector, privateKey: pem }).sign(Buffer.from(letter))),
  }
}

/** The DNS of practice: every domain of the cast signs its mail and disowns what is not signed; nothing else is known. */
export const practiceResolver = (domains: ReadonlySet<string>, publicKey: string) => async (name: string, type: string): Promise<string[][]> => {
  const asked = name.toLowerCase().replace(/\.$/, '')
  for (const domain of domains) {
    if (type === 'TXT' && asked === `${selector}._domainkey.${domain}`) return [[`v=DKIM1; k=rsa; p=${publicKey}`]]
    if (type === 'TXT' && asked === `_dmarc.${domain}`) return [['v=DMARC1; p=reject']]
  }
  throw Object.assign(new Error(`query ${type} ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
}

/** A letter as bytes. */
export async function composed(letter: Written, from: MailPerson, files: readonly Upload[], at: number): Promise<Uint8Array> {
  return new MailComposer({
    ...letter, from: { name: from.name, address: from.address }, date: new Date(at), newline: 'win', disableUrlAccess: true, disableFileAccess: true,
    messageId: `<${crypto.randomUUID()}@${domainOf(from.address)}>`,
    attachments: files.map(({ name, mime, bytes }) => ({ filename: name, contentType: mime, content: Buffer.from(bytes) })),
  }).compile().build()
}

/** @throws Error with the server's own words when it does not take the letter. */
export async function deliver(source: Uint8Array, envelope: { from: string; to: string }, door: { host: string; port: number }): Promise<void> {
  const transport = createTransport({ host: door.host, port: door.port, secure: false, ignoreTLS: true, connectionTimeout: 10_000, greetingTimeout: 10_000, name: 'practice.example' })
  try {
    await transport.sendMail({ envelope, raw: Buffer.from(source) })
  } finally {
    transport.close()
  }
}

const largest = 60 * 1024 * 1024

/** The server of everybody's mailbox: takes what is written to somebody of the cast, knows nobody else. */
export async function openInlet({ isKnown, take }: { isKnown: (address: string) => boolean; take: (to: string, source: Uint8Array) => void }): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, size: largest, closeTimeout: 100, logger: false, banner: 'Practice mail', name: 'mail.practice.example',
    onRcptTo({ address }, _session, done) {
      done(isKnown(address.toLowerCase()) ? null : Object.assign(new Error('5.1.1 No such mailbox here'), { responseCode: 550 }))
    },
    onData(stream, { envelope }, done) {
      collected(stream).then((source) => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('5.3.4 The letter is too large'), { responseCode: 552 }))
        for (const { address } of envelope.rcptTo) take(address.toLowerCase(), source)
        done()
      }, (error: unknown) => done(error instanceof Error ? error : new Error('the letter broke off')))
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // A client that goes away in the middle is no trouble of the practice.
  server.on('error', () => {})
  const { port } = server.server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function collected(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}
