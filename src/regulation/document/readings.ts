import type { ClauseId } from '../clauses.ts'

/** `allowed`: values the desk can keep, the default first. More than one: a switch. `clause`: the sentence it makes precise. */
export type Reading = { clause: ClauseId; allowed: readonly [string, ...string[]] }

/**
 * Places where the regulation can be read in more than one way, and the readings this desk keeps.
 * A reading with one allowed value stands in the document all the same, so that its reader sees what was decided.
 */
export const readings = {
  'A-01': { clause: 'R-2.1.1', allowed: ['half-open'] },
  'A-02': { clause: 'R-2.1.4', allowed: ['same-date'] },
  'A-03': { clause: 'R-6.2.8', allowed: ['service', 'state'] },
  'A-04': { clause: 'R-2.1.3', allowed: ['at-once'] },
  'A-05': { clause: 'R-6.2.2', allowed: ['service-from-receipt'] },
  'A-06': { clause: 'R-6.2.7', allowed: ['service'] },
  'A-07': { clause: 'R-6.2.7', allowed: ['receipt'] },
  'A-08': { clause: 'R-6.2.8', allowed: ['both', 'reaction', 'result'] },
  'A-09': { clause: 'R-6.2.8', allowed: ['service-time', 'civil'] },
  'A-10': { clause: 'R-6.2.7', allowed: ['inclusive'] },
  'A-11': { clause: 'R-6.2.5', allowed: ['capped'] },
  'A-12': { clause: 'R-6.2.4', allowed: ['staff'] },
  'A-13': { clause: 'R-6.3.3', allowed: ['workingDay', 'service', 'state'] },
  'A-14': { clause: 'R-6.3.3', allowed: ['result-from-boundary'] },
  'A-15': { clause: 'R-3.3.2', allowed: ['silence-term'] },
  'A-16': { clause: 'R-3.3.3', allowed: ['shift-and-reasoned'] },
  'A-17': { clause: 'R-6.3.4', allowed: ['any-message'] },
  'A-18': { clause: 'R-6.4.3', allowed: ['ordinary', 'service', 'end-of-next-day'] },
  'A-19': { clause: 'R-6.4.3', allowed: ['inclusive'] },
  'A-20': { clause: 'R-6.4.3', allowed: ['same-cycle-then-new'] },
  'A-21': { clause: 'R-6.4.1', allowed: ['result'] },
  'A-22': { clause: 'R-6.3.6', allowed: ['unknown', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
  'A-23': { clause: 'R-6.3.5', allowed: ['included'] },
  'A-24': { clause: 'R-2.4.1', allowed: ['inside-category'] },
  'A-25': { clause: 'R-2.4.3', allowed: ['earliest-and-most-urgent'] },
  'A-26': { clause: 'R-6.1.2', allowed: ['register-and-ask'] },
  'A-27': { clause: 'R-6.5.2', allowed: ['label'] },
  'A-28': { clause: 'R-3.2.3a', allowed: ['only-by-procedure'] },
  'A-29': { clause: 'R-5.2', allowed: ['help-without-promise'] },
  'A-30': { clause: 'R-5.3', allowed: ['advise-only'] },
  'A-31': { clause: 'R-7.1', allowed: ['at-receipt'] },
  'A-32': { clause: 'R-3.1.6', allowed: ['reaction', 'none'] },
  'A-33': { clause: 'R-2.3.1', allowed: ['request'] },
  'A-34': { clause: 'R-2.1.2', allowed: ['display-only'] },
  'A-35': { clause: 'R-2.1.3', allowed: ['server'] },
  'A-36': { clause: 'R-6.2.7', allowed: ['by-way-round'] },
  'A-37': { clause: 'R-2.1.1', allowed: ['announced-days-only'] },
  'A-38': { clause: 'R-6.3.3', allowed: ['keep'] },
  'A-39': { clause: 'R-6.4.2', allowed: ['none'] },
} as const satisfies Record<string, Reading>

export type ReadingId = keyof typeof readings
export const readingIds = Object.keys(readings) as ReadingId[]
