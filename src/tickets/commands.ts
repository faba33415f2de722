import type { Instant } from '../lib/instant.ts'
import type { Category, DelayReason, ResultKind } from '../regulation/signals.ts'
import type { QuestionItem, Step } from './asked.ts'
import type { HeardFile, SentFile } from './files.ts'
import type { AssignedWhy, Facts, Party, ReturnWhy, Weight } from './ticket.ts'

/**
 * Everything that can be asked of a ticket, by anybody. People's commands arrive through `api.ts` and get ids for what they write
 * (`message`: id of the message row that travels with the change).
 */
type Asking = { items: readonly QuestionItem[]; steps: readonly Step[]; until: Instant | null }

type Triage = { category: Category; effect: string; topic: string | null }

export type Command =
  | ({ type: 'triage' } & Triage)
  | { type: 'recategorise'; category: Category; basis: 'changed' | 'corrected'; reason: string }
  | { type: 'set_topic'; topic: string | null }
  | { type: 'take' }
  | { type: 'assign'; owner: string | null; why?: AssignedWhy }
  /** `to`: another conversation of this ticket than the main person's. */
  | ({ type: 'answer'; message: string; text: string; files: readonly SentFile[]; asks: boolean; to?: string | null; /** One message to many: makes nobody the owner and answers nobody's question. */ toMany?: boolean } & Partial<Asking>)
  | { type: 'note'; message: string; text: string; files: readonly SentFile[] }
  | ({ type: 'call_held'; note: string; asks: boolean } & Partial<Asking>)
  | { type: 'agree_wait'; until: Instant; note: string }
  | { type: 'tick_item'; item: string }
  | { type: 'waive_item'; item: string }
  | { type: 'mark_step'; step: string; as: 'done' | 'failed' }
  | { type: 'tick_procedure'; step: string; done: boolean }
  | { type: 'check_precondition'; precondition: string; met: boolean }
  | { type: 'give_deliverable'; fields: Readonly<Record<string, string>>; files: readonly SentFile[] }
  | { type: 'schedule_help'; at: Instant; note: string }
  /** `return`: to `staff` (null: the common queue) on that date; `look_again`: at what the third party has done. */
  | { type: 'return_on'; on: Instant; why: ReturnWhy; staff: string | null; note: string }
  | { type: 'cancel_return' }
  | { type: 'hand_to_shift'; to: string | null; done: string; waiting: string; next: string }
  | { type: 'link_development'; development: string; title: string }
  | { type: 'unlink_development' }
  | { type: 'note_delay'; reason: DelayReason }
  /** `message`: of the notice that tells it; null when told in a call. */
  | { type: 'revise_due'; due: Instant; reason: DelayReason; message: string | null }
  | { type: 'add_point'; pointId: string }
  | { type: 'remove_point'; pointId: string }
  | { type: 'join_person'; contactId: string; conversationId: string | null }
  /** `message`: of the letter that brings them. */
  | { type: 'join_people'; people: readonly { contactId: string; conversationId: string }[]; message: string }
  | { type: 'remove_person'; contactId: string }
  | { type: 'set_main_person'; contactId: string; conversationId: string | null }
  | { type: 'attach_incident'; incident: string; number: number }
  | { type: 'detach_incident' }
  /** `text` under `title` as the customer reads it; `message`: null for a customer who cannot be written to. `first`: offers «У нас другое». */
  | { type: 'tell_incident'; incident: string; update: string; signedBy: string; title: string; text: string; message: string | null; first: boolean }
  /** `incident`: the end of an outage is the result of its tickets. `triage`: assessed and answered in one breath. */
  | { type: 'report_result'; kind: ResultKind; text: string; files: readonly SentFile[]; message: string | null; incident?: string; triage?: Triage }
  | { type: 'confirm'; note: string }
  | { type: 'dispute'; note: string; message: string | null }
  | { type: 'judge'; message: string; as: 'confirm' | 'dispute' | 'neutral' }
  | { type: 'lift'; reason: string }
  | { type: 'hand_over'; to: 'developers' | 'third_party'; note: string; party?: Party | null; lookAt?: Instant | null; development?: { id: string; title: string } | null }
  | { type: 'take_back'; note: string }
  | { type: 'withdraw'; note: string }
  | { type: 'close_spam' }
  | { type: 'reopen'; reason: string; message: string | null; edition: number }
  | { type: 'strike'; event: string; reason: string }
  | { type: 'set_point'; pointId: string | null; source: 'chosen' | 'link' | 'staff' }
  /** A message goes to the ticket of this number, or comes from it. */
  | { type: 'move_out'; message: string; to: number }
  | { type: 'move_in'; message: string; from: number }
  // The customer's side
  | { type: 'hear'; message: string; text: string; weight: Weight; files?: readonly HeardFile[] }
  | { type: 'see_edit'; message: string; text: string }
  /** Items that joined an album that was heard already. */
  | { type: 'see_files'; message: string; files: readonly HeardFile[] }
  | { type: 'report_stop' }
  | { type: 'answer_stop'; holds: boolean }
  | { type: 'rate'; stars: number }
  | { type: 'call_lead' }
  | { type: 'ask_call' }
  | { type: 'give_facts'; facts: Partial<Facts> }
  // The machine's side
  | { type: 'note_delivery'; message: string; outcome: 'delivered' | 'not_delivered'; reason: string }
  | { type: 'wake' }

export type CommandType = Command['type']
