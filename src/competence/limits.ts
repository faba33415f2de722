/** Bounds of a topic card, together. */
export const cardLimits = {
  steps: 30,
  preconditions: 10,
  fields: 15,
  /** Lines of a list: what is advised, what is not performed. */
  lines: 15,
  synonyms: 40,
  /** Characters of a step, a question or a line; of a ready text to send; of a reply; of a name; of a word. */
  text: 500,
  snippet: 2_000,
  reply: 2_000,
  label: 120,
  word: 60,
  /** Versions shown in the history of a card. */
  versions: 50,
} as const
