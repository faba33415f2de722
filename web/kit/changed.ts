/** The fields that differ, without the blanks around them: what a form sends of what a person changed. Pure. */
export function changed<T extends Record<string, string>>(before: T, after: T): Partial<T> {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value.trim()]).filter(([name = '', value]) => value !== (before[name] ?? '').trim())) as Partial<T>
}
