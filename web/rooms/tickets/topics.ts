import type { Hints } from './data.ts'

export type Topic = Hints['topics'][number]

/** Topics that fit typed words or the beginning of a number («принтер», «4.4»), in the order of the catalogue; pure. */
export function topicsFor(topics: readonly Topic[], typed: string): Topic[] {
  const words = typed.toLowerCase().split(/[\s,]+/u).filter(word => word !== '')
  return topics.filter(topic => {
    const text = `${topic.title} ${topic.group}`.toLowerCase()
    return words.every(word => topic.id.startsWith(word) || text.includes(word))
  })
}
