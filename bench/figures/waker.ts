/** What time does by itself: tickets whose customer said nothing close at their instant. How far behind it, alone and a thousand at once. */
import { percentile, type Figure } from '../figure.ts'
import { openWorkspace, wallNow, type Frame } from '../live.ts'
import { seedDue } from '../seed.ts'
import { sizeOf, type Site } from '../site.ts'

const ahead = 5_000
const atOnce = 1_000
const alone = 15
const patience = 120_000

export default async function figures(site: Site): Promise<Figure[]> {
  const workspace = await openWorkspace(site.desk)
  try {
    const single: number[] = []
    for (let turn = 0; turn < alone; turn++) single.push(...(await act(site, workspace.frames, 1, 1_500)))
    const behind = await act(site, workspace.frames, atOnce, ahead)
    const size = sizeOf(site.seeded.tickets)
    return [
      { name: `automatic act behind its instant, among ${size} tickets: p50`, value: percentile(single, 0.5), unit: 'ms' },
      { name: `automatic act behind its instant, among ${size} tickets: the worst of ${alone}`, value: Math.max(...single), unit: 'ms' },
      { name: `${sizeOf(atOnce)} due at once among ${size} tickets: first act behind its instant`, value: Math.min(...behind), unit: 'ms' },
      { name: `${sizeOf(atOnce)} due at once among ${size} tickets: last act behind its instant`, value: Math.max(...behind), unit: 'ms' },
      { name: 'automatic acts, notices included', value: (atOnce * 1000) / Math.max(...behind), unit: '1/s' },
    ]
  } finally {
    workspace.close()
  }
}

/** Adds tickets that end at one instant and waits for their frames; gives how late each came, in milliseconds. */
async function act(site: Site, frames: readonly Frame[], count: number, inMs: number): Promise<number[]> {
  const { due, ids } = await seedDue(site.databaseUrl, site.seeded, count, inMs)
  const waited = new Set(ids)
  const late: number[] = []
  let heard = frames.length
  for (const end = wallNow() + patience; waited.size > 0;) {
    if (wallNow() > end) throw new Error(`${waited.size} of ${count} automatic acts did not come`)
    await new Promise(resolve => setTimeout(resolve, 20))
    for (; heard < frames.length; heard++) {
      const { id, at } = frames[heard]!
      if (at >= due && waited.delete(id)) late.push(at - due)
    }
  }
  return late
}
