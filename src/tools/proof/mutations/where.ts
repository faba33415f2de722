/** Test files that the wrong changes are tried against, by short names. */
export const stories = {
  first: 'test/stories/telegram-first-message.story.test.ts',
  form: 'test/stories/telegram-form.story.test.ts',
  clocks: 'test/stories/telegram-clocks.story.test.ts',
  inbound: 'test/stories/telegram-inbound-table.story.test.ts',
  webhook: 'test/stories/webhook.story.test.ts',
  clauses: 'test/stories/clauses.story.test.ts',
  questions: 'test/stories/questions.story.test.ts',
  results: 'test/stories/results-and-others.story.test.ts',
  outage: 'test/stories/outage.story.test.ts',
} as const
export const rooms = {
  topics: 'src/tickets/pages/topics.test.ts',
  page: 'src/tickets/pages/page.test.ts',
  doors: 'src/intake/doors.test.ts',
  editions: 'src/regulation/store.test.ts',
} as const
export const rules = {
  fold: 'src/regulation/fold.test.ts',
  calendar: 'src/regulation/calendar.test.ts',
  alarms: 'src/regulation/alarms.test.ts',
  document: 'src/regulation/document/document.test.ts',
  decide: 'src/tickets/decide.test.ts',
  settle: 'src/tickets/settle.test.ts',
  queue: 'src/tickets/queue.test.ts',
  cards: 'src/competence/card.test.ts',
  radar: 'src/incidents/radar.test.ts',
  outages: 'src/incidents/match.test.ts',
  alarmSteps: 'src/alarms/step.test.ts',
} as const
export const regulation = 'regulations/jupiter.ru.yaml'
