import type { Policy } from '../src/regulation/policy.ts'
import type { TicketRoom } from '../src/tickets/actions.ts'
import { jupiterPolicy } from './jupiter.ts'

/**
 * Tickets without the rest of the house, for tests of one room: every ticket under one policy (the shipped one unless named), nothing follows from a
 * change, no topic gives anything out, no roster is kept. `more` puts in what the room under test brings along.
 */
export const plainTickets = (policy: () => Policy = () => jupiterPolicy, more: Partial<TicketRoom> = {}): TicketRoom => ({
  policyOf: async () => policy(), editionAt: async () => 1, consequences: async () => [],
  deliverableNeeded: async () => false, developmentOf: async (_db, id) => ({ id, title: '' }), isOn: async () => null, ...more,
})
