/** Limits of the Bot API, in one place. Lengths are UTF-16 units after entity parsing, sizes are bytes, times are milliseconds. */
export const limits = {
  text: 4_096,
  caption: 1_024,
  callbackAnswer: 200,
  callbackDataBytes: 64,
  deepLink: /^[A-Za-z0-9_-]{0,64}$/,
  secretToken: /^[A-Za-z0-9_-]{1,256}$/,
  download: 20 * 1024 * 1024,
  upload: 50 * 1024 * 1024,
  photoUpload: 10 * 1024 * 1024,
  albumItems: { least: 2, most: 10 },
  deleteWithin: 48 * 3_600_000,
  deleteAtOnce: 100,
  buttonsInKeyboard: 100,
  topicName: 128,

  updateLives: 24 * 3_600_000,
  callbackLives: 150_000,
  pollTimeoutSeconds: 50,
  pollLimit: 100,
  /** Asking the same offset again sooner than this returns one update only. */
  samePollSoon: 500,
  /** Asking the same offset again sooner than this makes an empty poll wait as long. */
  samePollWait: 3_000,

  webhookConnections: 40,
  webhookTimeout: 60_000,
  webhookFirstDelay: 2_000,
  webhookCeiling: { least: 60_000, most: 120_000 },
  webhookRetryAfter: 3_600_000,
  webhookGoneAfter: 23 * 3_600_000,

  closeNotBefore: 600_000,
  requestBody: 64 * 1024 * 1024,
  callsKept: 20_000,
} as const
