/** Limits of the Bot API. Lengths are UTF-16 units after entity parsing, sizes are bytes, times are milliseconds unless named otherwise. */
export const limits = {
  text: 4_096,
  caption: 1_024,
  callbackAnswer: 200,
  callbackDataBytes: 64,
  startPayload: 64,
  albumItems: 10,
  photoUpload: 10 * 1024 * 1024,
  download: 20 * 1024 * 1024,
  upload: 50 * 1024 * 1024,
  /** A Bot API server of one's own in local mode. */
  localUpload: 2_000 * 1024 * 1024,
  /** Our own: names of files as they come, cut to what file systems and headers carry. */
  fileName: 200,
  displayName: 128,
} as const

/** What may stand after `?start=`. */
export const startPayloadPattern = /^[A-Za-z0-9_-]{1,64}$/

/** Kinds of updates that the desk asks for; anything else is not even sent to us. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'] as const
