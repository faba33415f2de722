import type { releases as ru } from '../ru/releases.ts'
import type { Words } from '../words.ts'

export const releases: Words<typeof ru> = {
  menu: 'Development items', title: 'Development items', lead: 'One fix and all the tickets that wait for it.', search: 'Title, number or tracker entry', searchLabel: 'Search the items', add: 'New item', none: 'No items', noneText: 'An item appears when a ticket is handed to the developers or when it is made here.', nothing: 'Nothing found',
  filter: { label: 'State', living: 'Living', all: 'All' },
  states: { open: 'Not begun', in_work: 'In work', done: 'Done', declined: 'Declined' },
  columns: { number: 'No.', title: 'Item', state: 'State', release: 'Release', waiting: 'Waiting' },
  fields: { title: 'What has to be fixed or made', note: 'Details', trackerId: 'Tracker entry', trackerUrl: 'Its address', releaseName: 'With which release it comes', releaseHint: 'For example: 5.3', state: 'State' },
  create: 'Create', save: 'Save', edit: 'Edit', back: 'To all items', tracker: 'Open in the tracker', created: 'Made by {{name}}',
  tickets: { title: 'Tickets', none: 'No ticket is linked yet.', noPoint: 'point unknown' },
  affected: { title: 'Who else is affected', versions: 'Versions of those who wait', version: '{{version}}: {{waiting}} of {{points}} wait', points: 'Points with the same version and no ticket', none: 'No other point runs such a version.', unknown: 'The waiting points have no software version on record.', more: 'and {{amount}} more' },
  tell: { title: 'Write to all who wait', text: 'What to tell them', hint: 'For example: the fix comes with release 5.3 on Wednesday', submit_one: 'Send to {{count}} ticket', submit_other: 'Send to {{count}} tickets', nobody: 'Nobody waits now', done: 'Being sent', history: 'What they were told', told: 'received {{told}}', left: 'left {{left}}', noChannel: 'no channel {{amount}}', failed: 'failed {{amount}}', ended: 'ended already {{amount}}' },
  choose: { title: 'Link to an item', label: 'Item', hint: 'Title or number', nothing: 'There is no such item', submit: 'Link', createNew: 'Create “{{title}}”', willCreate: 'New item: “{{title}}”', action: 'Link to a development item' },
}
