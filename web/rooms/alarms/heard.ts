/**
 * Which alarms make a sound: each once, however many pages are open or reloaded. `known`: keys of those that have been heard and still stand; what went is
 * forgotten, so that it is heard again if it comes back.
 */
export function hearNew(known: readonly string[], standing: readonly string[]): { ring: boolean; known: readonly string[] } {
  return { ring: standing.some(key => !known.includes(key)), known: [...standing] }
}
