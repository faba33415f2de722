import type { MessageEntity } from '@grammyjs/types'
import { badRequest } from './failure.ts'
import type { Formatted } from './entities.ts'

/**
 * HTML of the Bot API: text plus entities, or 400 in Telegram's words. Telegram counts error places in bytes of UTF-8,
 * entities in UTF-16 units.
 */
export function parseHtml(source: string): Formatted {
  const reader = { source, at: 0 }
  const open: OpenTag[] = []
  const entities: MessageEntity[] = []
  let text = ''
  while (reader.at < source.length) {
    const char = source[reader.at]
    if (char === '&') {
      text += readReference(reader) ?? take(reader)
    } else if (char !== '<') {
      text += take(reader)
    } else if (source[reader.at + 1] === '/') {
      const place = byteOffset(source, reader.at)
      const closed = readEndTag(reader, open, place)
      const entity = toEntity(closed, text, open)
      if (entity !== undefined) entities.push(entity)
    } else {
      open.push({ ...readStartTag(reader), offset: text.length })
    }
  }
  const left = open.at(-1)
  if (left !== undefined) throw broken(`Can't find end tag corresponding to start tag "${left.name}"`)
  return { text, entities: foldPre(entities) }
}

/** Escapes the three characters that HTML of the Bot API knows. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

interface Reader {
  readonly source: string
  at: number
}

interface OpenTag {
  name: string
  argument: string
  offset: number
}

type Simple = Extract<MessageEntity, MessageEntity.CommonMessageEntity>['type']
const simple: Record<string, Simple> = {
  b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline',
  s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', 'tg-spoiler': 'spoiler', span: 'spoiler', code: 'code',
}
const known = new Set([...Object.keys(simple), 'a', 'pre', 'blockquote', 'tg-emoji'])
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

const broken = (reason: string): Error => badRequest(`can't parse entities: ${reason}`)
const byteOffset = (source: string, at: number): number => Buffer.byteLength(source.slice(0, at))
const isSpace = (char: string | undefined): boolean => char !== undefined && /\s/.test(char)

function take(reader: Reader): string {
  return reader.source[reader.at++] ?? ''
}

/** `&lt;`, `&#10;`, `&#x41;`; anything else stays as typed (undefined, nothing read). */
function readReference(reader: Reader): string | undefined {
  const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));?/i.exec(reader.source.slice(reader.at, reader.at + 16))
  if (match === null) return undefined
  const [whole, decimal, hex, name] = match
  const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined
  const char = code === undefined ? named[name ?? ''] : code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : undefined
  if (char !== undefined) reader.at += whole.length
  return char
}

function readStartTag(reader: Reader): { name: string; argument: string } {
  const { source } = reader
  const place = byteOffset(source, reader.at)
  const unclosed = (): Error => broken(`Unclosed start tag at byte offset ${place}`)
  reader.at++
  const name = readWhile(reader, (char) => !isSpace(char) && char !== '>').toLowerCase()
  if (reader.at >= source.length) throw unclosed()
  if (!known.has(name)) throw broken(`Unsupported start tag "${name}" at byte offset ${place}`)
  let argument = ''
  for (;;) {
    readWhile(reader, isSpace)
    if (reader.at >= source.length) throw unclosed()
    if (source[reader.at] === '>') break
    const attribute = readWhile(reader, (char) => !isSpace(char) && char !== '=' && char !== '>').toLowerCase()
    if (attribute === '') throw broken(`Empty attribute name in the tag "${name}" at byte offset ${place}`)
    readWhile(reader, isSpace)
    let value = ''
    if (source[reader.at] === '=') {
      reader.at++
      readWhile(reader, isSpace)
      if (reader.at >= source.length) throw unclosed()
      value = readValue(reader, unclosed)
    }
    argument = argumentOf(name, attribute, value) ?? argument
  }
  reader.at++
  if (name === 'span' && argument !== 'spoiler') throw broken(`Tag "span" must have class "tg-spoiler" at byte offset ${place}`)
  return { name, argument }
}

function readValue(reader: Reader, unclosed: () => Error): string {
  const { source } = reader
  const quote = source[reader.at]
  if (quote !== '"' && quote !== "'") {
    const from = byteOffset(source, reader.at)
    const token = readWhile(reader, (char) => /[A-Za-z0-9.-]/.test(char))
    if (reader.at >= source.length) throw unclosed()
    if (!isSpace(source[reader.at]) && source[reader.at] !== '>') throw broken(`Unexpected end of name token at byte offset ${from}`)
    return token.toLowerCase()
  }
  reader.at++
  let value = ''
  while (reader.at < source.length && source[reader.at] !== quote) {
    value += source[reader.at] === '&' ? (readReference(reader) ?? take(reader)) : take(reader)
  }
  if (reader.at >= source.length) throw unclosed()
  reader.at++
  return value
}

function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice(9)
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice(3)
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable'
  return undefined
}

function readEndTag(reader: Reader, open: OpenTag[], place: number): OpenTag {
  const last = open.pop()
  if (last === undefined) throw broken(`Unexpected end tag at byte offset ${place}`)
  reader.at += 2
  const name = readWhile(reader, (char) => !isSpace(char) && char !== '>')
  readWhile(reader, isSpace)
  if (reader.source[reader.at] !== '>') throw broken(`Unclosed end tag at byte offset ${place}`)
  reader.at++
  if (name !== '' && name !== last.name) {
    throw broken(`Unmatched end tag at byte offset ${place}, expected "</${last.name}>", found "</${name}>"`)
  }
  return last
}

function toEntity(tag: OpenTag, text: string, open: readonly OpenTag[]): MessageEntity | undefined {
  const span = { offset: tag.offset, length: text.length - tag.offset }
  if (span.length === 0) return undefined
  if (tag.name === 'a') {
    const url = checkedLink(tag.argument === '' ? text.slice(tag.offset) : tag.argument)
    return url === undefined ? undefined : { type: 'text_link', ...span, url }
  }
  if (tag.name === 'pre') return { type: 'pre', ...span }
  if (tag.name === 'code' && open.at(-1)?.name === 'pre' && tag.argument !== '') return { type: 'pre', ...span, language: tag.argument }
  if (tag.name === 'blockquote') return { type: tag.argument === 'expandable' ? 'expandable_blockquote' : 'blockquote', ...span }
  if (tag.name === 'tg-emoji') return { type: 'custom_emoji', ...span, custom_emoji_id: tag.argument }
  const type = simple[tag.name]
  return type === undefined ? undefined : { type, ...span }
}

/** `<pre><code class="language-x">` gives two entities over the same span: Telegram keeps the one that knows the language. */
function foldPre(entities: MessageEntity[]): MessageEntity[] {
  return entities.filter((entity) => entity.type !== 'pre' || entity.language !== undefined || !entities.some((other) =>
    other.type === 'pre' && other.language !== undefined && other.offset === entity.offset && other.length === entity.length))
}

/** A link that Telegram would keep: http, https, tg or a bare host with a dot; others lose the link but not the text. */
export function checkedLink(link: string): string | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `http://${link}`
  if (!URL.canParse(whole)) return undefined
  const url = new URL(whole)
  if (url.protocol === 'tg:') return whole
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? url.href : undefined
}

function readWhile(reader: Reader, accept: (char: string) => boolean): string {
  const from = reader.at
  while (reader.at < reader.source.length && accept(reader.source[reader.at] ?? '')) reader.at++
  return reader.source.slice(from, reader.at)
}
