/**
 * How Russian words sound: a key that is the same for «Берёзка» and «бирёзка», «Пельменная» and «пелменная». Unstressed vowels fall together, signs
 * and doubled letters go, voiced consonants before others and at the end of a word lose their voice. Pure; `sound_of` in the database does the same.
 */
const before = '(?=[бвгджзкпстфхцчш]| |$)'

/** In this order; `sound_of` (db/migrations/0013-imports.sql) has the same steps. */
const steps: readonly (readonly [RegExp, string | ((letter: string) => string)])[] = [
  [/[^a-zа-я0-9]+/g, ' '],
  [/[ъь]/g, ''],
  [/йо/g, 'е'],
  [/й(?=[аеиоуыэюя])/g, ''],
  [/([жцчшщ])я/g, '$1а'],
  [/([жцчшщ])ю/g, '$1у'],
  [/[оеэыйяю]/g, vowel => ({ о: 'а', ю: 'у' })[vowel] ?? 'и'],
  [/щ|[сзжш]ч/g, 'ш'],
  [/стн/g, 'сн'],
  [/здн/g, 'сн'],
  [/лнц/g, 'нц'],
  [/вств/g, 'ств'],
  [/[тд]+[сц]/g, 'ц'],
  [/чт/g, 'шт'],
  [/чн/g, 'шн'],
  ...([['б', 'п'], ['в', 'ф'], ['г', 'к'], ['д', 'т'], ['ж', 'ш'], ['з', 'с']] as const).map(([voiced, mute]): [RegExp, string] => [new RegExp(voiced + before, 'g'), mute]),
  [/([а-я])\1+/g, '$1'],
  [/ +/g, ' '],
]

/** The keys of all words of a text with one blank between them; '' for none. */
export function soundOf(words: string): string {
  let sound = words.toLowerCase().replaceAll('ё', 'е')
  for (const [what, by] of steps) sound = typeof by === 'string' ? sound.replace(what, by) : sound.replace(what, by)
  return sound.trim()
}

/** Shorter keys say nothing: half the town begins like that. */
const shortest = 3

/** The key to look one word up by; null when it is too short or of no Russian letters. */
export function soundKey(word: string): string | null {
  const key = soundOf(word)
  return /^[а-я]+$/.test(key) && key.length >= shortest ? key : null
}
