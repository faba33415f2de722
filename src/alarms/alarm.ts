import type { Instant } from '../lib/instant.ts'
import type { ClockName } from '../regulation/view.ts'
import type { ReturnWhy } from '../tickets/ticket.ts'

/**
 * An alarm: what somebody at the desk has to know now (R-3.1.2, S-6, S-9).
 *
 * The machine, in words. An alarm is *raised* by what happened to a ticket, or by another room; nobody knows of it yet. At `nextAt` somebody looks at it
 * and, if it is time, tells a *wave* of colleagues: that is its next level. What is urgent is told again and again, to more and more people, until a person
 * takes it; everything else is told once and stands in the workspace until it is done. It *ends* by a colleague who takes the ticket, answers, calls or
 * triages it to a lesser category, or has seen what there was to see; by the end of the ticket; by itself when telling was all. After the end one more
 * look brings the messages that stand in chats up to date, and it rests for good. Nothing follows an end, and nothing wakes a desk that is closed, except
 * for those who are on call.
 */
export const alarmKinds = ['stop', 'critical', 'disputed', 'second_dispute', 'lead_called', 'came_back', 'triage', 'warning', 'digest', 'incident', 'channel'] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** Told in waves until a person takes it; at most one of a ticket runs at a time. */
export const urgentKinds = ['stop', 'critical', 'disputed'] as const satisfies readonly AlarmKind[]
/** For a lead, once. */
export const leadKinds = ['second_dispute', 'lead_called', 'incident', 'channel'] as const satisfies readonly AlarmKind[]
export const isUrgent = (kind: AlarmKind): boolean => (urgentKinds as readonly AlarmKind[]).includes(kind)
export const isForLead = (kind: AlarmKind): boolean => (leadKinds as readonly AlarmKind[]).includes(kind)

export const endReasons = ['taken', 'answered', 'called', 'triaged', 'works_again', 'incident', 'result', 'closed', 'seen', 'well', 'told', 'missed'] as const
/** `told`: telling was all; `missed`: its day was over before anybody could be told; `works_again`: the customer says that the stop is over; `well`: what was wrong is in order by itself. */
export type EndReason = (typeof endReasons)[number]

/** What an alarm is about, besides its ticket. */
export type About = {
  /** Straight to the lead as well (S-6, a second dispute). */
  lead?: true
  /** For this colleague; absent or null: for the shift. */
  staff?: string | null
  /** `warning`: which clock, and when it is due; `triage`: when triage is due. */
  clock?: ClockName
  due?: Instant
  breached?: true
  /** `came_back`: why it comes back. */
  why?: ReturnWhy
  /** `digest`: local date. */
  date?: string
  /** `incident`, `channel`: what another room wants to have seen, and where it stands in the workspace. */
  title?: string
  text?: string
  path?: string
  source?: 'radar' | 'monitoring'
}

/** `occasion` with ticket, cycle and kind is the alarm's name: raised twice, it is one alarm. `lookAt`: when somebody looks at it first. */
export type NewAlarm = { kind: AlarmKind; ticketId: string | null; cycle: number; occasion: string; about: About; raisedAt: Instant; lookAt: Instant }
/** Open alarms of a ticket end; `by` null: by no colleague. */
export type Ending = { kinds: readonly AlarmKind[]; reason: EndReason; by: string | null }
