/** Sections 6 and 7: what to tell, categories, work, results, delays; editions. */
import type { Mutation } from '../mutation.ts'
import { regulation, rooms, rules, stories } from './where.ts'

export const orderMutations: readonly Mutation[] = [
  {
    name: 'nobody is asked where it happened', clauses: ['R-6.1.2', 'A-26'], file: 'src/dialogue/form.ts',
    find: '[\'point\', \'happening\', \'phone\', \'since\']', replace: '[\'happening\', \'phone\', \'since\']', tests: [stories.form],
  },
  {
    name: 'nobody is asked for his phone', clauses: ['R-6.1.3'], file: 'src/dialogue/form.ts',
    find: '[\'point\', \'happening\', \'phone\', \'since\']', replace: '[\'point\', \'happening\', \'since\']', tests: [stories.form],
  },
  {
    name: 'nobody is asked what is happening', clauses: ['R-6.1.4', 'A-36'], file: 'src/dialogue/form.ts',
    find: '[\'point\', \'happening\', \'phone\', \'since\']', replace: '[\'point\', \'phone\', \'since\']', tests: [stories.form],
  },
  {
    name: 'triage may take three quarters of an hour', clauses: ['R-6.2.2', 'A-05'], file: regulation,
    find: 'triage: { service: PT30M }', replace: 'triage: { service: PT45M }', tests: [stories.first],
  },
  {
    name: 'the receipt keeps the number to itself', clauses: ['R-6.2.3', 'R-3.1.5'], file: 'src/words/ru/dialogue.ts',
    find: 'day: (number: number, at: string, due: string) => `Заявка № ${number} принята', replace: 'day: (_number: number, at: string, due: string) => `Заявка принята', tests: [stories.first],
  },
  {
    name: 'a second triage overwrites the first', clauses: ['R-6.2.4'], file: 'src/tickets/decide/triaging.ts',
    find: '    if (situation.view.category !== null) return new Refusal(\'already_triaged\', { category: situation.view.category })\n', replace: '', tests: [rules.decide],
  },
  {
    name: 'another category is told as if it were the first', clauses: ['R-6.2.5'], file: 'src/tickets/notices.ts',
    find: 'event.category, view, event.type === \'recategorised\')', replace: 'event.category, view, false)', tests: [stories.clocks],
  },
  {
    name: 'there is a fourth category', clauses: ['R-6.2.6'], file: 'src/tickets/api.ts',
    find: 'z.union([z.literal(1), z.literal(2), z.literal(3)])', replace: 'z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])', tests: [rooms.topics],
  },
  {
    name: 'category 1 may wait two hours', clauses: ['R-6.2.7'], file: regulation,
    find: '1: { service: PT1H }', replace: '1: { service: PT2H }', tests: [stories.clocks],
  },
  {
    name: 'category 2 may take six days', clauses: ['R-6.2.8'], file: regulation,
    find: '  result:\n    2: { workingDays: 5 }', replace: '  result:\n    2: { workingDays: 6 }', tests: [stories.clocks],
  },
  {
    name: 'category 3 may take twelve days', clauses: ['R-6.2.9'], file: regulation,
    find: '  result:\n    2: { workingDays: 5 }\n    3: { workingDays: 10 }', replace: '  result:\n    2: { workingDays: 5 }\n    3: { workingDays: 12 }', tests: [stories.clauses],
  },
  {
    name: 'two specialists may take one ticket', clauses: ['R-6.3.1'], file: 'src/tickets/decide/owning.ts',
    find: '    if (ticket.ownerId !== null) return new Refusal(\'already_owned\', { number: ticket.number, owner: ticket.ownerId })\n', replace: '', tests: [rules.decide],
  },
  {
    name: 'an answer does not end the term to react', clauses: ['R-6.3.2'], file: 'src/regulation/hear.ts',
    find: '  if (cycle.reaction !== null) cycle.reaction.endedAt ??= at\n', replace: '', tests: [rules.fold, stories.clocks],
  },
  {
    name: 'a pause begins at its boundary, not after it', clauses: ['R-6.3.3', 'A-13'], file: 'src/regulation/settle.ts',
    find: 'wait !== null && wait.boundary < t', replace: 'wait !== null && wait.boundary <= t', tests: [rules.fold, stories.clocks],
  },
  {
    name: 'an answer does not resume the work', clauses: ['R-6.3.4', 'A-17'], file: 'src/regulation/hear.ts',
    find: '    case \'received\':\n    case \'customer_replied\':\n    case \'lifted\':\n', replace: '    case \'customer_replied\':\n      return\n    case \'received\':\n    case \'lifted\':\n', tests: [stories.clocks, stories.inbound],
  },
  {
    name: 'an unanswered result stays open for ever', clauses: ['R-6.4.3', 'A-18'], file: 'src/regulation/settle.ts',
    find: '  if (confirmed !== null && confirmed < t) resolve(cycle, confirmed, \'auto_confirmed\')\n', replace: '  void confirmed\n', tests: [stories.clocks],
  },
  {
    name: 'a reason of delay is kept to ourselves', clauses: ['R-6.5.1', 'R-6.5.2', 'R-6.5.3', 'R-6.5.4'], file: 'src/tickets/notices.ts',
    find: 'case \'delay_noted\': return [{ kind: \'delay\', reason: event.reason }]', replace: 'case \'delay_noted\': return []', tests: [stories.clauses],
  },
  {
    name: 'the page shows the first edition for ever', clauses: ['R-7.1'], file: 'src/regulation/routes.ts',
    find: '(_request, reply) => page(reply, null)', replace: '(_request, reply) => page(reply, \'1\')', tests: [rooms.editions],
  },
]
