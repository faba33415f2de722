import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from '@grammyjs/types'
import type { Button, Content } from '../../delivery/outbound.ts'
import { limits } from './limits.ts'

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

/** Links to a host without a dot (`localhost`, a name of the local network): Telegram refuses such a button and the whole message with it. */
export const fitsButton = (url: string): boolean =>
  URL.canParse(url) && (new URL(url).protocol === 'tg:' || (/^https?:$/.test(new URL(url).protocol) && new URL(url).hostname.includes('.')))

/** Buttons that Telegram would not take become lines of text: the link stays within reach. */
export function linkLines(buttons: Content['buttons']): readonly string[] {
  return (buttons ?? []).flat().flatMap(button => ('url' in button && !fitsButton(button.url) ? [`${button.label}: ${button.url}`] : []))
}

export function inlineKeyboard(buttons: Content['buttons']): InlineKeyboardMarkup | null {
  const rows = (buttons ?? [])
    .map(row => row.filter(button => !('url' in button) || fitsButton(button.url)).map(key))
    .filter(row => row.length > 0)
  return rows.length === 0 ? null : { inline_keyboard: rows }
}

const key = (button: Button) =>
  ('url' in button ? { text: button.label, url: button.url } : { text: button.label, callback_data: button.choice })

/** What is wrong with buttons before anything is sent, or null. `callback_data` is counted in bytes: a Cyrillic letter is two. */
export function flawOfButtons(buttons: Content['buttons']): string | null {
  for (const button of (buttons ?? []).flat()) {
    if (button.label.trim() === '') return 'a button without a label'
    if ('url' in button) continue
    const bytes = new TextEncoder().encode(button.choice).length
    if (bytes === 0 || bytes > limits.callbackDataBytes) return `a choice of ${bytes} bytes, 1 to ${limits.callbackDataBytes} fit`
  }
  return null
}

/** The keyboard under the input field that asks for the own phone, or takes such a keyboard away. */
export function replyKeyboard({ askPhone, endAsk }: Pick<Content, 'askPhone' | 'endAsk'>): ReplyKeyboardMarkup | ReplyKeyboardRemove | null {
  if (askPhone !== undefined) {
    return {
      keyboard: [[{ text: askPhone.label, request_contact: true }], [{ text: askPhone.skip }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    }
  }
  return endAsk === true ? { remove_keyboard: true } : null
}
