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

/** Mean log-likelihood of a character beyond ASCII; higher is more like Russian. Null when there are none. */
export function likeness(text: string): number | null {
  let sum = 0
  let count = 0
  let previous = ''
  for (const char of text) {
    if (char >= '\u0080') {
      count++
      const small = char.toLowerCase()
      const share = perThousand[small]
      if (share !== undefined) {
        sum += Math.log(share)
        const capital = small !== char
        if (capital && previous !== '' && previous === previous.toLowerCase() && perThousand[previous] !== undefined) sum -= 4
      } else if (marks.has(char)) sum += Math.log(5)
      else sum += foreign - 2
    }
    previous = char
  }
  return count === 0 ? null : sum / count
}

/**
 * The likeliest Cyrillic charset of bytes that are not UTF-8, with its likeness; null when none makes Russian of them.
 * Western text is told apart by its words: there letters beyond ASCII stand among plain ones.
 */
export function guessCyrillic(bytes: Uint8Array): { charset: CyrillicCharset; likeness: number } | null {
  const sample = bytes.length > 16_384 ? bytes.subarray(0, 16_384) : bytes
  let best: { charset: CyrillicCharset; likeness: number } | null = null
  for (const charset of cyrillicCharsets) {
    const found = likeness(decoders[charset].decode(sample))
    if (found !== null && (best === null || found > best.likeness)) best = { charset, likeness: found }
  }
  return best
}

const decoders = Object.fromEntries(cyrillicCharsets.map(name => [name, new TextDecoder(name)])) as Record<CyrillicCharset, InstanceType<typeof TextDecoder>>

/** Whether letters beyond ASCII make whole words, as in a language with an alphabet of its own. */
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
  for (let i = 0; i < bytes.length && i < 16_384; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) high++
    else if ((byte | 0x20) >= 97 && (byte | 0x20) <= 122) plain++
    else settle()
  }
  settle()
  return pure > mixed * 2 && pure * 5 > ascii
}
