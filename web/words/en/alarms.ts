import type { alarms as russian } from '../ru/alarms.ts'
import type { Words } from '../words.ts'

export const alarms: Words<typeof russian> = {
  title: 'Alarms', lead: 'What needs attention now, who was told, and how earlier ones ended.', menu: 'Alarms', region: 'Urgent',
  kinds: {
    stop: 'Work has stopped', critical: 'Critical', disputed: 'Broken again', second_dispute: 'Did not help, again', lead_called: 'A lead is asked for', came_back: 'Time to come back',
    triage: 'Without a category', warning: 'Running out of time', breached: 'Overdue', digest: 'To do today', incident: 'Looks like an outage', channel: 'A channel needs a look',
  },
  waits: 'waiting {{time}}', take: 'I take it', seen: 'Seen', open: 'Open', toTriage: 'Triage', takeFirst: 'Take the urgent ticket', takeTitle: 'Take it · Alt+A',
  more_one: 'and {{count}} more alarm', more_other: 'and {{count}} more alarms',
  triage: { spoken: 'Without a category: {{count}}', left: 'Without a category: {{count}}, due in {{time}}', overdue: 'Without a category: {{count}}, overdue: {{overdue}}' },
  sound: { on: 'Sound is on. Turn it off', off: 'Sound is off. Turn it on' },
  outcome: { taken: 'No. {{number}}: the ticket is yours', over: 'Taken already: {{name}}', overPlain: 'The alarm is over', seen: 'Noted' },
  now: 'Now', nowNone: 'All is calm', nowNoneText: 'When somebody reports that work has stopped, or a due is in danger, it appears here and at the top of the screen.',
  past: 'Earlier', pastNone: 'There have been no alarms yet.', pastMore: 'Show earlier ones',
  columns: { what: 'What', ticket: 'Ticket', since: 'Since', told: 'Who was told', end: 'How it ended' },
  toldNobody: 'nobody yet', toldMore: '{{names}} and {{count}} more', owner: 'owner {{name}}',
  ends: {
    taken: 'taken: {{name}}', answered: 'answered: {{name}}', called: 'called: {{name}}', triaged: 'not critical: {{name}}', works_again: 'works again', incident: 'known outage',
    result: 'result told: {{name}}', closed: 'ticket closed', seen: 'seen: {{name}}', well: 'in order again', told: 'told', missed: 'the day was over', nobody: 'no member',
  },
  telegram: {
    menu: 'My Telegram', title: 'My Telegram',
    lead: 'Urgent tickets, warnings and the morning list come to your private chat with the bot. You can take a ticket right there.',
    scan: 'Point your phone’s camera at the code, or open the link on this device and press “Start”.', qr: 'Code with the link to the chat with the bot', openLink: 'Open in Telegram',
    until: 'The link works once, until {{time}}.', old: 'The link has expired.', again: 'Get a new one', waiting: 'Waiting for you to open the chat…',
    linked: 'Connected chat: {{name}}, since {{when}}.', linkedPlain: 'A chat is connected since {{when}}.', blocked: 'The bot is stopped in this chat and nothing arrives. Open the chat and press “Restart”.',
    unlink: 'Disconnect the chat', unlinked: 'The chat is disconnected', done: 'The chat is connected', none: 'There is no Telegram bot to connect to yet. Ask the administrator to add one.',
  },
}
