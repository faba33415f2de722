import { IconArrowDown } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { Message } from '../../../src/messages/api.ts'
import { Empty, useTimes } from '../../kit/pieces.tsx'
import { localDate } from '../../kit/moments.ts'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { listed, pictures } from './attachments.tsx'
import { grouped } from './group.ts'
import { MessageBubble, Notice } from './message.tsx'
import './messages.css'

const Lightbox = lazy(() => import('./lightbox.tsx'))
/** So near to the end counts as "at the end": new messages keep the view there. */
const nearEnd = 90

export type Pending = { text: string; mode: 'answer' | 'note' }

export type ConversationProps = {
  messages: readonly Message[]
  pending: Pending | null
  call: (() => void) | null
  /** Null for somebody who may not. */
  move: ((message: Message, to: number | 'new' | 'ask') => void) | null
  number: number
  judging: (message: Message) => ReactNode
  /** What a question of ours asks for, under its words. */
  asked: (message: Message) => ReactNode
}

/** The whole thread, newest at the bottom. Scroll stays where the reader is; what came meanwhile is offered by a chip. */
export function Conversation({ messages, pending, call, move, number, judging, asked }: ConversationProps) {
  const { say } = useWords()
  const items = useMemo(() => grouped(messages), [messages])
  const byId = useMemo(() => new Map(messages.map(message => [message.id, message])), [messages])
  const images = useMemo(() => messages.flatMap(message => pictures(listed(message))), [messages])
  const alone = useMemo(() => messages.filter(message => message.direction === 'in').length < 2, [messages])
  const [shown, show] = useState<string | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const [seen, setSeen] = useState(messages.length)
  const unseen = messages.slice(seen).filter(message => message.direction !== 'note').length

  const toEnd = useCallback(() => {
    const box = scroller.current
    if (box !== null) box.scrollTop = box.scrollHeight
  }, [])

  // Pictures and players grow after they load: as long as the reader is at the end, the end is kept in view.
  useEffect(() => {
    const inner = content.current
    if (inner === null) return undefined
    const growing = new ResizeObserver(() => atEnd.current && toEnd())
    growing.observe(inner)
    if (scroller.current !== null) growing.observe(scroller.current)
    return () => growing.disconnect()
  }, [toEnd])
  useLayoutEffect(() => {
    if (!atEnd.current) return
    toEnd()
    setSeen(messages.length)
  }, [messages, pending, toEnd])

  function onScroll() {
    const box = scroller.current
    if (box === null) return
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd
    if (atEnd.current && seen !== messages.length) setSeen(messages.length)
  }
  const goTo = useCallback((id: string) => {
    const element = document.getElementById(`message-${id}`)
    if (element === null) return
    element.scrollIntoView({ block: 'center', behavior: 'smooth' })
    element.classList.add('flash')
    setTimeout(() => element.classList.remove('flash'), 1_400)
  }, [])

  return (
    <section className="talk" aria-label={say('messages.label')}>
      <div className="talk-scroll" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-live="off" aria-label={say('messages.label')}>
        <div className="talk-inner" ref={content}>
          {items.length === 0 && <Empty title={say('messages.empty')} text={say('messages.emptyText')} />}
          {items.map(item => {
            switch (item.kind) {
              case 'day': return <DayLine key={item.key} at={item.at} />
              case 'notice': return <Notice key={item.key} message={item.message} call={call} />
              case 'message': return <MessageBubble key={item.key} message={item.message} joined={item.joined} quoted={item.message.replyTo === null ? undefined : byId.get(item.message.replyTo)} enlarge={show} goTo={goTo} call={call} number={number} alone={alone} move={item.message.direction === 'in' && item.message.channelId !== null ? move : null} judging={item.message.toJudge ? judging(item.message) : null} asked={item.message.direction === 'out' ? asked(item.message) : null} />
            }
          })}
          {pending !== null && (
            <article className={`msg pending ${pending.mode === 'note' ? 'note' : 'out'}`}><div className="bubble"><div className="prewrap">{pending.text}</div><footer className="msg-foot">{say('messages.pending')}</footer></div></article>
          )}
        </div>
      </div>
      {unseen > 0 && <button type="button" className="newer" onClick={toEnd}><IconArrowDown size={14} aria-hidden />{say('messages.nearNew', { count: unseen })}</button>}
      <Announcer messages={messages} />
      <Suspense fallback={null}>{shown !== null && <Lightbox images={images} start={shown} close={() => show(null)} />}</Suspense>
    </section>
  )
}

/** Tells screen readers what the customer wrote while the page was open. */
function Announcer({ messages }: { messages: readonly Message[] }) {
  const { say } = useWords()
  const [first] = useState(() => new Set(messages.map(message => message.id)))
  const last = messages.findLast(message => message.direction === 'in' && !first.has(message.id))
  return <div className="hidden-label" aria-live="polite">{last === undefined ? '' : `${say('messages.arrived')}: ${last.text}`}</div>
}

function DayLine({ at }: { at: number }) {
  const { say } = useWords()
  const times = useTimes()
  const date = localDate(at)
  const words = date === localDate(now()) ? say('kit.today') : date === localDate(now() - 86_400_000) ? say('kit.yesterday') : null
  return <div className="day-line" role="separator"><span>{words === null ? times.day(at) : `${words}, ${times.day(at)}`}, {say('kit.zones.Europe/Moscow')}</span></div>
}
