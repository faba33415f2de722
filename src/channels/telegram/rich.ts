/**
 * Plain text of a rich message (blocks of Bot API 10). The tree has dozens of kinds that all keep their words in a few fields, so it is walked by
 * field, not by kind: a kind that appears later still gives its words.
 */
export function richText(blocks: readonly unknown[]): string {
  return blocks.map(block => words(block, 0)).filter(line => line !== '').join('\n')
}

const inline = ['text', 'alternative_text', 'expression', 'title', 'summary'] as const
const nested = ['blocks', 'items', 'cells', 'rows', 'caption', 'credit'] as const
const deepest = 24

function words(node: unknown, depth: number): string {
  if (typeof node === 'string') return node
  if (depth > deepest || typeof node !== 'object' || node === null) return ''
  if (Array.isArray(node)) return node.map(part => words(part, depth + 1)).join('')
  const fields: Readonly<Record<string, unknown>> = { ...node }
  const own = inline.map(name => words(fields[name], depth + 1)).filter(text => text !== '')
  const inner = nested.flatMap(name => {
    const value = fields[name]
    return Array.isArray(value) ? value.map(part => words(part, depth + 1)) : [words(value, depth + 1)]
  }).filter(text => text !== '')
  return [...own, ...inner].join('\n')
}
