/** `POST /api/practice/clock`: the newcomer moves the clock on, to see what time does. It exists where the house was opened with such a clock: in practice. */
import type { App } from '../../lib/app.ts'
import { wireInstant } from '../../lib/wire.ts'
import type { House } from '../house.ts'
import { moveClock, movedClock } from '../practice-clock.ts'

export function practiceClockRoute(app: App, { practiceHand }: Pick<House, 'practiceHand'>): void {
  if (practiceHand === null) return
  app.route({
    method: 'POST', url: '/api/practice/clock', schema: { body: moveClock, response: { 200: movedClock } },
    handler: async request => ({ now: wireInstant(await practiceHand(request.body.to)) }),
  })
}
