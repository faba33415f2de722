import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { PushReading, PushRequest } from '../../channel.ts'
import { keyed } from '../read.ts'
import type { TelegramConfig } from './config.ts'

const secretHeader = 'x-telegram-bot-api-secret-token'
const pushed = z.looseObject({ update_id: z.number().int() })

/** A request at the webhook: is it of Telegram, and which update does it bring. The caller commits, then answers. */
export function accept(config: TelegramConfig, { headers, body }: PushRequest): PushReading {
  if (config.webhook === undefined) return { status: 404, events: [] }
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === secretHeader)?.[1]
  if (!same(given ?? '', config.webhook.secret.reveal())) return { status: 401, events: [] }
  const update = pushed.safeParse(parsed(body))
  return update.success ? { status: 200, events: [keyed(update.data)] } : { status: 400, events: [] }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** In time that tells nothing: digests are of one length whatever was given. */
function same(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
