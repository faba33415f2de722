import type { competence as russian } from '../ru/competence.ts'
import type { Words } from '../words.ts'

export const competence: Words<typeof russian> = {
  title: 'Topics', lead: 'How the desk works on each topic of the regulation: steps, conditions, ready replies. Promises to customers stand in the regulation itself and do not change here.',
  search: 'Find a topic', searchHint: 'A word or a number: printer, 451', none: 'Nothing found', noneText: 'Try another word or the number of the clause.',
  outside: 'What we do not do', choose: 'Choose a topic', chooseText: 'All topics of the edition in force stand on the left. Arrows move along the list, Enter opens.', toList: 'To the list of topics', gone: 'The edition in force has no such topic',
  modes: { perform: 'we do it', advise: 'we explain, we do not do it', help: 'we help', outside: 'not part of support' },
  access: { yes: 'access data may be asked for', no: 'we ask for no access data' },
  categories: 'Categories of the regulation: {{list}}', byEffect: 'by effect on the work', exception: 'Exception',
  shipped: 'as shipped', editedBy: 'changed by {{name}}, {{at}}', edited: 'changed',
  parts: {
    procedure: 'Procedure', preconditions: 'Conditions', deliverable: 'Document for the customer', proposedCategory: 'Category', reason: 'Why this category', replyText: 'Ready reply to the customer', recommendation: 'Whom to turn to',
    advised: 'What we explain', notPerformed: 'What we do not do ourselves', scheduled: 'Help at an agreed time', synonyms: 'Words to find it by',
  },
  hints: {
    procedure: 'Short steps for the specialist. Ready words for the customer go into the answer with one button.', preconditions: 'Questions for the specialist before the work. The customer is not asked: a cashier knows nothing of drivers and backups.',
    deliverable: 'Without this document the result “done” cannot be reported.', replyText: 'The reply when we cannot help. The specialist edits it before sending.', recommendation: 'Whom the customer turns to, and when to come back to us.',
    scheduled: 'The specialist sets a day and an hour; the ticket comes back then.', synonyms: 'Separated by commas: what customers and colleagues call it.', reason: 'Two or three words for triage', advisedOnly: 'On this topic we only explain, so there is no document.',
  },
  step: 'Step {{n}}', stepText: 'What to do', snippet: 'Ready words for the customer', addSnippet: 'Add words for the customer', part: 'For which', allParts: 'For all', addStep: 'Add a step',
  question: 'Question {{n}}', questionText: 'What to ask yourself', ifNot: 'If not, the reply of item', ifNotOwn: 'The reply of this topic', addQuestion: 'Add a question',
  hasDeliverable: 'A document is needed before the result', deliverableTitle: 'What it is called', field: 'Field {{n}}', fieldLabel: 'Name of the field', fieldKind: 'What it holds', kinds: { text: 'text', number: 'number', date: 'date' }, required: 'required', fileRequired: 'A file is needed', addField: 'Add a field',
  line: 'Line {{n}}', addLine: 'Add a line', up: 'Up: {{what}}', down: 'Down: {{what}}', remove: 'Remove: {{what}}', rowKeys: 'Alt and arrows move a line, Enter begins the next one.',
  save: 'Save', saved: 'Topic {{id}} saved', drop: 'Drop my changes', unsaved: 'There are unsaved changes', incomplete: 'Fill in the empty lines or remove them.', readOnly: 'Topics are changed by leads and administrators.',
  stale: 'While you were editing, the card was changed: {{name}}, {{at}}. Your changes are still here.', takeTheirs: 'Take the new card', keepMine: 'Keep my changes',
  history: 'History', historyTitle: 'History of topic {{id}}', historyEmpty: 'The card has not been changed yet: it is as shipped.', historyFirst: 'As shipped', restored: 'The card is back', restore: 'Put it back', now: 'now', nothingChanged: 'no changes', show: 'Show the card',
  empty: 'not set',
  panel: {
    title: 'Procedure', open: 'Topic card', done: '{{done}} of {{all}} done', next: 'Tick the next step', insert: 'Put into the answer', inserted: 'The words stand in the answer', insertLabel: 'Put into the answer: {{what}}',
    conditions: 'Check before you begin', yes: 'Yes', no: 'No', conditionNo: 'The condition is not met, it is too early to begin. Tell the customer what to do first.', prepare: 'Prepare the reply', prepareLabel: 'Prepare the reply: {{what}}',
    outside: 'This is not part of support. The reply is ready, fit it to the case.', recommendation: 'Whom to turn to: {{text}}',
    give: 'Save the document', given: 'The document is ready and goes to the customer with the result', change: 'Change', attach: 'Attach a file', fileNeeded: 'A file is needed', removeFile: 'Remove the file {{name}}', needed: 'The document first: without it the result is not accepted', wrong: 'Check this value', saved: 'The document is saved',
    schedule: 'Agree on a time to help', scheduleAt: 'Day and hour', scheduleNote: 'Add a line for the customer', scheduleSubmit: 'Set the time', scheduled: 'Help is agreed for {{at}}', rescheduled: 'Move it', past: 'This time has passed', scheduledTold: 'The time is set, the customer is told',
    advised: 'We explain', notPerformed: 'We do not do ourselves', category: 'Usually category {{category}}', categoryWhy: 'Usually category {{category}}: {{reason}}', categoryEffect: 'Category by effect on the work',
  },
}
