import { hour, minute, type Millis } from '../lib/instant.ts'
import { parseDuration } from '../regulation/duration.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { minutesOf } from '../regulation/document/values.ts'

/** how the desk alarms its own people. All lengths are service time. */
export type AlarmValues = {
  /** How often those on shift are told again of what nobody has taken, and when the lead and the head are told. */
  critical: { repeat: Millis; lead: Millis; head: Millis }
  /** So much of the triage term is left when the shift is told of all that nobody has triaged; told again as often. */
  triageLeft: Millis
  /** Minutes of the local day at which the morning digest comes. */
  digestAt: number
}

/**
 * When a channel is a matter for the lead, in plain time: it has failed for so long; its oldest message waits for so long. `bar`: so long it waits when the
 * workspace shows it on top. `quiet`: after a lead has seen an alarm and nothing is better, he is told again.
 */
export const channelValues = { failed: 3 * minute, late: 10 * minute, bar: 3 * minute, quiet: hour } as const

/** The values of a document; what it does not name has a default. */
export function alarmValues({ alarms }: Pick<RegulationDocument, 'alarms'>): AlarmValues {
  const { repeat, lead, head } = alarms.critical ?? { repeat: 'PT3M', lead: 'PT5M', head: 'PT15M' }
  return {
    critical: { repeat: parseDuration(repeat), lead: parseDuration(lead), head: parseDuration(head) },
    triageLeft: parseDuration(alarms.triageLeft ?? 'PT12M'),
    digestAt: minutesOf(alarms.digestAt ?? '09:10') ?? 0,
  }
}
