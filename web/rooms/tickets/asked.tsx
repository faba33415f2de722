import { Tooltip } from '@mantine/core'
import { IconCheck, IconCircle, IconMinus, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Message } from '../../../src/messages/api.ts'
import { at, cx, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { spanWords } from '../regulation/due.tsx'
import { useService } from '../regulation/service-time.ts'
import type { TicketPage } from './data.ts'
import { useHub } from './hub.ts'

type Item = TicketPage['ticket']['asked'][number]
type Step = TicketPage['ticket']['steps'][number]

const signs = { open: IconCircle, done: IconCheck, waived: IconMinus, failed: IconX }

function Sign({ state }: { state: Item['state'] | Step['state'] }) {
  const { say } = useWords()
  const Icon = signs[state]
  const words = { open: say('asking.panel.open'), done: say('asking.panel.done'), waived: say('asking.panel.waived'), failed: say('asking.panel.stepFailed') }[state]
  return <span className={`asked-sign ${state}`} role="img" aria-label={words}><Icon size={14} stroke={2} aria-hidden /></span>
}

/** Under a question of ours: what it asked for and what has come. */
export function AskedUnder({ message }: { message: Message }) {
  const { page: { ticket } } = useHub()
  const items = ticket.asked.filter(item => item.question === message.id)
  const steps = ticket.steps.filter(step => step.question === message.id)
  if (items.length === 0 && steps.length === 0) return null
  return (
    <ol className="asked-list">
      {[...items, ...steps.map((step, index) => ({ ...step, text: `${index + 1}. ${step.text}` }))].map(one => <li key={one.id} className={one.state}><Sign state={one.state} /><span>{one.text}</span></li>)}
    </ol>
  )
}

/** Brings a message before the eyes. */
function light(id: string): void {
  const element = document.getElementById(`message-${id}`)
  element?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  element?.classList.add('flash')
  setTimeout(() => element?.classList.remove('flash'), 1_400)
}

/** Everything that this ticket waits for, with what came and what did not; ticked by hand where an answer came another way. */
export function AskedPanel() {
  const { say } = useWords()
  const times = useTimes()
  const navigate = useNavigate()
  const { page: { ticket, clocks }, number, can, giveAndTell, openDialog } = useHub()
  // An agreed hour matters as long as somebody waits for it.
  const answerBy = clocks.silence === null ? null : ticket.answerBy
  if (ticket.asked.length === 0 && ticket.steps.length === 0 && answerBy === null) return null
  const all = [...ticket.asked, ...ticket.steps]
  // A step that did not work has not come: it is still to be thought about.
  const done = all.filter(one => one.state === 'done' || one.state === 'waived').length
  const settled = all.length > 0 && done === all.length
  async function show(message: string) {
    // On a phone the conversation stands behind this panel.
    if (globalThis.matchMedia('(max-width: 760px)').matches) await navigate({ to: '/tickets/$number', params: { number }, search: before => ({ ...before, pane: undefined }) as never })
    light(message)
  }
  return (
    <section aria-label={say('asking.panel.title')}>
      <h2>{say('asking.panel.title')}{!settled && all.length > 1 && <span className="num">{say('asking.panel.count', { done, all: all.length })}</span>}{can('agree_wait') && <button type="button" className="link" onClick={() => openDialog({ name: 'agreeWait' })}>{say('asking.panel.agree')}</button>}</h2>
      {answerBy !== null && <div className="dim small">{say('asking.panel.until', { at: times.moment(at(answerBy)) })}</div>}
      <Folded when={settled} label={say('asking.panel.allCame', { amount: all.length })}>
      <ul className="asked-panel">
        {ticket.asked.map(item => (
          <li key={item.id} className={item.state}>
            <Sign state={item.state} />
            <span className="grow">{item.message === null ? item.text : <button type="button" className="plain asked-show" title={say('asking.panel.showMessage')} onClick={() => void show(item.message ?? '')}>{item.text}</button>}</span>
            {item.state === 'open' && can('tick_item') && <>
              <Tooltip label={say('asking.panel.tick')}><button type="button" className="plain dim" aria-label={`${say('asking.panel.tick')}: ${item.text}`} onClick={() => giveAndTell({ type: 'tick_item', item: item.id })}><IconCheck size={16} /></button></Tooltip>
              <Tooltip label={say('asking.panel.waive')}><button type="button" className="plain dim" aria-label={`${say('asking.panel.waive')}: ${item.text}`} onClick={() => giveAndTell({ type: 'waive_item', item: item.id })}><IconMinus size={16} /></button></Tooltip>
            </>}
          </li>
        ))}
        {ticket.steps.map((step, index) => (
          <li key={step.id} className={step.state}>
            <Sign state={step.state} />
            <span className="grow">{index + 1}. {step.text}</span>
            {step.state === 'open' && can('mark_step') && <>
              <Tooltip label={say('asking.panel.stepDone')}><button type="button" className="plain dim" aria-label={say('asking.panel.stepDoneFor', { text: step.text })} onClick={() => giveAndTell({ type: 'mark_step', step: step.id, as: 'done' })}><IconCheck size={16} /></button></Tooltip>
              <Tooltip label={say('asking.panel.stepFailed')}><button type="button" className="plain dim" aria-label={say('asking.panel.stepFailedFor', { text: step.text })} onClick={() => giveAndTell({ type: 'mark_step', step: step.id, as: 'failed' })}><IconX size={16} /></button></Tooltip>
            </>}
          </li>
        ))}
      </ul>
      </Folded>
    </section>
  )
}

/** What is settled takes one line, and opens when pressed. */
const Folded = ({ when, label, children }: { when: boolean; label: string; children: ReactNode }) => (when ? <details><summary>{label}</summary>{children}</details> : children)

/** every wait and pause: who asked, what was missing, whether it arrived, how long work stood. */
export function Pauses() {
  const { say } = useWords()
  const times = useTimes()
  const { page: { pauses } } = useHub()
  const service = useService()
  if (pauses.length === 0) return null
  const when = (wire: string) => times.moment(at(wire))
  return (
    <section aria-label={say('asking.pauses.title')}>
      <h2>{say('asking.pauses.title')}</h2>
      <ol className="pauses">
        {pauses.map((pause, index) => (
          <li key={index} className={cx(pause.suspendedAt !== null && 'paused', pause.endedAt === null && 'running')}>
            <div>
              {pause.asked.delivered === 'call' ? say('asking.pauses.byCall') : pause.asked.delivered === 'agreed' ? say('asking.pauses.agreed', { name: pause.asked.by ?? '' }) : pause.asked.by === null ? when(pause.asked.at) : say('asking.pauses.by', { name: pause.asked.by })}
              {pause.asked.delivered === 'yes' && pause.asked.deliveredAt !== null && <>, {say('asking.pauses.delivered', { at: when(pause.asked.deliveredAt) })}</>}
              {pause.asked.delivered === 'pending' && <>, {say('asking.pauses.pending')}</>}
              {pause.asked.delivered === 'no' && <>, {say('asking.pauses.notDelivered')}</>}
            </div>
            {pause.items.length > 0 && <ul>{pause.items.map((item, place) => <li key={place} className={item.missing ? 'missing' : 'came'}>{item.text}: {say(item.missing ? 'asking.pauses.missing' : 'asking.pauses.came')}</li>)}</ul>}
            <div className="dim small">{say('asking.pauses.waits', { since: when(pause.since), boundary: when(pause.boundary) })}</div>
            {pause.suspendedAt !== null && <div className="small">{say('asking.pauses.paused', { at: when(pause.suspendedAt) })}{service !== null && <>, {say('asking.pauses.took', { span: spanWords(pause.paused, service, say) })}</>}</div>}
            <div className="small">{pause.endedBy === null || pause.endedAt === null ? say('asking.pauses.running') : say(`asking.pauses.ended.${pause.endedBy}`, { at: when(pause.endedAt) })}{pause.reason !== null && pause.reason !== '' && <>: {pause.reason === 'complete' ? say('asking.pauses.complete') : pause.reason}</>}</div>
          </li>
        ))}
      </ol>
    </section>
  )
}
