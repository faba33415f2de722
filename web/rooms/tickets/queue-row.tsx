import { IconHandStop, IconMessageQuestion, IconPhoneOutgoing } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { CategoryMark } from '../../kit/category.tsx'
import { ChannelIcon } from '../../kit/channel.tsx'
import { at, cx, shortName, useAge } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { Due } from '../regulation/due.tsx'
import type { QueueRow, QueueView } from './data.ts'

/** One ticket of the queue: number, category, countdown; point; first line; channel, how long they have waited, marks, owner. */
export const QueueRowLink = memo(function QueueRowLink({ row, view, selected, open }: { row: QueueRow; view: QueueView; selected: boolean; open: boolean }) {
  const { say } = useWords()
  return (
    <Link to="/tickets/$number" params={{ number: row.number }} search={view === 'all' ? {} : { view }} className={cx('q-row', selected && 'selected', open && 'open', row.breached && 'breached', row.category === 1 && 'critical')} aria-current={open ? 'true' : undefined}>
      <span className="q-mark"><CategoryMark category={row.category} /></span>
      <span className="q-line">
        <span className="q-point ellipsis">{row.point?.name ?? <span className="dim">{say('tickets.queue.noPoint')}</span>}</span>
        <span className="q-end">{row.due === null ? <span className="dim small">{say(`tickets.states.${row.state}`)}</span> : <Due at={at(row.due.at)} clock={say(`tickets.clocks.${row.due.clock}`)} />}</span>
      </span>
      <span className="q-subject ellipsis">{row.subject === '' ? <span className="dim">{say('tickets.queue.newSubject')}</span> : row.subject}</span>
      <span className="q-line q-foot">
        <span className="q-number num">{say('tickets.number', { number: row.number })}</span>
        <ChannelIcon channel={row.channel} />
        {row.stopReported && <span className="mark bad"><IconHandStop size={12} aria-hidden />{say('tickets.queue.stop')}</span>}
        {row.callTask && <span className="mark warn"><IconPhoneOutgoing size={12} aria-hidden />{say('tickets.queue.call')}</span>}
        {row.toJudge === true && <span className="mark accent"><IconMessageQuestion size={12} aria-hidden />{say('tickets.queue.judge')}</span>}
        <span className="ellipsis">{row.unansweredSince === null ? say(`tickets.states.${row.state}`) : <Unanswered since={at(row.unansweredSince)} short={row.stopReported || row.callTask || row.toJudge === true} />}</span>
        <span className="q-owner ellipsis">{row.owner === null ? '' : shortName(row.owner.name)}</span>
      </span>
    </Link>
  )
})

/** How long they have waited; in fewer words where marks take the room. */
function Unanswered({ since, short }: { since: number; short: boolean }) {
  const { say } = useWords()
  const age = useAge(since)
  return short ? <span title={say('tickets.queue.unanswered', { age })}>{say('tickets.queue.unansweredShort', { age })}</span> : <>{say('tickets.queue.unanswered', { age })}</>
}
