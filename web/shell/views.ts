import type { QueueView } from '../rooms/tickets/data.ts'

/** The whole work in the order in which it is to be done; the address of the desk without a view. */
export const defaultView: QueueView = 'all'
