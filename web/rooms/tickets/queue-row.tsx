import { IconArrowBackUp, IconHandStop, IconMessageQuestion, IconMoon, IconPhoneOutgoing } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, type MouseEvent } from 'react'
import { CategoryMark } from '../../kit/category.tsx'
import { ChannelIcon } from '../../kit/channel.tsx'
import { at, cx, shortName, useAge } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { Due } from '../regulation/due.tsx'
import type { QueueRow, QueueView } from './data.ts'

/** One ticket of the queue: number, category, countdown; point; first line; channel, how long they have waited, marks, owner. */
export const QueueRowLink = memo(function QueueRowLink({ row, view, selected, open, marked, ownerOff, mark }: {
  row: QueueRow; view: QueueView; selected: boolean; open: boolean
  /** Chosen for an act on several tickets. */
  marked: boolean
  ownerOff: boolean
  /** `stretch`: with everything between this row and the one marked last. */
  mark: (number: number, stretch: boolean) => void
}) {
  const { say } = useWords()
  const onClick = (event: MouseEvent) => {
    if (!event.shiftKey) return
    event.preventDefault()
    mark(row.number, true)
  }
  return (
    <>
    <input type="checkbox" className="q-check" checked={marked} aria-label={say('shifts.bulk.mark', { number: row.number })} onChange={() => mark(row.number, false)} />
    <Link onClick={onClick} to="/tickets/$number" params={{ number: row.number }} search={view === 'all' ? {} : { view }} className={cx('q-row', selected && 'selected', marked && 'marked', open && 'open', row.breached && 'breached', row.category === 1 && 'critical')} aria-current={open ? 'true' : undefined}>
      <span className="q-mark"><CategoryMark category={row.category} /></span>
      <span className="q-line">
        <span className="q-point ellipsis">{row.point?.name ?? <span className="dim">{say('tickets.queue.noPoint')}</span>}</span>
        <span className="q-end">{row.due === null ? <span className="dim small">{say(`tickets.states.${row.state}`)}</span> : <Due at={at(row.due.at)} clock={say(`tickets.clocks.${row.due.clock}`)} />}</span>
      </span>
      <span className="q-subject ellipsis">{row.subject === '' ? <span className="dim">{say('tickets.queue.newSubject')}</span> : row.subject}</span>
      <span className="q-line q-foot">
        <span className="q-number num">{say('tickets.number', { number: row.number })}</span>
        <ChannelIcon channel={row.channel} />
        {row.incident !== null && <span className="mark bad">{say('incidents.mark', { number: row.incident })}</span>}
        {row.stopReported && <span className="mark bad" title={say('tickets.queue.stop')}><IconHandStop size={12} aria-hidden /><span className="q-word">{say('tickets.queue.stop')}</span></span>}
        {row.callTask && <span className="mark warn" title={say('tickets.queue.call')}><IconPhoneOutgoing size={12} aria-hidden /><span className="q-word">{say('tickets.queue.call')}</span></span>}
        {row.cameBack === true && <span className="mark accent" title={say('shifts.row.cameBack')}><IconArrowBackUp size={12} aria-hidden /><span className="q-word">{say('shifts.row.cameBack')}</span></span>}
        {row.toJudge === true && <span className="mark accent" title={say('tickets.queue.judge')}><IconMessageQuestion size={12} aria-hidden /><span className="q-word">{say('tickets.queue.judge')}</span></span>}
        <span className="ellipsis">{row.unansweredSince === null ? say(`tickets.states.${row.state}`) : <Unanswered since={at(row.unansweredSince)} short={row.stopReported || row.callTask || row.toJudge === true || row.cameBack === true} />}</span>
        {row.owner !== null && ownerOff
          ? <span className="q-owner off ellipsis" title={say('shifts.row.ownerOff', { name: row.owner.name })}><IconMoon size={11} aria-hidden />{shortName(row.owner.name)}</span>
          : <span className="q-owner ellipsis">{row.owner === null ? '' : shortName(row.owner.name)}</span>}
      </span>
    </Link>
    </>
  )
})

/** How long they have waited; in fewer words where marks take the room. */
function Unanswered({ since, short }: { since: number; short: boolean }) {
  const { say } = useWords()
  const age = useAge(since)
  return short ? <span title={say('tickets.queue.unanswered', { age })}>{say('tickets.queue.unansweredShort', { age })}</span> : <>{say('tickets.queue.unanswered', { age })}</>
}
