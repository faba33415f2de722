/** How the newcomer of practice moves the clock. Pure. */
import { z } from 'zod'
import { instant } from '../lib/wire.ts'

export const clockSteps = ['quarter', 'hour', 'morning'] as const
/** A quarter of an hour, an hour, or when the next working day begins. */
export type ClockStep = (typeof clockSteps)[number]

export const moveClock = z.object({ to: z.enum(clockSteps) })
/** What the desk's clock shows now. */
export const movedClock = z.object({ now: instant })
export type MovedClock = z.infer<typeof movedClock>
