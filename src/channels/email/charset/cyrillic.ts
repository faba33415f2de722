/**
 * Which Cyrillic charset bytes are in, told by how Russian looks: frequent letters, small after capital and not the other way.
 * The charsets put the letters at different places, so a wrong one gives rare letters, capitals inside words and box drawings.
 */
export const cyrillicCharsets = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'] as const
export type CyrillicCharset = (typeof cyrillicCharsets)[number]

/** Share of each letter in Russian text, per thousand; letters of the neighbours as rare ones. */
const perThousand: Readonly<Record<string, number>> = {
  о: 110, е: 85, а: 80, и: 74, н: 67, т: 63, с: 55, р: 47, в: 45, л: 44, к: 35, м: 32, д: 30, п: 28, у: 26, я: 20, ы: 19, ь: 17, г: 17, з: 16,
  б: 16, ч: 14, й: 12, х: 10, ж: 9, ш: 7, ю: 6, ц: 5, щ: 4, э: 3, ф: 3, ъ: 0.4, ё: 1, і: 2, ї: 1, є: 1, ґ: 0.3, ў: 0.5,
}
const foreign = Math.log(0.02)
/** Signs that Russian text has beside letters. */
const marks = new Set('«»—–…“”„‘’№•·©®°\u00a0−')

type Sign = { weight: number; capital: boolean; small: boolean }

function signOf(char: string): Sign {
  const small = char.toLowerCase()
  const share = perThousand[small]
  if (share !== undefined) return { weight: Math.log(share), capital: small !== char, small: small === char }
  return { weight: marks.has(char) ? Math.log(5) : foreign - 2, capital: false, small: false }
}
const plainSign: Sign = { weight: 0, capital: false, small: false }
/** A capital right after a small letter: in Russian a slip, in a wrong charset every word. */
const crooked = 4

/** The signs that the bytes 128 to 255 mean in a charset. */
const tables = new Map<string, readonly Sign[]>(cyrillicCharsets.map(name => {
  const decoder = new TextDecoder(name)
  return [name, Array.from({ length: 128 }, (_, i) => signOf(decoder.decode(Uint8Array.of(i + 128))))]
}))

/** How much characters beyond ASCII look like Russian: mean log-likelihood, higher is more; `count`: of how many. */
export type Likeness = { mean: number; count: number }

function likenessOf(length: number, signAt: (at: number) => Sign): Likeness | null {
  let sum = 0
  let count = 0
  let afterSmall = false
  for (let i = 0; i < length; i++) {
    const sign = signAt(i)
    if (sign !== plainSign) {
      count++
      sum += sign.weight - (sign.capital && afterSmall ? crooked : 0)
    }
    afterSmall = sign.small
  }
  return count === 0 ? null : { mean: sum / count, count }
}

const sampled = 8_192

/** How much a text looks like Russian. */
export function likeness(text: string): Likeness | null {
  const sample = text.slice(0, sampled)
  return likenessOf(sample.length, at => (sample.charCodeAt(at) < 0x80 ? plainSign : signOf(sample[at]!)))
}

/** The Cyrillic charset that makes the likeliest Russian of bytes that are not UTF-8; null when there are none beyond ASCII. */
export function guessCyrillic(bytes: Uint8Array): (Likeness & { charset: CyrillicCharset }) | null {
  let best: (Likeness & { charset: CyrillicCharset }) | null = null
  for (const charset of cyrillicCharsets) {
    const table = tables.get(charset)!
    const found = likenessOf(Math.min(bytes.length, sampled), at => (bytes[at]! < 0x80 ? plainSign : table[bytes[at]! - 0x80]!))
    if (found !== null && (best === null || found.mean > best.mean)) best = { charset, ...found }
  }
  return best
}

/**
 * Whether letters beyond ASCII make whole words, as in a language with an alphabet of its own: Western text has them among plain letters.
 */
export function highWords(bytes: Uint8Array): boolean {
  let mixed = 0
  let pure = 0
  let ascii = 0
  let high = 0
  let plain = 0
  const settle = () => {
    if (high > 0 && plain > 0) mixed += high
    else if (high === 0) ascii += plain
    else if (high > 1) pure += high
    high = plain = 0
  }
  for (let i = 0; i < bytes.length && i < sampled; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) high++
    else if ((byte | 0x20) >= 97 && (byte | 0x20) <= 122) plain++
    else settle()
  }
  settle()
  return pure > mixed * 2 && pure * 5 > ascii
}
