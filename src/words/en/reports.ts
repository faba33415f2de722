import type { reports as russian } from '../ru/reports.ts'

type Count = Parameters<typeof russian.say.open>[0]

const amounts = new Intl.NumberFormat('en-GB')
const number = (n: number): string => amounts.format(n)
const counted = (n: number, one: string, other: string): string => `${number(n)} ${n === 1 ? one : other}`
const shown = ({ n, open }: Count, one: string, other: string): string => open(counted(n, one, other))

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const monthTitle = (month: string): string => `${monthNames[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`

export const reports: typeof russian = {
  month: monthTitle,
  monthTitle,
  length: ms => {
    const minutes = Math.round(ms / 60_000)
    if (minutes < 1) return 'less than a minute'
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (hours === 0) return `${rest} min`
    return rest === 0 || hours >= 24 ? `${number(hours)} h` : `${hours} h ${rest} min`
  },

  say: {
    nobody: month => `Nobody turned to support in ${month}.`,
    received: (month, received, fresh, again) => (again.n === 0
      ? `In ${month} there were ${shown(received, 'request', 'requests')}.`
      : `In ${month} there were ${shown(received, 'request', 'requests')}: ${shown(fresh, 'new ticket', 'new tickets')} and ${shown(again, 'that came back', 'that came back')}.`),
    noReaction: 'It is too early to judge the response terms.',
    reaction: (kept, of, broken, usual) => {
      const pace = usual === null ? '' : ` The usual wait for an answer was ${usual} of service time.`
      if (broken.n === 0) return `Everybody was answered in time: ${kept.open(`${number(kept.n)} of ${number(of)}`)}.${pace}`
      return `${kept.open(number(kept.n))} of ${number(of)} were answered in time, ${broken.open(number(broken.n))} late.${pace}`
    },
    result: (kept, of, broken) => (broken.n === 0
      ? `Every result came in time: ${kept.open(`${number(kept.n)} of ${number(of)}`)}.`
      : `Results came in time for ${shown(kept, 'ticket', 'tickets')} of ${number(of)}, late for ${broken.open(number(broken.n))}.`),
    worst: (reason, n, plainly) => (plainly ? `Most often there was simply not enough time (${counted(n, 'time', 'times')}).` : `The main reason for being late: ${reason} (${counted(n, 'time', 'times')}).`),
    paused: (paused, length, toCustomer) => `Work on ${shown(paused, 'ticket', 'tickets')} paused while we waited for ${toCustomer ? 'your answer' : 'the customer'}: ${length} of service time in all.`,
    topics: topics => `Most requests were about ${topics.map(topic => `“${topic.name}” (${topic.open(number(topic.n))})`).join(' and ')}.`,
    carried: (carried, ended) => `${shown(carried, 'ticket', 'tickets')} more came over from earlier months${ended.n === 0 ? '' : ended.n === carried.n ? `, ${ended.open(carried.n === 1 ? 'now ended' : 'all of them ended by now')}` : `, ${ended.open(number(ended.n))} of them ended by now`}.`,
    outages: (outages, calls) => `There ${outages === 1 ? 'was' : 'were'} ${counted(outages, 'outage', 'outages')}${calls === 0 ? '' : `, with ${counted(calls, 'request', 'requests')} because of ${outages === 1 ? 'it' : 'them'}`}.`,
    outside: (outside, of) => `${shown(outside, 'request was', 'requests were')} about things that support does not do: ${Math.round(100 * outside.n / of)}% of all.`,
    allEnded: 'All tickets of the month have ended.',
    open: open => `${shown(open, 'ticket', 'tickets')} of this month ${open.n === 1 ? 'is' : 'are'} still open.`,
  },

  reason: {
    '6.5.1': 'a long wait for an answer or access', '6.5.2': 'the trouble was not in the program', '6.5.3': 'people or a decision on the customer’s side were needed', '6.5.4': 'the cause was complex',
    incident: 'an outage', late_triage: 'the category was set late', raised: 'the ticket became more urgent', not_delivered: 'the answer did not arrive', third_party: 'waiting for another organisation',
    developers: 'waiting for the developers', disputed: 'the first result did not help', suspended: 'work had been paused', untaken: 'nobody took it in time', late: 'not done in time',
  },
  clock: { triage: 'Triage', reaction: 'Response', result: 'Result' },
  standing: { kept: 'in time', broken: 'late', running: 'still running', none: 'no term' },
  category: { 1: '1, critical', 2: '2, important', 3: '3, development', none: 'not set' },
  channel: { telegram: 'Telegram', email: 'Mail', phone: 'Phone', portal: 'Web', max: 'MAX', api: 'Program' },
  result: { done: 'solved', workaround: 'work-around found', refused: 'support does not do this' },
  end: { confirmed: 'confirmed', auto_confirmed: 'a day without objection', withdrawn: 'no longer needed', spam: 'spam', duplicate: 'repeat of another ticket' },
  stateOpen: 'open',
  endedBy: { customer: 'answered', staff: 'lifted by a specialist', end: 'the ticket ended' },
  how: { triaged: 'set', changed: 'circumstances changed', corrected: 'corrected' },
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  noTopic: 'No topic set',
  noCompany: 'No company',
  nobody: 'Nobody’s',
  wholeService: 'Whole service',
  yes: 'yes',

  book: {
    file: month => `report-${month}.xlsx`,
    title: (scope, month) => `${scope}, ${monthTitle(month)}`,
    period: (from, to, at, zone) => `Period: ${from} 00:00 to ${to} 24:00, ${zone}. As of ${at}.`,
    sheets: { summary: 'Summary', rows: 'Tickets', pauses: 'Pauses', topics: 'Topics', channels: 'Channels', outages: 'Outages' },
    summary: {
      received: 'Requests in the month', new: 'New tickets', again: 'Came back', carried: 'Came over from earlier months', carriedEnded: 'Of them ended', ended: 'Ended', open: 'Open',
      stop: 'Said that work stands still', paused: 'Were paused', pauseLength: 'Service time of pauses', disputed: 'First result did not help', recategorised: 'Category was changed', outside: 'Support does not do this', spam: 'Spam (not counted)',
      terms: 'Terms', reasons: 'Why late', categories: 'Categories', ends: 'How they ended',
      kept: 'In time', broken: 'Late', running: 'Still running', share: 'Share in time', usual: 'Usual service time', count: 'Tickets', times: 'Times',
    },
    columns: {
      number: 'No', cycle: 'Round', received: 'Received', company: 'Company', point: 'Point', channel: 'Channel', subject: 'About', topic: 'Topic', category: 'Category', history: 'Changes of category',
      due: 'due', ended: 'when', standing: 'outcome', took: 'took', over: 'late by', reason: 'why', pauses: 'Pauses', paused: 'Paused for', result: 'Result', end: 'How it ended', endedAt: 'Ended at',
      disputes: 'Did not help', outage: 'Outage No', owner: 'Specialist', carried: 'From earlier months', outside: 'Support does not do', from: 'From', to: 'To', open: 'Service time', askedBy: 'Asked by', missing: 'What was missing', came: 'What came', endedBy: 'How it ended',
      name: 'Name', share: 'Share', title: 'What happened', calls: 'Requests', duration: 'Lasted',
    },
  },
}
