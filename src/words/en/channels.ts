import type { ChannelWords } from '../ru/channels.ts'

/** What the desk says of channels that people add in the workspace: findings, alarms, lines of a ticket's history. */
export const channels: ChannelWords = {
  sealed: 'The secret of the desk has changed: type the password or token again.',
  broke: 'The self-test broke off by a fault of ours. The log of the server says more.',
  names: { telegram: 'Telegram', email: 'e-mail', portal: 'the form on the site', phone: 'phone', api: 'API' },
  rerouted: (from, to) => `Messages to the customer did not leave by “${from}”: switched to “${to}”. The conversation goes on there.`,
  door: {
    open: (host, port) => `The door for letters is open: ${host}, port ${port}.`,
    free: (host, port) => `${host}, port ${port}, is free: the door opens once this is saved.`,
    busy: port => `Another program holds port ${port}. Choose another one.`,
    forbidden: port => `The system does not allow port ${port}. Take one above 1024 and forward to it.`,
    noAddress: host => `This computer has no address ${host}. Write its own address, or 0.0.0.0.`,
    failed: detail => `The door does not open: ${detail}`,
    tlsOk: 'Certificate and key belong together.',
    tlsBad: 'The certificate or the key cannot be read, or they do not belong together.',
    noTls: 'There is no encryption: letters cross the network in the open.',
  },
  alarm: {
    failed: (name, detail) => ({ title: `${name}: no connection`, text: detail ?? 'Nothing comes in or goes out by this channel.' }),
    late: (name, waiting, minutes) => ({ title: `${name}: ${waiting} not delivered`, text: `The oldest message has waited for ${minutes} min. It can be sent another way.` }),
    counts: (name, missing) => ({ title: `${name}: letters do not add up`, text: `The mail server has ${missing} more than we have stored. Open the mailbox and look.` }),
  },
}
