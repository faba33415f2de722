import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { BehindPage, companies, MonthReport } from '../../../src/reports/api.ts'
import type { Language } from '../../../src/staff/api.ts'
import { api } from '../../kit/api.ts'

export type Wish = { month: string; company: string }

const asked = ({ month, company }: Wish): string => `month=${month}&company=${company}`

export const companiesQuery = queryOptions({ queryKey: ['reports', 'companies'], queryFn: () => api.get<z.infer<typeof companies>>('/api/reports/companies'), staleTime: 5 * 60_000 })

/** The sentences come in the language of the page, which may be ahead of the one on record. A report is not counted again because somebody looked elsewhere for a moment. */
export const monthQuery = (wish: Wish, language: Language) => queryOptions({
  queryKey: ['reports', 'month', wish.month, wish.company, language], queryFn: () => api.get<MonthReport>(`/api/reports/month?${asked(wish)}&language=${language}`), staleTime: 5 * 60_000, refetchOnWindowFocus: false,
})

/** Tickets behind a figure, as of when the report was made: the list agrees with the number. */
export const behindQuery = (wish: Wish, at: string, figure: string) => infiniteQueryOptions({
  queryKey: ['reports', 'behind', wish.month, wish.company, at, figure], initialPageParam: 0, getNextPageParam: (last: BehindPage) => last.next, staleTime: Infinity,
  queryFn: ({ pageParam }) => api.get<BehindPage>(`/api/reports/month/tickets?${asked(wish)}&at=${encodeURIComponent(at)}&figure=${encodeURIComponent(figure)}&after=${pageParam}`),
})

export const xlsxAddress = (wish: Wish, language: Language): string => `/api/reports/month.xlsx?${asked(wish)}&language=${language}`
