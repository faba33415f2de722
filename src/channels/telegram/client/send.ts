import { InputFile } from 'grammy'
import type { InputMediaDocument, InputMediaPhoto } from 'grammy/types'
import type { Outgoing, OutgoingFile, SendResult } from '../../../delivery/outbound.ts'
import { never } from '../../../lib/never.ts'
import { formatText } from '../format.ts'
import type { Part } from '../format.ts'
import { limits } from '../limits.ts'
import { flawOfButtons, inlineKeyboard, linkLines } from '../markup.ts'
import { degradationOf, harmless, outcomeOf } from '../outcome.ts'
import type { CallFailure, Degradation } from '../outcome.ts'
import { messagesOf, planSend } from '../plan.ts'
import type { Step } from '../plan.ts'
import { UnreadableFile } from './api.ts'
import type { Bot } from './api.ts'
import type { TelegramConfig } from './config.ts'

type Open = (fileId: string) => AsyncIterable<Uint8Array>
type Sending = { bot: Bot; config: TelegramConfig; to: string; open: Open; silent: boolean }

/** One attempt at one outgoing thing (`channels.md` 2.3). A refusal that did nothing is answered once with a plainer form; nothing is ever repeated. */
export async function send(bot: Bot, config: TelegramConfig, to: string, what: Outgoing, open: Open): Promise<SendResult> {
  switch (what.kind) {
    case 'send': return sendSteps({ bot, config, to, open, silent: what.silent ?? false }, what)
    case 'edit': return edit(bot, config, to, what)
    case 'ack': return done(bot, () => bot.api.answerCallbackQuery(what.interaction, {
      ...(what.text !== undefined && { text: cut(what.text, limits.callbackAnswer) }),
      ...(what.alert !== undefined && { show_alert: what.alert }),
    }))
    case 'typing': return done(bot, () => bot.api.sendChatAction(to, 'typing'))
    default: return never(what)
  }
}

/** A repeatable call whose answer is of no interest. */
async function done(bot: Bot, call: () => Promise<unknown>): Promise<SendResult> {
  try {
    await call()
    return { ok: true, externalIds: [] }
  } catch (error) {
    const failure = bot.failure(error)
    return harmless(failure) ? { ok: true, externalIds: [] } : { ok: false, ...outcomeOf(failure, { repeatable: true }) }
  }
}

async function sendSteps(sending: Sending, what: Extract<Outgoing, { kind: 'send' }>): Promise<SendResult> {
  const plan = planSend(what, sending.config.localServer === true ? limits.localUpload : limits.upload)
  if (!plan.ok) return plan
  const before = what.sent ?? []
  const ids = [...before]
  let degraded: string | undefined
  for (const step of stepsAfter(plan.steps, before.length)) {
    const result = await sendStep(sending, step)
    if (!result.ok) {
      const failed = { ok: false as const, ...outcomeOf(result.failure) }
      return ids.length === 0 ? failed : { ...failed, sent: ids }
    }
    ids.push(...result.ids)
    degraded ??= result.degraded
  }
  return { ok: true, externalIds: ids, ...(degraded !== undefined && { degraded }) }
}

/** What is left of a plan when so many messages of it are out. */
function stepsAfter(steps: readonly Step[], messages: number): readonly Step[] {
  let left = messages
  const done = steps.findIndex(step => {
    if (left <= 0) return true
    left -= messagesOf(step)
    return false
  })
  return done < 0 ? [] : steps.slice(done)
}

type StepResult = { ok: true; ids: readonly string[]; degraded?: string } | { ok: false; failure: CallFailure }

async function sendStep(sending: Sending, step: Step): Promise<StepResult> {
  const first = await attempt(sending, step, null)
  const instead = first.ok ? null : degradationOf(first.failure)
  if (first.ok || instead === null) return first
  const reason = outcomeOf(first.failure).detail
  sending.config.log.warn({ channel: sending.config.id, conversation: sending.to, instead, reason }, 'Telegram refused a form, sending a plainer one')
  const second = await attempt(sending, step, instead)
  return second.ok ? { ...second, degraded: `${instead}: ${reason}` } : second
}

async function attempt(sending: Sending, step: Step, instead: Degradation | null): Promise<StepResult> {
  try {
    return { ok: true, ids: await call(sending, step, instead) }
  } catch (error) {
    return { ok: false, failure: sending.bot.failure(error) }
  }
}

async function call({ bot: { api }, to, open, silent }: Sending, step: Step, instead: Degradation | null): Promise<readonly string[]> {
  const options = {
    ...(silent && { disable_notification: true }),
    ...(step.replyTo !== undefined && { reply_parameters: { message_id: step.replyTo, allow_sending_without_reply: true } }),
  }
  const dressed = { ...options, ...(step.markup !== undefined && { reply_markup: step.markup }) }
  switch (step.kind) {
    case 'text': {
      const { text, ...mode } = worded(step.part, instead)
      const message = await api.sendMessage(to, text, { ...dressed, ...mode, link_preview_options: { is_disabled: true } })
      return [String(message.message_id)]
    }
    case 'file': {
      const form = instead === 'as_document' ? 'document' : step.form
      const extra = { ...dressed, ...captioned(step.caption, instead) }
      const upload = uploadOf(step.file, open)
      const message = form === 'photo' ? await api.sendPhoto(to, upload, extra)
        : form === 'voice' ? await api.sendVoice(to, upload, extra)
          : await api.sendDocument(to, upload, { ...extra, disable_content_type_detection: true })
      return [String(message.message_id)]
    }
    case 'album': {
      const form = instead === 'as_document' ? 'document' : step.form
      // Photos show the text of the first item under the album, documents each their own: there the last reads best.
      const worded = form === 'photo' ? 0 : step.files.length - 1
      const items = step.files.map((file, index): InputMediaPhoto | InputMediaDocument => ({
        type: form,
        media: uploadOf(file, open),
        ...(index === worded && captioned(step.caption, instead)),
      }))
      const messages = await api.sendMediaGroup(to, items as InputMediaPhoto[], options)
      return messages.map(message => String(message.message_id))
    }
    default: return never(step)
  }
}

const worded = (part: Part, instead: Degradation | null): { text: string; parse_mode?: 'HTML' } =>
  (instead === 'plain_text' ? { text: part.plain } : { text: part.html, parse_mode: 'HTML' })

function captioned(caption: Part | null, instead: Degradation | null): { caption?: string; parse_mode?: 'HTML' } {
  if (caption === null) return {}
  const { text, ...mode } = worded(caption, instead)
  return { caption: text, ...mode }
}

/** grammY writes the name into a header as it is; quoted, a name with spaces or semicolons stays whole. */
function uploadOf(file: OutgoingFile, open: Open): InputFile {
  return new InputFile(() => readable(open(file.fileId)), `"${file.name.toWellFormed().replaceAll(/[\p{Cc}"\\/]/gu, '_')}"`)
}

async function* readable(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* stream
  } catch {
    throw new UnreadableFile('the stored file could not be read')
  }
}

/** An edit has one message to fill: what is over its limit is cut, and said to be. */
async function edit(bot: Bot, config: TelegramConfig, to: string, what: Extract<Outgoing, { kind: 'edit' }>): Promise<SendResult> {
  const target = Number(what.target)
  const flaw = Number.isSafeInteger(target) ? flawOfButtons(what.buttons) : 'a target that is no message of Telegram'
  const text = [what.text, ...linkLines(what.buttons)].filter(line => line !== '').join('\n')
  const [part, ...over] = formatText({ title: what.title, text })
  if (flaw !== null || part === undefined) return { ok: false, class: 'invalid_content', detail: flaw ?? 'a message without text' }
  const keyboard = inlineKeyboard(what.buttons)
  const write = async (instead: Degradation | null): Promise<CallFailure | null> => {
    try {
      const { text: said, ...mode } = worded(part, instead)
      await bot.api.editMessageText(to, target, said, { ...mode, link_preview_options: { is_disabled: true }, ...(keyboard !== null && { reply_markup: keyboard }) })
      return null
    } catch (error) {
      const failure = bot.failure(error)
      return harmless(failure) ? null : failure
    }
  }
  let failure = await write(null)
  let degraded = over.length > 0 ? 'the text of an edit was cut' : undefined
  if (failure !== null && degradationOf(failure) === 'plain_text') {
    degraded = `plain_text: ${outcomeOf(failure).detail}`
    config.log.warn({ channel: config.id, conversation: to, reason: degraded }, 'Telegram refused a form, sending a plainer one')
    failure = await write('plain_text')
  }
  if (failure !== null) return { ok: false, ...outcomeOf(failure, { repeatable: true }) }
  return { ok: true, externalIds: [what.target], ...(degraded !== undefined && { degraded }) }
}

const cut = (text: string, most: number): string => formatText({ text }, most)[0]?.plain ?? ''
