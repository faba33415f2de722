import type { Instant } from '../lib/instant.ts'
import { never } from '../lib/never.ts'
import { sayTime, hourIn } from '../lib/say-time.ts'
import { sayPhone } from '../contacts/phone.ts'
import type { Purpose } from '../delivery/retry.ts'
import { aboveSignature } from '../incidents/told.ts'
import type { DelayReason } from '../regulation/signals.ts'
import type { View } from '../regulation/view.ts'
import type { Notice } from '../tickets/notices.ts'
import { missing } from '../tickets/asked.ts'
import type { Ticket } from '../tickets/ticket.ts'
import type { ActButton, Saying } from './acts.ts'
import type { DialogueWords } from './words.ts'

/** What a notice is said with: the reader's words, the desk's zone and hours, the reader's own zone. */
export type About = {
  ticket: Ticket
  view: View
  words: DialogueWords
  language: 'ru' | 'en'
  /** Zone and opening hours of the service calendar, hours in words («с 09:00 до 23:00»). */
  zone: string
  hours: string
  pointZone: string
  phone: string | null
  /** Somebody has to be called, and there is no number, of nobody; he was not asked yet. */
  nobodyToCall: boolean
  now: Instant
  /** How the topic is helped with; null while no topic of the catalogue is set. */
  mode: 'perform' | 'advise' | 'help' | null
  /** The topic lies outside the regulation: an answer is due, no result. */
  outside: boolean
  /** in the reader's words. */
  delayWords: (reason: DelayReason) => string
  /** A specialist has read the dispute out of what the customer had written: he need not write it again. */
  disputeRead?: boolean
}

/** A notice as a messenger says it, and what may be repeated of it. */
export type Said = Saying & { purpose: Purpose }

const night = (hour: number): boolean => hour >= 22 || hour < 8

/**
 * Every notice in a messenger's form. Sound only for what a person must hear: a question's reminder (not at night in his own zone unless critical),
 * a pause, a result, an end by time (product.md 4.4).
 */
export function say(notice: Notice, about: About): Said {
  const { ticket: { id, number }, words, now } = about
  const time = sayTime(about.zone, about.language)
  const when = (at: Instant) => time.when(at, now)
  const whenOr = (at: Instant | null) => (at === null ? '' : when(at))
  const button = words.buttons
  // A result that was told in a call has no message; what is pressed then means the ticket as it stands.
  const { result } = about.ticket
  const of = { ticket: id, ...(result === null || result.message === null ? {} : { result: result.message }) }
  const yes = (label: string): ActButton => ({ label, act: { act: 'confirm', ...of } })
  const no = (label: string): ActButton => ({ label, act: { act: 'dispute', ...of } })
  const confirm = [yes(button.works), no(button.notHelped)]
  const atNight = about.ticket.category !== 1 && night(hourIn(about.pointZone, now))
  switch (notice.kind) {
    case 'receipt': {
      const due = when(notice.triageDue)
      const text = notice.reopened ? words.receipt.again(number, time.clock(notice.at), due)
        : notice.open ? words.receipt.day(number, time.clock(notice.at), due)
        : words.receipt.night(number, time.clock(notice.at), about.hours, time.on(notice.workFrom, now), time.when(notice.triageDue, notice.workFrom))
      return { text, buttons: cardButtons(about), silent: true, purpose: 'receipt' }
    }
    case 'category': {
      // A call is coming: the one notice of this kind that has to be heard.
      if (notice.category === 1) {
        const due = notice.reactionDue === null ? null : when(notice.reactionDue)
        if (about.nobodyToCall) return { text: words.category.criticalAsk(number, due), askPhone: { label: button.sharePhone, skip: button.skip }, purpose: 'notice' }
        return { text: due === null ? words.category.criticalNow(number) : words.category.critical(number, due), purpose: 'notice' }
      }
      const due = notice.resultDue ?? notice.reactionDue
      const text = (notice.changed ? words.category.changed : words.category.other)(number, words.categories[notice.category], due === null ? null : when(due))
      const worse = worseButton(about)
      return worse.length === 0 ? { text, silent: true, purpose: 'notice' }
        : { text: `${text} ${words.category.worse}`, buttons: [worse], silent: true, purpose: 'notice' }
    }
    case 'suspension_ahead': return { text: words.suspensionAhead(number, when(notice.boundary), list(notice.missing)), silent: atNight, purpose: 'notice' }
    case 'suspended': return { text: words.suspended(number, list(notice.missing)), silent: atNight, purpose: 'notice' }
    case 'still_suspended': return { text: words.stillSuspended(number), buttons: [[{ label: button.notNeeded, act: { act: 'withdraw', ticket: id } }]], silent: true, purpose: 'notice' }
    case 'resumed':
      return {
        text: notice.due === null || notice.wasDue === null || notice.due === notice.wasDue
          ? (notice.answered ? words.resumedPlain : words.goingOnPlain)(number)
          : (notice.answered ? words.resumed : words.goingOn)(number, when(notice.due), when(notice.wasDue)),
        silent: true, purpose: 'notice',
      }
    case 'result': {
      const until = whenOr(notice.until)
      if (notice.outage) {
        return { text: aboveSignature(notice.text, said => words.resultOutage(number, said, until)), buttons: [[yes(button.works), no(button.stillDown)]], purpose: 'reply' }
      }
      // A refusal is a recommendation, and a consultation is solved or not: nothing to try out. What was done for him can be tried, whatever its category.
      const talk = notice.result === 'refused' || about.mode === 'advise' || (about.mode !== 'perform' && about.ticket.category === 3)
      return {
        text: (notice.result === 'refused' ? words.resultOutside : words.result)(number, notice.text, until),
        buttons: [talk ? [yes(button.solved), no(button.remains)] : confirm],
        purpose: 'reply',
      }
    }
    case 'confirmation_ahead': return { text: words.confirmationAhead(number, when(notice.until)), buttons: [confirm], silent: atNight, purpose: 'notice' }
    case 'confirmed': return { text: words.confirmed(number), silent: true, purpose: 'notice' }
    case 'auto_confirmed': return { text: words.autoConfirmed(number), buttons: [[no(button.notHelped)]], silent: atNight, purpose: 'notice' }
    case 'disputed': {
      const text = (notice.again ? words.disputedAgain : about.disputeRead === true ? words.disputedKnown : words.disputed)(number)
      // The second time the lead sees to it anyway.
      return { text, ...(notice.again ? {} : { buttons: [[{ label: button.callLead, act: { act: 'call_lead', ticket: id } }]] }), silent: true, purpose: 'notice' }
    }
    case 'lead_called': return { text: notice.open ? words.leadCalled.open(number) : words.leadCalled.closed(number, time.on(notice.workFrom, now)), silent: true, purpose: 'notice' }
    case 'wait_agreed': return { text: words.waitAgreed(number, when(notice.until)), silent: true, purpose: 'notice' }
    case 'handed_over': return {
      text: `${notice.to === 'developers' ? words.handedOver.developers(number) : words.handedOver.thirdParty(number, notice.party)} ${words.handedOver.keep}`, silent: true, purpose: 'notice',
    }
    case 'delay': return { text: words.delay(number, about.delayWords(notice.reason)), silent: true, purpose: 'notice' }
    // Its delivery moves the due, so it goes the way of a person's words.
    case 'due_revised': return { text: words.dueRevised(number, when(notice.due), notice.wasDue === null ? null : when(notice.wasDue), about.delayWords(notice.reason)), silent: atNight, purpose: 'reply' }
    case 'help_scheduled': return { text: words.helpScheduled(number, time.on(notice.at, now), notice.note), purpose: 'notice' }
    case 'help_ahead': return { text: words.helpAhead(number, time.on(notice.at, now)), silent: atNight, purpose: 'notice' }
    case 'stop_question': return {
      text: words.stopQuestion(number), buttons: [[{ label: button.stillStopped, act: { act: 'stop_holds', ticket: id, holds: true } }, { label: button.worksAgain, act: { act: 'stop_holds', ticket: id, holds: false } }]],
      silent: atNight, purpose: 'notice',
    }
    case 'stop_cleared': return { text: words.stopCleared(number), silent: true, purpose: 'notice' }
    case 'incident_told': return {
      title: notice.title, text: notice.text, ...(notice.first ? { buttons: [[{ label: button.notOurs, act: { act: 'not_ours', ticket: id } }]] } : {}), silent: atNight && !notice.first, purpose: 'reply',
    }
    case 'withdrawn': return { text: words.withdrawn(number), buttons: [[{ label: button.bringBack, act: { act: 'bring_back', ticket: id } }]], silent: true, purpose: 'notice' }
    case 'call_promised':
      if (about.phone === null) return { text: words.callPromised.noPhone(number), askPhone: { label: button.sharePhone, skip: button.skip }, silent: true, purpose: 'notice' }
      return { text: notice.open ? words.callPromised.open(number, sayPhone(about.phone)) : words.callPromised.closed(number, sayPhone(about.phone), time.on(notice.workFrom, now)), silent: true, purpose: 'notice' }
    case 'stop_noted': return { text: notice.open ? words.stopNoted.open(number) : words.stopNoted.closed(number, time.on(notice.workFrom, now)), silent: true, purpose: 'notice' }
    default: return never(notice)
  }
}

/** What is missing, as one line: «фото ошибки; модель принтера». */
const list = (missing: readonly string[]): string => missing.join('; ').replace(/[.;!?\s]+$/, '')

/** The customer's five words (product.md 3). */
export function stateWord(view: View, words: DialogueWords): string {
  switch (view.state) {
    case 'registered': return words.states.accepted
    case 'triaged': case 'in_work': case 'with_developers': case 'with_third_party': return words.states.working
    case 'waiting_customer': case 'suspended': return words.states.waiting
    case 'awaiting_confirmation': return words.states.check
    case 'resolved': case 'closed': return words.states.closed
    default: return never(view.state)
  }
}

/** The one status card of a ticket: the receipt, edited in place as the ticket goes on (product.md 4.4). */
export function card(about: About, receipt: string, names: { point: string | null; owner: string | null }): Saying {
  const { view, ticket, words, now } = about
  const time = sayTime(about.zone, about.language)
  // Until somebody has looked at it, the receipt says it all; the point is added once it is known.
  if (view.state === 'registered' && names.owner === null) return { text: names.point === null ? receipt : `${receipt}\n${words.card.point(names.point)}`, buttons: cardButtons(about) }
  const contactDue = view.reaction?.endedAt === null ? view.reaction.dueAt : null
  const due = about.outside ? contactDue : (view.result?.dueAt ?? contactDue)
  const isOpen = view.state !== 'resolved' && view.state !== 'closed'
  const asked = missing(ticket.asked)
  const step = ticket.steps.find(one => one.state === 'open')
  const lines = [
    (view.cycle > 1 ? words.card.again : words.card.accepted)(ticket.number, time.on(view.registeredAt, now)),
    words.card.state(stateWord(view, words)),
    names.point === null ? null : words.card.point(names.point),
    view.category === null ? null : words.card.category(words.categories[view.category]),
    view.state === 'registered' && view.triage.dueAt !== null ? words.card.triageDue(time.when(view.triage.dueAt, now)) : null,
    isOpen && ticket.helpAt !== null && ticket.helpAt > now ? words.card.help(time.when(ticket.helpAt, now)) : null,
    isOpen && view.silence !== null && asked.length > 0 ? words.card.missing(list(asked)) : null,
    isOpen && step !== undefined ? words.card.nextStep(list([step.text])) : null,
    isOpen && ticket.delays.length > 0 ? words.card.delay(about.delayWords(ticket.delays.at(-1)!)) : null,
    view.state === 'suspended' ? words.card.onPause
      : view.state === 'awaiting_confirmation' ? (view.autoConfirmAt === null ? null : words.card.checkUntil(time.when(view.autoConfirmAt, now)))
      : view.state === 'resolved' || view.state === 'closed' || view.category === null || due === null ? null : (about.outside ? words.card.answerDue : words.card.due)(time.when(due, now)),
    names.owner === null || view.state === 'resolved' || view.state === 'closed' ? null : words.card.owner(names.owner),
  ]
  return { text: lines.filter(line => line !== null).join('\n'), buttons: cardButtons(about) }
}

/** «Не можем работать», where that is news. */
function worseButton({ ticket, view, words }: Pick<About, 'ticket' | 'view' | 'words'>): ActButton[] {
  return ticket.stopReported || view.category === 1 ? [] : [{ label: words.buttons.stopped, act: { act: 'stopped', ticket: ticket.id } }]
}

function cardButtons({ ticket, view, words }: About): ActButton[][] {
  const { id } = ticket
  switch (view.state) {
    case 'resolved': case 'closed': return []
    case 'awaiting_confirmation': return [[{ label: words.buttons.callMe, act: { act: 'call_me', ticket: id } }]]
    default: {
      return [
        [{ label: words.buttons.notNeeded, act: { act: 'withdraw', ticket: id } }, ...worseButton({ ticket, view, words })],
        [{ label: words.buttons.callMe, act: { act: 'call_me', ticket: id } }, { label: words.buttons.why, act: { act: 'why', ticket: id } }],
      ]
    }
  }
}
