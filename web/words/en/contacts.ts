import type { contacts as ru } from '../ru/contacts.ts'
import type { Words } from '../words.ts'

export const contacts: Words<typeof ru> = {
  contact: 'Customer', point: 'Point', unknown: 'Unknown customer', noName: 'No name', name: 'Name', position: 'Position', phone: 'Phone', extension: 'ext. {{extension}}', noPhone: 'phone unknown', language: 'Language of messages', points: 'Points of the customer', edit: 'Edit the card', saved: 'The card is saved',
  verified: { none: 'not verified', channel: 'verified by the channel', dmarc: 'verified by mail', login: 'signed in' }, undeliverable: 'cannot be reached since {{at}}',
  roles: { named: 'named it', staff: 'staff', manager: 'manager', owner: 'owner' },
  choosePoint: 'Set the point', changePoint: 'Change the point', searchPoint: 'Name, street or company', nothingFound: 'Nothing found', createPoint: 'Create “{{name}}”', clearPoint: 'Remove the point', noPoint: 'Point unknown', address: 'Address', companyName: 'Company', timeZone: 'Time zone', version: 'Software version', note: 'Note about the point', noteHint: 'Equipment, peculiarities, who decides', qr: 'QR for the till', qrHide: 'Hide the QR', qrSave: 'Save the picture', qrAlt: 'QR code: the support bot for {{name}}', link: 'Link for customers', linkHint: 'Whoever writes by it is tied to this point at once', localTime: 'their time {{time}}', editPoint: 'Edit the point', chooseTitle: 'Point of the ticket', nameNeeded: 'Enter a name',
}
