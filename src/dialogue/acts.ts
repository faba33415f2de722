/** What a button means. It stands in the `choices` table; the messenger carries only an opaque id. Closed union: each act is handled in `pressed.ts`. */
export type Act =
  | { act: 'point'; ticket: string; point: string; name: string }
  | { act: 'other_point'; ticket: string }
  | { act: 'skip'; ticket: string; step: Step }
  | { act: 'happening'; ticket: string; fact: string }
  /** `result`: message of the result that the button stands under; a later result takes its word from it. */
  | { act: 'confirm'; ticket: string; result?: string }
  | { act: 'dispute'; ticket: string; result?: string }
  | { act: 'withdraw'; ticket: string }
  | { act: 'bring_back'; ticket: string }
  | { act: 'stopped'; ticket: string }
  | { act: 'call_me'; ticket: string }
  | { act: 'why'; ticket: string }
  | { act: 'focus'; ticket: string }
  | { act: 'ticked'; ticket: string; item: string }
  | { act: 'step'; ticket: string; step: string; as: 'done' | 'failed' }
  | { act: 'stop_holds'; ticket: string; holds: boolean }
  | { act: 'not_ours'; ticket: string }
  | { act: 'call_lead'; ticket: string }
  | { act: 'rate'; ticket: string; stars: number }
  /** A ticket of a point that his role lets him see; `join`: he writes on it, too. */
  | { act: 'look'; ticket: string }
  | { act: 'join'; ticket: string }
  | { act: 'new_ticket' }
  | { act: 'mine' }
  | { act: 'language'; to: 'ru' | 'en' }
  // A colleague's buttons (src/alarms)
  | { act: 'claim'; ticket: string; alarm: string }
  | { act: 'ack'; alarm: string }

/** Steps of the form: at most three taps and one optional line (product.md 4.2). */
export type Step = 'point' | 'happening' | 'phone' | 'since'

/** Acts that change something may be done once; the others as often as pressed (the ticket itself knows a wish that stands already). */
export const once: Readonly<Record<Act['act'], boolean>> = {
  point: true, other_point: false, skip: true, happening: true, confirm: true, dispute: true, withdraw: true, bring_back: true,
  ticked: true, step: true, stop_holds: true, not_ours: true, call_lead: true, rate: true,
  look: false, join: false, stopped: false, call_me: false, why: false, focus: false, new_ticket: false, mine: false, language: false, claim: false, ack: false,
}

/** A button as the dialogue thinks of it, before it gets an id. */
export type ActButton = { label: string; act: Act } | { label: string; url: string }

/** What the dialogue wants to say. */
export type Saying = {
  title?: string
  text: string
  buttons?: readonly (readonly ActButton[])[]
  askPhone?: { label: string; skip: string }
  endAsk?: true
  silent?: boolean
}

/** Do two sayings look the same to their reader? One of them may come from the database, which keeps the fields of a button in an order of its own. */
export const sameSaying = (one: Saying, other: Saying): boolean => looks(one) === looks(other)

const looks = ({ title, text, buttons = [] }: Saying): string => JSON.stringify([
  title ?? null, text, buttons.map(row => row.map(button => ('url' in button ? [button.label, button.url] : [button.label, Object.entries(button.act).toSorted(([a], [b]) => (a < b ? -1 : 1))]))),
])

export const ticketOf = (act: Act): string | null => ('ticket' in act ? act.ticket : null)
