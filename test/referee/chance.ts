/** Chance that can be repeated: the same seed gives the same row of numbers (mulberry32). */
export type Chance = {
  /** From 0, 1 excluded. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  /** True in `share` of all cases. */
  happens(share: number): boolean
  /** One of them. Throws for none. */
  oneOf<T>(list: readonly T[]): T
  /** One of the keys, by weight. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K
  /** Chance of its own for something that runs beside others: what it draws changes nothing for them. */
  apart(): Chance
}

export function chanceOf(seed: number): Chance {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const chance: Chance = {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    happens: share => next() < share,
    oneOf(list) {
      const found = list[Math.floor(next() * list.length)]
      if (found === undefined) throw new Error('one of nothing')
      return found
    },
    weighed(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        left -= weight
        if (left < 0) return key
      }
      return entries.at(-1)![0]
    },
    apart: () => chanceOf(chance.between(0, 2 ** 31 - 1)),
  }
  return chance
}
