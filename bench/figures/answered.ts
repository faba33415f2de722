/** How long a person in Telegram waits for the number: from the update at our simulator to the receipt it was told, by long polling as in the field. */
import { startTelegramSim } from '../../sim/telegram/index.ts'
import type { Figure } from '../figure.ts'
import { load } from '../load.ts'
import { requests } from '../seed/texts.ts'
import type { Stand } from '../stand.ts'

const people = 200

/** `databaseUrl`: a seeded database that no other process serves now. */
export default async function figures(stand: Stand, databaseUrl: string): Promise<Figure[]> {
  const sim = await startTelegramSim()
  try {
    const desk = await stand.desk(databaseUrl, { apiRoot: sim.apiRoot, pushed: false })
    try {
      const figuresOf = async (writers: number, word: string): Promise<Figure[]> => {
        const guests = await Promise.all(Array.from({ length: people }, () => sim.person({ firstName: 'Ольга' })))
        let turn = 0
        const seen = await load(writers, 120_000, async () => {
          const guest = guests[turn++]!
          const { messageId } = await guest.says(requests[turn % requests.length]!.replace('MARK', String(turn)))
          await guest.sees(/\d{4,}/, { after: messageId, limitMs: 60_000 })
        }, people)
        return [
          { name: `number answered after the update, ${word}: p50`, value: seen.p50, unit: 'ms' },
          { name: `number answered after the update, ${word}: p99`, value: seen.p99, unit: 'ms' },
        ]
      }
      return [...await figuresOf(1, 'one at a time'), ...await figuresOf(8, '8 at a time')]
    } finally {
      await desk.close()
    }
  } finally {
    await sim.stop()
  }
}
