/** Readings and silent points: what a clause leaves open, as the desk keeps it. */
import type { Mutation } from '../mutation.ts'
import { regulation, rooms, rules, stories } from './where.ts'

export const readingMutations: readonly Mutation[] = [
  {
    name: 'after midnight the next working day is tomorrow', clauses: ['A-02'], file: 'src/regulation/fold.ts',
    find: 'workFrom: rules.service.nextOpen(cycle.start)', replace: 'workFrom: rules.service.nextOpen(rules.service.isOpen(cycle.start) ? cycle.start : cycle.start + 86_400_000)', tests: [rules.fold, stories.first],
  },
  {
    name: 'the days of the state are never asked', clauses: ['A-03'], file: 'src/regulation/terms.ts',
    find: 'policy.workingDay === \'state\' ? state : service', replace: 'policy.workingDay === \'state\' ? service : service', tests: [rules.fold],
  },
  {
    name: 'hours run at night', clauses: ['A-05', 'A-06'], file: 'src/regulation/terms.ts',
    find: 'return { calendar: service, lengthFrom: () => length }',
    replace: 'return { calendar: openCalendar({ timezone: \'Etc/UTC\', weekly: Object.fromEntries([\'mon\', \'tue\', \'wed\', \'thu\', \'fri\', \'sat\', \'sun\'].map(day => [day, [[\'00:00\', \'24:00\']]])), holidays: [] }), lengthFrom: () => length }',
    tests: [rules.fold],
  },
  {
    name: 'the term to react runs from triage', clauses: ['A-07'], file: 'src/regulation/grade.ts',
    find: 'cycle.reaction = clockFor(rules.reaction[category], category, cycle.start, cycle.whole)\n  cycle.reaction.endedAt = cycle.contactAt',
    replace: 'cycle.reaction = clockFor(rules.reaction[category], category, at, [{ from: at, to: null, stop: null }])\n  cycle.reaction.endedAt = cycle.contactAt',
    tests: [rules.fold],
  },
  {
    name: 'the switch of what is called a breach is dead', clauses: ['A-08', 'R-1.2.3'], file: 'src/regulation/breaches.ts',
    find: 'policy.breachShown === \'both\' || policy.breachShown === clock', replace: 'policy.breachShown !== clock || policy.breachShown === clock', tests: [rules.fold],
  },
  {
    name: 'days are counted by the civil code unasked', clauses: ['A-09'], file: 'src/regulation/terms.ts',
    find: 'if (dayCount === \'civil\') {', replace: 'if (dayCount !== \'civil\') {', tests: [rules.fold],
  },
  {
    name: 'who comes at the last instant is late', clauses: ['A-10'], file: 'src/regulation/settle.ts',
    find: 'if (clock.endedAt === null && clock.due < t)', replace: 'if (clock.endedAt === null && clock.due <= t)', tests: [rules.fold],
  },
  {
    name: 'a more urgent category gives more time', clauses: ['A-11'], file: 'src/regulation/grade.ts',
    find: 'return earlier(old, held ?? fromChange(measure, stretches, at), stretches)', replace: 'return held ?? fromChange(measure, stretches, at)', tests: [rules.fold],
  },
  {
    name: 'the customer rates himself', clauses: ['A-12'], file: 'src/tickets/ticket.ts',
    find: 'case \'work_stopped\': return { ...ticket, stopReported: true,', replace: 'case \'work_stopped\': return { ...ticket, category: 1, stopReported: true,', tests: [stories.clocks],
  },
  {
    name: 'a pause is dated back to the question', clauses: ['A-14'], file: 'src/regulation/settle.ts',
    find: 'if (suspends) suspend(cycle, wait.boundary)', replace: 'if (suspends) suspend(cycle, wait.since)', tests: [rules.fold],
  },
  {
    name: 'thanks leave the ticket waiting', clauses: ['A-17'], file: 'src/tickets/clocks.ts',
    find: 'case \'thanks\': return [{ ...base(), type: \'customer_replied\', message: event.message }]', replace: 'case \'thanks\': return []', tests: [rules.decide, stories.inbound],
  },
  {
    name: 'the day to check is counted in service hours', clauses: ['A-18', 'R-6.4.3'], file: 'src/regulation/terms.ts',
    find: 'return (t) => t + length\n', replace: 'return (t) => service.add(t, length)\n', tests: [rules.fold, stories.clocks],
  },
  {
    name: 'the last instant of the day to check is too late', clauses: ['A-19'], file: 'src/regulation/settle.ts',
    find: 'confirmed !== null && confirmed < t', replace: 'confirmed !== null && confirmed <= t', tests: [rules.fold],
  },
  {
    name: 'an unclear answer is passed over', clauses: ['A-20'], file: 'src/tickets/clocks.ts',
    find: ', { ...base(1), type: \'unclear_answer\', message: event.message }]', replace: ']', tests: [stories.clocks, rules.decide],
  },
  {
    name: 'a way round is no result', clauses: ['A-21'], file: 'src/regulation/hear.ts',
    find: 'arrived === null ? null : rules.confirmAt(arrived)', replace: 'arrived === null || kind === \'workaround\' ? null : rules.confirmAt(arrived)', tests: [rules.fold, stories.clauses],
  },
  {
    name: 'the weekday of releases moves terms', clauses: ['A-22'], file: 'src/regulation/hear.ts',
    find: '    case \'handed_over\':\n', replace: '    case \'handed_over\':\n      if (rules.policy.releaseWeekday !== null && cycle.result !== null) cycle.result.due += 86_400_000\n', tests: [rules.fold],
  },
  {
    name: 'a critical ticket may not go to the developers', clauses: ['A-23'], file: 'src/tickets/decide/waiting.ts',
    find: 'export function handOver(situation: Situation, command: Command & { type: \'hand_over\' }): Decision {\n  return whileOpen(situation, () => {\n    if (situation.view.category === null)',
    replace: 'export function handOver(situation: Situation, command: Command & { type: \'hand_over\' }): Decision {\n  return whileOpen(situation, () => {\n    if (situation.view.category === null || situation.view.category === 1)',
    tests: [stories.clauses],
  },
  {
    name: 'of doubles the latest receipt counts', clauses: ['A-25', 'R-2.4.3'], file: 'src/regulation/grade.ts',
    find: 'Math.min(oldStart, facts.receivedAt)', replace: 'Math.max(oldStart, facts.receivedAt)', tests: [rules.fold],
  },
  {
    name: 'the newest edition governs old tickets', clauses: ['A-31'], file: 'src/regulation/editions.ts',
    find: 'ordered.findLast(edition => edition.validFrom <= at)', replace: 'ordered.at(-1)', tests: [rooms.editions],
  },
  {
    name: 'to refuse has no term', clauses: ['A-32'], file: 'src/regulation/hear.ts',
    find: 'rules.policy.refusal === \'none\' || cycle.category === null', replace: 'rules.policy.refusal !== undefined || cycle.category === null', tests: [rules.fold],
  },
  {
    name: 'a customer far away reads his own time under Moscow’s name', clauses: ['A-34', 'R-2.1.2'], file: 'src/dialogue/say.ts',
    find: 'export function say(notice: Notice, about: About): Said {\n  const { ticket: { id, number }, words, now } = about\n  const time = sayTime(about.zone,', replace: 'export function say(notice: Notice, about: About): Said {\n  const { ticket: { id, number }, words, now } = about\n  const time = sayTime(about.pointZone,', tests: [stories.clauses],
  },
  {
    name: 'what comes later in is heard later', clauses: ['A-35'], file: 'src/regulation/heard.ts',
    find: 'if (byTime(signals[i - 1]!, signals[i]!) > 0) return signals.toSorted(byTime)', replace: 'if (byTime(signals[i - 1]!, signals[i]!) > 0) return signals', tests: [rules.fold],
  },
  {
    name: 'a way round does not lower the category', clauses: ['A-36'], file: regulation,
    find: '"Работаем, но с трудом", category: 2,', replace: '"Работаем, но с трудом", category: 1,', tests: [rooms.topics],
  },
  {
    name: 'support keeps New Year’s Day', clauses: ['A-37'], file: regulation,
    find: 'sun: [["09:00", "23:00"]]\n    holidays: []', replace: 'sun: [["09:00", "23:00"]]\n    holidays: ["2027-01-01"]', tests: [stories.clauses],
  },
  {
    name: 'a paused ticket is forgotten', clauses: ['A-38', 'S-5'], file: 'src/regulation/alarms.ts',
    find: 'if (since === null || every === null) return []', replace: 'if (since !== null || every === null) return []', tests: [rules.alarms, stories.clocks],
  },
  {
    name: 'a dispute opens a new term to react', clauses: ['A-39', 'S-6'], file: 'src/regulation/hear.ts',
    find: '  cycle.report = null\n  cycle.toJudge = []\n', replace: '  cycle.report = null\n  if (cycle.reaction !== null) cycle.reaction.endedAt = null\n  cycle.toJudge = []\n', tests: [stories.clauses],
  },
  {
    name: 'an ended ticket can never come back', clauses: ['S-1', 'A-20'], file: 'src/regulation/reopening.ts',
    find: 'ended + rulesOf(policy).reopenWindow', replace: 'ended - rulesOf(policy).reopenWindow', tests: [rules.fold, stories.clocks],
  },
  {
    name: 'becoming critical wipes out the term of the result', clauses: ['S-3'], file: 'src/regulation/grade.ts',
    find: '  if (measure === undefined) return // S-3', replace: '  if (measure === undefined) { cycle.result = null; return } // S-3', tests: [rules.fold],
  },
  {
    name: 'a customer cannot withdraw', clauses: ['S-7'], file: 'src/tickets/decide/ending.ts',
    find: 'return hasEnded(situation.view) ? [] : [{ type: \'withdrawn\', note: command.note }]', replace: 'return !hasEnded(situation.view) ? [] : [{ type: \'withdrawn\', note: command.note }]', tests: [stories.clocks],
  },
  {
    name: 'staff are warned in the middle of the night', clauses: ['S-9'], file: 'src/regulation/alarms.ts',
    find: '    const at = rules.service.nextOpen(reached)\n', replace: '    const at = reached\n', tests: [rules.alarms],
  },
  {
    name: 'a second dispute goes to the lead no sooner', clauses: ['S-6'], file: 'src/alarms/step.ts',
    find: 'about.lead === true ? 0 : lead', replace: 'about.lead === true ? lead : lead', tests: [rules.alarmSteps],
  },
]
