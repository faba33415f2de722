import type { Instant } from '../lib/instant.ts'
import { openCalendar } from '../regulation/calendar.ts'
import type { Policy } from '../regulation/policy.ts'

/** do specialists work at this instant? */
export const isOpenAt = (policy: Policy, at: Instant): boolean => openCalendar(policy.calendars.service).isOpen(at)

/** when work can begin on what came in at this instant. */
export const workFromAt = (policy: Policy, at: Instant): Instant => openCalendar(policy.calendars.service).nextOpen(at)
