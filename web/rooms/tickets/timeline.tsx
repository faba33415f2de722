import { useState } from 'react'
import { at, cx, Moment } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useHub } from './hub.ts'
import { canComeBack, useBringBack } from './moving.tsx'
import { describe, isQuiet, isStrikable } from './timeline-words.ts'

/** The ticket's history, newest first: who, when, what; a mistake is struck with a reason and stays to be seen. */
export function Timeline() {
  const { say } = useWords()
  const { page, number, can, openDialog, topicTitle } = useHub()
  const bringBack = useBringBack(number)
  const [all, setAll] = useState(false)
  const entries = page.timeline.filter(entry => all || !isQuiet(entry.type)).toReversed()
  return (
    <section aria-label={say('tickets.timeline.title')}>
      <h2>{say('tickets.timeline.title')}</h2>
      <ol className="timeline">
        {entries.map(entry => (
          <li key={entry.id} className={cx(entry.struck && 'struck')}>
            <div className="timeline-head">
              <Moment at={at(entry.at)} />
              <span className="ellipsis">{entry.actor.kind === 'machine' ? say('kit.machine') : (entry.actor.name ?? (entry.actor.kind === 'customer' ? say('kit.customer') : ''))}</span>
              {can('strike') && !entry.struck && isStrikable(entry.type) && <button type="button" className="link timeline-strike" onClick={() => openDialog({ name: 'strike', event: entry.id })}>{say('tickets.timeline.strike')}</button>}
              {can('note') && canComeBack(entry, page) && <button type="button" className="link timeline-strike" onClick={() => void bringBack(String(entry.data['message']), Number(entry.data['to']))}>{say('tickets.timeline.bringBack')}</button>}
            </div>
            <div className="prewrap timeline-words">{describe(entry.type, entry.type === 'topic_set' ? { topic: topicTitle(typeof entry.data['topic'] === 'string' ? entry.data['topic'] : null) } : entry.data, say)}{entry.struck && <span className="mark">{say('tickets.timeline.struck')}</span>}</div>
          </li>
        ))}
      </ol>
      {!all && entries.length < page.timeline.length && <button type="button" className="link small" onClick={() => setAll(true)}>{say('tickets.timeline.all')}</button>}
    </section>
  )
}
