import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { cardLimits } from '../../../src/competence/limits.ts'
import { useWords } from '../../kit/words.ts'
import { Line, Part } from './card-part.tsx'
import type { TopicCard, TopicRow } from './data.ts'
import { fieldKinds } from './field-kinds.ts'
import { RowsEditor } from './rows-editor.tsx'

type Editing = { row: TopicRow; card: TopicCard; set: (part: Partial<TopicCard>) => void }

const freshId = (): string => crypto.randomUUID()

/** The steps of the work, each with a part of the topic and ready words for the customer. */
export function ProcedurePart({ row, card: { procedure: { steps } }, set }: Editing) {
  const { say } = useWords()
  return (
    <Part name="procedure" hint>
      <RowsEditor rows={steps} change={next => set({ procedure: { steps: next } })} fresh={() => ({ id: freshId(), text: '', part: null, snippet: null })} most={cardLimits.steps} keyOf={step => step.id} name={n => say('competence.step', { n })} add={say('competence.addStep')}>
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
  )
}

/** What is asked before the work, and what is said when it is not met. `outside`: the items of section 5. */
export function PreconditionsPart({ card: { preconditions }, outside, set }: Omit<Editing, 'row'> & { outside: readonly TopicRow[] }) {
  const { say } = useWords()
  return (
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
  )
}

/** What the customer is given before the result. */
export function DeliverablePart({ row, card: { deliverable }, set }: Editing) {
  const { say } = useWords()
  const setDeliverable = (part: Partial<NonNullable<TopicCard['deliverable']>>) => deliverable !== null && set({ deliverable: { ...deliverable, ...part } })
  return (
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
  )
}
