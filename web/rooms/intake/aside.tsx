import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { at, Bone, cx, Empty, ErrorNote, Moment } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { WholeLetter } from '../messages/letter.tsx'
import '../messages/messages.css'
import { allAside, asidePageOf, type AsideLetter, type AsidePage, type AsideReason, type AsideRow } from './data.ts'
import './aside.css'

/** Kinds in the order of the filter; the compiler asks for a new one in the words. */
const reasons = ['list', 'auto_reply', 'bounce', 'complaint', 'own'] as const satisfies readonly AsideReason[]

/** Letters that opened no ticket: lists, answers of machines, reports. A customer's words may be among them; what is one becomes a ticket by one press. */
export function AsidePageScreen() {
  const { say } = useWords()
  const [reason, choose] = useState<AsideReason | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['aside', 'pages', reason], initialPageParam: null as string | null, getNextPageParam: (last: AsidePage) => last.next,
    queryFn: ({ pageParam }) => asidePageOf(reason, pageParam),
  })
  const rows = list.data?.pages.flatMap(page => page.rows) ?? []
  const counts = list.data?.pages[0]?.counts
  return (
    <main className="page">
      <h1>{say('intake.aside.title')}</h1>
      <p className="dim">{say('intake.aside.lead')}</p>
      <div className="aside-kinds" role="group" aria-label={say('intake.aside.kinds')}>
        <button type="button" className="aside-kind" aria-pressed={reason === null} onClick={() => choose(null)}>{say('intake.aside.all')}<Count of={allAside(list.data?.pages[0])} /></button>
        {reasons.map(one => <button key={one} type="button" className="aside-kind" aria-pressed={reason === one} onClick={() => choose(one)}>{say(`intake.aside.reasons.${one}`)}<Count of={counts?.[one]} /></button>)}
      </div>
      {list.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /><Bone /></div>}
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Empty title={say('intake.aside.empty')} text={say('intake.aside.emptyText')} />}
      {rows.length > 0 && <ul className="panel aside-list">{rows.map(row => <Row key={row.id} row={row} />)}</ul>}
      {list.hasNextPage && <Button mt={12} variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{say('intake.more')}</Button>}
    </main>
  )
}

const Count = ({ of }: { of: number | undefined }) => (of === undefined ? null : <span className={cx('count num', of === 0 && 'zero')}>{of}</span>)

function Row({ row }: { row: AsideRow }) {
  const { say } = useWords()
  const [open, setOpen] = useState(false)
  const from = row.from === null ? say('intake.nobody') : row.from.name === '' ? row.from.address : row.from.name
  return (
    <li>
      <button type="button" className="plain aside-row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="aside-from ellipsis"><b>{from}</b></span>
        <span className="aside-words ellipsis"><span className="aside-subject">{row.subject === '' ? say('intake.noSubject') : row.subject}</span> <span className="dim">{row.beginning}</span></span>
        <span className="mark">{say(`intake.aside.why.${row.reason}`)}</span>
        <span className="dim small nowrap"><Moment at={at(row.receivedAt)} /></span>
      </button>
      {open && <Opened row={row} from={from} />}
    </li>
  )
}

function Opened({ row, from }: { row: AsideRow; from: string }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [whole, setWhole] = useState(false)
  const letter = useQuery({ queryKey: ['aside-letter', row.id], queryFn: () => api.get<AsideLetter>(`/api/aside/${row.id}`), staleTime: Infinity })
  async function handle(how: 'request' | 'dismiss') {
    setBusy(true)
    try {
      await api.post(`/api/aside/${row.id}/${how}`)
      told(say(how === 'request' ? 'intake.aside.requested' : 'intake.aside.dismissed'))
      for (const queryKey of [['aside'], ['queue'], ['counts']]) await client.invalidateQueries({ queryKey })
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  if (letter.isError) return <div className="aside-open"><ErrorNote error={letter.error} retry={() => void letter.refetch()} /></div>
  if (letter.data === undefined) return <div className="aside-open"><Bone /><Bone width="60%" /></div>
  const { text, hasHtml, remoteImages } = letter.data
  return (
    <div className="aside-open">
      {row.from !== null && <div className="dim small">{row.from.address}</div>}
      <div className={cx('prewrap', text === '' && 'dim')}>{text === '' ? say('messages.noText') : text}</div>
      {hasHtml && <div><button type="button" className="link small" aria-expanded={whole} onClick={() => setWhole(!whole)}>{say(whole ? 'messages.letter.wholeHide' : 'messages.letter.whole')}</button></div>}
      {whole && <WholeLetter url={`/api/aside/${row.id}`} name={from} remoteImages={remoteImages} />}
      <div className="row">
        {row.reason !== 'own' && <Button size="compact-sm" loading={busy} onClick={() => void handle('request')}>{say('intake.aside.request')}</Button>}
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void handle('dismiss')}>{say('intake.aside.dismiss')}</Button>
      </div>
    </div>
  )
}
