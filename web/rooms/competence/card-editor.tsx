import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { cardLimits } from '../../../src/competence/limits.ts'
import { changedParts, overlaid, same } from '../../../src/competence/parts.ts'
import { Refused } from '../../kit/api.ts'
import { useCommands } from '../../kit/commands.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { at, ErrorNote, Key, useTimes } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { DeliverablePart, PreconditionsPart, ProcedurePart } from './card-lists.tsx'
import { Line, Part } from './card-part.tsx'
import { useCardChanges, type TopicCard, type TopicRow } from './data.ts'
import { wordsOf } from './order.ts'
import { RowsEditor } from './rows-editor.tsx'
import { isWhole } from './whole.ts'

/** A card under the pen: as it stands in the fields, as it was when it was begun, and which version that was. */
type Draft = { card: TopicCard; base: TopicCard; version: number }
const fresh = ({ card, version }: TopicRow): Draft => ({ card, base: card, version })

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

  const categories = row.kind === 'outside' || row.categories.length === 0 ? ([1, 2, 3] as const) : row.categories

  return (
    <div className="card-editor">
      <ProcedurePart row={row} card={card} set={set} />
      {row.kind === 'topic' && <PreconditionsPart card={card} outside={outside} set={set} />}
      {row.kind === 'topic' && <DeliverablePart row={row} card={card} set={set} />}

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

/** Words apart from commas while they are typed; they become a list when the cursor leaves. */
function Synonyms({ words, change }: { words: readonly string[]; change: (words: string[]) => void }) {
  const { say } = useWords()
  const [typed, setTyped] = useState(words.join(', '))
  // Words that came from elsewhere (another version, dropped changes) stand instead of what was typed.
  const own = same(wordsOf(typed, cardLimits.synonyms), words) ? typed : words.join(', ')
  return <Textarea aria-label={say('competence.parts.synonyms')} value={own} onChange={event => { setTyped(event.currentTarget.value); change(wordsOf(event.currentTarget.value, cardLimits.synonyms)) }} onBlur={() => setTyped(words.join(', '))} />
}
