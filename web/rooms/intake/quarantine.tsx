import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { channelName } from '../../kit/channel.tsx'
import { at, Bone, Empty, ErrorNote, Moment, sizeWords } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords, type Say } from '../../kit/words.ts'
import type { Quarantined, QuarantinePage } from './data.ts'
import './aside.css'

/** What came in and could not be read: kept, shown with the reason, read again at a press. */
export function Quarantine() {
  const { say } = useWords()
  const list = useInfiniteQuery({
    queryKey: ['quarantine', 'pages'], initialPageParam: null as string | null, getNextPageParam: (last: QuarantinePage) => last.next,
    queryFn: ({ pageParam }) => api.get<QuarantinePage>(`/api/quarantine${pageParam === null ? '' : `?after=${encodeURIComponent(pageParam)}`}`),
  })
  const rows = list.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <main className="page">
      <h1>{say('intake.title')}</h1>
      <p className="dim">{say('intake.lead')}</p>
      {list.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /><Bone /></div>}
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Empty title={say('intake.empty')} text={say('intake.emptyText')} />}
      {rows.length > 0 && (
        <div className="panel table-scroll page-table" tabIndex={0} role="region" aria-label={say('intake.title')}>
          <table className="table">
            <thead><tr><th>{say('intake.received')}</th><th>{say('intake.channel')}</th><th>{say('intake.reason')}</th><th>{say('intake.preview')}</th><th className="right">{say('intake.tries')}</th><th><span className="hidden-label">{say('staff.actions')}</span></th></tr></thead>
            <tbody>{rows.map(row => <Row key={row.id} row={row} />)}</tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && <Button mt={12} variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{say('intake.more')}</Button>}
    </main>
  )
}

function Row({ row }: { row: Quarantined }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  async function handle(how: 'retry' | 'dismiss' | 'stub') {
    setBusy(true)
    try {
      await api.post(`/api/quarantine/${row.id}/${how}`)
      told(say(how === 'retry' ? 'intake.retried' : how === 'stub' ? 'intake.stubbed' : 'intake.dismissed'))
      await client.invalidateQueries({ queryKey: ['quarantine'] })
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  return (
    <tr>
      <td><Moment at={at(row.receivedAt)} /></td><td>{channelName(row.channelId, say)}</td><td>{reasonWords(row, say)}</td><td className="prewrap">{row.letter === null ? row.preview : <Glance letter={row.letter} />}</td><td className="right num">{row.tries}</td>
      <td className="right"><Button variant="default" size="compact-xs" loading={busy} onClick={() => void handle('retry')}>{say('intake.retry')}</Button>{row.letter !== null && <> <Button variant="default" size="compact-xs" disabled={busy} onClick={() => void handle('stub')}>{say('intake.stub')}</Button></>} <Button variant="subtle" size="compact-xs" disabled={busy} onClick={() => void handle('dismiss')}>{say('intake.dismiss')}</Button></td>
    </tr>
  )
}

const letterReasons = ['took_too_long', 'crashed', 'too_large', 'the source of the letter is gone', 'the letter names no sender'] as const

/** Why a letter was not read, in words; what others say stands as it is. */
function reasonWords({ reason, letter }: Quarantined, say: Say): string {
  const known = letter === null ? undefined : letterReasons.find(one => reason === one || reason.startsWith(`${one}:`))
  switch (known) {
    case undefined: return reason
    case 'the source of the letter is gone': return say('intake.reasons.gone')
    case 'the letter names no sender': return say('intake.reasons.nobody')
    default: return say(`intake.reasons.${known}`)
  }
}

/** What can be made out of a letter: who wrote it, what about, how large it is. */
function Glance({ letter }: { letter: NonNullable<Quarantined['letter']> }) {
  const { say } = useWords()
  const { from, subject, size } = letter
  return (
    <span className="quarantine-letter">
      <b>{from === null ? say('intake.nobody') : from.name === '' ? from.address : `${from.name}, ${from.address}`}</b><br />
      {subject === '' ? say('intake.noSubject') : subject} <span className="dim">· {sizeWords(size, say)}</span>
    </span>
  )
}
