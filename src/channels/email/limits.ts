/** Limits of one letter. Sizes are bytes, lengths are UTF-16 units. What lies beyond them stays unread, with a reason. */
export const mailLimits = {
  /** The largest providers take 25 to 50 MB; base64 makes a third more of it. */
  size: 70 * 1024 * 1024,
  parts: 500,
  depth: 12,
  headerBytes: 512 * 1024,
  headerFields: 1_000,
  headerValue: 64 * 1024,
  addresses: 200,
  references: 100,
  /** Text or HTML of one letter that is looked at for history. */
  text: 1_000_000,
  lines: 40_000,
  /** Open elements of HTML; browsers flatten at 512. */
  htmlDepth: 400,
  fileName: 200,
  remoteImages: 200,
  nested: 20,
  /** Unpacked RTF of a winmail.dat. */
  rtf: 8 * 1024 * 1024,
} as const

export type MailLimits = { readonly [K in keyof typeof mailLimits]: number }

/** Asked between the parts of a letter: true when it has taken too long. Time is the caller's, the reader has none. */
export type Late = () => boolean
