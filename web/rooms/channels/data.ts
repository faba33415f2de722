import { useQuery } from '@tanstack/react-query'
import type { Backlogs, ChannelCard, ChannelList, CheckPart, MailboxCounts, Rerouted, Ways, WireFinding } from '../../../src/channels/api.ts'
import type { Typed } from '../../../src/channels/settings.ts'
import { api } from '../../kit/api.ts'
import { channelName } from '../../kit/channel.tsx'
import type { Say } from '../../kit/words.ts'

export type { Backlogs, ChannelCard, ChannelList, CheckPart, MailboxCounts, Rerouted, Typed, Ways, WireFinding }

/** What a form holds of one kind of channel. */
export type Mailbox = Extract<Typed, { kind: 'mailbox' }>['settings']
export type ChannelKind = ChannelCard['kind']

export const channelsQuery = { queryKey: ['channels', 'list'], queryFn: () => api.get<ChannelList>('/api/channels'), refetchInterval: 10_000 } as const
export const countsQuery = (id: string) => ({ queryKey: ['channels', 'counts', id], queryFn: () => api.get<MailboxCounts>(`/api/channels/${id}/counts`), staleTime: 0 }) as const
export const waysQuery = (id: string) => ({ queryKey: ['channels', 'ways', id], queryFn: () => api.get<Ways>(`/api/channels/${id}/ways`), staleTime: 0 }) as const

export const backlogQuery = { queryKey: ['channels', 'backlog'], queryFn: () => api.get<Backlogs>('/api/channels/backlog'), staleTime: 10_000 } as const
export const useBacklogs = () => useQuery({ ...backlogQuery, refetchInterval: 20_000 })

export const titleOf = ({ title, id }: { title: string | null; id: string }, say: Say): string => title ?? channelName(id, say)
