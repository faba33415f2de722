import type { UserFromGetMe } from '@grammyjs/types'
import type { Channel } from '../../channel.ts'
import { telegram as en } from '../../../words/en/telegram.ts'
import { telegram as ru } from '../../../words/ru/telegram.ts'
import { limits, startPayloadPattern } from '../limits.ts'
import { readUpdate } from '../read.ts'
import { openBot } from './api.ts'
import type { TelegramConfig } from './config.ts'
import { fetchFile } from './fetch-file.ts'
import { openHealth } from '../../health.ts'
import { listen } from './listen.ts'
import { accept } from './push.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** A message of Telegram is its words: what the parcel is for makes no difference. */
type TelegramChannel = Omit<Channel, 'send'> & { send(...of: Parameters<Channel['send']> extends [...infer Three, unknown] ? Three : never): ReturnType<Channel['send']> }

/** A bot of Telegram as a channel of the house. Opens no connection before it is asked for something. */
export function telegramChannel(config: TelegramConfig): TelegramChannel {
  const bot = openBot(config)
  const health = openHealth(config.time)
  const words = config.language === 'en' ? en : ru
  const local = config.localServer === true
  let username: string | null = null
  const knows = (me: UserFromGetMe): void => {
    username = me.username
  }

  return {
    id: config.id,
    kind: 'telegram',
    can: {
      albums: 'split',
      editOutgoing: true,
      buttons: 'inline',
      askPhone: true,
      startPayloadMax: limits.startPayload,
      initiate: 'after_start',
      maxText: limits.text,
      maxDownload: local ? Number.MAX_SAFE_INTEGER : limits.download,
      maxUpload: local ? limits.localUpload : limits.upload,
    },
    verify: () => verify(bot, config, words, knows),
    listen: (sink, signal) => listen({ bot, config, health, words, introduce: async stop => knows(await bot.api.getMe(stop as never)) }, sink, signal),
    accept: request => {
      const reading = accept(config, request)
      if (reading.status === 200) health.heard()
      return reading
    },
    read: (raw, { receivedAt }) => readUpdate(raw, { channelId: config.id, receivedAt, words }),
    send: (to, what, open) => send(bot, config, to, what, open),
    fetchFile: file => fetchFile(bot, config, file),
    startLink: payload => {
      if (!startPayloadPattern.test(payload)) return null
      const base = config.linkBase ?? (username === null ? null : `https://t.me/${username}`)
      return base === null ? null : `${base}${base.includes('?') ? '&' : '?'}start=${payload}`
    },
    health: () => health.now(),
  }
}
