import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { FetchResult } from '../../channel.ts'
import type { IncomingFile } from '../../../intake/inbound.ts'
import { limits } from '../limits.ts'
import { outcomeOf } from '../outcome.ts'
import type { Bot } from './api.ts'
import type { TelegramConfig } from './config.ts'

/**
 * The bytes of a file that came in. Over 20 MiB Telegram gives none to bots, so it is not even asked. The address of the bytes holds the token:
 * it never leaves this function.
 */
export async function fetchFile(bot: Bot, config: TelegramConfig, { fileRef, size }: Pick<IncomingFile, 'fileRef' | 'size'>): Promise<FetchResult> {
  const local = config.localServer === true
  if (!local && size !== null && size > limits.download) return { ok: false, class: 'too_large', detail: `${size} bytes, ${limits.download} fit` }
  try {
    const file = await bot.api.getFile(fileRef)
    if (file.file_path === undefined) return { ok: false, class: 'gone', detail: 'Telegram names no path' }
    if (isAbsolute(file.file_path)) return await fromDisk(file.file_path, local)
    return await fromServer(bot, config, file.file_path, file.file_size ?? size)
  } catch (error) {
    const failure = bot.failure(error)
    if (failure.kind === 'refused' && failure.code === 400 && /file_id|file identifier|temporarily unavailable/i.test(failure.description)) {
      return { ok: false, class: 'gone', detail: `400 ${failure.description}` }
    }
    return { ok: false, ...outcomeOf(failure, { repeatable: true }) }
  }
}

async function fromServer(bot: Bot, config: TelegramConfig, path: string, named: number | null): Promise<FetchResult> {
  const address = `${bot.root}/file/bot${config.token.reveal()}/${path.split('/').map(encodeURIComponent).join('/')}`
  const { status, size, body, drop } = await bot.transport.get(address)
  if (status === 200) return { ok: true, stream: cleanErrors(body, bot), size: size ?? named }
  drop()
  if (status === 404 || status === 410) return { ok: false, class: 'gone', detail: `download answered ${status}` }
  return { ok: false, detail: `download answered ${status}`, ...(status === 401 ? { class: 'auth' } : { class: 'temporary' }) }
}

async function* cleanErrors(body: AsyncIterable<Uint8Array>, bot: Bot): AsyncIterable<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new Error(`the download broke off: ${bot.clean(error instanceof Error ? error.message : 'unknown trouble')}`, { cause: error })
  }
}

/** A server in local mode names a file on this machine. Believed only when the desk was told that the server is its own. */
async function fromDisk(path: string, local: boolean): Promise<FetchResult> {
  if (!local) return { ok: false, class: 'temporary', detail: 'the Bot API server keeps files on its own disk; say in the settings that it is yours' }
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) return { ok: false, class: 'gone', detail: 'the file is no longer on the disk of the Bot API server' }
  return { ok: true, stream: createReadStream(path), size: found.size }
}
