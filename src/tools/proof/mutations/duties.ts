/** Section 3: duties of support and of the customer, and what happens meanwhile. */
import type { Mutation } from '../mutation.ts'
import { regulation, rooms, rules, stories } from './where.ts'

export const dutyMutations: readonly Mutation[] = [
  {
    name: 'what could not be stored is reported as stored', clauses: ['R-3.1.1'], file: 'src/channels/routes/hooks.ts',
    find: 'return reply.status(503).header(\'retry-after\', retryAfter).send()', replace: 'return reply.status(200).send()', tests: [stories.webhook],
  },
  {
    name: 'nobody is warned at half of a term', clauses: ['R-3.1.2'], file: 'src/regulation/alarms.ts',
    find: 'rules.policy.warnAt.flatMap(', replace: 'rules.policy.warnAt.slice(1).flatMap(', tests: [rules.alarms],
  },
  {
    name: 'a missed term is not recorded', clauses: ['R-3.1.2', 'R-6.2.2', 'S-4'], file: 'src/regulation/cycle.ts',
    find: '  clock.breachedAt ??= due\n', replace: '  void due\n', tests: [rules.fold, rooms.page],
  },
  {
    name: 'what goes to the developers is shown as gone to others', clauses: ['R-3.1.3', 'R-6.3.5', 'A-23'], file: 'src/regulation/hear.ts',
    find: 'signal.to === \'developers\' ? \'with_developers\' : \'with_third_party\'', replace: 'signal.to === \'developers\' ? \'with_third_party\' : \'with_developers\'', tests: [stories.clauses],
  },
  {
    name: 'a message loses its lines on the way', clauses: ['R-3.1.4'], file: 'src/dialogue/actions/follow.ts',
    find: 'const said = questionSaying(command.text, ', replace: 'const said = questionSaying(command.text.replaceAll(\'\\n\', \' \'), ', tests: [stories.clauses],
  },
  {
    name: 'no receipt is sent', clauses: ['R-3.1.5', 'A-04', 'R-2.1.4'], file: 'src/tickets/notices.ts',
    find: '    case \'registered\': case \'reopened\':\n', replace: '    case \'registered\': return []\n    case \'reopened\':\n', tests: [stories.first],
  },
  {
    name: 'the result is kept to ourselves', clauses: ['R-3.1.6', 'R-6.4.1', 'R-6.4.2'], file: 'src/tickets/notices.ts',
    find: 'return event.message === null ? [] : [{ kind: \'result\',', replace: 'return event.message !== null ? [] : [{ kind: \'result\',', tests: [stories.clocks],
  },
  {
    name: 'a ticket may end without words', clauses: ['R-3.1.6'], file: 'src/tickets/decide/ending.ts',
    find: '    if (command.text === \'\') return new Refusal(\'text_required\')\n', replace: '', tests: [rules.decide],
  },
  {
    name: 'a call is registered as a message of the bot', clauses: ['R-3.2.1', 'R-6.1.1'], file: 'src/intake/actions/by-hand.ts',
    find: '      channel: \'phone\', subject: wish.text,', replace: '      channel: \'telegram\', subject: wish.text,', tests: [rooms.doors],
  },
  {
    name: 'waiting for somebody’s provider stops the clock', clauses: ['R-3.2.2', 'A-27'], file: 'src/regulation/settle.ts',
    find: 'const running = cycle.suspendedAt === null && cycle.report === null', replace: 'const running = cycle.suspendedAt === null && cycle.report === null && cycle.base !== \'with_third_party\'', tests: [stories.clauses],
  },
  {
    name: 'nobody is asked what he has tried', clauses: ['R-3.2.3d', 'R-6.1.4', 'R-6.1.5'], file: 'src/dialogue/form.ts',
    find: '[\'point\', \'happening\', \'phone\', \'since\']', replace: '[\'point\', \'happening\', \'phone\']', tests: [stories.form],
  },
  {
    name: 'a result comes without buttons', clauses: ['R-3.2.6', 'R-6.4.2'], file: 'src/dialogue/say.ts',
    find: 'no(button.remains)] : confirm],', replace: 'no(button.remains)] : []],', tests: [stories.clocks],
  },
  {
    name: 'a handing over is not told, nor that nothing should be changed', clauses: ['R-3.2.7', 'R-6.3.5'], file: 'src/tickets/notices.ts',
    find: 'case \'handed_over\': return [{', replace: 'case \'handed_over\': return event.to !== null ? [] : [{', tests: [stories.clauses],
  },
  {
    name: 'a question of a specialist waits for nobody', clauses: ['R-3.3.1', 'R-6.3.3', 'A-13', 'A-15'], file: 'src/regulation/hear.ts',
    find: '  if (signal.by === \'bot\') return\n', replace: '  if (signal.by !== null) return\n', tests: [rules.fold, stories.clocks],
  },
  {
    name: 'silence never pauses a ticket', clauses: ['R-3.3.2', 'R-6.3.3', 'A-14'], file: 'src/regulation/settle.ts',
    find: '  if (suspends) suspend(cycle, wait.boundary)\n', replace: '', tests: [rules.fold],
  },
  {
    name: 'a pause moves no term', clauses: ['R-3.3.3', 'R-6.3.4', 'A-16'], file: 'src/regulation/hear.ts',
    find: '  cycle.suspendedAt = null\n  cycle.stretches.push({ from: at, to: null, stop: null })\n  remeasure(cycle)\n', replace: '  cycle.suspendedAt = null\n  cycle.stretches.push({ from: at, to: null, stop: null })\n', tests: [rules.fold, stories.clocks],
  },
  {
    name: 'a term revised by hand stays where it was', clauses: ['R-3.3.3', 'A-16'], file: 'src/regulation/hear.ts',
    find: '  cycle.revised = true\n  remeasure(cycle)\n', replace: '  cycle.revised = true\n', tests: [rules.fold],
  },
  {
    name: 'paused tickets stand among the ready ones', clauses: ['R-3.3.4'], file: 'src/tickets/queue.ts',
    find: '  suspended: 6,', replace: '  suspended: 2,', tests: [rules.queue],
  },
  {
    name: 'the regulation asks for a driver that nobody checked', clauses: ['R-4.4.1', 'A-29'], file: regulation,
    find: '      - драйвер устройства установлен в Windows и работает\n', replace: '', tests: [rooms.topics],
  },
  {
    name: 'the lead hears of a stop as late as the head', clauses: ['R-3.1.2'], file: 'src/alarms/step.ts',
    find: 'const leadFrom = about.lead === true ? 0 : lead', replace: 'const leadFrom = about.lead === true ? 0 : head', tests: [rules.alarmSteps],
  },
  {
    name: 'topics lose their procedures', clauses: ['R-3.1.7'], file: 'src/competence/card.ts',
    find: '    ...card,\n    preconditions: card.preconditions ?? below.preconditions,', replace: '    ...card, procedure: { steps: [] },\n    preconditions: card.preconditions ?? below.preconditions,', tests: [rules.cards],
  },
  {
    name: 'a question forgets what it asks for', clauses: ['R-3.2.3'], file: 'src/tickets/decide/asking.ts',
    find: '    ...(items.length === 0 ? [] : [{ type: \'asked\', message, items } as const]),\n', replace: '', tests: [stories.questions],
  },
  {
    name: 'what the customer sends ticks nothing off', clauses: ['R-3.2.3', 'R-3.2.3b'], file: 'src/tickets/decide/talking.ts',
    find: 'const answers = command.weight === \'real\' ? tickOff(', replace: 'const answers = command.weight === \'nothing\' ? tickOff(', tests: [stories.questions],
  },
  {
    name: 'every step that is marked counts as failed', clauses: ['R-3.2.5'], file: 'src/tickets/decide/asking.ts',
    find: '{ type: \'step_marked\', step: command.step, as: command.as }', replace: '{ type: \'step_marked\', step: command.step, as: \'failed\' }', tests: [stories.questions],
  },
  {
    name: 'more time by agreement is forgotten', clauses: ['R-3.3.2'], file: 'src/tickets/clocks.ts',
    find: 'case \'wait_agreed\': return [{ ...base(), type: \'lifted\' }, { ...base(1), type: \'info_requested\', by: \'specialist\', notBefore: event.until }]', replace: 'case \'wait_agreed\': return []', tests: [stories.questions],
  },
  {
    name: 'a term revised by hand holds though its notice reached nobody', clauses: ['R-3.3.3', 'A-16'], file: 'src/tickets/clocks.ts',
    find: 'case \'due_revised\': return event.message === null ? [{', replace: 'case \'due_revised\': return event.message !== undefined ? [{', tests: [stories.results],
  },
]
