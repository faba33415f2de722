import { Button, Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { BehindRow } from '../../../src/reports/api.ts'
import { CategoryMark } from '../../kit/category.tsx'
import { at, Bone, ErrorNote, Moment } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { behindQuery, type Wish } from './data.ts'
import { useReportWords } from './words.ts'

export type Opened = { figure: string; title: string; count: number }

/** The tickets behind a figure. */
export function Behind({ wish, madeAt, opened: { figure, title, count }, close }: { wish: Wish; madeAt: string; opened: Opened; close: () => void }) {
  const { say } = useWords()
  const { words } = useReportWords()
  const list = useInfiniteQuery(behindQuery(wish, madeAt, figure))
  const rows = list.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <Modal opened onClose={close} title={words.behind(title, list.data?.pages[0]?.total ?? count)} size={760} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      {list.isPending && <div className="stack"><Bone /><Bone /><Bone /></div>}
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <ul className="behind" aria-label={words.tableOf}>{rows.map(row => <Ticket key={`${row.number} ${row.cycle}`} row={row} />)}</ul>
      )}
      {list.hasNextPage && <Button mt={12} variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.behindMore}</Button>}
    </Modal>
  )
}

function Ticket({ row }: { row: BehindRow }) {
  const { words, names } = useReportWords()
  const late = (['triage', 'reaction', 'result'] as const).flatMap(name => {
    const clock = row.clocks[name]
    return clock?.standing === 'broken' ? [{ name, text: `${words.lateBy(names.clock[name], names.length(clock.overBy))}${clock.reason === null ? '' : `, ${names.reason[clock.reason]}`}` }] : []
  })
  return (
    <li>
      <CategoryMark category={row.category} />
      <div className="grow">
        <Link to="/tickets/$number" params={{ number: row.number }} search={{}} className="behind-link"><b className="num">№ {row.number}</b> {row.subject}</Link>
        <div className="dim small">
          <Moment at={at(row.receivedAt)} />{row.point !== null && ` · ${row.point.name}`}{row.company !== null && ` · ${row.company.name}`}{row.cycle > 1 && ` · ${words.cycle(row.cycle)}`}
        </div>
        {late.map(({ name, text }) => <div key={name} className="small late">{text}</div>)}
      </div>
    </li>
  )
}
