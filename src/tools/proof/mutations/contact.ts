/** Sections 1 and 2: what the regulation is for, channels and hours. */
import type { Mutation } from '../mutation.ts'
import { regulation, rooms, rules, stories } from './where.ts'

export const contactMutations: readonly Mutation[] = [
  {
    name: 'the regulation is shown to staff only', clauses: ['R-1.1', 'R-7.1'], file: 'src/http/register.ts',
    find: '\'GET /regulation\': \'public\'', replace: '\'GET /regulation\': \'signed-in\'', tests: [rooms.topics],
  },
  {
    name: 'the triage card leaves out the first group of topics', clauses: ['R-1.2.1', 'R-4.0.1', 'R-4.1.1', 'R-4.1.2', 'R-4.1.3', 'R-4.1.4'], file: 'src/tickets/pages/hints.ts',
    find: '...groups.flatMap(', replace: '...groups.slice(1).flatMap(', tests: [rooms.topics],
  },
  {
    name: 'what is outside is offered as if it were inside', clauses: ['R-1.2.2', 'R-5.1', 'R-5.2', 'R-5.3', 'R-5.4'], file: 'src/tickets/pages/hints.ts',
    find: 'outside: true, reply: item.reply', replace: 'outside: false, reply: item.reply', tests: [rooms.topics],
  },
  {
    name: 'a category gives no term for the outcome', clauses: ['R-1.2.3', 'A-08'], file: 'src/regulation/grade.ts',
    find: '  giveResult(cycle, rules, category, at, \'triaged\')\n', replace: '', tests: [rules.fold],
  },
  {
    name: 'the regulation says what support does and not what it needs', clauses: ['R-1.2.4'], file: regulation,
    find: 'text: "что делаем мы и что понадобится от вас, пока вопрос решается."', replace: 'text: "что делаем мы, пока вопрос решается."', tests: [rooms.topics],
  },
  {
    name: 'the term of a restaurant depends on which one it is', clauses: ['R-1.3'], file: 'src/regulation/grade.ts',
    find: 'const allowance = fromReceipt(measure, start)\n  return { allowance,', replace: 'const allowance = fromReceipt(measure, start)\n  allowance.limit += Math.round(Math.random() * 3_600_000)\n  return { allowance,', tests: [stories.clauses],
  },
  {
    name: 'on Saturdays support works from ten', clauses: ['R-2.1.1'], file: regulation,
    find: 'sat: [["09:00", "23:00"]]', replace: 'sat: [["10:00", "23:00"]]', tests: [rules.document],
  },
  {
    name: 'the desk opens a moment after nine', clauses: ['R-2.1.1', 'A-01'], file: 'src/regulation/open-time.ts',
    find: 'return i < count && opens[i]! <= t', replace: 'return i < count && opens[i]! < t', tests: [rules.calendar],
  },
  {
    name: 'the hours are those of Samara', clauses: ['R-2.1.2'], file: regulation,
    find: 'timezone: Europe/Moscow', replace: 'timezone: Europe/Samara', tests: [rules.document, stories.clauses],
  },
  {
    name: 'a request of the night counts from the morning', clauses: ['R-2.1.3'], file: 'src/tickets/notices.ts',
    find: 'kind: \'receipt\', at: event.at,', replace: 'kind: \'receipt\', at: view.workFrom,', tests: [stories.first],
  },
  {
    name: 'work begins at night', clauses: ['R-2.1.4'], file: 'src/regulation/fold.ts',
    find: 'workFrom: rules.service.nextOpen(cycle.start)', replace: 'workFrom: cycle.start', tests: [rules.fold, stories.first],
  },
  {
    name: 'mail is no preferred way', clauses: ['R-2.2.1'], file: regulation,
    find: 'name: электронная почта\n    tier: preferred', replace: 'name: электронная почта\n    tier: additional', tests: [rooms.topics],
  },
  {
    name: 'the regulation names another bot', clauses: ['R-2.2.2'], file: regulation,
    find: 'address: "@JupiterHelp_bot"', replace: 'address: "@JupiterHelper_bot"', tests: [rooms.topics],
  },
  {
    name: 'photos and voices alone say nothing', clauses: ['R-2.2.3', 'R-3.2.3b'], file: 'src/intake/weigh.ts',
    find: 'if (content.files.length > 0 || ', replace: 'if (', tests: [stories.first],
  },
  {
    name: 'a first message opens no ticket', clauses: ['R-2.2.4', 'R-6.2.1', 'R-2.1.3'], file: 'src/intake/route.ts',
    find: '  if (isRequest) return { to: \'new\' }\n', replace: '', tests: [stories.first],
  },
  {
    name: 'a letter that answers nothing goes to whatever ticket is open', clauses: ['R-2.2.5'], file: 'src/intake/route.ts',
    find: 'if (letter && repliedTo === null && ', replace: 'if (letter && tickets.length === 0 && ', tests: ['src/intake/actions/letters.test.ts'],
  },
  {
    name: 'of the files of a letter only the first are kept', clauses: ['R-2.2.6'], file: 'src/intake/actions/rows.ts',
    find: '[addAttachments(attachments)]', replace: '[addAttachments(attachments.slice(0, 1))]', tests: ['test/stories/mail-dialogue.story.test.ts'],
  },
  {
    name: 'the phone comes before the bot', clauses: ['R-2.4.1', 'A-24'], file: 'src/tickets/queue.ts',
    find: '{ telegram: 1, portal: 2, api: 2, email: 3, phone: 4 }', replace: '{ telegram: 4, portal: 2, api: 2, email: 3, phone: 1 }', tests: [rules.queue],
  },
  {
    name: 'a caller is never answered in his chat', clauses: ['R-2.4.4'], file: 'src/intake/actions/by-hand.ts',
    find: 'const conversationId = wish.contactId === null ? null : await writtenConversation(inner, wish.contactId)', replace: 'const conversationId = null', tests: [rooms.doors],
  },
]
