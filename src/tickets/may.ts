import { may as roleMay, type Permission, type Role } from '../auth/permissions.ts'
import type { View } from '../regulation/view.ts'
import type { StaffCommand } from './api.ts'
import { hasEnded } from './decide/situation.ts'
import { strikable } from './decide/striking.ts'
import type { Ticket, TicketEvent } from './ticket.ts'

export type StaffCommandType = StaffCommand['type']

/** What a person needs for each command; the door of the route asks only for the least of them. */
export const permissionFor: Readonly<Record<StaffCommandType, Permission>> = {
  triage: 'ticket.triage', recategorise: 'ticket.triage', set_topic: 'ticket.triage', take: 'ticket.work', assign: 'ticket.work',
  answer: 'ticket.work', note: 'ticket.work', call_held: 'ticket.work', report_result: 'ticket.work', confirm: 'ticket.work', dispute: 'ticket.work',
  judge: 'ticket.work', lift: 'ticket.work', hand_over: 'ticket.work', take_back: 'ticket.work', withdraw: 'ticket.work', close_spam: 'ticket.close_spam',
  reopen: 'ticket.work', strike: 'ticket.work', set_point: 'ticket.work', agree_wait: 'ticket.work', tick_item: 'ticket.work', waive_item: 'ticket.work', mark_step: 'ticket.work',
  tick_procedure: 'ticket.work', check_precondition: 'ticket.work', give_deliverable: 'ticket.work', schedule_help: 'ticket.work', return_on: 'ticket.work', cancel_return: 'ticket.work',
  hand_to_shift: 'ticket.work', link_development: 'ticket.work', unlink_development: 'ticket.work', note_delay: 'ticket.work', revise_due: 'ticket.work', add_point: 'ticket.work',
  remove_point: 'ticket.work', set_main_person: 'ticket.work', remove_person: 'ticket.work', detach_incident: 'ticket.work', answer_stop: 'ticket.work',
}

/** May this role ask for it? A result that assesses the ticket in the same breath needs both permissions. */
export const mayAsk = (role: Role, command: StaffCommand): boolean =>
  roleMay(role, permissionFor[command.type]) && (command.type !== 'report_result' || command.triage === undefined || roleMay(role, permissionFor.triage))

/** What the rules of `may` look at. */
export type Seen = { ticket: Ticket; view: View; events: readonly TicketEvent[] }

const open = ({ view }: Seen): boolean => !hasEnded(view)
const isAskedFor = ({ ticket }: Seen): boolean => ticket.asked.some(item => item.state === 'open') || ticket.steps.some(step => step.state === 'open')
const elsewhere = ({ view }: Seen): boolean => view.base === 'with_developers' || view.base === 'with_third_party'

/**
 * When each command makes sense, as the workspace offers it. Stricter than `decide` where a command would change nothing (to take one's own ticket),
 * never looser: what stands here is not refused for the state of the ticket (`may.test.ts` holds it against `decide`).
 */
const sensible: Readonly<Record<StaffCommandType, (seen: Seen, me: string) => boolean>> = {
  triage: seen => open(seen) && seen.view.category === null,
  recategorise: seen => open(seen) && seen.view.category !== null,
  set_topic: () => true,
  take: seen => open(seen) && seen.ticket.ownerId === null,
  assign: open,
  answer: ({ ticket }) => ticket.conversationId !== null,
  note: () => true,
  call_held: open,
  report_result: seen => open(seen) && seen.view.category !== null,
  confirm: ({ view }) => view.state === 'awaiting_confirmation',
  dispute: ({ view }) => view.state === 'awaiting_confirmation',
  judge: seen => open(seen) && seen.view.toJudge.length > 0,
  lift: seen => open(seen) && (seen.view.silence !== null || seen.view.suspendedAt !== null),
  hand_over: seen => open(seen) && seen.view.category !== null && !elsewhere(seen),
  take_back: seen => open(seen) && elsewhere(seen),
  withdraw: open,
  close_spam: open,
  reopen: ({ view }) => hasEnded(view),
  strike: ({ events }) => strikable(events).length > 0,
  set_point: () => true,
  agree_wait: seen => open(seen) && seen.view.state !== 'awaiting_confirmation' && (seen.view.silence !== null || seen.view.suspendedAt !== null || isAskedFor(seen)),
  tick_item: seen => open(seen) && seen.ticket.asked.some(item => item.state === 'open'),
  waive_item: seen => open(seen) && seen.ticket.asked.some(item => item.state === 'open'),
  mark_step: seen => open(seen) && seen.ticket.steps.length > 0,
  tick_procedure: seen => open(seen) && seen.ticket.topic !== null,
  check_precondition: seen => open(seen) && seen.ticket.topic !== null,
  give_deliverable: seen => open(seen) && seen.ticket.topic !== null,
  schedule_help: open,
  return_on: open,
  cancel_return: seen => open(seen) && seen.ticket.comesBack !== null,
  hand_to_shift: (seen, me) => open(seen) && (seen.ticket.ownerId === null || seen.ticket.ownerId === me),
  link_development: () => true,
  unlink_development: ({ ticket }) => ticket.development !== null,
  note_delay: open,
  revise_due: seen => open(seen) && seen.view.state !== 'awaiting_confirmation' && seen.view.result !== null && seen.view.result.dueAt !== null && seen.view.result.endedAt === null,
  add_point: () => true,
  remove_point: ({ ticket }) => ticket.morePoints.length > 0,
  set_main_person: () => true,
  remove_person: ({ ticket }) => ticket.people.length > 0,
  detach_incident: seen => open(seen) && seen.ticket.incident !== null,
  answer_stop: seen => open(seen) && seen.ticket.stopReported,
}

export const commandTypes = Object.keys(sensible) as StaffCommandType[]

/** Commands that this person may give now. Pure. */
export function mayGive(seen: Seen, person: { id: string; role: Role }): StaffCommandType[] {
  return commandTypes.filter(type => roleMay(person.role, permissionFor[type]) && sensible[type](seen, person.id))
}
