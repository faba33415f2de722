import type { Purpose } from './retry.ts'

/**
 * What goes out, channel-neutral, and how one attempt to send can end (`channels.md` 7.4). Pure data.
 */

/** `choice`: opaque id of a stored choice (never state); channels put it behind the button. */
export type Button = { label: string; choice: string } | { label: string; url: string }

/** What a parcel is for, for channels whose messages need more than words (a letter has a thread). `first`: it has never been tried. */
export type ParcelAbout = { parcelId: string; conversationId: string; ticketId: string | null; ticketNumber: number | null; messageId: string | null; purpose: Purpose; first: boolean }

export type OutgoingFile = { fileId: string; name: string; mime: string; size: number; as: 'photo' | 'document' | 'voice' }

export type Content = {
  /** Plain text without markup; the channel escapes it. `title` is set apart as the channel can (bold first line). */
  title?: string
  text: string
  buttons?: readonly (readonly Button[])[]
  /** Ask for the person's own phone by the channel's own means (reply keyboard in Telegram). */
  askPhone?: { label: string; skip: string }
  /** Take such a keyboard away again. */
  endAsk?: true
}

export type Outgoing =
  /** `sent`: what an earlier attempt already got out (`SendResult.sent`); the channel goes on after it. */
  | ({ kind: 'send'; silent?: boolean; replyTo?: string; files?: readonly OutgoingFile[]; sent?: readonly string[] } & Content)
  | ({ kind: 'edit'; target: string } & Content)
  /** Answers a button press inside the channel's time; harmless when late. */
  | { kind: 'ack'; interaction: string; text?: string; alert?: boolean }
  | { kind: 'typing' }

/** Classes of failure, sorted by what happens next. */
export type SendFailure =
  | { class: 'retry_after'; seconds: number }                 // wait exactly, the whole conversation
  | { class: 'temporary' }                                    // nothing was done: again, growing delay, up to a day
  | { class: 'unknown' }                                      // may have been done
  | { class: 'undeliverable'; reason: 'blocked' | 'deleted' | 'no_chat' | 'consent' | 'not_seen' | 'no_mailbox' }
  | { class: 'rejected' }                                     // the other side will not take it; the person may well be reached otherwise
  | { class: 'held'; reason: 'loop' | 'bounced' | 'budget' }  // our own gate did not let it out
  | { class: 'moved'; to: string }                            // the conversation has a new external id
  | { class: 'invalid_content' }                              // our mistake, after the channel's own one degradation
  | { class: 'target_gone' }                                  // the message to edit or answer vanished
  | { class: 'auth' }                                         // token or right is bad: the channel stops, the administrator is told
  | { class: 'too_large' }
export type FailureClass = SendFailure['class']

/**
 * `detail`: the channel's own words, without tokens, for the log and the specialist. `sent`: external ids of the parts that went out before a
 * later part failed; a further attempt hands them back in `Outgoing.sent`, otherwise they go out twice.
 */
export type SendResult =
  | { ok: true; externalIds: readonly string[]; degraded?: string }
  | ({ ok: false; detail: string; sent?: readonly string[] } & SendFailure)
