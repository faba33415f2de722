import type { contacts as ru } from '../ru/contacts.ts'
import type { Words } from '../words.ts'

export const contacts: Words<typeof ru> = {
  contact: 'Customer', point: 'Point', unknown: 'Unknown customer', noName: 'No name', name: 'Name', position: 'Position', phone: 'Phone', extension: 'ext. {{extension}}', noPhone: 'phone unknown', language: 'Language of messages', points: 'Points of the customer', edit: 'Edit the card', saved: 'The card is saved',
  verified: { none: 'not verified', channel: 'verified by the channel', dmarc: 'verified by mail', login: 'signed in' }, undeliverable: 'cannot be reached since {{at}}',
  roles: { named: 'named it', staff: 'staff', manager: 'manager', owner: 'owner' },
  choosePoint: 'Set the point', changePoint: 'Change the point', searchPoint: 'Name, street or company', nothingFound: 'Nothing found', createPoint: 'Create “{{name}}”', clearPoint: 'Remove the point', noPoint: 'Point unknown', address: 'Address', companyName: 'Company', timeZone: 'Time zone', version: 'Software version', note: 'Note about the point', noteHint: 'Equipment, peculiarities, who decides', qr: 'QR for the till', qrHide: 'Hide the QR', qrSave: 'Save the picture', qrAlt: 'QR code: the support bot for {{name}}', link: 'Link for customers', linkHint: 'Whoever writes by it is tied to this point at once', localTime: 'their time {{time}}', editPoint: 'Edit the point', chooseTitle: 'Point of the ticket', nameNeeded: 'Enter a name',
  rolesOf: 'Roles', rolesTitle: '{{name}}: points and roles', rolesHint: 'A manager sees the tickets of their points, an owner those of all points of the company. Who only named a point sees nothing but their own conversation.', roleSaved: 'The role is saved', roleRemoved: 'The point is removed', remove: 'Remove', removeFrom: 'Remove: {{name}}', roleAt: 'Role: {{name}}', noPoints: 'No points yet', addPoint: 'Add a point', addPerson: 'Add a person', searchPerson: 'Name or phone',
  page: {
    title: 'Points and people', search: 'Find a point', searchHint: 'Name as it sounds, street, company, phone or who called', create: 'New point', created: 'The point is created', company: 'Company', allCompanies: 'All companies', archived: 'Archived', list: 'Points',
    empty: 'No points yet', emptyText: 'Add the first point or load a table.', nothing: 'Nothing found', nothingText: 'Try another word, the street or the last digits of a phone.', more: 'Show more', capped: 'The first hundred are shown. Add a word.', choose: 'Choose a point to see its card',
    people_one: '{{count}} person', people_other: '{{count}} people', lastCaller: 'last wrote: {{name}}, {{at}}', back: 'To the list',
    sheets: { title: 'QR sheets in parts', hint: 'One file holds 500 sheets at most. Open and print them one after another.', part_one: '{{count}} sheet', part_other: '{{count}} sheets' },
    sheet: 'QR sheets', sheetOne: 'QR sheet', sheetMarked: 'QR sheets: {{count}}', sheetCompany: 'QR sheets of the company', mark: 'Mark: {{name}}', unmark: 'Unmark all', import: 'Load a table',
    people: 'People', nobody: 'Nobody is known. Add those who decide.', decides: 'decides', code: 'Code: {{code}}', tickets: 'Latest tickets', noTickets: 'No tickets so far', archive: 'Archive', restore: 'Bring back', archivedDone: 'The point is archived', restored: 'The point is in use again', archivedMark: 'archived', archiveHint: 'The point is no longer offered; its tickets stay.', card: 'Card of the point',
  },
}
