import { day, hour, minute, second } from '../lib/instant.ts'

/** Values of the form that are no promise of the regulation. */
export const values = {
  /** Open hours of the service after which words that nobody fetched count as not delivered (no clock runs against a customer who was not reached). */
  unseenAfter: 4 * hour,
  /** How long a link lives after the last ticket behind it has ended. */
  linkAfterEnd: 14 * day,
  /** Nobody fills the form faster. */
  quickest: 2 * second,
  /** A form that was opened, or a draft that was begun, is taken for so long. */
  challengeLives: 7 * day,
  /** Zero bits at the head of the puzzle's hash: some 16,000 tries, a fraction of a second on an old phone. */
  puzzleBits: 14,
  /** How long the answer waits for the number before it shows the page without one. */
  numberWithin: 4 * second,
  /** New forms of all addresses together: more is a flood, and the brake asks to wait. */
  flood: { max: 240, window: 10 * minute },
} as const

/** Requests of one address; a whole restaurant may stand behind it. */
export const rates = {
  send: { max: 20, timeWindow: '10 minutes' },
  act: { max: 60, timeWindow: '10 minutes' },
  look: { max: 240, timeWindow: '1 minute' },
  points: { max: 60, timeWindow: '1 minute' },
} as const

/** Points of a person's companies that a page offers for choice. */
export const mostPoints = 6

/** Look-up of points: letters before it answers, and how many it names. */
export const lookUp = { letters: 3, most: 5 } as const
