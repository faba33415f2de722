/**
 * Answers that many ask for at once and that must not be older than the question: everybody who asks while an answer is being fetched or the rest
 * after one lasts waits together for the next. So the load is called at most once per `restMs`, and nobody is told what was true before he asked.
 */
export function gathered<T>(load: () => Promise<T>, restMs: number): () => Promise<T> {
  let resting: Promise<void> | null = null
  let next: Promise<T> | null = null

  const start = (): Promise<T> => {
    next = null
    const answer = load()
    const rest = new Promise<void>(resolve => setTimeout(resolve, restMs))
    resting = Promise.allSettled([answer, rest]).then(() => {
      resting = null
    })
    return answer
  }

  return () => {
    if (resting === null) return start()
    next ??= resting.then(start)
    return next
  }
}
