import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { contactFound, pointFound } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'

export type PointFound = z.infer<typeof pointFound>
export type ContactFound = z.infer<typeof contactFound>

/** Typing settles for a moment before the server is asked. */
const settle = 150

function useSearch<T>(path: 'points' | 'contacts', words: string, enabled = true) {
  const [settled] = useDebouncedValue(words.trim(), settle)
  return useQuery({ queryKey: ['search', path, settled], queryFn: () => api.get<T[]>(`/api/${path}?words=${encodeURIComponent(settled)}`), enabled: enabled && settled !== '', placeholderData: keepPreviousData, staleTime: 30_000 })
}

export const usePointSearch = (words: string, enabled?: boolean) => useSearch<PointFound>('points', words, enabled)
export const useContactSearch = (words: string, enabled?: boolean) => useSearch<ContactFound>('contacts', words, enabled)

export const pointHint = (point: PointFound): string => [point.address, point.company].filter(Boolean).join(' · ')
