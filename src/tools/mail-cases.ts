/** Judges the reader of mail by letters with expectations (`cases.json`). Pure: files come in as bytes. */
import { z } from 'zod'
import { readBody } from '../channels/email/body.ts'
import { decodeText } from '../channels/email/charset/decode.ts'
import { linesOfHtml } from '../channels/email/html/lines.ts'
import { kindOf } from '../channels/email/kinds/kind.ts'
import type { Forward, Fresh, Letter } from '../channels/email/letter.ts'
import { mailLimits } from '../channels/email/limits.ts'
import { read } from '../channels/email/read.ts'
import { readWinmail } from '../channels/email/tnef/tnef.ts'

const file = z.strictObject({ filename: z.string(), size: z.number().optional() })
const texts = z.array(z.string()).optional()
const expectation = z.strictObject({
  fromAddress: z.string().optional(), fromName: z.string().optional(), subject: z.string().optional(), messageId: z.string().optional(), inReplyTo: z.string().optional(),
  attachments: z.array(file).optional(), bodyContains: texts, textContains: texts, textNotContains: texts, signatureLines: texts,
  kind: z.enum(['bounce', 'auto-reply', 'list', 'complaint', 'message']).optional(), notKind: z.string().optional(),
  forward: z.object({ fromAddress: z.string().optional(), subject: z.string().optional() }).nullable().optional(),
  tnef: z.strictObject({ attachments: z.array(file).optional(), contains: texts }).optional(),
})
/** One letter and what its source says of it; other keys tell where it comes from. */
export const mailCase = z.object({ file: z.string().min(1), input: z.enum(['eml', 'text', 'html', 'tnef']), inputSubject: z.string().nullish(), ru: z.boolean().optional(), expect: expectation })
export type MailCase = z.infer<typeof mailCase>

export type Difference = { field: string; expected: string; got: string }
export const groups = ['letters', 'attachments', 'fresh text', 'fresh text with history', 'fresh text without history', 'fresh text, Russian', 'Cyrillic', 'kinds', 'forwards', 'tnef'] as const
export type Group = (typeof groups)[number]
/** Whether the case passed in each group that it belongs to. A letter passes whole when no field differs. */
export type Verdict = { differences: Difference[]; groups: Partial<Record<Group, boolean>> }

type Answer = {
  letter: Letter | null
  fresh: Fresh | null
  forward: Forward | null
  /** Text and HTML in which `bodyContains` is looked for. */
  bodies: string[]
  files: readonly { filename: string | null; size: number }[]
}

const freshFields = new Set(['textContains', 'textNotContains'])
const kindFields = new Set(['kind', 'notKind'])

/** Compares what the reader makes of a file with what is expected of it. Never throws: a reader that does fails the case. */
export function judge(mail: MailCase, bytes: Uint8Array): Verdict {
  const { expect } = mail
  let differences: Difference[]
  try {
    differences = differencesOf(mail, answerOf(mail, bytes))
  } catch (error) {
    differences = [{ field: 'reader', expected: 'an answer', got: `${error instanceof Error ? error.message : String(error)}` }]
  }
  const wrong = (fields: ReadonlySet<string>): boolean => differences.some(({ field }) => fields.has(field) || field === 'reader')
  const found: Verdict['groups'] = {}
  if (mail.input === 'eml') found['letters'] = differences.length === 0
  if (expect.attachments !== undefined) found['attachments'] = !wrong(new Set(['attachments']))
  if (expect.textContains !== undefined || expect.textNotContains !== undefined) {
    const right = !wrong(freshFields)
    found['fresh text'] = right
    found[(expect.textNotContains ?? []).length > 0 ? 'fresh text with history' : 'fresh text without history'] = right
    if (mail.ru === true) found['fresh text, Russian'] = right
  }
  if (mail.ru === true) found['Cyrillic'] = differences.length === 0
  if (expect.kind !== undefined || expect.notKind !== undefined) found['kinds'] = !wrong(kindFields)
  if (expect.forward !== undefined) found['forwards'] = !wrong(new Set(['forward']))
  if (expect.tnef !== undefined) found['tnef'] = !wrong(new Set(['tnef']))
  return { differences, groups: found }
}

function answerOf({ input, inputSubject }: MailCase, bytes: Uint8Array): Answer {
  if (input === 'tnef') {
    const { files, text, html } = readWinmail(bytes, mailLimits)
    return { letter: null, fresh: null, forward: null, bodies: [text, html], files: files.map(each => ({ filename: each.filename, size: each.bytes.length })) }
  }
  if (input === 'eml') {
    const letter = read(bytes)
    return { letter, fresh: letter.fresh, forward: letter.forward, bodies: [letter.text, letter.html, ...linesOfHtml(letter.html, mailLimits).map(line => line.text)], files: letter.attachments.map(each => ({ filename: each.filename, size: each.bytes.length })) }
  }
  const { text } = decodeText(bytes)
  const { fresh, forward, text: whole } = readBody([input === 'html' ? { text: null, html: text } : { text, html: null }], inputSubject ?? null)
  return { letter: null, fresh, forward, bodies: [whole, text], files: [] }
}

function differencesOf({ expect }: MailCase, { letter, fresh, forward, bodies, files }: Answer): Difference[] {
  const differences: Difference[] = []
  const same = (field: string, expected: string | undefined, got: string | null | undefined, form: (text: string) => string = text => text.normalize('NFC').trim()) => {
    if (expected !== undefined && form(expected) !== form(got ?? '')) differences.push({ field, expected, got: got ?? 'nothing' })
  }
  same('fromAddress', expect.fromAddress, letter?.from?.address, small)
  same('fromName', expect.fromName, letter?.from?.name)
  same('subject', expect.subject, letter?.subject)
  same('messageId', expect.messageId, letter?.messageId)
  same('inReplyTo', expect.inReplyTo, letter?.inReplyTo.join(' '))
  same('kind', expect.kind, letter === null ? null : kindOf(letter).kind)
  if (expect.notKind !== undefined && letter !== null && kindOf(letter).kind === expect.notKind) differences.push({ field: 'notKind', expected: `not ${expect.notKind}`, got: expect.notKind })

  // What the sender wrote this time is text and signature: which of its lines are a signature is nobody's failure.
  const own = squeezed(fresh === null ? '' : `${fresh.text}\n${fresh.signature}`)
  for (const line of expect.textContains ?? []) if (!own.includes(squeezed(line))) differences.push({ field: 'textContains', expected: line, got: fresh?.text ?? 'nothing' })
  const signed = (expect.signatureLines ?? []).map(squeezed)
  const outside = signed.reduce((text, line) => text.replaceAll(line, ''), own)
  for (const line of expect.textNotContains ?? []) if ((signed.some(each => each.includes(squeezed(line))) ? outside : own).includes(squeezed(line))) differences.push({ field: 'textNotContains', expected: `without: ${line}`, got: fresh?.text ?? '' })
  const whole = bodies.map(squeezed)
  for (const line of expect.bodyContains ?? []) if (!whole.some(body => body.includes(squeezed(line)))) differences.push({ field: 'bodyContains', expected: line, got: bodies[0] ?? 'nothing' })

  differences.push(...missing('attachments', expect.attachments ?? [], files), ...missing('tnef', expect.tnef?.attachments ?? [], files))
  for (const line of expect.tnef?.contains ?? []) if (!whole.some(body => body.includes(squeezed(line)))) differences.push({ field: 'tnef', expected: line, got: bodies[0] ?? 'nothing' })

  if (expect.forward === null && forward !== null) differences.push({ field: 'forward', expected: 'no forward', got: `${forward.fromAddress} ${forward.subject}` })
  if (expect.forward) {
    const told = forward === null ? 'no forward' : `${forward.fromAddress} ${forward.subject}`
    const rightFrom = expect.forward.fromAddress === undefined || small(expect.forward.fromAddress) === small(forward?.fromAddress ?? '')
    const rightSubject = expect.forward.subject === undefined || squeezed(expect.forward.subject) === squeezed(forward?.subject ?? '')
    if (forward === null || !rightFrom || !rightSubject) differences.push({ field: 'forward', expected: `${expect.forward.fromAddress ?? ''} ${expect.forward.subject ?? ''}`, got: told })
  }
  return differences
}

const small = (text: string): string => text.trim().toLowerCase()

function missing(field: string, wanted: readonly z.infer<typeof file>[], files: Answer['files']): Difference[] {
  const left = [...files]
  return wanted.flatMap(({ filename, size }) => {
    const at = left.findIndex(each => (each.filename ?? '').normalize('NFC') === filename.normalize('NFC') && (size === undefined || each.size === size))
    if (at >= 0) {
      left.splice(at, 1)
      return []
    }
    return [{ field, expected: `${filename}${size === undefined ? '' : ` (${size})`}`, got: files.map(each => `${each.filename ?? '?'} (${each.size})`).join(', ') || 'no files' }]
  })
}

/** White space of every kind and `*` never count. */
const squeezed = (text: string): string => text.normalize('NFC').replace(/[\s\u00ad\u180e\u200b-\u200f\u2060\u202a-\u202e\ufeff*]+/gu, '')
