import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { delayWordsList } from '../../../src/dialogue/api.ts'
import type { command, judgingList, QueueRow, QueueView, TicketPage, queueCounts, queuePage, triageHints } from '../../../src/tickets/api.ts'
import { api } from '../../kit/api.ts'

/** What the workspace knows of tickets, under one key each. */
export type Page = z.infer<typeof queuePage>
export type Counts = z.infer<typeof queueCounts>
export type Hints = z.infer<typeof triageHints>
export type Judging = z.infer<typeof judgingList>
/** As typed in: defaults may be left out. */
export type Command = z.input<typeof command>
export type { QueueRow, QueueView, TicketPage }

/** Views in the order of the header; the compiler asks for a new one here too. */
export const views = ['triage', 'mine', 'hot', 'waiting', 'awaiting', 'all'] as const satisfies readonly QueueView[]
export const isView = (value: unknown): value is QueueView => views.some(view => view === value)

export const queueQuery = (view: QueueView) => ({
  queryKey: ['queue', view],
  queryFn: ({ pageParam }: { pageParam: string | null }) =>
    api.get<Page>(`/api/queue?view=${view}&limit=50${pageParam === null ? '' : `&after=${encodeURIComponent(pageParam)}`}`),
  initialPageParam: null as string | null,
  getNextPageParam: (last: Page) => last.next,
})

export const useQueue = (view: QueueView) => useInfiniteQuery(queueQuery(view))
export const countsQuery = { queryKey: ['counts'], queryFn: () => api.get<Counts>('/api/queue/counts') } as const
export const useCounts = () => useQuery({ ...countsQuery, placeholderData: keepPreviousData })
export const judgingQuery = { queryKey: ['judging'], queryFn: () => api.get<Judging>('/api/judging') } as const
export const ticketQuery = (number: number) => ({ queryKey: ['ticket', number], queryFn: () => api.get<TicketPage>(`/api/tickets/${number}`) })
export const useTicket = (number: number) => useQuery({ ...ticketQuery(number), retry: false })
export const useHints = (enabled = true) => useQuery({ queryKey: ['hints'], queryFn: () => api.get<Hints>('/api/triage-hints'), staleTime: 10 * 60_000, enabled })

/** What the customer reads for each reason of a delay, word for word (R-6.5). */
export const useDelayWords = (number: number) => useQuery({ queryKey: ['ticket', number, 'delay-words'], queryFn: () => api.get<z.infer<typeof delayWordsList>>(`/api/tickets/${number}/delay-words`) })

/** Keeps the newer of two states of a ticket: answers and live updates may overtake each other. */
export function keepTicket(client: QueryClient, number: number, page: TicketPage): void {
  client.setQueryData<TicketPage>(['ticket', number], before => (before !== undefined && before.ticket.version > page.ticket.version ? before : page))
}

/** Gives a command. The answer is the ticket as it now is; a refusal changes nothing and is the caller's to show. */
export function useCommand(number: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ command, version, key }: { command: Command; version?: number; key?: string }) =>
      api.post<TicketPage>(`/api/tickets/${number}/commands`, { command, ...(version === undefined ? {} : { version }) }, { 'idempotency-key': key ?? crypto.randomUUID() }),
    onSuccess: page => {
      keepTicket(client, number, page)
      void client.invalidateQueries({ queryKey: ['queue'] })
      void client.invalidateQueries({ queryKey: ['counts'] })
    },
    onError: () => void client.invalidateQueries({ queryKey: ['ticket', number] }),
  })
}
