import type { Notice, NoticeKind } from '../tickets/notices.ts'

/** How the desk speaks in a channel: by what the channel can do, never by its name. */
export type Manner = {
  /** What is missing is asked for one thing after another, each with its buttons; or all of it in the first message. */
  asks: 'step' | 'at_once'
  /** Everything is said; or only what a person needs, where each message calls him away from his work. The rest he reads where he has pressed. */
  says: 'all' | 'needed'
  words: 'chat' | 'letter'
  /** The page where he presses and ticks what a message cannot hold. Null: the messages hold it themselves. */
  page: ((conversationId: string, ticketNumber: number) => string) | null
}

export const chat: Manner = { asks: 'step', says: 'all', words: 'chat', page: null }

/** `buttons`: as the channel has them; links are pressed on the page that they lead to. */
export const mannerOf = (buttons: 'inline' | 'links' | 'none' | undefined, page: NonNullable<Manner['page']>): Manner => (buttons === 'links' ? { asks: 'at_once', says: 'needed', words: 'letter', page } : chat)

/** Notices that are worth a letter. What only answers a press is read on the page where it was pressed. */
const needed: Readonly<Record<NoticeKind, boolean>> = {
  receipt: true, category: true, suspension_ahead: true, suspended: true, still_suspended: true, resumed: true, result: true, confirmation_ahead: true, confirmed: true, auto_confirmed: true,
  disputed: true, wait_agreed: true, handed_over: true, delay: true, due_revised: true, help_scheduled: true, help_ahead: true, stop_question: true, incident_told: true, withdrawn: true,
  call_promised: false, stop_noted: false, stop_cleared: false, lead_called: false,
}

export function isNeeded(notice: Notice): boolean {
  // Words of a specialist are on their way, and the term has not moved.
  if (notice.kind === 'resumed' && !notice.answered && (notice.due === null || notice.due === notice.wasDue)) return false
  return needed[notice.kind]
}
