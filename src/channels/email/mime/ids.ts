/**
 * Message ids of a header value in their order, each once, with angle brackets. Damaged ones are mended: lost brackets, commas between,
 * ids broken by a fold, quoted words of old programs around them.
 */
export function readIds(value: string, limit: number): string[] {
  const ids: string[] = []
  const add = (id: string) => {
    const bare = id.replace(/\s+/g, '')
    if (bare !== '' && !ids.includes(`<${bare}>`)) ids.push(`<${bare}>`)
  }
  const rest = value.slice(0, 64 * 1024).replace(/<([^<>]{1,998})>/g, (_, id: string) => {
    add(id)
    return ' '
  })
  if (ids.length === 0) for (const word of rest.split(/[\s,;<>"]+/)) if (/^[^@]+@[^@]+$/.test(word) || (word !== '' && !/\s/.test(value.trim()))) add(word)
  return ids.length > limit ? [ids[0]!, ...ids.slice(ids.length - limit + 1)] : ids
}
