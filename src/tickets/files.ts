/** A stored file that goes with a person's words. */
export type SentFile = { id: string; name: string; mime: string; size: number }

/** A file of an inbound message, as far as it tells what it is. */
export type HeardFile = { kind: string; name: string; mime: string }
