/** Marks a branch that the compiler proves unreachable; throws if data from outside the types gets here. Names its kind only: the rest may be what people wrote. */
export function never(value: never): never {
  const found: unknown = value
  const tag = typeof found === 'object' && found !== null ? ['type', 'kind', 'act', 'class', 'do', 'to'].map(name => (found as Record<string, unknown>)[name]).find(one => typeof one === 'string') : found
  throw new Error(`unexpected ${typeof tag === 'string' || typeof tag === 'number' ? String(tag).slice(0, 60) : typeof found}`)
}
