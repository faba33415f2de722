import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AlarmItem, alarmHistory, ChatLink, MyChat, OpenAlarms, TakingAnswer, TriageAlarm } from '../../../src/alarms/api.ts'
import { api } from '../../kit/api.ts'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'

export type { AlarmItem, ChatLink, MyChat, TriageAlarm }
export type AlarmHistory = z.infer<typeof alarmHistory>

export const alarmsQuery = { queryKey: ['alarms', 'open'], queryFn: () => api.get<OpenAlarms>('/api/alarms'), staleTime: 5_000 } as const
export const useAlarms = () => useQuery({ ...alarmsQuery, refetchInterval: 60_000 })

export const myChatQuery = { queryKey: ['my-chat'], queryFn: () => api.get<MyChat>('/api/me/telegram') } as const

/** Takes the ticket of an alarm, or says that it was seen; tells what came of it. */
export function useAnswerAlarm(): (alarm: AlarmItem, how: 'take' | 'ack') => Promise<TakingAnswer | null> {
  const { say } = useWords()
  const client = useQueryClient()
  return async (alarm, how) => {
    try {
      const answer = await api.post<TakingAnswer>(`/api/alarms/${alarm.id}/${how}`)
      told(answer.outcome === 'over'
        ? answer.by === null ? say('alarms.outcome.overPlain') : say('alarms.outcome.over', { name: answer.by })
        : answer.outcome === 'taken' && answer.number !== null ? say('alarms.outcome.taken', { number: answer.number }) : say('alarms.outcome.seen'))
      return answer
    } catch (error) {
      toldRefusal(error, say)
      return null
    } finally {
      for (const key of ['alarms', 'queue', 'counts']) void client.invalidateQueries({ queryKey: [key] })
      if (alarm.ticket !== null) void client.invalidateQueries({ queryKey: ['ticket', alarm.ticket.number] })
    }
  }
}

/** What a person sees of an alarm without opening it. */
export const canTake = ({ kind }: AlarmItem): boolean => kind === 'stop' || kind === 'critical' || kind === 'disputed' || kind === 'second_dispute' || kind === 'lead_called'
export const canAck = ({ kind }: AlarmItem): boolean => kind === 'second_dispute' || kind === 'lead_called' || kind === 'came_back' || kind === 'incident' || kind === 'channel'
export const isUrgent = ({ kind }: AlarmItem): boolean => kind === 'stop' || kind === 'critical' || kind === 'disputed'

/** The alarm that stands on top of every screen: urgent before the group, the group before the rest. */
export function onTop({ rows, triage }: OpenAlarms): AlarmItem | undefined {
  const mine = rows.filter(row => row.rings)
  return mine.find(isUrgent) ?? (triage?.rings === true ? undefined : mine[0])
}
