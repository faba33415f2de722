import type { incidents as ru } from '../ru/incidents.ts'
import type { Words } from '../words.ts'

export const incidents: Words<typeof ru> = {
  title: 'Outages', lead: 'One cause, many tickets: one message to everybody it touches.', open: 'Open an outage', statusPage: 'Public page',
  number: 'Outage No. {{number}}', live: 'Now', past: 'Before', none: 'No outages now', noneText: 'The radar watches for like reports and will propose one itself.', pastNone: 'There were no outages yet', more: 'Show more',
  states: { proposed: 'proposed', open: 'going on', ended: 'over', rejected: 'no outage' },
  sources: { ticket: 'opened from a ticket', hand: 'opened by hand', radar: 'seen by the radar', monitoring: 'told by monitoring' },
  components: { central: 'Central system', call_centre: 'Orders from the call centre', site: 'Orders from the site', aggregators: 'Orders from aggregators', mobile: 'Orders from apps', other: 'Other' },
  everywhere: 'all points', points_one: '{{count}} point', points_other: '{{count}} points', tickets_one: '{{count}} ticket', tickets_other: '{{count}} tickets',
  people_one: '{{count}} person without a ticket', people_other: '{{count}} people without a ticket',
  since: 'since {{at}}', lasted: '{{from}} – {{to}}', next: 'next message by {{at}}', late: 'a message was promised by {{at}}', endProposed: 'Monitoring said at {{at}} that it is over. End the outage?',
  why: {
    title: 'What the radar saw', monitoringTitle: 'What monitoring said',
    fact_one: '{{count}} point reported the same in {{minutes}} min: “{{what}}”', fact_other: '{{count}} points reported the same in {{minutes}} min: “{{what}}”',
    words_one: '{{count}} point writes alike in {{minutes}} min: “{{what}}”', words_other: '{{count}} points write alike in {{minutes}} min: “{{what}}”',
    strangers_one: '{{count}} person writes alike in {{minutes}} min, the points are not known yet: “{{what}}”', strangers_other: '{{count}} people write alike in {{minutes}} min, the points are not known yet: “{{what}}”',
    monitoring: 'Monitoring said at {{at}}: “{{what}}”', unknown: 'Nobody here has the codes of these points: {{codes}}',
  },
  confirm: 'It is an outage, open it', reject: 'No outage', rejected: 'All right, the radar leaves this alone for two hours',
  form: {
    title: 'New outage', confirmTitle: 'Confirm the outage', editTitle: 'Edit the outage', submit: 'Open and tell', save: 'Save',
    name: 'Title, as customers will see it', nameHint: 'Orders from the site do not come', components: 'What does not work', scope: 'Where', all: 'All points', some: 'Chosen points', addPoint: 'Add a point', removePoint: 'Remove {{name}}',
    kind: 'Which new reports belong here', topic: 'Topic', noTopic: 'No topic', category: 'Category', facts: 'What the customer chose in the bot', phrases: 'Words of customers', phrasesHint: 'One phrase a line. Order and endings do not matter.',
    text: 'What to tell customers', textHint: 'Orders from the site have not come since 19:12. We are removing the cause.', public: 'Show on the public page',
    tickets: 'Tickets: {{numbers}}', proposedTickets_one: '{{count}} ticket becomes part of it at once', proposedTickets_other: '{{count}} tickets become part of it at once',
  },
  say: {
    title: 'New message', text: 'What to say', textHint: 'The cause is found, we are restoring it.', next: 'Next message', noNext: 'no promise', minutes: '{{count}} min', toAll: 'And everybody at touched points who has no ticket', submit: 'Send to all',
    end: 'End the outage', endText: 'What to say at the end', endHint: 'Orders come in again since 20:41.', endSubmit: 'End and tell', endNote: 'This is the result of all its tickets: the customer gets “All works” and “Does not work for us”.',
    reopen: 'Ended by mistake', reopenText: 'What to say', reopenHint: 'Too early: orders have stopped again. Repairing.', reopenSubmit: 'Open again', reopenNote: 'Its tickets go back to work as if there had been no result. Possible until {{at}}.',
    sent: 'Sending', ended: 'The outage is over, telling everybody',
  },
  preview: { title: 'What the customer reads', ticket: 'with a ticket', person: 'without one', until: '[date and time]', empty: 'Start writing and the message appears here.' },
  timeline: 'What was said', kinds: { opened: 'Reported', update: 'News', ended: 'Ended' }, signed: 'Signed: {{name}}', noUpdates: 'Customers have not been told anything yet.',
  progress: {
    label: 'Delivery', underWay: 'on the way', notReached: 'not reached', of: '{{reached}} of {{total}}', done: 'Everybody has it', nobody: 'Nobody to tell', passed: 'not written to {{count}}: the ticket has ended, was taken off, or a newer message went',
    missed: 'Who was not reached', call: 'needs a call',
    reasons: { blocked: 'blocked the bot', no_channel: 'no chat to write to', deleted: 'account deleted', no_chat: 'the chat is gone', consent: 'did not allow messages', not_seen: 'has not opened the page of the ticket', unknown: 'nobody knows whether it arrived', temporary: 'the channel was silent for a day', failed: 'could not be sent' },
  },
  attached: { title: 'Tickets of the outage', none: 'None yet.', by: { machine: 'attached by itself', staff: 'attached by hand' }, takenOff: 'taken off', detach: 'Take off', detachHint: 'Take the chosen off', add: 'Attach by number', addHint: '1103, 1107', attach: 'Attach', attachAll: 'Attach all', done: 'Attached, telling them' },
  similar: { title: 'Like tickets that are not part of it', proposed: 'What it was made of', because: { topic: 'topic {{what}}', fact: 'chosen: {{what}}', words: 'words “{{what}}”' } },
  touched: 'Touched points', andMore: 'and {{count}} more',
  choose: { title: 'Outage', attach: 'Attach to the outage', openNew: 'Open an outage from this ticket', none: 'There is no outage now.', current: 'The ticket is part of outage No. {{number}}.', which: 'Which outage', command: 'Outage…', bulk: 'To an outage' },
  banner: { one: 'Outage No. {{number}}: {{title}}', proposed: 'Looks like an outage: {{title}}', label: 'Outages' },
  mark: 'Outage No. {{number}}', command: 'Outages', back: 'All outages', edit: 'Edit', noTitle: 'Give the outage a title', noText: 'Write what to tell customers', noPart: 'Mark what does not work',
}
