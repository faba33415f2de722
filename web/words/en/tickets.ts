import type { tickets as ru } from '../ru/tickets.ts'
import type { Words } from '../words.ts'

export const tickets: Words<typeof ru> = {
  number: 'No. {{number}}',
  states: {
    registered: 'Not triaged', triaged: 'Triaged', in_work: 'In work', waiting_customer: 'Waiting for customer', suspended: 'Suspended', with_developers: 'With developers',
    with_third_party: 'With a third party', awaiting_confirmation: 'To be confirmed', resolved: 'Resolved', closed: 'Closed',
  },
  category: { c1: 'Category 1, critical', c2: 'Category 2, important', c3: 'Category 3, development', cnone: 'No category yet' },
  categoryName: { c1: 'critical', c2: 'important', c3: 'development' },
  clocks: { triage: 'Triage', reaction: 'Reaction', result: 'Result', silence: 'Waiting for an answer', confirm: 'Automatic confirmation' },
  queue: {
    label: 'Tickets: {{view}}', loading: 'Loading tickets…', noPoint: 'point unknown', unanswered: 'waiting for us {{age}}', unansweredShort: 'waiting {{age}}', stop: 'work stopped', call: 'call needed', judge: 'judge the answer', overdue: 'term missed',
    more: 'Loading more…', noDue: 'no term runs', newSubject: 'no text',
    empty: {
      triage: { title: 'All triaged', text: 'New requests will appear here by themselves.' },
      mine: { title: 'You have no tickets', text: 'Take one from the list “All” with the key A.' },
      hot: { title: 'Nothing is hot', text: 'What has less than two working hours left will appear here, untriaged with less than ten minutes.' },
      waiting: { title: 'Nobody is being waited for', text: 'Tickets whose next step is the customer’s stand here.' },
      awaiting: { title: 'Nothing to confirm', text: 'Tickets with a result that the customer has not confirmed stand here.' },
      all: { title: 'No open tickets', text: 'The first message of a customer becomes a ticket.' },
    },
  },
  page: {
    label: 'Ticket No. {{number}}', none: 'Choose a ticket', noneText: 'Arrows or J and K move along the list, Enter opens.', failed: 'The ticket did not open', notFound: 'There is no ticket No. {{number}}', notFoundText: 'Check the number: it may be mistyped.',
    owner: 'Owner: {{name}}', noOwner: 'Nobody took it', noPoint: 'Point unknown', noTopic: 'No topic', edition: 'edition {{version}}', actions: 'Actions', context: 'Cards and clocks', toQueue: 'To the list', toConversation: 'To the conversation', received: 'received {{at}}',
  },
  actions: {
    take: 'Take', triage: 'Triage', recategorise: 'Change the category', set_topic: 'Change the topic', assign: 'Assign', answer: 'Answer the customer', note: 'Internal note', call_held: 'Call held', report_result: 'Result',
    confirm: 'Customer confirmed', dispute: 'Did not help the customer', judge: 'Judge the answer', lift: 'Go on without an answer', hand_over: 'Hand over', take_back: 'Take back', withdraw: 'Customer withdrew', close_spam: 'This is spam', reopen: 'Reopen',
    strike: 'Strike the entry', set_point: 'Set the point', change_point: 'Change the point',
  },
  done: { take: 'The ticket is yours', triage: 'Category and term are set', call_held: 'The call is recorded', report_result: 'The result is recorded', },
  triage: {
    title: 'Triage', category: 'Category', effect: 'How it hinders the work', effectHint: 'One line: why this category', effectNeeded: 'Say how it hinders the work', categoryNeeded: 'Choose a category: 1, 2 or 3',
    topic: 'Topic', topicHint: 'A word or a number, such as “printer” or 4.4', topicNone: 'Nothing found', outside: 'outside support', outsideText: 'Support does not do this. The answer to the customer:', outsideUse: 'Prepare the answer', save: 'Save and set the term', later: 'Later', take: 'and take it',
  },
  result: {
    title: 'Result', kind: 'How it ended', done: 'Done', workaround: 'Work-around', refused: 'Not ours', text: 'What to tell the customer', textHint: 'In short: what was done and what to check', textNeeded: 'Say what to tell the customer',
    refusedHint: 'Why we do not do it and whom to ask', told: 'How it is told', written: 'In the customer’s channel', call: 'Already told by phone', submit: 'Report the result', noWritten: 'There is no written channel: call and record it.',
  },
  recategorise: { title: 'Change the category', basis: 'Why', changed: 'Circumstances changed', corrected: 'Triage was wrong', changedHint: 'The term runs from now, but never later than before', correctedHint: 'The term is counted again from receipt', reason: 'Reason', reasonNeeded: 'Say why', submit: 'Change' },
  assign: { title: 'Assign to', who: 'Colleague', none: 'Nobody, back to the common list', hint: 'Begin to type a name', nobody: 'There is no such colleague' },
  call: { title: 'The call was held', note: 'What was agreed', noteHint: 'May stay empty', asks: 'We wait for the customer', submit: 'Record the call' },
  confirm: { title: 'Customer confirmed', note: 'How we know', hint: 'For example: said so by phone', submit: 'Confirm for the customer' },
  dispute: { title: 'It did not help', note: 'What remains', needed: 'Say what does not work', submit: 'Back to work' },
  lift: { title: 'Go on without the customer’s answer', reason: 'Why we can go on', needed: 'Say why', submit: 'Go on' },
  handOver: { title: 'Hand over', to: 'To whom', developers: 'Developers', third_party: 'A third party (service centre, bank, provider)', note: 'What is to be done', needed: 'Say what is handed over', submit: 'Hand over' },
  takeBack: { title: 'Take back', note: 'What came back', submit: 'Take back' },
  withdraw: { title: 'The customer withdrew', note: 'Reason', hint: 'May stay empty', submit: 'Close the ticket' },
  spam: { title: 'Close as spam', text: 'The author gets nothing, the ticket leaves the lists.', submit: 'Close' },
  reopen: { title: 'Reopen', reason: 'Why', needed: 'Say why', submit: 'Reopen' },
  strike: { title: 'Strike the entry', text: 'The entry stays in the history, struck; the clocks are counted without it.', reason: 'What was wrong', needed: 'Say what was wrong', submit: 'Strike' },
  topic: { title: 'Topic of the ticket', submit: 'Save the topic', clear: 'No topic' },
  judge: { ask: 'An answer to the result. What does it mean?', confirm: 'Confirms', dispute: 'Did not help', neutral: 'Not about the result' },
  clock: {
    title: 'Clocks', due: 'until {{at}}', viewer: 'your time {{at}}', ended: 'ended {{at}}', endedInTime: 'in time', breached: 'missed {{at}}', ledger: 'Why this due', remains: '{{span}} left',
    stopped: { closed_hours: 'stands: outside service hours', suspended: 'stands: suspended, waiting for the customer', awaiting_confirmation: 'stands: the customer checks the result', ended: 'stopped' },
    silenceText: 'without an answer it will be suspended {{at}}', suspendedText: 'suspended since {{at}}', confirmText: 'without an objection it will close {{at}}', judgeText: 'waits for you to judge the answer', workFrom: 'work begins {{at}}',
  },
  ledger: { title: 'Why this due: {{clock}}', due: 'Due: {{at}}', noDue: 'No term runs now', what: 'What happened', from: 'From', to: 'To', counted: 'Counted', left: 'Left', empty: 'No entries yet', history: 'Terms promised so far', noDueThen: 'no term' },
  causes: { received: 'received', triaged: 'triaged', changed: 'circumstances changed', corrected: 'category corrected', suspended: 'suspended', resumed: 'resumed', disputed: 'did not help', revised: 'revised', merged: 'merged', reported: 'result reported' },
  facts: { title: 'What is known', what: 'What happened', since: 'Since when', tried: 'What was tried', effect: 'Effect on work', missing: 'not said' },
  tasks: { title: 'A call is needed', since: 'since {{at}}', reasons: { asked: 'the customer asks for a call', suspended: 'the ticket is paused and there is no written channel: tell the customer', undelivered: 'not delivered: {{why}}' } },
  also: { title: 'Other open tickets of this customer' },
  timeline: {
    title: 'History', struck: 'struck', strike: 'Strike', all: 'Show the whole history', unknown: 'Event “{{type}}”',
    registered: 'Ticket registered', registeredStop: 'Ticket registered, work reported as stopped', triaged: 'Category {{category}}: {{effect}}', recategorisedChanged: 'Category is now {{category}}, circumstances changed: {{reason}}', recategorisedCorrected: 'Category corrected to {{category}}: {{reason}}',
    topic_set: 'Topic: {{topic}}', topic_cleared: 'Topic removed', taken: 'Taken', assigned: 'Assigned to {{owner}}', unassigned: 'Back to the common list', answered: 'Answer to the customer', asked: 'Question to the customer, waiting', noted: 'Internal note', call_held: 'Phone call', call_held_note: 'Phone call: {{note}}', call_held_asks: 'Phone call, waiting for the customer',
    customer_wrote: 'Message of the customer', customer_thanked: 'The customer said thanks', customer_nothing: 'A response without words', customer_automatic: 'Automatic answer', customer_edited: 'The customer edited a message', customer_asked_call: 'The customer asks for a call', work_stopped: 'The customer reports: work stopped', facts_given: 'The customer gave details', point_set: 'Point: {{point}}', point_cleared: 'Point removed',
    result_done: 'Result: done', result_workaround: 'Result: work-around', result_refused: 'Result: not ours', confirmed: 'Customer confirmed', disputed: 'It did not help', judged_confirm: 'Answer read as a confirmation', judged_dispute: 'Answer read as “did not help”', judged_neutral: 'The answer is not about the result', lifted: 'Went on without an answer: {{reason}}',
    to_developers: 'Handed to developers: {{note}}', to_third_party: 'Handed to a third party: {{note}}', taken_back: 'Taken back', withdrawn: 'Customer withdrew', closed_as_spam: 'Closed as spam', reopened: 'Reopened', delivered: 'Delivered to the customer', not_delivered: 'Not delivered: {{reason}}', call_needed: 'Call needed: {{reason}}', struckEvent: 'Entry struck: {{reason}}', late_fact: 'the facts came later',
    suspended: 'Suspended: no answer within a working day', resumed: 'Resumed, the term moved', auto_confirmed: 'Closed: no objection within a day', breached: 'Term missed: {{clock}}', warned: '{{share}} % of the term passed: {{clock}}', reminded_suspension: 'Customer reminded to answer', reminded_confirmation: 'Customer reminded to check',
  },
  byHand: {
    title: 'Call: new ticket', who: 'Who is calling', whoHint: 'Phone or name', whoKnown: 'Known customer', name: 'Name', point: 'Point', pointHint: 'Name or street', what: 'What happened', whatHint: 'In the customer’s words', whatNeeded: 'Say what happened', stop: 'Work has stopped', stopHint: 'guests cannot be charged, no orders come in', take: 'Take it', submit: 'Register', hint: 'Enter goes on, Ctrl+Enter registers the ticket', created: 'Ticket No. {{number}} registered',
  },
}
