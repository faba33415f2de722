import type { Upload } from './shapes.ts'

export interface Form {
  fields: Record<string, string>
  files: Record<string, Upload>
}

/**
 * Reads a whole multipart body. Written by hand because Telegram is more lenient than the parsers at hand: grammY sends
 * `filename=` without quotes, and a name such as `Счёт за ноябрь.pdf` makes busboy drop the part and Node's own
 * `formData()` refuse the body. Telegram reads an unquoted value up to the next semicolon; so does this.
 * @throws Error when the body is not multipart or is cut short.
 */
export function readMultipart(body: Buffer, contentType: string): Form {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType)
  const mark = (boundary?.[1] ?? boundary?.[2])?.trim()
  if (mark === undefined) throw new Error('multipart without a boundary')
  const form: Form = { fields: {}, files: {} }
  const divider = Buffer.from(`--${mark}`)
  let at = body.indexOf(divider)
  if (at < 0) throw new Error('multipart without a first part')
  for (;;) {
    const start = at + divider.length
    if (body.subarray(start, start + 2).toString() === '--') return form
    const next = body.indexOf(`\r\n--${mark}`, start)
    const headEnd = body.indexOf('\r\n\r\n', start)
    if (next < 0 || headEnd < 0 || headEnd > next) throw new Error('multipart is cut short')
    readPart(form, body.subarray(start + 2, headEnd).toString('utf8'), body.subarray(headEnd + 4, next))
    at = next + 2
  }
}

function readPart(form: Form, head: string, content: Buffer): void {
  let name: string | undefined
  let filename: string | undefined
  let mime = 'application/octet-stream'
  for (const line of head.split('\r\n')) {
    const [, header = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
    if (header.toLowerCase() === 'content-disposition') {
      name = parameter(value, 'name')
      filename = parameter(value, 'filename')
    } else if (header.toLowerCase() === 'content-type') {
      mime = value.trim()
    }
  }
  if (name === undefined) return
  if (filename === undefined) form.fields[name] = content.toString('utf8')
  else form.files[name] = { name: filename.replace(/^.*[/\\]/, ''), mime, bytes: Uint8Array.from(content) }
}

function parameter(header: string, key: string): string | undefined {
  const match = new RegExp(String.raw`;\s*${key}=(?:"((?:[^"\\]|\\.)*)"|([^;]*))`, 'i').exec(header)
  return match === null ? undefined : (match[1]?.replace(/\\(.)/g, '$1') ?? match[2]?.trim())
}
