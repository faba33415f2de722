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

/** Limits of the desk's own door for letters. Times are milliseconds. */
export const doorLimits = {
  recipients: 100,
  connections: 40,
  /** Of one address outside, so that no stranger holds the whole door. */
  connectionsOfOne: 10,
  /** Without a word from the other side. */
  silence: 60_000,
  /** From the first greeting on, whatever is said. */
  session: 15 * 60_000,
  /** RFC 5321, 4.5.3.1.4 asks for 512 at least; long addresses with parameters need more. */
  commandLine: 2_048,
  /** Servers that a letter has passed: more of them are a loop (RFC 5321, 6.3). */
  hops: 60,
} as const

export type MailLimits = { readonly [K in keyof typeof mailLimits]: number }

/** Asked between the parts of a letter: true when it has taken too long. Time is the caller's, the reader has none. */
export type Late = () => boolean
