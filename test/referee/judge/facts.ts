/** What happened to a ticket, as its raw rows tell it. The judge believes what people and channels did, and nothing that the desk made of it. */
import type { Category } from './promises.ts'

export type Actor = 'customer' | 'staff' | 'machine'

export type Happening =
  | { type: 'registered'; channel: string; conversationId: string | null; stopReported: boolean; message: string | null }
  | { type: 'reopened' }
  | { type: 'triaged'; category: Category }
  | { type: 'recategorised'; category: Category; basis: 'changed' | 'corrected' }
  | { type: 'taken' }
  | { type: 'assigned'; owner: string | null }
  /** `until`: the answer is expected by agreement not before this instant. */
  | { type: 'answered'; message: string; asks: boolean; until?: number | null }
  | { type: 'call_held'; asks: boolean; tasks: readonly string[]; until?: number | null }
  | { type: 'wait_agreed'; until: number }
  | { type: 'item_ticked'; message: string | null }
  | { type: 'step_marked' }
  | { type: 'customer_wrote'; message: string; weight: 'real' | 'thanks' | 'nothing' | 'automatic' }
  | { type: 'work_stopped' }
  | { type: 'customer_asked_call' }
  | { type: 'stop_answered'; holds: boolean }
  | { type: 'lead_called' }
  | { type: 'result_reported'; kind: 'done' | 'workaround' | 'refused'; message: string | null }
  | { type: 'confirmed' }
  | { type: 'disputed' }
  | { type: 'judged'; message: string; as: 'confirm' | 'dispute' | 'neutral' }
  | { type: 'lifted' }
  | { type: 'handed_over'; to: 'developers' | 'third_party' }
  | { type: 'taken_back' }
  | { type: 'delay_noted' }
  | { type: 'due_revised'; due: number; message: string | null }
  | { type: 'help_scheduled'; helpAt: number }
  | { type: 'return_set'; on: number; why: 'return' | 'look_again' | 'help'; staff: string | null }
  | { type: 'return_cancelled' }
  | { type: 'handed_to_shift'; to: string | null }
  | { type: 'withdrawn' }
  | { type: 'closed_as_spam' }
  | { type: 'closed_as_moved' }
  | { type: 'delivered'; message: string }
  | { type: 'not_delivered'; message: string; task: string | null }
  | { type: 'call_needed'; task: string; reason: string }
  | { type: 'struck'; event: string }
  /** Moves no clock and reaches nobody; that somebody of the desk did it can matter. */
  | { type: 'other'; name: string }

export type Fact = { id: string; seq: number; at: number; recordedAt: number; actor: Actor; actorId: string | null } & Happening

const others: ReadonlySet<string> = new Set([
  'topic_set', 'noted', 'customer_edited', 'facts_given', 'point_set', 'asked', 'item_waived', 'steps_given', 'point_added', 'point_removed', 'person_joined', 'person_left',
  'procedure_ticked', 'precondition_checked', 'deliverable_given', 'development_linked', 'development_unlinked', 'rated',
  'message_moved_out', 'message_moved_in',
])
/** What the desk wrote down of time alone: the judge works it out himself and compares. */
export const byTime: ReadonlySet<string> = new Set(['suspended', 'auto_confirmed', 'breached', 'warned', 'reminded', 'resumed', 'came_back'])
const known: ReadonlySet<string> = new Set<Happening['type']>([
  'registered', 'reopened', 'triaged', 'recategorised', 'taken', 'assigned', 'answered', 'call_held', 'customer_wrote', 'work_stopped', 'customer_asked_call',
  'result_reported', 'confirmed', 'disputed', 'judged', 'lifted', 'handed_over', 'taken_back', 'withdrawn', 'closed_as_spam', 'closed_as_moved', 'delivered', 'not_delivered',
  'call_needed', 'struck', 'wait_agreed', 'item_ticked', 'step_marked', 'stop_answered', 'lead_called', 'delay_noted', 'due_revised', 'help_scheduled', 'return_set',
  'return_cancelled', 'handed_to_shift',
])

/** A row of `ticket_events`. */
export type EventRow = { id: string; ticketId: string; seq: number; type: string; at: number; recordedAt: number; actor: Actor; actorId: string | null; data: Record<string, unknown> }

/** The facts among a ticket's rows. Throws on a type that no clause has been read for. */
export function factsOf(rows: readonly EventRow[]): Fact[] {
  return rows.filter(({ type }) => !byTime.has(type)).map(({ id, seq, type, at, recordedAt, actor, actorId, data }) => {
    const base = { id, seq, at, recordedAt, actor, actorId }
    if (others.has(type)) return { ...base, type: 'other', name: type }
    if (!known.has(type)) throw new Error(`the judge has read no clause about the event "${type}"`)
    return { ...data, ...base, type } as Fact
  })
}

/** Facts without those that were struck: as if they had never been (invariant 26). */
export function standing(facts: readonly Fact[]): Fact[] {
  const struck = new Set(facts.flatMap(fact => (fact.type === 'struck' ? [fact.event] : [])))
  return facts.filter(fact => fact.type !== 'struck' && !struck.has(fact.id))
}

/** An act of the customer by a button: an answer as good as a message (the inbound table). */
export const isPress = (fact: Fact): boolean => fact.actor === 'customer'
  && (fact.type === 'step_marked' || fact.type === 'stop_answered' || fact.type === 'lead_called' || (fact.type === 'item_ticked' && fact.message === null))
