import type { channels as russian } from '../ru/channels.ts'
import type { Words } from '../words.ts'

export const channels: Words<typeof russian> = {
  title: 'Channels', lead: 'How customers write to us and how we answer: bots, mailboxes, the form on the site. Here you see what works and what does not.',
  addBot: 'Connect a Telegram bot', addMailbox: 'Connect a mailbox', addDoor: 'Take mail ourselves', quarantine: 'What could not be read', aside: 'Letters set aside', none: 'No channels yet', noneText: 'Connect a bot or a mailbox, and requests will come in here.',
  kinds: { telegram: 'Telegram bot', mailbox: 'Mailbox', mail_door: 'Door for letters', portal: 'Form on the site', email: 'E-mail', phone: 'Phone', api: 'API' },
  fromServer: 'from the settings of the server', openBot: 'Open the bot', changed: 'Settings changed {{when}}: {{name}}', changedPlain: 'Settings changed {{when}}', nobody: 'nobody known',
  states: { live: 'Works', starting: 'Starting', waiting: 'Waiting', failed: 'Does not work', stopped: 'Off', sendsOnly: 'Sends only' },
  lastEvent: 'Last event:', lastLetter: 'Last letter:', noEvents: 'No events yet', since: 'since',
  waits: 'Not delivered: {{count}}, the oldest {{age}}', waitsNone: 'All delivered', failed: 'could not be delivered in a day: {{count}}', mailWaits: 'All mail',
  check: 'Test', checking: 'Testing…', checkedAt: 'Tested', neverChecked: 'Never tested', edit: 'Change', off: 'Switch off', on: 'Switch on', switchedOff: 'The channel is off', switchedOn: 'The channel is on', saved: 'The channel is connected', changedTold: 'Settings saved',
  levels: { ok: 'fine', warning: 'take note', error: 'error' },
  letter: 'We wrote to ourselves and wait for the letter to arrive…',
  offAsk: { title: 'Switch the channel off?', text: '“{{title}}” will no longer take or send messages. Its settings stay; it can be switched on at any time.' },
  bot: {
    new: 'Connect a Telegram bot', edit: 'Settings of the bot', submit: 'Connect', save: 'Save', title: 'Name for colleagues', titleHint: 'For example: Support bot',
    token: 'Token', tokenHint: '@BotFather in Telegram gives it: the command /newbot or /mybots.', tokenKept: 'The token is kept. Type a new one if it was issued anew.',
    how: 'How messages come', polling: 'Ask Telegram', pollingHint: 'Always works: no address on the internet is needed.', webhook: 'Telegram delivers', webhookHint: 'The desk needs an address on the internet, with https.', base: 'Address of the desk', more: 'Proxy and a server of one’s own',
    proxy: 'Proxy', proxyHint: 'http://name:password@host:port, where there is no direct way to Telegram.', proxyKept: 'The proxy is kept. Type a new one to replace it.', proxyNone: 'Go without a proxy', apiRoot: 'Address of the Bot API server', apiRootHint: 'Empty: Telegram’s own.', local: 'It is a server of our own in local mode: files of any size',
  },
  mail: {
    new: 'Connect a mailbox', edit: 'Settings of the mailbox', submit: 'Connect', save: 'Save', title: 'Name for colleagues', titleHint: 'For example: Support mail', provider: 'Mail service', other: 'Another one',
    address: 'Address of the mailbox', name: 'Name of the sender', nameHint: 'Customers see it beside the address.', password: 'Application password', passwordPlain: 'Password', passwordKept: 'The password is kept. Type a new one to replace it.',
    hints: {
      mailru: 'The ordinary password of mail.ru will not do. Make an application password: Settings, Security, Passwords for external applications.',
      yandex: 'Switch IMAP on in the settings of the mail, and make an application password for mail in Yandex ID.',
      gmail: 'Switch two-step verification on in the Google account and make an app password.',
      other: 'Whoever runs your mail knows the names of the servers and the ports.',
    },
    servers: 'Servers and sign-in', receive: 'Receive letters (IMAP)', send: 'Send letters (SMTP)', host: 'Server', port: 'Port', security: 'Protection', securities: { tls: 'TLS', starttls: 'STARTTLS', none: 'No encryption (this computer only)' },
    user: 'Name to sign in', login: 'Sign-in', loginKinds: { password: 'by password', oauth2: 'OAuth2' }, noLogin: 'The server asks for no name and password', folder: 'Folder with letters', processed: 'Where to move what was read', processedHint: 'Empty: letters stay in place.', since: 'Take letters since', sinceHint: 'Letters before this day stay in the mailbox and become no tickets. Empty: all are taken.',
    ownPassword: 'Another password for sending', smtpPassword: 'Password for sending', clientId: 'Client id', clientSecret: 'Client secret', refreshToken: 'Refresh token', tokenUrl: 'Address that gives tokens', kept: 'Kept. Type a new one to replace it.',
    more: 'Authenticity of letters', plus: 'An address with a tag (name+tag@…) reaches this mailbox too', ownDomain: 'The domain is ours: returned mail may come to an address of its own', trusted: 'Server whose judgement is believed', trustedHint: 'The name in the Authentication-Results header of letters that come in. Empty: we judge ourselves.',
    dkim: 'Sign letters (DKIM)', dkimDomain: 'Domain', dkimSelector: 'Selector', dkimKey: 'Private key (PEM)', ca: 'Root certificate of the company (PEM), if the server has one of its own',
  },
  door: {
    new: 'Take mail ourselves', edit: 'Settings of the door for letters', lead: 'Another mail server hands letters straight to us, without a mailbox there. Mailboxes without IMAP get their letters this way.', submit: 'Open', save: 'Save', title: 'Name for colleagues', titleHint: 'For example: Door for letters',
    host: 'Address to listen on', port: 'Port', protocol: 'Protocol', tls: 'Encryption (STARTTLS)', certificate: 'Certificate (PEM)', key: 'Private key (PEM)', keyKept: 'The key is kept. Type a new one to replace it.',
  },
  counts: {
    show: 'Count of letters', hide: 'Hide the count', title: 'Count of letters', server: 'Seen by the mail server', stored: 'Of them stored here', missing: 'Missing', comparedAt: 'Compared', notYet: 'It was not compared with the server yet.', all: 'Ever taken from the mailbox', onTickets: 'On tickets', known: 'Repeated and service letters', aside: 'Set aside', quarantined: 'In quarantine', pending: 'Being handled', fits: 'It adds up', differs: 'It does not add up',
  },
  bar: {
    label: 'Delivery', waits: 'Not delivered: {{count}}, the oldest {{age}}', one: '{{name}}: {{count}}', down: '{{name}} does not work', off: 'The channel “{{name}}” is off', open: 'Channels', reroute: 'Send another way',
  },
  reroute: {
    title: 'Send another way', from: '“{{name}}” does not deliver: {{parcels}} messages, {{people}} people.', nothing: 'Nothing waits here now.', to: 'Where to send it', way_one: '{{name}}: {{count}} person has it', way_other: '{{name}}: {{count}} people have it',
    none: 'None of them has another channel. They have to be called.', note: 'The conversation of these tickets goes on there. The history of each ticket says so.', submit: 'Send',
    done: 'Sent another way: {{parcels}} messages, {{tickets}} tickets.', without: 'Nobody to write to: {{count}}, call them', noPhone: 'no phone', unnamed: 'No name', more: 'and {{count}} more', close: 'Close',
  },
}
