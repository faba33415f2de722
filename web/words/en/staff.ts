import type { staff as ru } from '../ru/staff.ts'
import type { Words } from '../words.ts'

export const staff: Words<typeof ru> = {
  title: 'Staff', lead: 'Who works here and what they may do', name: 'Name', email: 'E-mail', role: 'Role', inactive: 'Switched off', invite: 'Invite', inviteTitle: 'Invite a colleague', inviteSubmit: 'Get the link', inviteReady: 'The link is ready', inviteText: 'Hand it to {{name}}: it sets a password and signs in. Valid until {{at}}, once only.', deactivate: 'Switch off', activate: 'Switch on', deactivateTitle: 'Switch off: {{name}}', deactivateText: 'Signing in will no longer work. The tickets stay with this person until they are handed over.', empty: 'You are alone here so far', emptyText: 'Invite colleagues, and they will appear in the list.', you: 'you', roleOf: 'Role: {{name}}', actions: 'Actions', invitations: 'Invitations not used yet', valid: 'Valid until', expired: 'expired', withdraw: 'Withdraw',
  resetLink: 'Link for a new password', resetReady: 'The link for a new password is ready', resetText: 'Hand it over in person: {{name}} sets a new password and signs in. Valid until {{at}}, once only; an earlier link, if there was one, no longer opens.',
  passwordTitle: 'Change password', passwordCurrent: 'Current password', passwordNew: 'New password', passwordText: 'You stay signed in here; other devices have to sign in again.', passwordSubmit: 'Change password', passwordChanged: 'The password is changed',
}
