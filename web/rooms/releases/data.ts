import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Development, DevelopmentPage } from '../../../src/releases/api.ts'
import { api } from '../../kit/api.ts'

export type { Development, DevelopmentPage }
export { developmentStates, type DevelopmentState } from '../../../src/releases/states.ts'

/** Items that fit the words. */
export const findDevelopments = (words: string, state: string): Promise<Development[]> => api.get(`/api/developments?words=${encodeURIComponent(words)}&state=${state}`)

/** The same while somebody types; typing settles for a moment first. */
export function useDevelopments(words: string, state: string, enabled = true) {
  const [settled] = useDebouncedValue(words.trim(), 150)
  return useQuery({
    // Who opens the list after an item was made elsewhere (in a dialog of a ticket) finds it there.
    queryKey: ['developments', settled, state], enabled, placeholderData: keepPreviousData, staleTime: 0,
    queryFn: () => findDevelopments(settled, state),
  })
}

export const developmentQuery = (id: string) => ({ queryKey: ['development', id], queryFn: () => api.get<DevelopmentPage>(`/api/developments/${id}`) })
