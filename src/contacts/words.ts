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

/** Words of a sentence that are looked for by likeness, and letters of each: every word costs a walk over all that is a little like it. */
const likeWords = 3
const likeLetters = 12
const short = (reading: string): string => reading.slice(0, likeLetters)

/**
 * What a sentence is looked for by when only likeness is left: its longest words, without «у», «нас» and «в», each in the one reading that is likeliest.
 * One or two words keep all their readings.
 */
export function likeliest(words: readonly Wanted[]): readonly Wanted[] {
  if (words.length < likeWords) return words.map(readings => readings.map(short))
  const kept = new Set(words.toSorted((one, other) => other[0]!.length - one[0]!.length).slice(0, likeWords))
  return words.filter(word => kept.has(word)).map(readings => [short(readings.find(reading => /[а-я]/.test(reading)) ?? readings[0]!)])
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
