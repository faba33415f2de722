/** Cuts a text into plain parts and web addresses. Only http and https become links; pure. */
export type Part = { text: string; href: string | null }

const address = /https?:\/\/[^\s<>"«»]+/gu
const tail = /[.,!?;:)\]}'"]+$/u

export function linked(text: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    // A full stop or bracket after an address belongs to the sentence.
    const url = match[0].replace(tail, '')
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null })
    parts.push({ text: url, href: url })
    from = match.index + url.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null })
  return parts
}
