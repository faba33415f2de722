import { useSuspenseQuery } from '@tanstack/react-query'
import type { Me as Profile } from '../../../src/staff/api.ts'
import { api } from '../../kit/api.ts'

export type Me = Profile

export const meQuery = { queryKey: ['me'], queryFn: () => api.get<Me>('/api/me'), staleTime: 5 * 60_000, retry: false } as const

/** Who is signed in; every screen behind the sign-in has it. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data
