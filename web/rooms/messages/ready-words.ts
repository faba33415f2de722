/** Ready words that stand beside the conversation (a step of a procedure) go into the answer that is open. One composer is open at a time. */
const ears = new Set<(words: string) => void>()

export const putIntoAnswer = (words: string): void => {
  for (const hear of ears) hear(words)
}

/** Hears them until the returned function is called. */
export function hearReadyWords(hear: (words: string) => void): () => void {
  ears.add(hear)
  return () => void ears.delete(hear)
}
