import type { shifts as ru } from '../ru/shifts.ts'
import type { Words } from '../words.ts'

export const shifts: Words<typeof ru> = {
  board: {
    title: 'Shift', lead: 'Who is here now, how much everybody has, and whose term ends soon.', menu: 'Shift', handOver: 'Hand over the shift', toRoster: 'Roster',
    now: 'On shift now', nobody: 'Nobody is on shift now', nobodyText: 'New tickets wait in the common list. Look at the roster: a shift may have been forgotten.',
    noRoster: 'No roster is kept for these days, so all specialists count as present.', onCall: 'On call tonight: {{names}}',
    until: 'until {{time}}', insteadOf: 'for {{name}}', open_one: '{{count}} open', open_other: '{{count}} open', free: 'no tickets',
    unanswered: 'wait for an answer: {{count}}, longest {{age}}', next: 'next by load', bar: 'Load: {{what}}',
    parts: { urgent: 'urgent', untriaged: 'untriaged', ready: 'in work', waiting: 'waiting for customer', withOthers: 'with others', suspended: 'suspended' },
    holes: 'Holes in the roster', holesNone: 'All service time of the coming week is covered.', hole: '{{day}}, {{from}}–{{to}}: nobody',
    ahead: 'Due soon', aheadNone: 'Nothing is due within two service hours.', cameBack: 'Came back on their date', cameBackNone: 'Nothing that was to come back by now.',
    noOwner: 'nobody has it',
  },
  handOver: {
    title: 'Hand over the shift', lead: 'Briefly for each ticket: what is done, what we wait for, what is next. They are begun for you; correct what needs it.',
    to: 'To', queue: 'To the common list', onShift: 'on shift', done: 'Done', waiting: 'Waiting for', next: 'Next', include: 'Hand over No. {{number}}', none: 'You have no open tickets: nothing to hand over.',
    submit_one: 'Hand over {{count}} ticket', submit_other: 'Hand over {{count}} tickets',
    sent: 'The shift is handed over', partly: 'Some could not be handed over; the reasons stand in their lines.', lastWords: { customer: 'Customer', desk: 'We', note: 'Note' }, keys: 'Tab goes from field to field, Ctrl+Enter hands over.', field: '{{field}}, No. {{number}}',
  },
  roster: {
    title: 'Roster', lead: 'Shifts, nights on call and absences. Times are Moscow times.', menu: 'Roster', thisWeek: 'This week', before: 'A week earlier', after: 'A week later', pattern: 'By a pattern', add: 'Add', addTo: 'Add: {{name}}, {{day}}',
    people: 'Colleague', today: 'today', holes: 'Nobody', covered: 'covered', label: 'Roster of the week from {{from}} to {{to}}', readOnly: 'Shift leads and administrators change the roster.',
    kinds: { shift: 'Shift', on_call: 'On call', absence: 'Absence' }, wholeDay: 'all day', insteadBy: 'instead: {{name}}', change: 'Change:',
  },
  entry: {
    add: 'New entry', change: 'Entry of the roster', kind: 'What it is', person: 'Colleague', from: 'From', to: 'To', substitute: 'Who stands in', noSubstitute: 'Nobody', note: 'Note', noteHint: 'For example: phone only', save: 'Save', remove: 'Remove', removed: 'The entry is removed', period: 'The beginning must come before the end',
  },
  pattern: {
    title: 'Shifts by a pattern', people: 'For whom', days: 'Days', cycle: 'Days on and off', week: 'Days of the week', on: 'Days on', off: 'Days off', cycleHint: '{{on}} on, {{off}} off, from the first day', first: 'First day', last: 'Last day', opens: 'Begins', closes: 'Ends',
    night: 'ends on the next day', instead: 'Replace coming shifts of these colleagues', insteadHint: 'Otherwise days that are taken stay as they are.', submit: 'Make the shifts', weekdays: 'Mo Tu We Th Fr Sa Su', period: 'Check the days: half a year at most.',
    made_one: '{{count}} shift made', made_other: '{{count}} shifts made', passed: 'taken days left as they were: {{count}}',
  },
  assign: { byLoad: 'By load', byLoadHint: 'now this is {{name}}', byLoadNobody: 'nobody is on shift now', on: 'on shift', onUntil: 'on shift until {{time}}', off: 'off shift', load: '{{open}}, waiting for an answer: {{unanswered}}' },
  returning: {
    title: 'Return to me', when: 'When', todayEvening: 'Today at 18:00', tomorrow: 'Tomorrow at 9:00', monday: 'On Monday at 9:00', other: 'Another time', at: 'Date and time', past: 'Choose a time later than now', common: 'To the common list, not to me', note: 'What for', noteHint: 'For example: see whether the key has come',
    submit: 'Return', done: 'The ticket comes back {{at}}', already: 'It comes back {{at}} as things stand.', cancel: 'Do not return', cancelled: 'The return is cancelled',
  },
  bulk: {
    chosen_one: '{{count}} chosen', chosen_other: '{{count}} chosen', label: 'Acts on the chosen tickets', clear: 'Clear', mark: 'Choose No. {{number}}', markKey: 'Choose the ticket', take: 'Take', byLoad: 'By load', assign: 'Assign', topic: 'Topic', delay: 'Why longer', return: 'Return to me',
    done_one: 'Done: {{count}} ticket', done_other: 'Done: {{count}} tickets', partly: 'Not all of them went through', outcome: 'What became of it', limit: 'At most 100 tickets at once.',
    delayTitle: 'Why it takes longer', delayText: 'The customer reads the reason in plain words. The due does not move.', delayReads: 'So each customer reads it, with the number of his own', delayReason: 'Reason', save: 'Note it',
  },
  row: { cameBack: 'came back', ownerOff: '{{name}}, off shift' },
}
