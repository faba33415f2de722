import type { reports as russian } from '../ru/reports.ts'

const tickets = (n: number): string => `${n} ${n === 1 ? 'ticket' : 'tickets'}`

export const reports: typeof russian = {
  title: 'Reports', lead: 'How the month went: terms, pauses, topics, outages. Each number opens its tickets.',
  month: 'Month', whose: 'Whose report', wholeService: 'Whole service', nobodyFound: 'No such company', xlsx: 'Download XLSX', print: 'Print',
  heading: (whose, month) => `${whose}, ${month}`,
  period: (last, zone, at) => `Period: 1 to ${last} inclusive, ${zone === null ? 'Moscow time' : zone}. As of ${at}.`,
  counting: 'Counting the month…', empty: 'No tickets in this month', emptyText: 'Choose another month or another company.', nothing: 'Nothing', noLate: 'Nothing was late', noPauses: 'There were no pauses',

  terms: 'Terms', late: 'Why late', load: 'When people ask', topics: 'Topics', channels: 'Channels', pauses: 'Pauses', categories: 'Categories', moves: 'Changes of category',
  outages: 'Outages', ends: 'How they ended', points: 'Points', companies: 'Companies', specialists: 'Specialists', carried: 'From earlier months', notes: 'Notes of delay',

  term: 'Term', kept: 'In time', broken: 'Late', running: 'Still running', share: 'Share in time', usual: 'Usual', usualHint: 'Half of the tickets took no more service time than this',
  termsPicture: rows => `Chart of terms. ${rows}`, termsRow: (name, kept, broken) => `${name}: ${kept} in time, ${broken} late.`,
  all: 'all categories', day: 'Day', loadPicture: 'Requests by weekday and hour', cell: (day, hour, n) => `${day}, ${hour}:00: ${tickets(n)}`, less: 'fewer', more: 'more',
  pausesLead: (count, length) => `Pauses: ${count}, ${length} of service time in all.`, paused: 'Were paused',
  move: (from, to) => `From ${from} to ${to}`,
  outage: 'What happened', from: 'Began', to: 'Ended', lasts: 'still on', calls: 'Requests',
  received: 'Requests', fresh: 'New', again: 'Came back', open: 'Open', ended: 'Ended', spam: 'Spam, not counted', stop: 'Work stood still', disputed: 'First result did not help', outside: 'Support does not do this',
  carriedAll: 'Came over', carriedEnded: 'Ended', carriedOpen: 'Still open', withBroken: 'Late', name: 'Name', person: 'Name', count: 'Tickets', rest: n => `and ${n} more`, showAll: 'Show all', showLess: 'Show fewer',

  behind: (title, n) => `${title}: ${tickets(n)}`, behindMore: 'Show more', openTickets: (title, n) => `${title}: ${tickets(n)}, open the list`,
  cycle: n => `return ${n - 1}`, lateBy: (clock, length) => `${clock}: late by ${length}`, tableOf: 'Tickets of this number',
}
