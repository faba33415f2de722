import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { correctionBody, endBody, incidentEdit, incidentList, IncidentPage, IncidentRow, IncidentTicket, IncidentUpdate, newIncident, opening, strikeBody, updateBody } from '../../../src/incidents/api.ts'
import { api } from '../../kit/api.ts'
import { ticketsChanged } from '../shifts/data.ts'

/** What the workspace knows of outages, under one key. */
export type List = z.infer<typeof incidentList>
export type Opening = z.input<typeof opening>
export type NewIncident = z.input<typeof newIncident>
export type Edit = z.input<typeof incidentEdit>
export type UpdateWish = z.input<typeof updateBody>
export type EndWish = z.input<typeof endBody>
export type { IncidentPage, IncidentRow, IncidentTicket, IncidentUpdate }

/** A list that is being worked off is looked at again this often. */
const watchEvery = 1_500

export const liveQuery = { queryKey: ['incidents', 'live'], queryFn: () => api.get<List>('/api/incidents?list=live'), staleTime: 30_000 } as const
export const useLiveIncidents = () => useQuery(liveQuery)
export const usePastIncidents = () => useInfiniteQuery({
  queryKey: ['incidents', 'past'], initialPageParam: null as string | null, getNextPageParam: (last: List) => last.next,
  queryFn: ({ pageParam }) => api.get<List>(`/api/incidents?list=past${pageParam === null ? '' : `&after=${pageParam}`}`),
})
export const useIncident = (id: string) => useQuery({
  queryKey: ['incidents', id], queryFn: () => api.get<IncidentPage>(`/api/incidents/${id}`), retry: false,
  refetchInterval: query => (query.state.data?.updates.some(update => update.progress.underWay > 0 || update.corrections.some(one => one.progress !== null && one.progress.underWay > 0)) === true ? watchEvery : false),
})

/** Acts on outages; each rejects with a refusal. What they touch is read again. */
export function useIncidentActs() {
  const client = useQueryClient()
  async function after<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } finally {
      void client.invalidateQueries({ queryKey: ['incidents'] })
    }
  }
  const post = (path: string, body: object = {}) => after(api.post<null>(`/api/incidents/${path}`, body))
  return {
    openNew: (wish: NewIncident) => after(api.post<{ id: string; number: number }>('/api/incidents', wish)),
    confirm: (id: string, wish: Opening) => after(api.post<{ id: string; number: number }>(`/api/incidents/${id}/open`, wish)),
    edit: (id: string, edit: Edit) => after(api.patch<null>(`/api/incidents/${id}`, edit)),
    reject: (id: string) => post(`${id}/reject`),
    update: (id: string, wish: UpdateWish) => post(`${id}/updates`, wish),
    correct: (id: string, update: string, wish: z.input<typeof correctionBody>) => post(`${id}/updates/${update}/correct`, wish),
    strike: (id: string, update: string, wish: z.input<typeof strikeBody>) => post(`${id}/updates/${update}/strike`, wish),
    end: (id: string, wish: EndWish) => post(`${id}/end`, wish),
    reopen: (id: string, wish: UpdateWish) => post(`${id}/reopen`, wish),
    attach: async (id: string, numbers: readonly number[]) => {
      await post(`${id}/attach`, { numbers })
      ticketsChanged(client)
    },
    detach: async (id: string, numbers: readonly number[]) => {
      await post(`${id}/detach`, { numbers })
      ticketsChanged(client)
    },
  }
}
