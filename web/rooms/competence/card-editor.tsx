import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cardLimits } from '../../../src/competence/limits.ts'
import { changedParts, overlaid, same } from '../../../src/competence/parts.ts'
import { Refused } from '../../kit/api.ts'
import { useCommands } from '../../kit/commands.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { keyName } from '../../kit/keys.ts'
import { at, ErrorNote, Key, useTimes } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { useCardChanges, type TopicCard, type TopicRow } from './data.ts'
import { fieldKinds } from './field-kinds.ts'
import { wordsOf } from './order.ts'
import { RowsEditor } from './rows-editor.tsx'
import { isWhole } from './whole.ts'

/** A card under the pen: as it stands in the fields, as it was when it was begun, and which version that was. */
type Draft = { card: TopicCard; base: TopicCard; version: number }
const fresh = ({ card, version }: TopicRow): Draft => ({ card, base: card, version })
const freshId = (): string => crypto.randomUUID()

/** The card of one topic under the pen. What was typed stays through a reload, a refusal and a colleague who was faster. */
export function CardEditor({ row, outside }: { row: TopicRow; outside: readonly TopicRow[] }) {
  const { say } = useWords()
  const times = useTimes()
  const me = useMe()
  const { save } = useCardChanges(row.id)
  const place = `${me.id}.topic.${row.id}`
  const [{ card, base, version }, setDraft] = useState<Draft>(() => {
    const { card: typed, base: begun, version: seen } = readDraft<Draft>(place)
    return typed !== undefined && begun !== undefined && seen !== undefined ? { card: typed, base: begun, version: seen } : fresh(row)
  })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const dirty = !same(card, base)
  const overtaken = version !== row.version && dirty
  const whole = isWhole(card)

  // Nobody's pen is on it: the newest card shows by itself.
  useEffect(() => {
    if (!dirty && version !== row.version) setDraft(fresh(row))
  }, [dirty, version, row])

  function set(part: Partial<TopicCard>) {
    setError(null)
    const next = { card: { ...card, ...part }, base, version }
    setDraft(next)
    keepDraft(place, same(next.card, base) ? null : next)
  }
  function drop() {
    keepDraft(place, null)
    setError(null)
    setDraft(fresh(row))
  }
  function keepMine() {
    const next = { card: overlaid(row.card, base, card), base: row.card, version: row.version }
    setDraft(next)
    keepDraft(place, next)
  }
  async function submit() {
    if (!dirty || !whole || busy || overtaken) return
    setBusy(true)
    setError(null)
    try {
      const after = await save(version, card)
      keepDraft(place, null)
      setDraft(fresh(after))
      told(say('competence.saved', { id: row.id }))
    } catch (problem) {
      // Whose card it is now stands in the note above; the refusal itself speaks of tickets.
      if (!(problem instanceof Refused && problem.code === 'stale')) setError(problem)
    } finally {
      setBusy(false)
    }
  }
  useCommands([{ id: 'save-topic', group: 'general', label: say('competence.save'), keys: ['mod+Enter'], inFields: true, quiet: true, run: () => void submit() }])

  const { procedure: { steps }, preconditions, deliverable } = card
  const setSteps = (next: typeof steps) => set({ procedure: { steps: next } })
  const setDeliverable = (part: Partial<NonNullable<TopicCard['deliverable']>>) => deliverable !== null && set({ deliverable: { ...deliverable, ...part } })
  const categories = row.kind === 'outside' || row.categories.length === 0 ? ([1, 2, 3] as const) : row.categories

  return (
    <div className="card-editor">
      <Part name="procedure" hint>
        <RowsEditor rows={steps} change={setSteps} fresh={() => ({ id: freshId(), text: '', part: null, snippet: null })} most={cardLimits.steps} keyOf={step => step.id} name={n => say('competence.step', { n })} add={say('competence.addStep')}>
          {(step, change, label) => (
            <>
              <div className="rows-line">
                <Line label={label} value={step.text} max={cardLimits.text} placeholder={say('competence.stepText')} change={text => change({ ...step, text })} />
                {row.parts.length > 0 && (
                  <NativeSelect size="xs" w={170} aria-label={`${say('competence.part')}: ${label}`} value={step.part ?? ''} onChange={event => change({ ...step, part: event.currentTarget.value === '' ? null : event.currentTarget.value })}
                    data={[{ value: '', label: say('competence.allParts') }, ...row.parts.map(part => ({ value: part.id, label: part.title }))]} />
                )}
              </div>
              {step.snippet === null
                ? <button type="button" className="link small" onClick={() => change({ ...step, snippet: '' })}>{say('competence.addSnippet')}</button>
                : <Textarea size="xs" minRows={1} className="snippet" aria-label={`${say('competence.snippet')}: ${label}`} placeholder={say('competence.snippet')} value={step.snippet} maxLength={cardLimits.snippet} autoFocus={step.snippet === ''}
                    onChange={event => change({ ...step, snippet: event.currentTarget.value })} onBlur={() => step.snippet?.trim() === '' && change({ ...step, snippet: null })} />}
            </>
          )}
        </RowsEditor>
        <p className="dim small">{say('competence.rowKeys')}</p>
      </Part>

      {row.kind === 'topic' && (
        <Part name="preconditions" hint>
          <RowsEditor rows={preconditions} change={next => set({ preconditions: next })} fresh={() => ({ id: freshId(), question: '', outside: null })} most={cardLimits.preconditions} keyOf={one => one.id} name={n => say('competence.question', { n })} add={say('competence.addQuestion')}>
            {(one, change, label) => (
              <div className="rows-line">
                <Line label={label} value={one.question} max={cardLimits.text} placeholder={say('competence.questionText')} change={question => change({ ...one, question })} />
                <NativeSelect size="xs" w={210} aria-label={`${say('competence.ifNot')}: ${label}`} value={one.outside ?? ''} onChange={event => change({ ...one, outside: event.currentTarget.value === '' ? null : event.currentTarget.value })}
                  data={[{ value: '', label: say('competence.ifNotOwn') }, ...outside.map(item => ({ value: item.id, label: `${say('competence.ifNot')} ${item.id}` }))]} />
              </div>
            )}
          </RowsEditor>
        </Part>
      )}

      {row.kind === 'topic' && (
        <Part name="deliverable" hint={row.mode !== 'advise'}>
          {row.mode === 'advise' ? <p className="dim">{say('competence.hints.advisedOnly')}</p> : (
            <Checkbox label={say('competence.hasDeliverable')} checked={deliverable !== null} onChange={event => set({ deliverable: event.currentTarget.checked ? { title: '', fields: [], fileRequired: true } : null })} />
          )}
          {deliverable !== null && (
            <>
              <TextInput label={say('competence.deliverableTitle')} value={deliverable.title} maxLength={cardLimits.label} onChange={event => setDeliverable({ title: event.currentTarget.value })} />
              <RowsEditor rows={deliverable.fields} change={fields => setDeliverable({ fields })} fresh={() => ({ id: freshId(), label: '', kind: 'text' as const, required: true })} most={cardLimits.fields} keyOf={one => one.id} name={n => say('competence.field', { n })} add={say('competence.addField')}>
                {(one, change, label) => (
                  <div className="rows-line">
                    <Line label={label} value={one.label} max={cardLimits.label} placeholder={say('competence.fieldLabel')} change={words => change({ ...one, label: words })} />
                    <NativeSelect size="xs" w={110} aria-label={`${say('competence.fieldKind')}: ${label}`} value={one.kind} onChange={event => change({ ...one, kind: fieldKinds.find(kind => kind === event.currentTarget.value) ?? 'text' })} data={fieldKinds.map(kind => ({ value: kind, label: say(`competence.kinds.${kind}`) }))} />
                    <Checkbox size="xs" label={say('competence.required')} aria-label={`${say('competence.required')}: ${label}`} checked={one.required} onChange={event => change({ ...one, required: event.currentTarget.checked })} />
                  </div>
                )}
              </RowsEditor>
              <Checkbox label={say('competence.fileRequired')} checked={deliverable.fileRequired} onChange={event => setDeliverable({ fileRequired: event.currentTarget.checked })} />
            </>
          )}
        </Part>
      )}

      <Part name="proposedCategory">
        <div className="rows-line">
          <NativeSelect w={220} aria-label={say('competence.parts.proposedCategory')} value={card.proposedCategory ?? ''} onChange={event => set({ proposedCategory: categories.find(one => String(one) === event.currentTarget.value) ?? null })}
            data={[...categories.map(one => ({ value: String(one), label: `${one}, ${say(`tickets.categoryName.c${one}`)}` })), { value: '', label: say('competence.byEffect') }]} />
          <TextInput className="grow" aria-label={say('competence.parts.reason')} placeholder={say('competence.hints.reason')} value={card.reason} maxLength={cardLimits.label} onChange={event => set({ reason: event.currentTarget.value })} />
        </div>
      </Part>

      <Part name="replyText" hint>
        <Textarea aria-label={say('competence.parts.replyText')} value={card.replyText ?? ''} maxLength={cardLimits.reply} onChange={event => set({ replyText: orNull(event.currentTarget.value) })} />
        <TextInput label={say('competence.parts.recommendation')} description={say('competence.hints.recommendation')} value={card.recommendation ?? ''} maxLength={cardLimits.text} onChange={event => set({ recommendation: orNull(event.currentTarget.value) })} />
      </Part>

      {(['advised', 'notPerformed'] as const).map(name => (
        <Part key={name} name={name}>
          <RowsEditor rows={card[name]} change={next => set({ [name]: next })} fresh={() => ''} most={cardLimits.lines} keyOf={(_line, index) => String(index)} name={n => say('competence.line', { n })} add={say('competence.addLine')}>
            {(line, change, label) => <Line label={`${say(`competence.parts.${name}`)}, ${label}`} value={line} max={cardLimits.text} change={change} />}
          </RowsEditor>
        </Part>
      ))}

      {row.kind === 'topic' && (
        <Part name="scheduled"><Checkbox label={say('competence.parts.scheduled')} description={say('competence.hints.scheduled')} checked={card.scheduled} onChange={event => set({ scheduled: event.currentTarget.checked })} /></Part>
      )}
      <Part name="synonyms" hint><Synonyms words={card.synonyms} change={synonyms => set({ synonyms })} /></Part>

      <div className="card-foot" data-dirty={dirty}>
        {overtaken && (
          <div className="card-overtaken" role="alert">
            <span>{say('competence.stale', { name: row.updatedBy?.name ?? '', at: row.updatedAt === null ? '' : times.moment(at(row.updatedAt)) })}</span>
            <Button variant="default" size="compact-sm" onClick={drop}>{say('competence.takeTheirs')}</Button>
            <Button variant="default" size="compact-sm" onClick={keepMine}>{say('competence.keepMine')}</Button>
          </div>
        )}
        {error !== null && <ErrorNote error={error} />}
        <div className="row wrap">
          <Button onClick={() => void submit()} loading={busy} disabled={!dirty || !whole || overtaken}>{say('competence.save')}</Button>
          {dirty && <Button variant="default" onClick={drop} disabled={busy}>{say('competence.drop')}</Button>}
          <span className="dim small grow" role="status">{dirty ? (whole ? `${say('competence.unsaved')}: ${changedParts(base, card).map(part => say(`competence.parts.${part}`)).join(', ')}` : say('competence.incomplete')) : ''}</span>
          <Key>Ctrl+Enter</Key>
        </div>
      </div>
    </div>
  )
}

const orNull = (words: string): string | null => (words === '' ? null : words)

function Part({ name, hint = false, children }: { name: 'procedure' | 'preconditions' | 'deliverable' | 'proposedCategory' | 'replyText' | 'advised' | 'notPerformed' | 'scheduled' | 'synonyms'; hint?: boolean; children: ReactNode }) {
  const { say } = useWords()
  const hints: Partial<Record<typeof name, string>> = {
    procedure: say('competence.hints.procedure'), preconditions: say('competence.hints.preconditions'), deliverable: say('competence.hints.deliverable'), replyText: say('competence.hints.replyText'), synonyms: say('competence.hints.synonyms'),
  }
  return (
    <section aria-label={say(`competence.parts.${name}`)}>
      <h2>{say(`competence.parts.${name}`)}</h2>
      {hint && <p className="dim small">{hints[name]}</p>}
      {children}
    </section>
  )
}

/** One line of a list. Lines break where they are shown, not here: Enter begins the next row. */
function Line({ label, value, max, placeholder, change }: { label: string; value: string; max: number; placeholder?: string; change: (value: string) => void }) {
  return (
    <Textarea className="grow" size="sm" minRows={1} data-first aria-label={label} placeholder={placeholder} value={value} maxLength={max} error={value.trim() === ''}
      onChange={event => change(event.currentTarget.value.replaceAll('\n', ' '))} onKeyDown={(event: KeyboardEvent) => keyName(event) === 'Enter' && event.preventDefault()} />
  )
}

/** Words apart from commas while they are typed; they become a list when the cursor leaves. */
function Synonyms({ words, change }: { words: readonly string[]; change: (words: string[]) => void }) {
  const { say } = useWords()
  const [typed, setTyped] = useState(words.join(', '))
  // Words that came from elsewhere (another version, dropped changes) stand instead of what was typed.
  const own = same(wordsOf(typed, cardLimits.synonyms), words) ? typed : words.join(', ')
  return <Textarea aria-label={say('competence.parts.synonyms')} value={own} onChange={event => { setTyped(event.currentTarget.value); change(wordsOf(event.currentTarget.value, cardLimits.synonyms)) }} onBlur={() => setTyped(words.join(', '))} />
}
