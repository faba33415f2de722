import type { ReactNode } from 'react'
import { useWords } from '../../kit/words.ts'
import type { TopicCard, TopicRow } from './data.ts'

/** A card to read: for those who do not change it, and for the states of its history. */
export function CardView({ card, row }: { card: TopicCard; row: TopicRow }) {
  const { say } = useWords()
  const partOf = (id: string | null) => row.parts.find(part => part.id === id)?.title
  return (
    <dl className="card-view">
      <Part name="procedure" empty={card.procedure.steps.length === 0}>
        <ol>{card.procedure.steps.map(step => <li key={step.id}>{partOf(step.part) !== undefined && <span className="mark">{partOf(step.part)}</span>} {step.text}{step.snippet !== null && <blockquote>{step.snippet}</blockquote>}</li>)}</ol>
      </Part>
      {row.kind === 'topic' && <Part name="preconditions" empty={card.preconditions.length === 0}><ul>{card.preconditions.map(one => <li key={one.id}>{one.question}{one.outside !== null && <span className="dim"> {say('competence.ifNot')} {one.outside}</span>}</li>)}</ul></Part>}
      {card.deliverable !== null && (
        <Part name="deliverable">{card.deliverable.title}: {[...card.deliverable.fields.map(field => `${field.label}${field.required ? ` (${say('competence.required')})` : ''}`), ...(card.deliverable.fileRequired ? [say('competence.fileRequired')] : [])].join(', ')}</Part>
      )}
      <Part name="proposedCategory">{card.proposedCategory === null ? say('competence.byEffect') : `${card.proposedCategory}, ${say(`tickets.categoryName.c${card.proposedCategory}`)}`}{card.reason !== '' && <span className="dim">: {card.reason}</span>}</Part>
      {card.replyText !== null && <Part name="replyText"><blockquote>{card.replyText}</blockquote></Part>}
      {card.recommendation !== null && <Part name="recommendation">{card.recommendation}</Part>}
      {(['advised', 'notPerformed'] as const).map(name => card[name].length > 0 && <Part key={name} name={name}><ul>{card[name].map(line => <li key={line}>{line}</li>)}</ul></Part>)}
      {card.scheduled && <Part name="scheduled">{say('competence.hints.scheduled')}</Part>}
      <Part name="synonyms" empty={card.synonyms.length === 0}>{card.synonyms.join(', ')}</Part>
    </dl>
  )
}

function Part({ name, empty = false, children }: { name: 'procedure' | 'preconditions' | 'deliverable' | 'proposedCategory' | 'replyText' | 'recommendation' | 'advised' | 'notPerformed' | 'scheduled' | 'synonyms'; empty?: boolean; children: ReactNode }) {
  const { say } = useWords()
  return <div><dt>{say(`competence.parts.${name}`)}</dt><dd>{empty ? <span className="dim">{say('competence.empty')}</span> : children}</dd></div>
}
