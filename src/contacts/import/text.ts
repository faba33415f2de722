/** Bytes of a text table to its letters, and what divides its cells. Pure. */

/** UTF-8 with or without its mark; what is no UTF-8 is Windows-1251, as Russian spreadsheets save it. UTF-16 is told by its mark. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1251').decode(bytes)
  }
}

const dividers = [';', '\t', ','] as const
export type Divider = (typeof dividers)[number]

/** So many lines tell it. */
const looked = 20

/** The sign that stands equally often, outside of quotes, in most of the first lines; the more often the better. `sep=;` on top says it outright. */
export function dividerOf(text: string): Divider {
  const told = /^sep=([;,\t])\r?\n/i.exec(text)?.[1]
  if (told !== undefined) return dividers.find(one => one === told) ?? ';'
  const lines = text.replace(/"[^"]*"/g, '').split(/\r\n|\n|\r/).filter(line => line.trim() !== '').slice(0, looked)
  const scores = dividers.map(divider => {
    const counts = lines.map(line => line.split(divider).length - 1)
    const usual = counts[0] ?? 0
    return { divider, score: usual === 0 ? 0 : counts.filter(count => count === usual).length / Math.max(1, lines.length) + usual / 1000 }
  })
  return scores.toSorted((one, other) => other.score - one.score)[0]!.divider
}
