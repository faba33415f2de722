import type { Hints } from './data.ts'

export type Topic = Hints['topics'][number]

/** «принтеры» finds «принтер»: endings of longer Russian words do not count. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/[аеиоуыьэюяй]{1,2}$/u, '') : word)

/** Topics that fit typed words or the beginning of a number («принтер», «4.4»), in the order of the catalogue; pure. */
export function topicsFor(topics: readonly Topic[], typed: string): Topic[] {
  const words = typed.toLowerCase().split(/[\s,]+/u).filter(word => word !== '').map(stem)
  return topics.filter(topic => {
    const text = `${topic.title} ${topic.words} ${topic.group}`.toLowerCase()
    return words.every(word => topic.id.startsWith(word) || text.includes(word))
  })
}
