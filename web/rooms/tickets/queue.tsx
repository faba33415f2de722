import { Loader } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useCommands } from '../../kit/commands.ts'
import { Bone, cx, Empty, ErrorNote } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useLoads } from '../shifts/data.ts'
import { useQueue, type QueueView } from './data.ts'
import { QueueRowLink } from './queue-row.tsx'
import { keepMarks, keepSelection, markStretch, moveSelection, noMarks, toggleMark, type Selection } from './selection.ts'
import './queue.css'

const BulkBar = lazy(() => import('./bulk-bar.tsx'))

const rowHeight = 78
const noRows: never[] = []

/** What to do next, in the server's order. Only the visible rows exist; further pages come when the end is near. */
export function Queue({ view, open }: { view: QueueView; open: number | null }) {
  const { say } = useWords()
  const navigate = useNavigate()
  const queue = useQueue(view)
  const pages = queue.data?.pages
  // A ticket that moved between two pages while they were fetched must not stand twice.
  const rows = useMemo(() => (pages === undefined ? noRows : [...new Map(pages.flatMap(page => page.rows).map(row => [row.id, row])).values()]), [pages])
  const scroller = useRef<HTMLDivElement>(null)
  const [chosen, choose] = useState<Selection | null>(null)
  const selection = keepSelection(chosen, rows)
  const [allMarks, setMarks] = useState(noMarks)
  const marks = keepMarks(allMarks, rows)
  const shown = useRef(rows)
  shown.current = rows
  const mark = useCallback((number: number, stretch: boolean) => setMarks(before => (stretch ? markStretch(before, number, shown.current) : toggleMark(before, number))), [])
  const clear = () => setMarks(noMarks)
  const loads = useLoads().data
  const present = useMemo(() => (loads?.kept === true ? new Set(loads.people.map(one => one.person.id)) : null), [loads])

  const more = queue.hasNextPage
  const virtual = useVirtualizer({ count: rows.length + (more ? 1 : 0), getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8, getItemKey: index => rows[index]?.id ?? 'more' })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  const { fetchNextPage, isFetchingNextPage } = queue
  useEffect(() => {
    if (more && !isFetchingNextPage && last >= rows.length - 10) void fetchNextPage()
  }, [more, isFetchingNextPage, last, rows.length, fetchNextPage])

  // An opened ticket is the selected one, however it was opened.
  useEffect(() => {
    if (open !== null) choose(before => (before?.number === open ? before : { number: open, index: before?.index ?? 0 }))
  }, [open])
  useEffect(() => {
    choose(null)
    setMarks(noMarks)
    if (scroller.current !== null) scroller.current.scrollTop = 0
  }, [view])

  function move(by: 1 | -1) {
    const next = moveSelection(selection, by, rows)
    if (next === null) return
    choose(next)
    virtual.scrollToIndex(next.index, { align: 'auto' })
  }
  const openRow = (number: number) => void navigate({ to: '/tickets/$number', params: { number }, search: view === 'all' ? {} : { view } })

  useCommands([
    { id: 'next-row', group: 'queue', label: say('shell.commands.nextRow'), keys: ['j', 'ArrowDown'], quiet: true, run: () => move(1) },
    { id: 'prev-row', group: 'queue', label: say('shell.commands.prevRow'), keys: ['k', 'ArrowUp'], quiet: true, run: () => move(-1) },
    { id: 'open-row', group: 'queue', label: say('shell.commands.openRow'), keys: ['Enter'], quiet: true, run: () => selection !== null && openRow(selection.number) },
    { id: 'mark-row', group: 'queue', label: say('shifts.bulk.markKey'), keys: ['x'], quiet: true, run: () => selection !== null && mark(selection.number, false) },
  ])

  return (
    <section className={cx('queue', marks.numbers.size > 0 && 'marking')} aria-label={say('tickets.queue.label', { view: say(`shell.views.${view}`) })} aria-busy={queue.isPending}>
      {queue.isError && <div className="queue-error"><ErrorNote error={queue.error} retry={() => void queue.refetch()} /></div>}
      {queue.isPending && <Bones />}
      {queue.isSuccess && rows.length === 0 && <Empty title={say(`tickets.queue.empty.${view}.title`)} text={say(`tickets.queue.empty.${view}.text`)} />}
      <div className="queue-scroll" ref={scroller} hidden={rows.length === 0} tabIndex={-1}>
        <div role="list" className="queue-rows" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = rows[item.index]
            return (
              <div key={item.key} role="listitem" aria-setsize={more ? -1 : rows.length} aria-posinset={item.index + 1} className="queue-item" style={{ height: item.size, transform: `translateY(${item.start}px)` }}>
                {row === undefined
                  ? <div className="queue-more"><Loader size={14} color="gray" /> {say('tickets.queue.more')}</div>
                  : <QueueRowLink row={row} view={view} selected={selection?.number === row.number} open={open === row.number} marked={marks.numbers.has(row.number)} ownerOff={present !== null && row.owner !== null && !present.has(row.owner.id)} mark={mark} />}
              </div>
            )
          })}
        </div>
      </div>
      <Suspense fallback={null}>{marks.numbers.size > 0 && <BulkBar numbers={[...marks.numbers]} clear={clear} />}</Suspense>
    </section>
  )
}

function Bones() {
  const { say } = useWords()
  return (
    <div className="queue-bones" role="status" aria-label={say('tickets.queue.loading')}>
      {Array.from({ length: 9 }, (_, index) => (
        <div key={index} className="stack" style={{ gap: 8, padding: '12px 14px' }}>
          <div className="row"><Bone width={20} height={20} /><Bone width={120 + (index * 37) % 90} /><span className="grow" /><Bone width={80} /></div>
          <Bone width={`${60 + (index * 23) % 35}%`} />
        </div>
      ))}
    </div>
  )
}
