import { setTimeout as sleep } from 'node:timers/promises'
import type { BotCommand } from '@grammyjs/types'
import type { Sink } from '../../channel.ts'
import { minute, second } from '../../../lib/instant.ts'
import type { Millis } from '../../../lib/instant.ts'
import { telegram as en } from '../../../words/en/telegram.ts'
import { telegram as ru } from '../../../words/ru/telegram.ts'
import type { TelegramWords } from '../../../words/ru/telegram.ts'
import { allowedUpdates } from '../limits.ts'
import { outcomeOf } from '../outcome.ts'
import type { CallFailure } from '../outcome.ts'
import { keyed } from '../read.ts'
import { pollSeconds } from './api.ts'
import type { Bot } from './api.ts'
import type { TelegramConfig } from './config.ts'
import type { Health } from '../../health.ts'

export type Listening = {
  bot: Bot
  config: TelegramConfig
  health: Health
  words: TelegramWords
  /** Learns who the bot is; throws as the call does. */
  introduce(signal: AbortSignal): Promise<void>
}

/** Waits between attempts: growing, with jitter, so that several desks do not knock in step. */
const firstWait = second
const longestWait = minute
/** Somebody else polls: knocking more often would throw each other out all the time. */
const otherPollerWait = 30 * second
/** An empty answer sooner than this did not wait; without a pause a careless server would be asked in a tight loop. */
const tooSoon = second
const watchEvery = minute
/** More than this waiting at Telegram, or a fresh error of delivery, is worth a word. */
const manyPending = 100
const freshError = 10 * minute

/** Polls, or registers the webhook and watches it, until `signal` aborts or Telegram refuses the token. */
export async function listen(given: Listening, sink: Sink, signal: AbortSignal): Promise<void> {
  const { health } = given
  health.turn('starting')
  const trouble = troubles(given, signal)
  const round = given.config.webhook === undefined ? polling(given, sink, signal) : watching(given, given.config.webhook, signal)
  let ready = false
  while (!signal.aborted && health.state() !== 'failed') {
    try {
      if (!ready) await start(given, signal)
      ready = true
      const pause = await round()
      trouble.over()
      if (pause > 0) await rest(given.config, pause, signal)
    } catch (error) {
      if (signal.aborted) break
      await trouble.met(error).catch((bug: unknown) => {
        health.turn('failed')
        throw bug
      })
    }
  }
  if (health.state() !== 'failed') health.turn('stopped')
}

/** grammY names the signals of a package; any that can be listened to will do. */
const asSignal = (signal: AbortSignal): NonNullable<Parameters<Bot['api']['getUpdates']>[1]> => signal as never

const isConflict = (failure: CallFailure): boolean => failure.kind === 'refused' && failure.code === 409

/** Thrown when the sink could not commit; the events stay at Telegram. */
class SinkTrouble extends Error {}

type Round = () => Promise<Millis>

/**
 * One poll. The offset confirms everything below it, so it rises only after the sink has committed. An empty answer has confirmed it: then it is
 * forgotten, because after a week of silence Telegram goes on at a random number, which may be smaller.
 */
function polling({ bot, health, introduce }: Listening, sink: Sink, signal: AbortSignal): Round {
  let offset: number | undefined
  let webhookGone = false
  let disturbed: 'no' | 'connection' | 'conflict' = 'no'
  return async () => {
    if (!webhookGone) {
      await bot.api.deleteWebhook({ drop_pending_updates: false }, asSignal(signal))
      webhookGone = true
      if (disturbed === 'no') health.turn('live')
    }
    // An answer to a poll may take its whole timeout; a short question tells at once that Telegram is there again.
    if (disturbed === 'connection') {
      await introduce(signal)
      disturbed = 'no'
      health.turn('live')
    }
    const asked = performance.now()
    const updates = await bot.api.getUpdates({
      timeout: pollSeconds, limit: 100, allowed_updates: allowedUpdates, ...(offset !== undefined && { offset }),
    }, asSignal(signal)).catch((error: unknown) => {
      disturbed = isConflict(bot.failure(error)) ? 'conflict' : 'connection'
      webhookGone = disturbed !== 'conflict'
      throw error
    })
    disturbed = 'no'
    if (updates.length === 0) {
      health.turn('live')
      offset = undefined
      return performance.now() - asked < tooSoon ? tooSoon : 0
    }
    await sink(updates.map(keyed)).catch((error: unknown) => {
      throw new SinkTrouble('the inbox is away', { cause: error })
    })
    offset = Math.max(...updates.map(update => update.update_id)) + 1
    health.heard()
    health.turn('live')
    return 0
  }
}

/** One look at the webhook: is it ours, does delivery keep up. Whatever waits at Telegram stays there until we take it. */
function watching({ bot, config, health, words }: Listening, webhook: NonNullable<TelegramConfig['webhook']>, signal: AbortSignal): Round {
  const register = (): Promise<true> => bot.api.setWebhook(webhook.url, {
    secret_token: webhook.secret.reveal(), allowed_updates: allowedUpdates, drop_pending_updates: false,
  }, asSignal(signal))
  let registered = false
  return async () => {
    // Always once, even to the same address: the secret may be a new one.
    if (!registered) await register()
    registered = true
    const info = await bot.api.getWebhookInfo(asSignal(signal))
    if (info.url !== webhook.url) {
      config.log.warn({ channel: config.id }, 'somebody else moved the webhook, setting it again')
      await register()
    }
    const failing = info.last_error_date !== undefined && config.time.now() - info.last_error_date * 1000 < freshError && info.pending_update_count > 0
    if (failing) health.turn('waiting', words.health.webhook_error(bot.clean(info.last_error_message ?? '')))
    else if (info.pending_update_count > manyPending) health.turn('waiting', words.health.pending(info.pending_update_count))
    else health.turn('live')
    return watchEvery
  }
}

async function start({ bot, config, introduce }: Listening, signal: AbortSignal): Promise<void> {
  await introduce(signal)
  // Names of commands are a comfort: a refusal here must not keep messages out.
  try {
    await bot.api.setMyCommands(menu(ru), { scope: { type: 'all_private_chats' } }, asSignal(signal))
    await bot.api.setMyCommands(menu(en), { scope: { type: 'all_private_chats' }, language_code: 'en' }, asSignal(signal))
  } catch (error) {
    config.log.warn({ channel: config.id, reason: outcomeOf(bot.failure(error)).detail }, 'the menu of commands was not set')
  }
}

const menu = (words: TelegramWords): BotCommand[] => Object.entries(words.commands).map(([command, description]) => ({ command, description }))

/** What to do after a failed round: say it, and wait as long as it deserves. */
function troubles({ bot, config, health, words }: Listening, signal: AbortSignal): { met(error: unknown): Promise<void>; over(): void } {
  let inARow = 0
  const meet = (error: unknown): Millis => {
    inARow += 1
    const growing = Math.min(longestWait, firstWait * 2 ** Math.min(inARow - 1, 10)) * jitter()
    if (error instanceof SinkTrouble) {
      health.turn('waiting', words.health.database)
      return growing
    }
    const failure = bot.failure(error)
    const outcome = outcomeOf(failure, { repeatable: true })
    if (failure.kind === 'refused' && isConflict(failure)) {
      const webhook = failure.description.includes('webhook')
      health.turn('waiting', webhook ? words.health.webhook_in_the_way : words.health.other_poller)
      return webhook ? growing : otherPollerWait * jitter()
    }
    if (outcome.class === 'auth') {
      health.turn('failed', words.health.token_bad)
      return 0
    }
    if (outcome.class === 'retry_after') {
      health.turn('waiting', words.health.too_many(outcome.seconds))
      return outcome.seconds * second
    }
    health.turn('waiting', words.health.network(outcome.detail))
    return growing
  }
  return {
    met: async error => {
      const pause = meet(error)
      const { state, detail } = health.now()
      config.log[state === 'failed' ? 'error' : 'warn']({ channel: config.id, state, inARow, reason: detail }, 'listening to Telegram is disturbed')
      if (pause > 0) await rest(config, pause, signal)
    },
    over: () => {
      if (inARow > 0) config.log.info({ channel: config.id, after: inARow }, 'listening to Telegram again')
      inARow = 0
    },
  }
}

/** Between 75 and 125 hundredths. */
const jitter = (): number => 0.75 + Math.random() / 2

async function rest(config: TelegramConfig, span: Millis, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const wait = config.wait ?? ((length: Millis, stop: AbortSignal) => sleep(length, undefined, { signal: stop }))
  await wait(span, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
