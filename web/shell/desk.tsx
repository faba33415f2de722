import { Outlet, useParams, useSearch } from '@tanstack/react-router'
import { cx, Empty, Key } from '../kit/pieces.tsx'
import { useWords } from '../kit/words.ts'
import { Queue } from '../rooms/tickets/queue.tsx'
import { isView } from '../rooms/tickets/data.ts'
import { defaultView } from './views.ts'
import './desk.css'

/** Three panes: queue, conversation, context. On a phone one at a time, by the address, so that "back" works. */
export function Desk() {
  const params: { number?: unknown } = useParams({ strict: false })
  const search: { view?: unknown; pane?: unknown } = useSearch({ strict: false })
  const number = typeof params.number === 'number' ? params.number : null
  return (
    <div className={cx('desk', number !== null && 'has-ticket', search.pane === 'context' && 'on-context')}>
      <Queue view={isView(search.view) ? search.view : defaultView} open={number} />
      <Outlet />
    </div>
  )
}

export function NoTicket() {
  const { say } = useWords()
  return (
    <main className="no-ticket">
      <h1 className="hidden-label">{say('shell.viewsLabel')}</h1>
      <Empty title={say('tickets.page.none')} text={say('tickets.page.noneText')}><span className="row"><Key>J</Key><Key>K</Key><Key>Enter</Key><Key>?</Key></span></Empty>
    </main>
  )
}
