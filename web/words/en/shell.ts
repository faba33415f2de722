import type { shell as ru } from '../ru/shell.ts'
import type { Words } from '../words.ts'

export const shell: Words<typeof ru> = {
  views: { triage: 'To triage', mine: 'Mine', hot: 'Hot', waiting: 'Waiting for customer', awaiting: 'To be confirmed', all: 'All' },
  viewsLabel: 'Ticket lists', skip: 'To the content',
  practiceName: 'Practice mode', practice: 'Practice mode: the customers are not real, try anything.', practiceChat: 'Open the restaurant’s chat', practiceMail: 'Open the restaurant’s mail',
  clock: { move: 'Move the clock', quarter: '15 minutes on', hour: 'An hour on', morning: 'To the beginning of the working day', hint: 'See what time does: reminders, pauses, alarms. The clock never goes back.', moved: 'The desk’s clock shows {{at}} now' },
  palette: { open: 'Commands', title: 'Commands', placeholder: 'What to do? A command or a ticket number', none: 'There is no such command', openTicket: 'Open ticket No. {{number}}', hint: 'Arrows choose, Enter runs' },
  keys: { title: 'Keys', general: 'Everywhere', queue: 'List', ticket: 'Ticket', hint: 'They work in any keyboard layout.' },
  call: 'Call', callTitle: 'New ticket for a caller',
  sections: {
    title: 'Sections', groups: { now: 'Now', knowledge: 'What we know', desk: 'The desk' },
    names: { shift: 'Shift', alarms: 'Alarms', incidents: 'Outages', judging: 'Answers to results', aside: 'Letters set aside', points: 'Points and people', topics: 'Topics', developments: 'Development items', reports: 'Reports', roster: 'Roster', import: 'Import from a table', channels: 'Channels', staff: 'Staff' },
  },
  me: { menu: 'Profile and settings', language: 'Language', russian: 'Русский', english: 'English', scheme: 'Appearance', light: 'Light', dark: 'Dark', auto: 'As the system', keys: 'Keys', password: 'Change password', regulation: 'Regulation (public page)', signOut: 'Sign out' },
  roles: { specialist: 'specialist', lead: 'shift lead', admin: 'administrator' },
  live: { on: 'Connected', connecting: 'Connecting…', stale: 'Connection lost, data as of {{time}}', retrying: 'Trying to reconnect', back: 'Connected again, data is fresh' },
  health: { title: 'Channels', live: 'works', starting: 'starting', waiting: 'waiting', failed: 'does not work', stopped: 'stopped', noEvents: 'no events yet', ok: 'All channels work', bad: 'Some channels do not work', unknown: 'The state of the channels is unknown', lost: 'Connection lost, the state may have changed', none: 'No channels yet' },
  quarantine_one: '{{count}} event in quarantine', quarantine_other: '{{count}} events in quarantine',
  commands: { nextRow: 'Next ticket', prevRow: 'Previous ticket', openRow: 'Open the ticket', toQueue: 'To the list', palette: 'Commands', keys: 'Keys', byHand: 'New ticket for a caller', context: 'Cards and clocks', view: 'List “{{view}}”', refresh: 'Refresh the data' },
}
