/** What a person typed survives a reload, a refusal and a lost connection: kept in the browser per person and place until it was accepted. */
const key = (place: string) => `reglament.draft.${place}`

export function readDraft<T>(place: string): Partial<T> {
  try {
    const text = localStorage.getItem(key(place))
    const value: unknown = text === null ? {} : JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : {}
  } catch {
    return {}
  }
}

export function keepDraft(place: string, draft: object | null): void {
  try {
    if (draft === null) localStorage.removeItem(key(place))
    else localStorage.setItem(key(place), JSON.stringify(draft))
  } catch {
    // Storage full or forbidden: the text still stands in the field.
  }
}
