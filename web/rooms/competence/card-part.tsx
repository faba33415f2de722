import { Textarea } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import { keyName } from '../../kit/keys.ts'
import { useWords } from '../../kit/words.ts'

/** One part of a card under its heading. */
export function Part({ name, hint = false, children }: { name: 'procedure' | 'preconditions' | 'deliverable' | 'proposedCategory' | 'replyText' | 'advised' | 'notPerformed' | 'scheduled' | 'synonyms'; hint?: boolean; children: ReactNode }) {
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
export function Line({ label, value, max, placeholder, change }: { label: string; value: string; max: number; placeholder?: string; change: (value: string) => void }) {
  return (
    <Textarea className="grow" size="sm" minRows={1} data-first aria-label={label} placeholder={placeholder} value={value} maxLength={max} error={value.trim() === ''}
      onChange={event => change(event.currentTarget.value.replaceAll('\n', ' '))} onKeyDown={(event: KeyboardEvent) => keyName(event) === 'Enter' && event.preventDefault()} />
  )
}
