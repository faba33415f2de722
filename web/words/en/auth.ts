import type { auth as ru } from '../ru/auth.ts'
import type { Words } from '../words.ts'

export const auth: Words<typeof ru> = {
  signIn: {
    title: 'Sign in', lead: 'The support workspace', email: 'E-mail', password: 'Password', submit: 'Sign in',
    emailNeeded: 'Enter your e-mail', passwordNeeded: 'Enter your password',
    bad: 'This e-mail and password do not match. Check the keyboard layout and Caps Lock.',
    forgotten: 'Forgot the password? Ask an administrator for a link to set a new one.',
  },
  welcome: {
    firstTitle: 'The first administrator', firstLead: 'This link works once. Set your name and password, and the workspace opens.',
    inviteTitle: 'Welcome', inviteLead: 'You are invited to the support team as {{role}}. Set a password, and the workspace opens.',
    resetTitle: 'A new password', resetLead: '{{name}}, set a new password, and the workspace opens. Other devices have to sign in again.', newPassword: 'New password', resetSubmit: 'Save and sign in',
    name: 'Full name', nameHint: 'Colleagues and customers will see it', email: 'E-mail', password: 'Password', passwordHint: 'At least 10 characters',
    repeat: 'Password again', submit: 'Start working', nameNeeded: 'Enter your name', emailNeeded: 'Enter a full address, such as anna@company.com',
    short: 'The password is shorter than 10 characters', differ: 'The passwords differ',
    spentTitle: 'This link no longer works', spentText: 'It was used, or it has expired. If you have a password, sign in with it; if not, ask an administrator for a new link.', toSignIn: 'To sign-in',
  },
  show: 'Show or hide the password',
}
