import type { email as russian } from '../ru/email.ts'

export const email: typeof russian = {
  letter: {
    subject: 'Your request to support',
    footer: (name, numbered) => `${name}. To answer, simply reply to this letter${numbered ? ' and keep the ticket number in the subject' : ''}.`,
    page: 'Your ticket on the web', pageLink: 'Open the ticket on the web',
  },
  smtp: {
    none: 'Sending is not set up: no letter leaves this mailbox.',
    resolve: host => `The server ${host} was not found: check its name.`,
    unreachable: (host, port, detail) => `The server ${host}, port ${port}, does not answer: ${detail}`,
    tls: (host, detail) => `No encrypted connection to ${host}: ${detail}`,
    open: 'The connection is not encrypted. That is right only for a server on this very machine.',
    signIn: 'The server did not take the name or the password. Mail services mostly want a password of its own for applications.',
    token: 'The permission to sign in (OAuth2) no longer holds. Give it anew.',
    from: (address, detail) => `The server does not let us write as ${address}: ${detail}`,
    refused: detail => `The server refuses: ${detail}`,
    ready: host => `Sending by ${host} works: signed in, the sender's address is taken.`,
    size: megabytes => `The server takes letters up to ${megabytes} MB.`,
    small: megabytes => `The server takes letters up to ${megabytes} MB only: large files will not go out.`,
    unsigned: 'No DKIM signature is set up. Unless the server signs by itself, letters land in spam more often.',
    key: 'The DKIM key cannot be read: a private RSA or Ed25519 key in PEM form is needed.',
  },
}
