import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { practiceBot, startTelegramSim, type Sim } from '../../sim/telegram/index.ts'
import { addUpdate, openIncident } from '../../src/incidents/actions/outages.ts'
import { openDatabase } from '../../src/lib/db.ts'
import { newId } from '../../src/lib/ids.ts'
import { seedStaff } from '../seed.ts'
import { dataFolder, runProgram, until, type Program } from '../program.ts'

/** The power fails in the middle of an update to many, three times; the list goes on where it stood. */
const people = 150
const folder = dataFolder()
let sim: Sim | null = null
afterAll(async () => {
  await folder.end()
  await sim?.stop()
})

describe('the power fails while everybody is told', () => {
  it('R-4.1.2 150 tickets of an outage, three kills in the middle of an update: each is told, none twice', async () => {
    const telegram = sim = await startTelegramSim()
    const start = async (): Promise<Program> => {
      const program = runProgram({ DATA_DIR: folder.path, PRACTICE: 'off', TELEGRAM_BOT_TOKEN: practiceBot.token, TELEGRAM_API_ROOT: telegram.apiRoot, LOG_LEVEL: 'warn' })
      await program.opened()
      return program
    }
    let program = await start()
    const database = openDatabase(await folder.url(), { size: 2, onError: () => {} })
    const count = async (query: string): Promise<number> => Number((await database.pool.query<{ count: string }>(query)).rows[0]!.count)
    try {
      const marina = await seedStaff(database.db, 'Марина Ким', Date.now(), 'lead')
      const by = () => ({ now: Date.now(), staffId: marina })
      const { id } = await openIncident(database.db, randomUUID(), {
        title: 'Не приходят заказы', components: ['site'], scope: 'all', points: [], topic: '4.1.2', category: 1, facts: [], words: ['нет заказов'], public: true, startedAt: null, tickets: [], source: 'hand',
        first: { id: newId(), text: 'Причину устраняем.', nextUpdateAt: null, toAllPoints: false },
      }, by())
      const guests = await Promise.all(Array.from({ length: people }, (_, index) => telegram.person({ firstName: `Гость ${index}` })))
      await Promise.all(guests.map(guest => guest.says('Нет заказов с сайта')))
      const told = () => count(`select count(*) from ticket_events where type = 'incident_told'`)
      await until('everybody is told what is known', async () => await told() === people, 60_000)

      const update = newId()
      await addUpdate(database.db, id, { id: update, text: 'Нашли причину.', nextUpdateAt: null, toAllPoints: false }, by())
      const lines = () => count(`select count(*) from incident_notices where update_id = '${update}' and state = 'told'`)
      const stops: number[] = []
      for (const share of [0.2, 0.5, 0.8]) {
        await until('a part of them is told', async () => await lines() >= people * share, 60_000)
        await program.kill('SIGKILL')
        stops.push(await lines())
        program = await start()
      }
      await until('all of them are told', async () => await lines() === people && await count(`select count(*) from outbox where state in ('queued', 'sending')`) === 0, 60_000)

      expect(stops.some(stop => stop < people)).toBe(true)
      expect(await count(`select count(*) from incident_notices where update_id = '${update}'`)).toBe(people)
      // One event and one message a ticket, whatever happened in between.
      const { rows: events } = await database.pool.query<{ told: string }>(`select count(*) as told from ticket_events where type = 'incident_told' and data ->> 'update' = $1 group by ticket_id`, [update])
      expect(events.map(row => Number(row.told))).toEqual(Array.from({ length: people }, () => 1))
      // Only what was on the line when the power failed may have come twice, and it is marked so.
      const marked = await count('select count(*) from outbox where may_be_doubled')
      const heard = await Promise.all(guests.map(async guest => (await guest.botLines()).filter(line => line.text.includes('Нашли причину.')).length))
      expect(Math.min(...heard)).toBe(1)
      expect(heard.filter(times => times > 1).length).toBeLessThanOrEqual(marked)
    } finally {
      await database.close()
      await program.kill('SIGTERM')
    }
  }, 180_000)
})
