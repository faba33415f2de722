import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TopicCard, TopicHistory, TopicRow } from '../../../src/competence/api.ts'
import { api } from '../../kit/api.ts'
import { useHints } from '../tickets/data.ts'
import { withCards, type Topic } from '../tickets/topics.ts'

export type { TopicCard, TopicHistory, TopicRow }

/** Topics with their cards (`GET /api/topics`). They change seldom; a page that was looked at for long asks again. */
export const topicsQuery = { queryKey: ['topics'], queryFn: () => api.get<TopicRow[]>('/api/topics'), staleTime: 60_000 } as const
export const useTopics = () => useQuery(topicsQuery)

/** The card of a ticket's topic; null while it is not known, or when the edition in force has no such topic. */
export function useCardOf(topic: string | null): TopicRow | null {
  const rows = useTopics().data
  return rows?.find(row => row.id === topic) ?? null
}

/** Topics to choose from: the regulation's hints with the desk's cards over them. Cards that did not come leave the hints as they are. */
export function useTopicChoices(): readonly Topic[] | undefined {
  const hints = useHints().data
  const rows = useTopics().data
  return hints === undefined ? undefined : withCards(hints.topics, rows ?? [])
}

export const useHistory = (id: string) => useQuery({ queryKey: ['topics', id, 'history'], queryFn: () => api.get<TopicHistory>(`/api/topics/${id}/history`), staleTime: 0 })

/** Changes of a card. Both reject with a refusal; what was refused as `stale` is read again, so that the screen can show whose card it is now. */
export function useCardChanges(id: string) {
  const client = useQueryClient()
  async function keep(asking: Promise<TopicRow>): Promise<TopicRow> {
    try {
      const row = await asking
      client.setQueryData<TopicRow[]>(topicsQuery.queryKey, rows => rows?.map(one => (one.id === row.id ? row : one)))
      void client.invalidateQueries({ queryKey: ['topics', id] })
      return row
    } catch (error) {
      await client.invalidateQueries({ queryKey: topicsQuery.queryKey })
      throw error
    }
  }
  return {
    save: (version: number, card: TopicCard) => keep(api.put<TopicRow>(`/api/topics/${id}`, { version, card })),
    restore: (version: number, to: number) => keep(api.post<TopicRow>(`/api/topics/${id}/restore`, { version, to })),
  }
}
