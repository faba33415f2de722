import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Board, bulkCommand, Entry, loads, Mine, newEntry, newPattern, Outcome, outcomes, patternMade, Roster, Worker } from '../../../src/shifts/api.ts'
import { api } from '../../kit/api.ts'

/** What the workspace knows of the roster and the shift, under one key each. */
export type Loads = z.infer<typeof loads>
export type NewEntry = z.input<typeof newEntry>
export type NewPattern = z.input<typeof newPattern>
export type PatternMade = z.infer<typeof patternMade>
export type BulkCommand = z.input<typeof bulkCommand>
export type { Board, Entry, Mine, Outcome, Roster, Worker }

const minute = 60_000
/** How often the board of the shift is asked again. */
export const onBoard = 20_000

const loadsQuery = { queryKey: ['shifts', 'load'], queryFn: () => api.get<Loads>('/api/shifts/load'), staleTime: 15_000 } as const
/** `every`: how often it is asked again; the board more often than a row of the queue. */
export const useLoads = (every: number = minute) => useQuery({ ...loadsQuery, refetchInterval: every })
export const useBoard = () => useQuery({ queryKey: ['shifts', 'board'], queryFn: () => api.get<Board>('/api/shifts/board'), refetchInterval: onBoard, staleTime: onBoard / 2 })
/** What the form of the hand-over begins with; while it is being filled it stays as it is. */
export const useMine = () => useQuery({ queryKey: ['shifts', 'mine'], queryFn: () => api.get<Mine>('/api/shifts/mine'), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false })
export const useRoster = (from: string, to: string) => useQuery({
  queryKey: ['roster', from, to], queryFn: () => api.get<Roster>(`/api/roster?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`), refetchInterval: minute,
})

/** After a change of the roster everything that hangs on who is there is asked again. */
export function useRosterChanged(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['roster'] })
    void client.invalidateQueries({ queryKey: ['shifts'] })
  }
}

export function ticketsChanged(client: QueryClient): void {
  for (const key of ['queue', 'counts', 'ticket']) void client.invalidateQueries({ queryKey: [key] })
  void client.invalidateQueries({ queryKey: ['shifts', 'load'] })
  void client.invalidateQueries({ queryKey: ['shifts', 'board'] })
}

const results = async (answer: Promise<z.infer<typeof outcomes>>): Promise<readonly Outcome[]> => (await answer).results

export const assignByLoad = (number: number): Promise<Outcome> => api.post<Outcome>(`/api/tickets/${number}/assign-by-load`)
export const assignAllByLoad = (numbers: readonly number[]): Promise<readonly Outcome[]> => results(api.post('/api/shifts/assign', { numbers }))
export const performAll = (numbers: readonly number[], command: BulkCommand): Promise<readonly Outcome[]> =>
  results(api.post('/api/tickets/bulk', { numbers, command }, { 'idempotency-key': crypto.randomUUID() }))
export const handOver = (to: string | null, tickets: readonly { number: number; done: string; waiting: string; next: string }[], key: string): Promise<readonly Outcome[]> =>
  results(api.post('/api/shifts/hand-over', { to, tickets }, { 'idempotency-key': key }))
