/**
 * What the regulation promises, as the judge has read it (clauses.md, with the readings of its part 1.9): a small table of his own, on purpose not the
 * document that the desk obeys. Lengths in milliseconds.
 */
export type Category = 1 | 2 | 3

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** daily, without holidays. */
export const zone = 'Europe/Moscow'
export const opens = 9
export const closes = 23
/** a working day is the desk's own, 14 hours of service time. */
export const workingDay = (closes - opens) * hour

/** */
export const triageTerm = 30 * minute
/** R-6.2.7-9. */
export const reactionTerm: Readonly<Record<Category, number>> = { 1: hour, 2: 5 * workingDay, 3: 10 * workingDay }
/** the same terms for the outcome, none for category 1 (S-3). */
export const resultTerm: Readonly<Partial<Record<Category, number>>> = { 2: 5 * workingDay, 3: 10 * workingDay }
/** service time. */
export const silenceTerm = workingDay
/** ordinary time. */
export const checkTerm = 24 * hour

/** Shares of a term at which staff are warned. */
export const warningShares = [0.5, 0.8]
/** Service time before a suspension at which the customer is reminded. */
export const beforeSuspension = 4 * hour
/** Ordinary time before a confirmation by silence. */
export const beforeConfirmation = 3 * hour
/** a suspended ticket is never closed by silence, its customer is reminded. */
export const whileSuspended = 7 * day

/** Words that are no request (clauses.md part 2, the inbound table): those of the closed list that the players of the simulation use. */
export const thanks: readonly string[] = ['спасибо', 'ок', 'хорошо', 'понял', 'большое спасибо']
