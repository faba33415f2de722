/** Doors of the roster and the shift. Their permissions stand in `http/register.ts`. */
import type { App } from '../../lib/app.ts'
import { boardRoutes } from './board.ts'
import type { ShiftsHouse } from './house.ts'
import { manyRoutes } from './many.ts'
import { rosterRoutes } from './roster.ts'

export function shiftRoutes(app: App, house: ShiftsHouse): void {
  rosterRoutes(app, house)
  boardRoutes(app, house)
  manyRoutes(app, house)
}
