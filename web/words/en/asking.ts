import type { asking as ru } from '../ru/asking.ts'
import type { Words } from '../words.ts'

export const asking: Words<typeof ru> = {
  builder: {
    open: 'List and steps', openHint: 'What to send and what to do: the customer sees it item by item, and what came is ticked',
    items: 'What to send', steps: 'What to do, step by step', addStep: 'Add a step', stepHint: 'Step {{place}}: one act', remove: 'Remove “{{text}}”', removeStep: 'Remove step {{place}}',
    until: 'Answer by', untilHint: 'By agreement: until then nobody is waited for', itemHint: 'What exactly to send', close: 'Remove the list',
  },
  kinds: { screenshot: 'Screenshot', photo: 'Photo', log: 'Log', date: 'Date and time', text: 'Answer in words', action: 'Act', version: 'Version' },
  ready: { screenshot: 'a screenshot of the error', photo: 'a photo of the till’s screen with the error', log: 'the log file of that day', date: 'when it happened: day and time', version: 'the version of the program: at the bottom of the sign-in window' },
  panel: {
    title: 'What was asked for', came: 'Came', tick: 'It is here', waive: 'No longer needed', waived: 'not needed', done: 'here', stepDone: 'worked', stepFailed: 'did not work', open: 'waiting', until: 'We wait until {{at}}', steps: 'Steps',
    agree: 'Give more time', showMessage: 'Show the message',
  },
  agree: { title: 'Give more time', until: 'Answer by', note: 'Why', hint: 'For example: the administrator comes on Thursday', submit: 'Agreed', text: 'The customer is told that work will not be paused before. A paused ticket goes back to work.' },
  pauses: {
    title: 'Waits and pauses', by: 'asked by {{name}}', byCall: 'asked by phone', delivered: 'delivered {{at}}', pending: 'delivery unknown', notDelivered: 'not delivered, no wait ran',
    waits: 'waiting since {{since}}, boundary {{boundary}}', paused: 'paused {{at}}', took: 'stood {{span}} of working time', running: 'running',
    ended: { answer: 'the customer answered {{at}}', lifted: 'lifted {{at}}', agreed: 'more time agreed {{at}}', result: 'result told {{at}}', closed: 'ticket closed {{at}}', struck: 'the question did not arrive {{at}}' },
    came: 'came', missing: 'did not come', complete: 'all received',
  },
  delay: { title: 'Why it takes longer', text: 'The customer reads the reason in plain words. The due does not move.', submit: 'Tell the customer', done: 'The customer was told the reason', reason: 'Reason' },
  revise: { title: 'Move the due of the result', due: 'New due', reason: 'Reason', told: 'How it is told', text: 'The new due holds once the message has reached the customer.', submit: 'Move and tell', now: 'Due now: {{at}}' },
  people: { title: 'Whom we write to', text: 'One person gets the notices. The others see only their own conversation.', main: 'gets the notices', choose: 'Write to this person', noWritten: 'cannot be written to', other: 'Another person', otherHint: 'Name or phone', none: 'Nobody found', to: 'To' },
  points: { title: 'More points', add: 'Add a point', remove: 'Remove {{name}}' },
  party: { who: 'Who', whoHint: 'Service centre, bank, provider', request: 'Their request number', lookAt: 'When to look again', back: 'Look at the answer {{at}}', number: 'request {{request}}', development: 'Development item', developmentHint: 'Title or number', newDevelopment: 'New item: {{title}}' },
  others: { title: 'With others', delay: 'Why longer: {{reason}}', help: 'Help set for {{at}}', returns: 'Comes back {{at}}: {{who}}', cancel: 'Cancel', incident: 'Outage No. {{number}}', detach: 'Take out of the outage', development: 'Development item: {{title}}', unlink: 'Unlink', rated: 'Rated {{stars}} by the customer', stop: 'Is work still stopped?', stopYes: 'Yes, stopped', stopNo: 'They work again' },
  actions: { agree_wait: 'Give more time', note_delay: 'Tell why it takes longer', revise_due: 'Move the due', people: 'Whom we write to', add_point: 'One more point', link_development: 'Link to a development item' },
  judging: {
    title: 'Answers to results', text: 'Read and press one key: 1 it helped, 2 it did not, 3 not about the result.', empty: 'Nothing to judge', emptyText: 'Answers to a result that only a person can read stand here.', result: 'We told', answer: 'The customer answered', open: 'Open the ticket', left: 'Left: {{amount}}', menu: 'Answers to results',
  },
}
