import type { IncomingMessage } from 'node:http'
import { ApiFailure, badRequest } from './failure.ts'
import { limits } from './limits.ts'
import { readMultipart } from './multipart.ts'
import type { Upload } from './shapes.ts'

/** @throws ApiFailure 413 above the limit. */
export async function readBody(request: IncomingMessage, limit: number = limits.requestBody): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new ApiFailure(413, 'Request Entity Too Large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Parameters of a Bot API request: query and body together, whatever form the body has. */
export async function readParams(request: IncomingMessage, query: URLSearchParams): Promise<{ params: Record<string, unknown>; files: Record<string, Upload> }> {
  const params: Record<string, unknown> = Object.fromEntries(query)
  const body = await readBody(request)
  const type = request.headers['content-type'] ?? ''
  if (body.length === 0) return { params, files: {} }
  if (/^application\/json/i.test(type)) return { params: { ...params, ...jsonObject(body) }, files: {} }
  if (/^multipart\/form-data/i.test(type)) {
    const form = multipart(body, type)
    return { params: { ...params, ...form.fields }, files: form.files }
  }
  return { params: { ...params, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) }, files: {} }
}

export function jsonObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Falls through to the one refusal below.
  }
  throw badRequest("can't parse the request: object expected")
}

function multipart(body: Buffer, type: string): ReturnType<typeof readMultipart> {
  try {
    return readMultipart(body, type)
  } catch (error) {
    throw badRequest(`can't parse the request: ${error instanceof Error ? error.message : 'broken form'}`)
  }
}
