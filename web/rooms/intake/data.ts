import type { z } from 'zod'
import type { AsideLetter, AsidePage, AsideRow } from '../../../src/intake/aside/api.ts'
import type { AsideReason } from '../../../src/intake/aside/glimpse.ts'
import type { Quarantined, quarantinePage } from '../../../src/intake/api.ts'
import { api } from '../../kit/api.ts'

/** What came in and could not be read (`GET /api/quarantine`). */
export type QuarantinePage = z.infer<typeof quarantinePage>
export type { AsideLetter, AsidePage, AsideReason, AsideRow, Quarantined }

export const quarantineQuery = { queryKey: ['quarantine'], queryFn: () => api.get<QuarantinePage>('/api/quarantine'), staleTime: 30_000 } as const

/** Letters set aside, of one kind or of all. */
export const asidePageOf = (reason: AsideReason | null, after: string | null): Promise<AsidePage> => {
  const query = new URLSearchParams({ ...(reason === null ? {} : { reason }), ...(after === null ? {} : { after }) })
  return api.get<AsidePage>(`/api/aside${query.size === 0 ? '' : `?${query}`}`)
}
export const asideQuery = { queryKey: ['aside', 'first'], queryFn: () => asidePageOf(null, null), staleTime: 30_000 } as const

/** How many lie there in all. With a filter the first page still counts every kind. */
export const allAside = (page: AsidePage | undefined): number | undefined => (page === undefined ? undefined : Object.values(page.counts).reduce((sum, count) => sum + count, 0))
