import type { RegulationDocument } from './schema.ts'

/** Letters and digits only, in small letters: `Спасибо большое!!! 🙏` is `спасибо большое`. Emoji that stand alone stay. */
function words(text: string): string[] {
  const bare = text.normalize('NFC').toLowerCase().replaceAll('ё', 'е')
  const letters = bare.replace(/[^\p{L}\p{N}+]+/gu, ' ').trim()
  return (letters === '' ? bare.replace(/[\s\p{P}\uFE0F\u{1F3FB}-\u{1F3FF}]+/gu, '') : letters).split(' ').filter(word => word !== '')
}

/**
 * Is a text nothing but thanks or an «ок» of the document's closed list (`smallTalk.words`), in any order and number? Such a message
 * registers and reopens nothing; while an answer is awaited it is one (clauses.md, part 2). A single word off the list makes it a request.
 */
export function isSmallTalk(document: RegulationDocument, text: string): boolean {
  if (text.length > 200) return false
  const spoken = words(text)
  if (spoken.length === 0) return false
  const phrases = document.smallTalk.words.map(words).filter(phrase => phrase.length > 0)
  // Alone, an emoji may be written several times over: 👍👍.
  const emoji = phrases.flat().filter(phrase => !/[\p{L}\p{N}+]/u.test(phrase))
  if (spoken.length === 1 && !/[\p{L}\p{N}+]/u.test(spoken[0]!)) {
    let rest = spoken[0]!
    for (const one of emoji) rest = rest.replaceAll(one, '')
    return rest === ''
  }
  let from = 0
  while (from < spoken.length) {
    const longest = Math.max(0, ...phrases.filter(phrase => phrase.every((word, index) => spoken[from + index] === word)).map(phrase => phrase.length))
    if (longest === 0) return false
    from += longest
  }
  return true
}
