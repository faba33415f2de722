import { createPrivateKey } from 'node:crypto'
import { Readable } from 'node:stream'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Composed } from '../../compose.ts'
import type { Mailbox } from '../../mailbox.ts'
import { SmtpTrouble } from './line.ts'

/** The largest letter of ours, whatever a server takes: it is held in memory while it goes. Bytes. */
export const largestLetter = 64 * 1024 * 1024

/** Base64 with its line ends takes so many bytes for one. */
const inflation = 78 / 57

/** About how many bytes a letter with these files will have. */
export const sizeOf = ({ files, text, html }: Pick<Composed, 'files' | 'text' | 'html'>): number => Math.ceil(files.reduce((sum, { size }) => sum + size * inflation, 0)) + 2 * (text.length + html.length)

/** A letter as bytes, signed where the mailbox has a key. Throws `SmtpTrouble` when a file cannot be read. */
export async function assemble(letter: Composed, open: (fileId: string) => AsyncIterable<Uint8Array>, dkim: Mailbox['dkim']): Promise<Uint8Array> {
  const { files, envelope: _, ...head } = letter
  const streams = files.map(file => ({ ...file, stream: Readable.from(readable(open(file.fileId))) }))
  try {
    const node = new MailComposer({
      ...head, newline: 'win', textEncoding: 'base64', disableUrlAccess: true, disableFileAccess: true,
      attachments: streams.map(({ filename, contentType, stream }) => ({ filename, contentType, contentDisposition: 'attachment', content: stream })),
    }).compile()
    const bytes = await collect(node.createReadStream())
    if (dkim === null) return bytes
    return await signed(bytes, dkim)
  } finally {
    for (const { stream } of streams) stream.destroy()
  }
}

async function signed(letter: Uint8Array, { domain, selector, key }: NonNullable<Mailbox['dkim']>): Promise<Uint8Array> {
  try {
    // The signer leaves a letter unsigned when the key is none.
    const privateKey = createPrivateKey(key.reveal()).export({ type: 'pkcs8', format: 'pem' }) as string
    return await collect(new DKIM({ domainName: domain, keySelector: selector, privateKey }).sign(Buffer.from(letter)))
  } catch (error) {
    // Its cause may show the key.
    throw error instanceof SmtpTrouble ? error : new SmtpTrouble({ kind: 'key', reason: 'the DKIM key cannot be used' })
  }
}

async function* readable(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    throw new SmtpTrouble({ kind: 'file', reason: 'a stored file could not be read' }, error)
  }
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of stream) {
    size += piece.byteLength
    if (size > largestLetter) throw new SmtpTrouble({ kind: 'too_large', size, limit: largestLetter })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
