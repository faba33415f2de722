/** Bounds of a regulation document, together. */
export const limits = {
  /** Characters of the file. */
  file: 400_000,
  /** Levels of nesting of its data. */
  depth: 14,
  /** Characters of one sentence or one text value, and of a name. */
  text: 1_500,
  name: 300,
  /** Members of a list of things; of a list of words or dates. */
  items: 200,
  words: 400,
  sections: 40,
  blocks: 100,
  windows: 8,
  /** Days; a longer promise is a slip of the pen. */
  workingDays: 250,
  /** Problems told at once. */
  problems: 100,
} as const
