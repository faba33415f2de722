import type { ForceReply, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove } from '@grammyjs/types'
import { badRequest } from './failure.ts'
import { checkedLink } from './html.ts'
import { limits } from './limits.ts'

export type AnyMarkup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply

/** Kinds of buttons that the page and the persons can press; others are reported through `strange`. */
const inlineKinds = ['callback_data', 'url', 'copy_text']
const replyKinds = ['text', 'request_contact', 'request_location', 'style']

/** Refuses a keyboard that Telegram would refuse; names the kinds that the simulator does not play. */
export function checkMarkup(markup: AnyMarkup | undefined, isPrivate: boolean, strange: (what: string) => void): void {
  if (markup === undefined) return
  if (typeof markup !== 'object' || markup === null) throw badRequest('object expected as reply markup')
  if ('inline_keyboard' in markup) return checkInline(markup, strange)
  if ('keyboard' in markup) return checkReply(markup, isPrivate, strange)
  if (!('remove_keyboard' in markup) && !('force_reply' in markup)) strange(`reply_markup with ${Object.keys(markup).join(', ')}`)
}

function checkInline({ inline_keyboard: rows }: InlineKeyboardMarkup, strange: (what: string) => void): void {
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) throw badRequest("field \"inline_keyboard\" must be of type Array")
  if (rows.flat().length > limits.buttonsInKeyboard) throw badRequest('reply markup is too long')
  for (const button of rows.flat()) {
    if (typeof button.text !== 'string' || button.text.trim() === '') throw badRequest("can't parse inline keyboard button: field \"text\" must be non-empty")
    const kind = Object.keys(button).find((key) => !['text', 'style', 'icon_custom_emoji_id'].includes(key))
    if (kind === undefined) throw badRequest("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    if (!inlineKinds.includes(kind)) strange(`inline button with ${kind}`)
    if ('callback_data' in button) {
      const bytes = Buffer.byteLength(button.callback_data)
      if (bytes < 1 || bytes > limits.callbackDataBytes) throw badRequest('BUTTON_DATA_INVALID')
    }
    if ('url' in button && checkedLink(button.url) === undefined) {
      throw badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`)
    }
  }
}

function checkReply({ keyboard: rows }: ReplyKeyboardMarkup, isPrivate: boolean, strange: (what: string) => void): void {
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) throw badRequest("field \"keyboard\" must be of type Array")
  for (const button of rows.flat()) {
    if (buttonText(button).trim() === '') throw badRequest('keyboard button text must be non-empty')
    if (typeof button === 'string') continue
    if ('request_contact' in button && !isPrivate) throw badRequest('phone number can be requested in private chats only')
    if ('request_location' in button && !isPrivate) throw badRequest('location can be requested in private chats only')
    const unplayed = Object.keys(button).find((key) => !replyKinds.includes(key))
    if (unplayed !== undefined) strange(`keyboard button with ${unplayed}`)
  }
}

export function buttonText(button: KeyboardButton): string {
  return typeof button === 'string' ? button : button.text
}
