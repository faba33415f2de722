import type { TopicRow } from '../../../src/competence/api.ts'
import type { Hints } from './data.ts'

type Hint = Hints['topics'][number]
/** A topic as it is chosen: the regulation's words, and what the desk's own card adds to them. */
export type Topic = Hint & { synonyms: readonly string[] }

/** The desk's cards over the regulation's hints: its proposed category (null: by effect) and its reply win. Pure. */
export function withCards(hints: readonly Hint[], rows: readonly TopicRow[]): Topic[] {
  const cards = new Map(rows.map(row => [row.id, row.card]))
  return hints.map(hint => {
    const card = cards.get(hint.id)
    return card === undefined ? { ...hint, synonyms: [] } : { ...hint, category: card.proposedCategory, reply: card.replyText ?? hint.reply, synonyms: card.synonyms }
  })
}

/** «принтеры» finds «принтер»: endings of longer Russian words do not count. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/[аеиоуыьэюяй]{1,2}$/u, '') : word)

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е')
const digits = (number: string): string => number.replaceAll('.', '')

/** Where a topic holds a word, best first; null: nowhere. A number is the beginning of the topic's own, with dots or without: «4.5.1», «451», «45». */
function placeOf(topic: Topic, word: string): number | null {
  if (/^[\d.]+$/.test(word)) {
    const wanted = digits(word)
    if (wanted !== '' && digits(topic.id).startsWith(wanted)) return 0
    // «24 часа» is a way of speaking; a single digit stands in too many words to mean one.
    if (wanted.length < 2) return null
  }
  const found = [topic.title, topic.synonyms.join('; '), `${topic.words} ${topic.group}`].findIndex(text => plain(text).includes(stem(word)))
  return found < 0 ? null : found + 1
}

/**
 * Topics that fit typed words or a number, the likeliest first: by number, by name, by what people call it, by the regulation's sentence; alike ones in
 * the order of the catalogue. Short words («не», «на») count only alone. Pure.
 */
export function topicsFor(topics: readonly Topic[], typed: string): Topic[] {
  const all = plain(typed).split(/[\s,;]+/u).filter(word => word !== '')
  const long = all.filter(word => word.length > 2 || /\d/.test(word))
  const words = long.length === 0 ? all : long
  return topics
    .map(topic => ({ topic, places: words.map(word => placeOf(topic, word)) }))
    .filter(({ places }) => !places.includes(null))
    .toSorted((one, other) => Math.max(0, ...one.places.map(Number)) - Math.max(0, ...other.places.map(Number)))
    .map(({ topic }) => topic)
}
