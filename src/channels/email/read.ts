import { cut } from '../../lib/text.ts'
import { readBody, type Piece } from './body.ts'
import { lineOf, readInvitation } from './calendar.ts'
import { decodeText } from './charset/decode.ts'
import { safeHtml } from './html/safe.ts'
import type { Attachment, Field, Forward, Gap, Invitation, Letter, Mailbox, Report } from './letter.ts'
import { mailLimits, type Late, type MailLimits } from './limits.ts'
import { readAddresses } from './mime/addresses.ts'
import { readDate } from './mime/date.ts'
import { unflowed } from './mime/flowed.ts'
import { decoded, readHead, valueOf } from './mime/head.ts'
import { readIds } from './mime/ids.ts'
import { contentOf, readTree, type Part } from './mime/tree.ts'
import { decodeWords, tidy } from './mime/words.ts'
import { isWinmail, readWinmail, type WinmailFile } from './tnef/tnef.ts'

/**
 * A raw letter, read as far as its limits allow. Never throws: what is damaged gives what can be made out, what is too much gives a reason in `gaps`.
 * Pure: time comes in as `late`, asked between the parts.
 */
export function read(raw: Uint8Array, limits: MailLimits = mailLimits, late: Late = () => false): Letter {
  return readLetter(raw, limits, late, 0)
}

/** What was found on the walk through the parts. */
type Found = {
  attachments: Attachment[]
  nested: Letter[]
  reports: Report[]
  invitation: Invitation | null
  gaps: Gap[]
  /** Body of a winmail.dat, for letters that have no other. */
  winmail: Piece | null
  /** Text with a name that is not declared a file, for letters that have no other. */
  named: Piece | null
  /** How much text may still be read, over all parts. */
  textLeft: number
}

function readLetter(raw: Uint8Array, limits: MailLimits, late: Late, depth: number): Letter {
  const { root, gaps } = readTree(raw, limits, late)
  const hint = root.declared.parameters.get('charset') ?? ''
  const head = headOf(root, limits, hint)
  const found: Found = { attachments: [], nested: [], reports: [], invitation: null, gaps, winmail: null, named: null, textLeft: limits.text }
  const pieces = gather(root, { limits, late, depth, found, root, alternative: false })
  const filled = pieces.some(({ text, html }) => (text ?? '').trim() !== '' || (html ?? '').trim() !== '')
  const other = found.winmail ?? found.named ?? (found.invitation === null ? null : { text: lineOf(found.invitation), html: null })
  if (!filled && other !== null) pieces.push(other)
  const subjectField = valueOf(root.fields, 'subject')
  const body = readBody(pieces, subjectField === undefined ? null : head.subject, limits, head.inReplyTo.length > 0 || head.references.length > 0 || /^\s*[^\s:]{1,12}:/u.test(head.subject))
  const forward = body.forward ?? (found.reports.length === 0 ? insideOf(found.nested) : null)
  return { ...head, ...body, forward, ...htmlOf(pieces, found.attachments, limits), attachments: found.attachments, nested: found.nested, reports: found.reports, invitation: found.invitation, contentType: root.type, gaps: [...new Set(gaps)] }
}

type Named = Pick<Letter, 'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'subject' | 'messageId' | 'inReplyTo' | 'references' | 'date' | 'fields'>

function headOf({ fields }: Part, limits: MailLimits, hint: string): Named {
  const value = (name: string): string => valueOf(fields, name) ?? ''
  const boxes = (name: string): Mailbox[] => fields.filter(field => field.name === name).flatMap(field => readAddresses(field.value, limits.addresses, hint)).slice(0, limits.addresses)
  const first = (name: string): Mailbox | null => readAddresses(value(name), 1, hint)[0] ?? null
  const inReplyTo = readIds(value('in-reply-to'), limits.references)
  return {
    from: sentBy(boxes('from'), [...boxes('reply-to'), ...boxes('sender')]),
    sender: first('sender'),
    replyTo: boxes('reply-to'),
    to: boxes('to'),
    cc: boxes('cc'),
    subject: tidy(decodeWords(value('subject'), hint)),
    messageId: readIds(value('message-id'), 1)[0] ?? null,
    inReplyTo,
    references: readIds(fields.filter(field => field.name === 'references').map(field => field.value).join(' '), limits.references),
    date: readDate(value('date')),
    fields: decoded(fields, hint),
  }
}

/** One letter inside as a file: that is the one handed on. */
function insideOf(nested: readonly Letter[]): Forward | null {
  const [inner] = nested
  return inner === undefined || nested.length > 1 || inner.from === null || inner.from.address === '' ? null : { fromAddress: inner.from.address, fromName: inner.from.name, subject: inner.subject }
}

/** The first sender with an address; a name alone takes the address that answers go to. */
function sentBy(from: readonly Mailbox[], others: readonly Mailbox[]): Mailbox | null {
  const whole = from.find(box => box.address.includes('@'))
  if (whole !== undefined) return whole
  const [box = null] = from
  const other = others.find(({ address }) => address.includes('@'))
  return box === null || box.address !== '' || other === undefined ? (box ?? other ?? null) : { name: box.name, address: other.address }
}

type Walk = { limits: MailLimits; late: Late; depth: number; found: Found; root: Part; /** The part is one form of what stands beside it. */ alternative: boolean }

/** The pieces of text below a part; files, letters and reports go into `found`. */
function gather(part: Part, walk: Walk): Piece[] {
  if (walk.late()) {
    walk.found.gaps.push('took_too_long')
    return []
  }
  if (part.parts.length === 0) return leaf(part, walk)
  const alternative = part.type === 'multipart/alternative'
  const pieces = part.parts.map(each => gather(each, { ...walk, alternative }))
  if (!alternative) return pieces.flat()
  // The same words several times: each form once, the last of its kind being the richest.
  const plain = part.parts.findLastIndex((each, i) => each.type === 'text/plain' && pieces[i]!.some(({ text }) => (text ?? '').trim() !== ''))
  const texts = plain >= 0 ? pieces[plain] : pieces.findLast(list => list.some(({ text }) => text !== null && text.trim() !== ''))
  const html = pieces.findLast(list => list.some(piece => piece.html !== null))
  if (html !== undefined && html.length > 1) return html
  const text = texts?.map(piece => piece.text ?? '').join('\n') ?? null
  return text === null && html === undefined ? [] : [{ text, html: html?.[0]?.html ?? null }]
}

function leaf(part: Part, walk: Walk): Piece[] {
  const { found, limits } = walk
  const { type } = part
  const filename = filenameOf(part)
  const attached = part.disposition?.value === 'attachment'
  if (type.startsWith('text/') && !attached && isBody(part, filename, walk)) return [textPiece(part, walk)]
  if (/^message\/(?:delivery-status|global-delivery-status|disposition-notification|feedback-report)$/.test(type) || type === 'text/rfc822-headers') {
    found.reports.push({ type, groups: groupsOf(contentOf(part), limits) })
    return []
  }
  const bytes = contentOf(part)
  const contentId = valueOf(part.fields, 'content-id')?.replace(/^[<\s]+|[>\s]+$/g, '') || null
  if ((type === 'application/ms-tnef' || type === 'application/vnd.ms-tnef' || /^winmail\.dat$/i.test(filename ?? '')) && isWinmail(bytes)) {
    unpack(bytes, walk)
    return []
  }
  if (/^message\/(?:rfc822|global|news)$/.test(type)) {
    nest(bytes, filename, contentId, walk)
    return []
  }
  if (/^text\/(?:plain|html)$/.test(type) && !attached) found.named ??= textPiece(part, walk)
  if (type === 'text/calendar' || (type === 'application/ics' && found.invitation === null)) found.invitation ??= readInvitation(decodeText(bytes.subarray(0, limits.text), part.declared.parameters.get('charset') ?? '').text)
  found.attachments.push({ filename: filename ?? (type === 'text/calendar' ? 'invite.ics' : null), contentType: type, bytes, contentId, inline: false, from: 'letter' })
  return []
}

/** Text that is the letter itself: plain, HTML and their kin without a name, or the only text there is. */
function isBody(part: Part, filename: string | null, { root, alternative }: Walk): boolean {
  if (!/^text\/(?:plain|html|enriched|richtext|x-amp-html|markdown)$/.test(part.type)) return part === root && part.type !== 'text/calendar' && part.type !== 'text/rfc822-headers'
  if (part.type === 'text/x-amp-html') return false
  return filename === null || part === root || alternative
}

/** The text of a part as far as the letter's limit allows. Bytes are cut before they are decoded: one string of a whole letter would be larger than a thread bears. */
function textPiece(part: Part, { found }: Walk): Piece {
  const text = textWithin(contentOf(part), charsetOf(part), found)
  if (part.type === 'text/html') return { text: null, html: text }
  if (/^text\/(?:enriched|richtext)$/.test(part.type)) return { text: text.replace(/<\/?[a-zA-Z-]{1,40}>/g, ''), html: null }
  const flowed = /flowed/i.test(part.declared.parameters.get('format') ?? '')
  return { text: flowed ? unflowed(text, /yes/i.test(part.declared.parameters.get('delsp') ?? '')) : text, html: null }
}

/** Bytes of one character at most. */
const widest = 4

function textWithin(bytes: Uint8Array, charset: string, found: Found): string {
  const whole = decodeText(bytes.subarray(0, Math.min(bytes.length, found.textLeft * widest)), charset).text
  const text = whole.slice(0, found.textLeft)
  if (text.length < whole.length || bytes.length > found.textLeft * widest) found.gaps.push('text_too_long')
  found.textLeft = Math.max(0, found.textLeft - text.length)
  return text
}

/** The declared charset; HTML often says in its own head what the letter does not. */
function charsetOf(part: Part): string {
  const declared = part.declared.parameters.get('charset') ?? ''
  if (declared !== '' || part.type !== 'text/html') return declared
  return /<meta[^>]{0,200}charset=["']?([\w-]{2,40})/i.exec(String.fromCharCode(...contentOf(part).subarray(0, 4_096)))?.[1] ?? ''
}

/** The name of a file as its sender wrote it; null when nobody named it. Folders in it are the business of whoever stores the file. */
function filenameOf(part: Part): string | null {
  const name = part.disposition?.parameters.get('filename') || part.disposition?.parameters.get('name') || part.declared.parameters.get('name') || part.declared.parameters.get('filename') || ''
  const trimmed = name.normalize('NFC').trim()
  if (trimmed === '') return null
  if (trimmed.length <= mailLimits.fileName) return trimmed
  const ending = /\.[\w]{1,10}$/.exec(trimmed)?.[0] ?? ''
  return cut(trimmed, mailLimits.fileName - ending.length) + ending
}

/** Groups of fields, parted by empty lines: the shape of delivery and feedback reports. */
function groupsOf(bytes: Uint8Array, limits: MailLimits): Field[][] {
  const groups: Field[][] = []
  for (let at = 0; at < bytes.length && groups.length < limits.addresses;) {
    const { fields, body } = readHead(bytes, at, bytes.length, limits)
    if (fields.length > 0) groups.push(decoded(fields))
    if (body <= at) break
    at = body
  }
  return groups
}

function nest(bytes: Uint8Array, filename: string | null, contentId: string | null, { limits, late, depth, found }: Walk): void {
  let name = filename
  if (depth >= limits.depth) found.gaps.push('too_deep')
  else if (found.nested.length >= limits.nested) found.gaps.push('too_many_nested')
  else {
    const letter = readLetter(bytes, limits, late, depth + 1)
    found.nested.push(letter)
    found.gaps.push(...letter.gaps)
    name ??= letter.subject === '' ? null : `${cut(letter.subject.replace(/[\\/:*?"<>|]+/g, ' ').trim(), 120)}.eml`
  }
  found.attachments.push({ filename: name, contentType: 'message/rfc822', bytes, contentId, inline: false, from: 'letter' })
}

function unpack(bytes: Uint8Array, { limits, found }: Walk): void {
  const winmail = readWinmail(bytes, { parts: limits.parts, rtf: limits.rtf })
  if (winmail.damaged) found.gaps.push('winmail_damaged')
  if (winmail.tooLarge) found.gaps.push('winmail_too_large')
  const { text, html } = winmail
  if (Math.max(text.length, html.length) > limits.text) found.gaps.push('text_too_long')
  if (html !== '' || text !== '') found.winmail ??= { text: text === '' ? null : text.slice(0, limits.text), html: html === '' ? null : html.slice(0, limits.text) }
  for (const file of winmail.files) for (const each of isWinmail(file.bytes) ? messageFiles(file, limits) : [file]) found.attachments.push({ ...each, inline: false, from: 'winmail' })
}

/** A message that lies in winmail.dat as a file: its body as a page or a text that anybody can open, and its own files. */
function messageFiles(file: WinmailFile, limits: MailLimits): WinmailFile[] {
  const { subject, text, html, files } = readWinmail(file.bytes, { parts: limits.parts, rtf: limits.rtf })
  const [ending, contentType, body] = html === '' ? ['txt', 'text/plain', text] : ['html', 'text/html', html]
  return [{ filename: `${file.filename ?? (subject || 'message')}.${ending}`, contentType, contentId: null, bytes: new TextEncoder().encode(body) }, ...files]
}

/** Safe HTML of all pieces; images that it shows are marked as belonging to the text. */
function htmlOf(pieces: readonly Piece[], attachments: Attachment[], limits: MailLimits): Pick<Letter, 'html' | 'remoteImages'> {
  if (pieces.every(piece => piece.html === null)) return { html: '', remoteImages: [] }
  const whole = pieces.map(({ text, html }) => html ?? `<div style="white-space: pre-wrap">${escaped(text ?? '')}</div>`).join('<br>')
  const partOf = (contentId: string): number | null => {
    const index = attachments.findIndex(file => file.contentId === contentId || (file.contentId === null && file.filename === contentId))
    if (index < 0) return null
    attachments[index] = { ...attachments[index]!, inline: true }
    return index
  }
  return safeHtml(whole, partOf, limits)
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
