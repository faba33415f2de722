import { useQuery } from '@tanstack/react-query'
import type { OpenCalendar } from '../../../src/regulation/calendar.ts'
import type { Policy } from '../../../src/regulation/policy.ts'
import { api } from '../../kit/api.ts'

/**
 * Service time in the browser: the server's own calendar code over the calendar of the edition in force. Loaded beside the first screen, not before it:
 * until it is here, dues are shown as dates.
 */
export const serviceQuery = {
  queryKey: ['policy'],
  queryFn: async (): Promise<{ version: string; policy: Policy; service: OpenCalendar }> => {
    const [{ version, policy }, { openCalendar }] = await Promise.all([
      api.get<{ version: string; policy: Policy }>('/api/policy'),
      import('../../../src/regulation/calendar.ts'),
    ])
    return { version, policy, service: openCalendar(policy.calendars.service) }
  },
  staleTime: 10 * 60_000,
  // The calendar is made of functions.
  structuralSharing: false,
} as const

export const useService = (): OpenCalendar | null => useQuery(serviceQuery).data?.service ?? null
