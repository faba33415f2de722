import type { tickets as russian } from '../ru/tickets.ts'

export const tickets: typeof russian = {
  ledger: {
    started: 'The ticket came in, the count began',
    counted: 'Service time',
    ahead: 'Service time ahead',
    closed: 'The desk is closed, no time counts',
    paused: { suspended: 'Pause: the customer had not answered', awaiting_confirmation: 'The customer was checking the result' },
    pausedStill: 'Pause: the customer has not answered yet',
    promised: {
      received: 'The ticket was accepted, a due was set', triaged: 'The category was set, and with it a due', changed: 'Circumstances changed, the category became another',
      corrected: 'The category was corrected', suspended: 'Work was suspended, the due was lifted', resumed: 'The customer answered, the due moved', disputed: 'The customer said that the trouble remains',
      revised: 'The due was revised, the customer was told', merged: 'A repeated ticket was joined', reported: 'A result was reported',
    },
    ended: 'The count ended',
    remains: 'Remaining',
    due: 'Due',
    dueMissed: 'Due: the breach is on record',
    dueAbsent: 'A due will be set when the customer answers',
  },
}
