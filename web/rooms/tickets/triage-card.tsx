import { Button, Checkbox, TextInput } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { CategoryMark } from '../../kit/category.tsx'
import { keyName } from '../../kit/keys.ts'
import { limits } from '../../kit/limits.ts'
import { Bone, cx, ErrorNote, Key } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { categoryHint } from '../competence/category-hint.ts'
import { useCardOf, useTopicChoices } from '../competence/data.ts'
import { useHints } from './data.ts'
import { useHub } from './hub.ts'
import { topicsFor, type Topic } from './topics.ts'

type Category = 1 | 2 | 3

const labelOf = ({ id, title }: Topic): string => `${id} ${title}`

/** `asked`: a category chosen by its digit; `times` grows with every press, so that the same digit moves the cursor again. */
export type TriageWish = { category: Category | null; times: number }

/** Triage with the keyboard alone: 1, 2 or 3; the effect line stands ready; topic by words or number; Enter saves. */
export function TriageCard({ wish, close }: { wish: TriageWish; close: () => void }) {
  const { say } = useWords()
  const { page, give, openDialog } = useHub()
  const hints = useHints()
  const choices = useTopicChoices() ?? []
  const [category, setCategory] = useState<Category | null>(null)
  const [effect, setEffect] = useState('')
  const [ownEffect, setOwnEffect] = useState(false)
  const [words, setWords] = useState('')
  const [topic, setTopic] = useState<Topic | null>(null)
  const card = useCardOf(topic?.id ?? null)
  const [take, setTake] = useState(page.ticket.owner === null)
  const [checked, setChecked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [selections, setSelections] = useState(0)
  const effectField = useRef<HTMLInputElement>(null)

  function propose(next: Category) {
    setCategory(next)
    // The hint follows the category until the person writes a line of his own.
    if (!ownEffect) setEffect(hints.data?.categories.find(one => one.category === next)?.effect ?? '')
  }
  function choose(next: Category) {
    propose(next)
    effectField.current?.focus()
    if (!ownEffect) setSelections(before => before + 1)
  }
  // After the hint has been drawn: it stands selected, so that typing replaces it.
  useEffect(() => {
    if (selections > 0) effectField.current?.select()
  }, [selections])
  const latest = useRef({ choose, propose, category })
  useEffect(() => {
    latest.current = { choose, propose, category }
  })
  const ready = hints.data !== undefined
  // What the author pressed in the bot speaks for a category. The cursor stays where it is: the person may be walking along the queue.
  const proposed = page.ticket.category === null ? (hints.data?.facts.find(fact => fact.label === page.ticket.facts.what)?.category ?? null) : null
  useEffect(() => {
    if (proposed !== null && latest.current.category === null) latest.current.propose(proposed)
  }, [proposed])
  useEffect(() => {
    if (wish.times === 0 || !ready) return
    if (wish.category === null) effectField.current?.focus()
    else latest.current.choose(wish.category)
  }, [wish, ready])

  function pick(picked: Topic) {
    setTopic(picked)
    setWords(labelOf(picked))
    if (category === null && picked.category !== null) choose(picked.category)
  }
  /** An out-of-scope topic: its reply is prepared, and the triage goes with it, so that the customer reads one message. Its title stands in for an empty effect line. */
  function prepare({ id, title, reply }: Topic) {
    setChecked(true)
    if (category === null || busy) return
    openDialog({ name: 'result', kind: 'refused', text: reply ?? '', triage: { category, effect: effect.trim() === '' ? title : effect.trim(), topic: id } })
  }
  async function save() {
    setChecked(true)
    const line = effect.trim()
    if (category === null || line === '' || busy) return
    setBusy(true)
    setError(null)
    try {
      const after = await give({ type: 'triage', category, effect: line, topic: topic?.id ?? null })
      if (take && after.ticket.owner === null && after.may.includes('take')) await give({ type: 'take' })
      told(say('tickets.done.triage'))
      close()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  function onKey(event: KeyboardEvent) {
    const name = keyName(event)
    const digit = /^alt\+([123])$/.exec(name)?.[1]
    if (digit !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      choose(digit === '1' ? 1 : digit === '2' ? 2 : 3)
    }
    if (name === 'mod+Enter') {
      event.preventDefault()
      void save()
    }
    if (name === 'Escape') {
      if (event.target instanceof HTMLElement) event.target.blur()
    }
  }

  const options = topicsFor(choices, words).slice(0, 40)
  return (
    <section className="triage-card" aria-label={say('tickets.triage.title')} onKeyDown={onKey}>
      <div className="row triage-head">
        <h2>{say('tickets.triage.title')}</h2>
        <div className="triage-categories" role="radiogroup" aria-label={say('tickets.triage.category')}>
          {([1, 2, 3] as const).map(one => (
            <button key={one} type="button" role="radio" aria-checked={category === one} className={cx('triage-category', `c${one}`, category === one && 'chosen')} onClick={() => choose(one)}
              title={hints.data?.categories.find(hint => hint.category === one)?.examples.join(' · ')}>
              <CategoryMark category={one} size={18} />{say(`tickets.categoryName.c${one}`)}
            </button>
          ))}
        </div>
        <button type="button" className="link small" onClick={close}>{say('tickets.triage.later')}</button>
      </div>
      {checked && category === null && <div className="bad-ink small" role="alert">{say('tickets.triage.categoryNeeded')}</div>}
      {hints.isPending && <Bone height={34} />}
      {hints.isError && <ErrorNote error={hints.error} retry={() => void hints.refetch()} />}
      {hints.isSuccess && (
        <div className="triage-fields">
          <TextInput ref={effectField} label={say('tickets.triage.effect')} placeholder={say('tickets.triage.effectHint')} value={effect} maxLength={limits.reason} error={checked && effect.trim() === '' ? say('tickets.triage.effectNeeded') : null}
            onFocus={event => { if (!ownEffect) event.currentTarget.select() }}
            onChange={event => { setEffect(event.currentTarget.value); setOwnEffect(event.currentTarget.value !== '') }}
            onKeyDown={event => {
              // The same keys as outside the field, while nothing is typed yet.
              if (effect === '' && /^[123]$/.test(event.key)) { event.preventDefault(); choose(Number(event.key) as Category) }
              if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); void save() }
            }} />
          <TypeAhead above label={say('tickets.triage.topic')} placeholder={say('tickets.triage.topicHint')} words={words} nothing={say('tickets.triage.topicNone')}
            onWords={next => { setWords(next); setTopic(null) }} onEnter={() => {
              // The likeliest one is meant: «451», Enter. A second Enter saves.
              const [likeliest] = options
              if (topic === null && words.trim() !== '' && likeliest !== undefined) pick(likeliest)
              else void save()
            }}
            options={options.map(one => ({ id: one.id, label: labelOf(one), hint: one.words, ...(one.outside ? { mark: <span className="mark warn">{say('tickets.triage.outside')}</span> } : {}) }))}
            onPick={option => {
              const picked = choices.find(one => one.id === option.id)
              if (picked !== undefined) pick(picked)
            }} />
        </div>
      )}
      {card !== null && card.kind === 'topic' && <div className="dim small">{categoryHint(card.card, say)}</div>}
      {topic?.outside === true && (
        <div className="triage-outside">
          <div>{say('tickets.triage.outsideText')} <span className="dim">{topic.reply}</span></div>
          <Button variant="default" onClick={() => prepare(topic)}>{say('tickets.triage.outsideUse')}</Button>
        </div>
      )}
      {error !== null && <ErrorNote error={error} />}
      <div className="row wrap">
        <Button onClick={() => void save()} loading={busy}>{say('tickets.triage.save')}</Button>
        {page.ticket.owner === null && <Checkbox size="xs" label={say('tickets.triage.take')} checked={take} onChange={event => setTake(event.currentTarget.checked)} />}
        <span className="grow" /><span className="triage-keys"><Key>1</Key><Key>2</Key><Key>3</Key> <Key>Enter</Key></span>
      </div>
    </section>
  )
}
