/**
 * Walking the values of a document. A member of a list is named by its `id` where it has one (`topics.4.1.2.title`), by its place otherwise
 * (`alarms.shares.0`); ids may hold dots, so a path is resolved greedily, never split and joined blindly.
 */

export type Found = { value: unknown; path: string }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The id of a list member as text, or null when it has none. */
export function memberId(value: unknown): string | null {
  if (!isRecord(value)) return null
  return typeof value['id'] === 'string' || typeof value['id'] === 'number' ? String(value['id']) : null
}

/** Is a number below another: `4.1.2` lies under `4.1`. */
export const isUnder = (id: string, group: string): boolean => id.startsWith(`${group}.`)

export const join = (path: string, step: string): string => (path === '' ? step : `${path}.${step}`)

/** The value at `path` below `from`, or null when there is none. */
export function find(from: unknown, path: string, base = ''): Found | null {
  if (path === '') return from === undefined ? null : { value: from, path: base }
  const steps = path.split('.')
  for (let taken = 1; taken <= steps.length; taken++) {
    const step = steps.slice(0, taken).join('.')
    const rest = steps.slice(taken).join('.')
    let next: unknown
    if (Array.isArray(from)) next = from.find(member => memberId(member) === step) ?? (/^\d+$/.test(step) && memberId(from[Number(step)]) === null ? from[Number(step)] : undefined)
    else if (isRecord(from) && Object.hasOwn(from, step)) next = from[step]
    if (next === undefined) continue
    const found = find(next, rest, join(base, step))
    if (found) return found
  }
  return null
}

/** Paths of all leaves at and below a value: texts, numbers, booleans. The `id` of a list member is its name, not a value. */
export function leaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((member, index) => {
      const named = memberId(member)
      return leaves(member, join(path, named ?? String(index)))
    })
  }
  if (isRecord(value)) {
    const inList = memberId(value) !== null
    return Object.entries(value).flatMap(([key, inner]) => (key === 'id' && inList ? [] : leaves(inner, join(path, key))))
  }
  return value === undefined || value === null ? [] : [path]
}

/** A schema path (keys and places) as people say it: list members by their ids. */
export function spokenPath(root: unknown, keys: readonly PropertyKey[]): string {
  let current: unknown = root
  let path = ''
  for (const key of keys) {
    const next = Array.isArray(current) ? current[Number(key)] : isRecord(current) ? current[String(key)] : undefined
    path = join(path, Array.isArray(current) ? memberId(next) ?? String(key) : String(key))
    current = next
  }
  return path
}

/** Deepest nesting of plain data; stops counting past `limit`. */
export function depthOf(value: unknown, limit: number, level = 0): number {
  if (level > limit || typeof value !== 'object' || value === null) return level
  return Math.max(level, ...Object.values(value).map(inner => depthOf(inner, limit, level + 1)))
}
