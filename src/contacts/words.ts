/**
 * Words to look people and places up by, as forgiving as a hurried person needs: case and ё do not matter, nor does a keyboard left in the other
 * layout («xfqrf» is «чайка»). Pure.
 */
const latin = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.'
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
const mostWords = 6

/** One word with its other readings, best first. */
export type Wanted = readonly string[]

export function wantedWords(text: string): readonly Wanted[] {
  return plain(text).split(/\s+/).slice(0, mostWords).map(typed => {
    // Commas and brackets are letters on the other layout, so they fall away only after it was tried.
    const word = typed.replace(/["«»„“”()!?№#]/gu, '')
    const [asTyped, bare] = [inOtherLayout(word), inOtherLayout(letters(word))]
    const other = asTyped === word ? bare : asTyped
    return [...new Set([letters(word), letters(plain(other))])].filter(reading => reading !== '')
  }).filter(readings => readings.length > 0)
}

const letters = (word: string): string => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

/** As the database keeps words for the search (`lower`, ё as е). */
export const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е').trim()

/** A whole word typed on the other layout; the word itself when it is of neither. */
export function inOtherLayout(word: string): string {
  const from = [...word].every(letter => latin.includes(letter) || /[\d-]/.test(letter)) ? latin : [...word].every(letter => cyrillic.includes(letter) || /[\d-]/.test(letter)) ? cyrillic : null
  if (from === null) return word
  const to = from === latin ? cyrillic : latin
  return [...word].map(letter => {
    const place = from.indexOf(letter)
    return place === -1 ? letter : to[place]!
  }).join('')
}
