import { api } from '../../kit/api.ts'

/** What came in and could not be read (`GET /api/quarantine`). */
export type Quarantined = { id: string; channelId: string; receivedAt: string; reason: string; tries: number; preview: string }
export type QuarantinePage = { rows: Quarantined[]; next: string | null }

export const quarantineQuery = { queryKey: ['quarantine'], queryFn: () => api.get<QuarantinePage>('/api/quarantine'), staleTime: 30_000 } as const
