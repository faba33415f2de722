import type { UserFromGetMe, WebhookInfo } from '@grammyjs/types'
import type { Finding } from '../../channel.ts'
import type { TelegramWords } from '../../../words/ru/telegram.ts'
import { outcomeOf } from '../outcome.ts'
import type { Bot } from './api.ts'
import type { TelegramConfig } from './config.ts'
import { publicAddress } from './mask.ts'

const finding = (level: Finding['level'], code: keyof TelegramWords['findings'], detail: string): Finding => ({ level, code, detail })

/** Live self-test: token, connection, who delivers, groups. `knows` keeps what was learned about the bot. */
export async function verify(bot: Bot, config: TelegramConfig, words: TelegramWords, knows: (me: UserFromGetMe) => void): Promise<readonly Finding[]> {
  const say = words.findings
  const proxy = config.proxy === undefined ? null : publicAddress(config.proxy.reveal())
  const unreachable = (detail: string): Finding =>
    (proxy === null ? finding('error', 'unreachable', say.unreachable(detail)) : finding('error', 'proxy_bad', say.proxy_bad(proxy, detail)))

  let me: UserFromGetMe
  let info: WebhookInfo
  try {
    me = await bot.api.getMe()
    info = await bot.api.getWebhookInfo()
  } catch (error) {
    const outcome = outcomeOf(bot.failure(error))
    return [outcome.class === 'auth' ? finding('error', 'token_bad', say.token_bad) : unreachable(outcome.detail)]
  }
  knows(me)
  const found: Finding[] = [finding('ok', 'token_ok', say.token_ok(me.username))]
  if (proxy !== null) found.push(finding('ok', 'proxy_used', say.proxy_used(proxy)))
  if (config.localServer === true) found.push(finding('ok', 'local_server', say.local_server))
  found.push(...delivery(bot, config, info, words))
  if (!me.can_join_groups) found.push(finding('ok', 'groups_off', say.groups_off))
  else if (me.can_read_all_group_messages) found.push(finding('warning', 'privacy_off', say.privacy_off))
  else found.push(finding('ok', 'privacy_on', say.privacy_on))
  return found
}

const manyPending = 100

function delivery(bot: Bot, config: TelegramConfig, info: WebhookInfo, words: TelegramWords): readonly Finding[] {
  const say = words.findings
  const url = info.url ?? ''
  const there = publicAddress(url)
  if (config.webhook === undefined) {
    return [url === '' ? finding('ok', 'polling', say.polling) : finding('warning', 'polling_blocked', say.polling_blocked(there))]
  }
  if (url === '') return [finding('warning', 'webhook_missing', say.webhook_missing)]
  if (url !== config.webhook.url) return [finding('warning', 'webhook_other', say.webhook_other(there))]
  const pending = info.pending_update_count
  return [
    pending > manyPending ? finding('warning', 'webhook_behind', say.webhook_behind(pending)) : finding('ok', 'webhook_ok', say.webhook_ok(pending)),
    ...(info.last_error_message === undefined || pending === 0 ? [] : [finding('warning', 'webhook_error', say.webhook_error(bot.clean(info.last_error_message)))]),
  ]
}
