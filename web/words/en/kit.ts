import type { kit as ru } from '../ru/kit.ts'
import type { Words } from '../words.ts'

export const kit: Words<typeof ru> = {
  product: 'Reglament',
  save: 'Save', cancel: 'Cancel', takeBack: 'Do not send', close: 'Close', retry: 'Try again', copy: 'Copy', copied: 'Copied', edit: 'Edit', more: 'More', loading: 'Loading…', show: 'Show', options: 'Options: {{label}}',
  zones: { 'Europe/Moscow': 'MSK' },
  machine: 'Reglament', customer: 'Customer',
  today: 'Today', yesterday: 'Yesterday',
  span: {
    instant: 'less than a minute', none: '0 min',
    seconds: '{{seconds}} s', minutes: '{{minutes}} min', hours: '{{hours}} h', hoursMinutes: '{{hours}} h {{minutes}} min',
    days_one: '{{count}} working day', days_other: '{{count}} working days',
    daysHours_one: '{{count}} working day {{hours}} h', daysHours_other: '{{count}} working days {{hours}} h',
    plainDays_one: '{{count}} day', plainDays_other: '{{count}} days',
  },
  countdown: { left: '{{span}} left', over: '{{span}} overdue', overNow: 'just overdue', opens: 'opens at {{time}}', opensDay: 'opens {{day}} at {{time}}' },
  size: { b: '{{n}} B', kb: '{{n}} KB', mb: '{{n}} MB', unknown: 'size unknown' },
  refused: {
    offline: 'No connection to the server.', offlineNext: 'Check your connection and try again. What you typed is kept.',
    unavailable: 'The server does not answer right now.', unavailableNext: 'Wait a moment and try again. What you typed is kept.',
    unknown: 'That did not work.', unknownNext: 'Reload the page and try again.',
  },
  broken: { title: 'This screen did not open', text: 'The fault is ours. Tickets and typed text are safe.', reload: 'Reload the page' },
  notFound: { title: 'There is no such page', text: 'The link may have been copied only in part.', home: 'To the tickets' },
}
