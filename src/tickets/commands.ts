import type { Category, ResultKind } from '../regulation/signals.ts'
import type { Facts, Weight } from './ticket.ts'

/** A stored file that goes with a person's words. */
export type SentFile = { id: string; name: string; mime: string; size: number }

/**
 * Everything that can be asked of a ticket, by anybody. People's commands arrive through `api.ts` and get ids for what they write
 * (`message`: id of the message row that travels with the change).
 */
export type Command =
  | { type: 'triage'; category: Category; effect: string; topic: string | null }
  | { type: 'recategorise'; category: Category; basis: 'changed' | 'corrected'; reason: string }
  | { type: 'set_topic'; topic: string | null }
  | { type: 'take' }
  | { type: 'assign'; owner: string | null }
  | { type: 'answer'; message: string; text: string; files: readonly SentFile[]; asks: boolean }
  | { type: 'note'; message: string; text: string; files: readonly SentFile[] }
  | { type: 'call_held'; note: string; asks: boolean }
  | { type: 'report_result'; kind: ResultKind; text: string; files: readonly SentFile[]; message: string | null }
  | { type: 'confirm'; note: string }
  | { type: 'dispute'; note: string; message: string | null }
  | { type: 'judge'; message: string; as: 'confirm' | 'dispute' | 'neutral' }
  | { type: 'lift'; reason: string }
  | { type: 'hand_over'; to: 'developers' | 'third_party'; note: string }
  | { type: 'take_back'; note: string }
  | { type: 'withdraw'; note: string }
  | { type: 'close_spam' }
  | { type: 'reopen'; reason: string; message: string | null; edition: number }
  | { type: 'strike'; event: string; reason: string }
  | { type: 'set_point'; pointId: string | null; source: 'chosen' | 'link' | 'staff' }
  // The customer's side
  | { type: 'hear'; message: string; text: string; weight: Weight }
  | { type: 'see_edit'; message: string; text: string }
  | { type: 'report_stop' }
  | { type: 'ask_call' }
  | { type: 'give_facts'; facts: Partial<Facts> }
  // The machine's side
  | { type: 'note_delivery'; message: string; outcome: 'delivered' | 'not_delivered'; reason: string }
  | { type: 'wake' }

export type CommandType = Command['type']
