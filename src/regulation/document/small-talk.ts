import type { RegulationDocument } from './schema.ts'

const isEmoji = (word: string): boolean => !/[\p{L}\p{N}+]/u.test(word)
/** A skin tone or the request to draw a sign in colour makes no other sign of it. */
const toned = /\p{Emoji_Modifier}|\uFE0F/gu

/** Letters and digits only, in small letters: `Спасибо большое!!! 🙏` is `спасибо большое`. Signs count when they stand alone. */
function words(text: string): string[] {
  const bare = text.normalize('NFC').toLowerCase().replaceAll('ё', 'е')
  const letters = bare.replace(/[^\p{L}\p{N}+]+/gu, ' ').trim()
  return (letters === '' ? bare.replace(toned, '').replace(/[\s\p{P}]+/gu, '') : letters).split(' ').filter(word => word !== '')
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
  const emoji = phrases.flat().filter(isEmoji)
  if (spoken.length === 1 && isEmoji(spoken[0]!)) {
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
