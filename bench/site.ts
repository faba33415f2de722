/** A seeded database with the application open over it. */
import { openOffice } from './office.ts'
import { seed, type Seeded } from './seed.ts'
import type { Desk, Stand } from './stand.ts'

export type Site = { stand: Stand; desk: Desk; databaseUrl: string; seeded: Seeded; close(): Promise<void> }

/** The application takes updates by webhook and sends to an office that answers at once. */
export async function openSite(stand: Stand, tickets: number): Promise<Site> {
  const databaseUrl = await stand.database(`desk_${tickets}`)
  const seeded = await seed(databaseUrl, tickets)
  const office = await openOffice()
  const desk = await stand.desk(databaseUrl, { apiRoot: office.apiRoot, pushed: true })
  return {
    stand, desk, databaseUrl, seeded,
    async close() {
      await desk.close()
      await office.close()
    },
  }
}

/** How a size is written in a figure's name. */
export const sizeOf = (tickets: number): string => tickets.toLocaleString('en-US')
