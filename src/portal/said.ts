import type { Act } from '../dialogue/acts.ts'
import type { Button, Content, Outgoing, OutgoingFile } from '../delivery/outbound.ts'
import type { Instant } from '../lib/instant.ts'
import type { State } from '../regulation/view.ts'

/** A parcel of the conversation as it lies in the outbox. */
export type Parcel = { id: string; ticketId: string | null; payload: Outgoing; at: Instant }
/** One thing that the desk said, as it stands after its edits. */
export type Said = { id: string; ticketId: string | null; at: Instant; content: Content; files: readonly OutgoingFile[] }

const byOutbox = 'outbox:'

/**
 * The conversation as a messenger would show it: what was sent, each in its latest wording. An edit aims at the parcel that it changes, or at an edit of that;
 * an edit of something that is not here stands for itself. `rootOf`: the parcel that a later one has become a wording of. Pure.
 */
export function foldSaid(parcels: readonly Parcel[]): { said: readonly Said[]; rootOf: (id: string) => string } {
  const roots = new Map<string, string>()
  const said = new Map<string, Said>()
  for (const { id, ticketId, payload, at } of parcels) {
    if (payload.kind === 'ack' || payload.kind === 'typing') continue
    const target = payload.kind === 'edit' ? payload.target.replace(byOutbox, '') : null
    const root = target === null ? id : roots.get(target) ?? id
    const before = said.get(root)
    roots.set(id, root)
    said.set(root, { id: root, ticketId: before?.ticketId ?? ticketId, at: before?.at ?? at, content: contentOf(payload), files: payload.kind === 'send' ? payload.files ?? [] : before?.files ?? [] })
  }
  return { said: [...said.values()], rootOf: id => roots.get(id) ?? id }
}

const contentOf = ({ title, text, buttons, askPhone }: Content): Content => ({
  text, ...(title === undefined ? {} : { title }), ...(buttons === undefined ? {} : { buttons }), ...(askPhone === undefined ? {} : { askPhone }),
})

/** What was answered to the press with this key, if the hall has come to it. */
export function ackOf(parcels: readonly Parcel[], interaction: string): { text: string; isAlert: boolean } | null {
  const found = parcels.findLast(({ payload }) => payload.kind === 'ack' && payload.interaction === interaction)?.payload
  return found?.kind === 'ack' && found.text !== undefined ? { text: found.text, isAlert: found.alert === true } : null
}

/** Buttons that still mean something: not used, and fitting to how the ticket stands now. */
export function living(buttons: Content['buttons'], choices: ReadonlyMap<string, { act: Act; isUsed: boolean }>, stateOf: (ticketId: string) => State | null): readonly (readonly Button[])[] {
  const lives = (button: Button): boolean => {
    if ('url' in button) return true
    const choice = choices.get(button.choice)
    if (choice === undefined || choice.isUsed) return false
    if (choice.act.act !== 'confirm') return true
    return stateOf(choice.act.ticket) === 'awaiting_confirmation'
  }
  return (buttons ?? []).map(row => row.filter(lives)).filter(row => row.length > 0)
}
