/**
 * Sentences of a document are templates: `{terms.triage|genitive}` is a value said in a form, `**...**` is strong.
 * Forms may follow one another (`|genitive|cap`); a form may take an argument (`|count:time`).
 */

export type Form = { name: string; argument: string }
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'strong' }
  | { kind: 'value'; path: string; forms: readonly Form[] }

export type Template = { parts: readonly Part[]; fault: string | null }

const placeholder = /^\{(\.?[A-Za-z0-9@_-]+(?:\.[A-Za-z0-9@_-]+)*)((?:\|[a-z]+(?::[A-Za-z]+)?)*)\}$/i

/** Never throws: `fault` holds the piece that cannot be read. */
export function readTemplate(source: string): Template {
  const parts: Part[] = []
  let fault: string | null = null
  let strong = 0
  for (const piece of source.split(/(\{[^{}]*\}|\*\*)/)) {
    if (piece === '') continue
    if (piece === '**') {
      strong++
      parts.push({ kind: 'strong' })
      continue
    }
    if (!/[{}]/.test(piece)) {
      parts.push({ kind: 'text', text: piece })
      continue
    }
    const match = placeholder.exec(piece)
    if (!match) {
      fault ??= piece.trim().slice(0, 60)
      continue
    }
    const forms = match[2]!.split('|').slice(1).map(form => {
      const [name = '', argument = ''] = form.split(':')
      return { name, argument }
    })
    parts.push({ kind: 'value', path: match[1]!, forms })
  }
  if (strong % 2 === 1) fault ??= '**'
  return { parts, fault }
}
