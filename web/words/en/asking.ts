import type { asking as ru } from '../ru/asking.ts'
import type { Words } from '../words.ts'

export const asking: Words<typeof ru> = {
  builder: {
    open: 'List and steps', openHint: 'What to send and what to do: the customer sees it item by item, and what came is ticked',
    items: 'What we need', steps: 'To do, step by step', addStep: 'Step', addItem: 'What to send', step: 'Step {{place}}', stepHint: 'Step {{place}}: one action', stepPlaceholder: 'One action; Enter begins the next step', remove: 'Remove “{{text}}”', removeStep: 'Remove step {{place}}',
    until: 'Answer by', untilHint: 'If you agreed on a time: work is not paused before it', removeUntil: 'Remove “Answer by”', itemHint: 'What exactly is needed', close: 'Remove all',
  },
  kinds: { screenshot: 'Screenshot', photo: 'Photo', log: 'Log', date: 'Date and time', text: 'Answer in words', action: 'Action', version: 'Version' },
  ready: { screenshot: 'a screenshot of the error', photo: 'a photo of the till’s screen with the error', log: 'the log file of that day', date: 'when it happened: day and time', version: 'the version of the program: at the bottom of the sign-in window' },
  panel: {
    title: 'What was asked for', came: 'Came', tick: 'It is here', waive: 'No longer needed', waived: 'not needed', done: 'here', stepDone: 'worked', stepFailed: 'did not work', open: 'waiting', until: 'We wait until {{at}}', steps: 'Steps',
    agree: 'Give more time', showMessage: 'Show the message', allCame: 'All has come: {{amount}}', count: '{{done}} of {{all}}', stepDoneFor: 'The step worked: {{text}}', stepFailedFor: 'The step did not work: {{text}}',
  },
  agree: { title: 'Give more time', until: 'Answer by', note: 'Why', hint: 'For example: the administrator comes on Thursday', submit: 'Agreed', text: 'The customer is told that work will not be paused before. A paused ticket goes back to work.' },
  pauses: {
    title: 'Waits and pauses', by: 'Asked by {{name}}', agreed: 'time agreed by {{name}}', byCall: 'Agreed by voice', delivered: 'delivered {{at}}', pending: 'delivery unknown', notDelivered: 'not delivered, no wait ran',
    waits: 'Wait from {{since}} to {{boundary}}', paused: 'Paused {{at}}', took: 'work stood for {{span}} of working time', running: 'Running now',
    ended: { answer: 'The customer answered {{at}}', lifted: 'Went on {{at}}', agreed: 'Another time agreed {{at}}', result: 'Result told {{at}}', closed: 'Ticket closed {{at}}', struck: 'The question did not arrive {{at}}' },
    came: 'came', missing: 'did not come', complete: 'all received',
  },
  delay: { title: 'Why it takes longer', text: 'Press a digit. Under each reason stands what the customer reads. The due does not move.', textAlone: 'Press a digit. The customer cannot be written to: the reason stays a mark on the ticket. The due does not move.', soon: 'The customer is about to read', soonAlone: 'The reason is about to be noted', done: 'The customer was told why it takes longer', doneAlone: 'The reason is noted', reason: 'Reason', already: 'told already', notNow: 'nothing is waited for now' },
  revise: { title: 'Move the due of the result', due: 'New due', reason: 'Reason', told: 'How it is told', text: 'The new due holds once the message has reached the customer.', submit: 'Move and tell', now: 'Due now: {{at}}' },
  people: { title: 'Whom we write to', text: 'One person gets the notices. The others see only their own conversation.', main: 'gets the notices', removeShort: 'Remove', remove: 'Remove from the ticket: {{name}}', choose: 'Send the notices here', noWritten: 'cannot be written to', other: 'Another person', otherHint: 'Name or phone', none: 'Nobody found', to: 'To' },
  points: { title: 'More points', add: 'Add a point', remove: 'Remove {{name}}' },
  party: { who: 'Who', whoHint: 'Service centre, bank, provider', request: 'Request number', lookAt: 'When to look again', lookAtHint: 'At that hour the ticket stands before you again', back: 'Look at the answer {{at}}', number: 'request {{request}}', development: 'Development item', developmentHint: 'Title or number', newDevelopment: 'New item: {{title}}' },
  others: { title: 'With others', stopTitle: 'State of the point', delay: 'Why longer: {{reason}}', help: 'Help set for {{at}}', returns: 'Comes back {{at}}: {{who}}', cancel: 'Cancel', incident: 'Outage No. {{number}}', detach: 'Take out of the outage', development: 'Development item: {{title}}', unlink: 'Unlink', rated: 'Rated {{stars}} by the customer', stop: 'Is work still stopped?', stopYes: 'Yes, stopped', stopNo: 'They work again', lead: 'The customer called for the lead', unlinkFrom: 'Unlink from the item', morePoint: 'Also: {{name}}', removePoint: 'Remove', people: 'People: {{names}}', change: 'Change' },
  marks: { lead: 'wants the lead', back: 'time to come back', look: 'look at the answer', help: 'help {{at}}', helpNow: 'help has begun', rated: 'rated {{stars}}' },
  menu: { work: 'Work', sort: 'About the ticket', customer: 'Customer’s answer', end: 'End' },
  actions: { agree_wait: 'Give more time', note_delay: 'Tell why it takes longer', revise_due: 'Move the due', people: 'Whom we write to', add_point: 'One more point', link_development: 'Link to a development item' },
  judging: {
    title: 'Answers to results', text: 'Read and press one key: 1 it helped, 2 it did not, 3 not about the result.', empty: 'Nothing to judge', emptyText: 'Answers to a result that only a person can read stand here.', result: 'We told', answer: 'The customer answered', open: 'Open the ticket', left: 'Left: {{amount}}', menu: 'Answers to results',
  },
}
