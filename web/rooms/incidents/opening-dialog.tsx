import { Checkbox, CloseButton, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { components, limits, topicFor, values, type Component } from '../../../src/incidents/kinds.ts'
import { wordsIn } from '../../../src/incidents/told.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { MomentInput } from '../../kit/moment-input.tsx'
import { at } from '../../kit/pieces.tsx'
import { now } from '../../kit/time.ts'
import { told } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { useTopicChoices } from '../competence/data.ts'
import { pointHint, usePointSearch } from '../contacts/search.ts'
import { useIncidentActs, useLiveIncidents, type IncidentPage } from './data.ts'
import { Preview } from './preview.tsx'
import { inMinutes, WhenNext } from './when-next.tsx'

/** What the dialog begins with: nothing, tickets that are of it, a proposal to confirm, or an outage to edit. */
export type Start =
  | { kind: 'new'; tickets: readonly number[]; title: string; points: readonly { id: string; name: string }[]; /** When the first of the tickets came. */ since?: string }
  | { kind: 'confirm'; page: IncidentPage }
  | { kind: 'edit'; page: IncidentPage }

const firstNext = 30

type Form = { title: string; components: Component[]; scope: 'all' | 'points'; points: { id: string; name: string }[]; topic: string | null; category: 1 | 2 | 3; facts: string[]; words: string[]; public: boolean }

function startOf(start: Start): Form {
  if (start.kind === 'new') return { title: start.title, components: [], scope: start.points.length > 0 ? 'points' : 'all', points: [...start.points], topic: null, category: 1, facts: [], words: [], public: true }
  const { title, components: chosen, scope, touched, topic, category, facts, words, public: isPublic } = start.page
  return { title, components: [...chosen], scope, points: [...touched], topic, category, facts: [...facts], words: [...words], public: isPublic }
}

const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] => (on ? [...list, one] : list.filter(other => other !== one))
/** How customers usually write of these parts. */
const usual = (list: readonly Component[]) => [...new Set(list.flatMap(one => wordsIn('ru').phrases[one]))]

/** A lead opens, confirms or changes an outage; the customers' message is seen before it goes out. */
export default function OpeningDialog({ start, close, opened }: { start: Start; close: () => void; opened?: (id: string) => void }) {
  const { say } = useWords()
  const acts = useIncidentActs()
  const facts = useLiveIncidents().data?.facts ?? []
  const topics = useTopicChoices()?.filter(topic => !topic.outside) ?? []
  const [form, setForm] = useState(() => startOf(start))
  const [text, setText] = useState('')
  const [nextUpdateAt, setNext] = useState<string | null>(() => inMinutes(firstNext, now()))
  const [toAllPoints, setToAll] = useState(false)
  /** Of the minute, as the field has it. */
  const [began] = useState(() => (start.kind === 'new' ? start.since ?? new Date(now()).toISOString() : start.page.startedAt))
  const [startedAt, setStarted] = useState<string | null>(began)
  const [touched, setTouched] = useState(false)
  // Made once, so that a wish that is sent again is the same wish.
  const [ids] = useState(() => ({ incident: crypto.randomUUID(), update: crypto.randomUUID() }))
  const [partsId, whereId, categoryId, factsId] = [useId(), useId(), useId(), useId()]
  const set = (change: Partial<Form>) => setForm(before => ({ ...before, ...change }))

  /** What the chosen parts usually mean fills what nobody has filled. */
  function choose(chosen: Component[]) {
    const topic = topicFor(chosen)
    const own = form.words.filter(word => !usual(form.components).includes(word))
    set({ components: chosen, topic, facts: facts.filter(fact => fact.topic !== null && fact.topic === topic).map(fact => fact.id), words: [...own, ...usual(chosen)].slice(0, limits.phrases) })
  }
  const isEdit = start.kind === 'edit'
  const missing = { title: form.title.trim() === '', parts: form.components.length === 0, text: !isEdit && text.trim() === '', points: form.scope === 'points' && form.points.length === 0 }
  const isPossible = startedAt === began || (startedAt !== null && at(startedAt) <= now() && at(startedAt) >= now() - values.startedBefore)

  async function submit() {
    const { points, ...rest } = form
    const traits = { ...rest, title: form.title.trim(), words: rest.words.map(word => word.trim()).filter(word => word !== ''), points: form.scope === 'all' ? [] : points.map(point => point.id) }
    if (start.kind === 'edit') {
      await acts.edit(start.page.id, startedAt === null || startedAt === began ? traits : { ...traits, startedAt })
      return
    }
    const wish = { ...traits, startedAt: startedAt === began ? null : startedAt, first: { id: ids.update, text: text.trim(), nextUpdateAt, toAllPoints } }
    const { id } = start.kind === 'confirm' ? await acts.confirm(start.page.id, wish) : await acts.openNew({ ...wish, id: ids.incident, source: start.tickets.length > 0 ? 'ticket' : 'hand', tickets: [...start.tickets] })
    told(say('incidents.say.sent'))
    opened?.(id)
  }
  return (
    <FormDialog title={say(start.kind === 'new' ? 'incidents.form.title' : start.kind === 'confirm' ? 'incidents.form.confirmTitle' : 'incidents.form.editTitle')} submitLabel={say(isEdit ? 'incidents.form.save' : 'incidents.form.submit')}
      ready={isPossible && !Object.values(missing).some(Boolean)} submit={submit} close={close} size={640}>
      {start.kind === 'new' && start.tickets.length > 0 && <div className="dim">{say('incidents.form.tickets', { numbers: start.tickets.map(number => `№ ${number}`).join(', ') })}</div>}
      {start.kind === 'confirm' && start.page.tickets > 0 && <div className="dim">{say('incidents.form.proposedTickets', { count: start.page.tickets })}</div>}
      <TextInput label={say('incidents.form.name')} placeholder={say('incidents.form.nameHint')} value={form.title} maxLength={limits.title} data-autofocus
        onChange={event => set({ title: event.currentTarget.value })} onBlur={() => setTouched(true)} error={touched && missing.title ? say('incidents.noTitle') : null} />
      <div>
        <div className="field-label" id={partsId}>{say('incidents.form.components')}</div>
        <div className="outage-choices" role="group" aria-labelledby={partsId}>
          {components.map(one => <Checkbox key={one} label={say(`incidents.components.${one}`)} checked={form.components.includes(one)} onChange={event => choose(toggled(form.components, one, event.currentTarget.checked))} />)}
        </div>
        {touched && missing.parts && <div className="small" style={{ color: 'var(--bad)', marginTop: 4 }}>{say('incidents.noPart')}</div>}
      </div>
      <div>
        <div className="field-label" id={whereId}>{say('incidents.form.scope')}</div>
        <SegmentedControl size="xs" aria-labelledby={whereId} value={form.scope} onChange={value => set({ scope: value === 'points' ? 'points' : 'all' })}
          data={[{ value: 'all', label: say('incidents.form.all') }, { value: 'points', label: say('incidents.form.some') }]} />
        {form.scope === 'points' && <Points points={form.points} set={points => set({ points })} />}
      </div>
      <MomentInput label={say('incidents.form.began')} value={began} onChange={setStarted} span={{ from: now() - values.startedBefore, until: now() }} error={isPossible ? null : say('incidents.form.beganWrong')} />
      {!isEdit && (
        <>
          <Textarea label={say('incidents.form.text')} placeholder={say('incidents.form.textHint')} value={text} maxLength={limits.text} autosize minRows={3} onChange={event => setText(event.currentTarget.value)} onBlur={() => setTouched(true)} error={touched && missing.text ? say('incidents.noText') : null} />
          <WhenNext start={firstNext} onChange={setNext} />
          <Checkbox label={say('incidents.say.toAll')} checked={toAllPoints} onChange={event => setToAll(event.currentTarget.checked)} />
          <Preview kind="opened" title={form.title} text={text} nextUpdateAt={nextUpdateAt} people={toAllPoints} />
        </>
      )}
      <details className="outage-kind">
        <summary>{say('incidents.form.kind')}</summary>
        <div className="stack">
          <NativeSelect label={say('incidents.form.topic')} value={form.topic ?? ''} onChange={event => set({ topic: event.currentTarget.value === '' ? null : event.currentTarget.value })}
            data={[{ value: '', label: say('incidents.form.noTopic') }, ...topics.map(topic => ({ value: topic.id, label: `${topic.id} ${topic.title}` }))]} />
          <div>
            <div className="field-label" id={categoryId}>{say('incidents.form.category')}</div>
            <SegmentedControl size="xs" aria-labelledby={categoryId} value={String(form.category)} onChange={value => set({ category: value === '2' ? 2 : value === '3' ? 3 : 1 })} data={([1, 2, 3] as const).map(one => ({ value: String(one), label: `${one}, ${say(`tickets.categoryName.c${one}`)}` }))} />
          </div>
          <div>
            <div className="field-label" id={factsId}>{say('incidents.form.facts')}</div>
            <div className="outage-choices" role="group" aria-labelledby={factsId}>
              {facts.map(fact => <Checkbox key={fact.id} label={fact.label} checked={form.facts.includes(fact.id)} onChange={event => set({ facts: toggled(form.facts, fact.id, event.currentTarget.checked) })} />)}
            </div>
          </div>
          <Textarea label={say('incidents.form.phrases')} description={say('incidents.form.phrasesHint')} value={form.words.join('\n')} autosize minRows={2} onChange={event => set({ words: event.currentTarget.value.split('\n').slice(0, limits.phrases).map(word => word.slice(0, limits.phrase)) })} />
          <Checkbox label={say('incidents.form.public')} checked={form.public} onChange={event => set({ public: event.currentTarget.checked })} />
        </div>
      </details>
    </FormDialog>
  )
}

function Points({ points, set }: { points: readonly { id: string; name: string }[]; set: (points: { id: string; name: string }[]) => void }) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const search = usePointSearch(words)
  const found = words.trim() === '' ? [] : (search.data ?? []).filter(point => !points.some(one => one.id === point.id))
  return (
    <div className="stack" style={{ marginTop: 8, gap: 6 }}>
      {points.length > 0 && (
        <div className="row wrap">{points.slice(0, 30).map(point => (
          <span key={point.id} className="mark accent">{point.name}<CloseButton size={16} aria-label={say('incidents.form.removePoint', { name: point.name })} onClick={() => set(points.filter(one => one.id !== point.id))} /></span>
        ))}{points.length > 30 && <span className="dim">{say('incidents.andMore', { count: points.length - 30 })}</span>}</div>
      )}
      <TypeAhead label={say('incidents.form.addPoint')} labelHidden placeholder={say('contacts.searchPoint')} words={words} onWords={setWords} loading={search.isFetching} nothing={say('contacts.nothingFound')}
        options={found.map(point => ({ id: point.id, label: point.name, hint: pointHint(point) }))}
        onPick={option => {
          set([...points, { id: option.id, name: option.label }])
          setWords('')
        }} />
    </div>
  )
}
