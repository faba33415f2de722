import type { Update, WebhookInfo } from '@grammyjs/types'
import type { Engine } from '../engine.ts'
import { ApiFailure, badRequest, tooMany } from '../failure.ts'
import { limits } from '../limits.ts'
import type { Args, Result } from '../shapes.ts'
import type { BotRecord } from '../state.ts'

export function getUpdates(engine: Engine, bot: BotRecord, args: Args<'getUpdates'>, gone: AbortSignal): Promise<Update[]> {
  if (args.allowed_updates !== undefined && !Array.isArray(args.allowed_updates)) throw badRequest("can't parse allowed updates")
  return engine.queue(bot).take(args, gone)
}

/** Plain `http:` is accepted, as a self-hosted server does. */
export function setWebhook(engine: Engine, bot: BotRecord, args: Args<'setWebhook'>): true {
  if (args.url === undefined || args.url === '') return deleteWebhook(engine, bot, args)
  if (!URL.canParse(args.url) || !/^https?:$/.test(new URL(args.url).protocol)) throw badRequest('bad webhook: an HTTPS URL must be provided for webhook')
  if (args.secret_token !== undefined && args.secret_token !== '' && !limits.secretToken.test(args.secret_token)) {
    throw badRequest(args.secret_token.length > 256 ? 'secret token is too long' : 'secret token contains unallowed characters')
  }
  engine.queue(bot).endPoll('terminated by setWebhook request')
  if (args.drop_pending_updates === true) engine.queue(bot).dropAll()
  if (args.allowed_updates !== undefined) bot.allowedUpdates = args.allowed_updates.length === 0 ? null : [...args.allowed_updates]
  bot.webhook = {
    url: args.url,
    secret: args.secret_token === undefined || args.secret_token === '' ? null : args.secret_token,
    maxConnections: Math.min(100, Math.max(1, args.max_connections ?? limits.webhookConnections)),
    ipAddress: args.ip_address ?? null, lastError: null, goneSince: null,
  }
  engine.changed()
  engine.webhook(bot).reset()
  engine.webhook(bot).kick()
  return true
}

export function deleteWebhook(engine: Engine, bot: BotRecord, args: Args<'deleteWebhook'>): true {
  if (args.drop_pending_updates === true) engine.queue(bot).dropAll()
  bot.webhook = null
  engine.webhook(bot).reset()
  engine.changed()
  return true
}

export function getWebhookInfo(engine: Engine, bot: BotRecord): WebhookInfo {
  engine.queue(bot).expire()
  const info: WebhookInfo = { url: bot.webhook?.url ?? '', has_custom_certificate: false, pending_update_count: bot.pending.length }
  if (bot.allowedUpdates !== null) info.allowed_updates = bot.allowedUpdates
  if (bot.webhook === null) return info
  info.max_connections = bot.webhook.maxConnections
  if (bot.webhook.ipAddress !== null) info.ip_address = bot.webhook.ipAddress
  if (bot.webhook.lastError !== null) {
    info.last_error_date = Math.floor(bot.webhook.lastError.at / 1_000)
    info.last_error_message = bot.webhook.lastError.message
  }
  return info
}

export function getMe(_engine: Engine, bot: BotRecord): Result<'getMe'> {
  return {
    ...bot.user, can_join_groups: true, can_read_all_group_messages: bot.readsAllGroupMessages, supports_inline_queries: false,
    can_connect_to_business: false, has_main_web_app: false, has_topics_enabled: bot.hasTopics, allows_users_to_create_topics: false,
    can_manage_bots: false, supports_join_request_queries: false, supports_guest_queries: false,
  }
}

export function logOut(engine: Engine, bot: BotRecord): true {
  bot.loggedOut = true
  engine.changed()
  return true
}

export function close(engine: Engine, bot: BotRecord): true {
  const left = limits.closeNotBefore - (engine.now - bot.startedAt)
  if (left > 0) throw tooMany(Math.ceil(left / 1_000))
  engine.queue(bot).endPoll('terminated by other getUpdates request; make sure that only one bot instance is running')
  return true
}

/** @throws ApiFailure for every method of a bot that has logged out. */
export function refuseLoggedOut(bot: BotRecord): void {
  if (bot.loggedOut) throw new ApiFailure(400, 'Logged out')
}
