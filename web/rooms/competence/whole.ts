import type { TopicCard } from '../../../src/competence/api.ts'

/** Has every line of the card its words? The server refuses empty ones; the editor says so first. Pure. */
export const isWhole = ({ procedure, preconditions, deliverable, advised, notPerformed }: TopicCard): boolean => [
  ...procedure.steps.map(step => step.text), ...preconditions.map(one => one.question), ...advised, ...notPerformed,
  ...(deliverable === null ? [] : [deliverable.title, ...deliverable.fields.map(field => field.label)]),
].every(words => words.trim() !== '')
