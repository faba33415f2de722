import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { PointCard, PointLines, PointPassport } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'

export type PointFilter = { words: string; company: string | null; archived: boolean }

/** Pages of the list; with words there is one page. */
export const pointsQuery = ({ words, company, archived }: PointFilter) => infiniteQueryOptions({
  queryKey: ['points', 'list', words, company, archived],
  initialPageParam: null as string | null, getNextPageParam: (last: PointLines) => last.next, placeholderData: keepPreviousData,
  queryFn: ({ pageParam }) => {
    const query = new URLSearchParams({ ...(words === '' ? {} : { words }), ...(company === null ? {} : { company }), ...(archived ? { archived: 'true' } : {}), ...(pageParam === null ? {} : { after: pageParam }) })
    return api.get<PointLines>(`/api/points/list?${query.toString()}`)
  },
})

export const pointQuery = (id: string) => queryOptions({ queryKey: ['points', 'card', id], queryFn: () => api.get<PointCard>(`/api/points/${id}`) })
export const passportQuery = (id: string) => queryOptions({ queryKey: ['points', 'passport', id], queryFn: () => api.get<PointPassport>(`/api/points/${id}/passport`) })

/** Whose sheets are printed. */
export type ForSheets = { ids: readonly string[] } | { company: string } | 'all'

/** Where the sheets with the QR are printed from. */
export const sheetUrl = (which: ForSheets, part?: number): string =>
  `/api/points/qr-sheet.pdf?${which === 'all' ? 'all=true' : 'ids' in which ? `ids=${which.ids.join(',')}` : `company=${which.company}`}${part === undefined ? '' : `&part=${part}`}`
