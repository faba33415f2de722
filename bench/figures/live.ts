/** From a specialist's command to the frame in everybody's open workspace. */
import { percentile, type Figure } from '../figure.ts'
import { openWorkspace, wallNow } from '../live.ts'
import { seededId } from '../seed/marks.ts'
import type { Site } from '../site.ts'

const commands = 300

export default async function figures({ desk, seeded }: Site): Promise<Figure[]> {
  const workspace = await openWorkspace(desk)
  const caller = desk.caller(1)
  const times: number[] = []
  try {
    for (let turn = 0; turn < commands; turn++) {
      const place = 1 + Math.floor(Math.random() * seeded.tickets)
      const frame = workspace.next(seededId('ticket', place))
      const sent = wallNow()
      const [{ at }] = await Promise.all([frame, caller.call('POST', `/api/tickets/${1000 + place}/commands`, { command: { type: 'note', text: 'Перезвонить после обеда', fileIds: [] } })])
      times.push(at - sent)
    }
  } finally {
    await caller.close()
    workspace.close()
  }
  return [
    { name: 'command sent to frame in the browser: p50', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'command sent to frame in the browser: p95', value: percentile(times, 0.95), unit: 'ms' },
  ]
}
