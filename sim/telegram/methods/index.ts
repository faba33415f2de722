import type { Engine } from '../engine.ts'
import type { Implemented } from '../parameters.ts'
import type { Args, Result } from '../shapes.ts'
import type { BotRecord } from '../state.ts'
import { editMessageCaption, editMessageReplyMarkup, editMessageText } from './edits.ts'
import { sendDocument, sendMediaGroup, sendPhoto, sendVideo, sendVoice } from './media.ts'
import {
  copyMessage, copyMessages, deleteMessage, deleteMessages, forwardMessage, sendChatAction, sendContact, sendLocation, sendMessage, setMessageReaction,
} from './messages.ts'
import { answerCallbackQuery, getChat, getChatMember, getFile, setMyCommands } from './people.ts'
import { closeForumTopic, createForumTopic, deleteForumTopic, editForumTopic } from './topics.ts'
import { close, deleteWebhook, getMe, getUpdates, getWebhookInfo, logOut, setWebhook } from './updates.ts'

/** `gone` fires when the asking side hangs up. */
type Handler<M extends Implemented> = (engine: Engine, bot: BotRecord, args: Args<M>, gone: AbortSignal) => Result<M> | Promise<Result<M>>

/** The guard of the whole simulator: each method must give back what `@grammyjs/types` says it gives. */
export const methods: { [M in Implemented]: Handler<M> } = {
  getUpdates, setWebhook, deleteWebhook, getWebhookInfo, getMe, logOut, close,
  sendMessage, sendPhoto, sendDocument, sendVoice, sendVideo, sendMediaGroup, sendLocation, sendContact, sendChatAction,
  editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage, deleteMessages,
  copyMessage, copyMessages, forwardMessage, answerCallbackQuery, setMessageReaction,
  getFile, getChat, getChatMember, setMyCommands,
  createForumTopic, editForumTopic, closeForumTopic, deleteForumTopic,
}
