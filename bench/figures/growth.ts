/** Does making a ticket get slower as tickets grow in number? Two desks over two databases of one server, in turns. */
import { median, type Figure } from '../figure.ts'
import { sizeOf, type Site } from '../site.ts'
import { addCallers, create } from './creation.ts'

const rounds = 5
const ms = 2_000

export default async function figures(small: Site, large: Site): Promise<Figure[]> {
  const callers = [small.desk.caller(8), large.desk.caller(8)] as const
  const shares: number[] = []
  try {
    for (const site of [small, large]) await addCallers(site)
    for (let round = 0; round < rounds; round++) {
      const few = await create(small, callers[0], 8, ms)
      const many = await create(large, callers[1], 8, ms)
      shares.push((100 * many.perSecond) / few.perSecond)
    }
  } finally {
    for (const caller of callers) await caller.close()
  }
  return [{ name: `creation at ${sizeOf(large.seeded.tickets)} tickets against at ${sizeOf(small.seeded.tickets)}, 8 clients`, value: median(shares), unit: '%' }]
}
