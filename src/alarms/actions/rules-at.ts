import type { Instant } from '../../lib/instant.ts'
import { openCalendar, type OpenCalendar } from '../../regulation/calendar.ts'
import type { AlarmRoom } from '../room.ts'
import { alarmValues, type AlarmValues } from '../values.ts'

/** Values and calendar of the edition in force. */
export type Rules = { values: AlarmValues; service: OpenCalendar; zone: string }

export async function rulesAt(room: Pick<AlarmRoom, 'regulationAt'>, at: Instant): Promise<Rules> {
  const { document, policy } = await room.regulationAt(at)
  return { values: alarmValues(document), service: openCalendar(policy.calendars.service), zone: policy.calendars.service.timezone }
}
