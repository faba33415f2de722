import type { Command as Offer } from '../../kit/commands.ts'
import type { Say } from '../../kit/words.ts'
import type { asking } from '../../words/ru/asking.ts'
import type { tickets } from '../../words/ru/tickets.ts'
import type { DialogName, Hub } from './hub.ts'

type Wiring = {
  hub: Hub
  say: Say
  take: () => void
  startTriage: (category: 1 | 2 | 3 | null) => void
  /** Null when no answer waits to be judged. */
  judge: ((as: 'confirm' | 'dispute' | 'neutral') => void) | null
  toQueue: () => void
  toContext: () => void
}

/** Commands that open a dialog: name on the wire, dialog, key. */
const dialogs: readonly { may: string; dialog: DialogName['name'] & Exclude<DialogName, { event: string } | { clock: string }>['name']; label: keyof (typeof tickets)['actions']; keys?: string }[] = [
  { may: 'call_held', dialog: 'call', label: 'call_held', keys: 'c' },
  { may: 'report_result', dialog: 'result', label: 'report_result', keys: 'r' },
  { may: 'assign', dialog: 'assign', label: 'assign', keys: 'w' },
  { may: 'return_on', dialog: 'return', label: 'return_on', keys: 'v' },
  { may: 'recategorise', dialog: 'recategorise', label: 'recategorise', keys: 'g' },
  { may: 'set_topic', dialog: 'topic', label: 'set_topic', keys: 'o' },
  { may: 'set_point', dialog: 'point', label: 'set_point', keys: 'm' },
  { may: 'confirm', dialog: 'confirm', label: 'confirm', keys: 'y' },
  { may: 'dispute', dialog: 'dispute', label: 'dispute', keys: 'u' },
  { may: 'lift', dialog: 'lift', label: 'lift', keys: 'l' },
  { may: 'hand_over', dialog: 'handOver', label: 'hand_over', keys: 'd' },
  { may: 'take_back', dialog: 'takeBack', label: 'take_back', keys: 'b' },
  { may: 'withdraw', dialog: 'withdraw', label: 'withdraw' },
  { may: 'close_spam', dialog: 'spam', label: 'close_spam' },
  { may: 'reopen', dialog: 'reopen', label: 'reopen', keys: 'z' },
]

/** What a command is called for this ticket: a point that is set is changed. */
const actionLabel = (label: keyof (typeof tickets)['actions'], hasPoint: boolean, say: Say): string =>
  say(`tickets.actions.${label === 'set_point' && hasPoint ? 'change_point' : label}`)

/** Everything that can be done to the open ticket now, with its key: for the keyboard, the palette and the menu. */
export function ticketCommands({ hub, say, take, startTriage, judge, toQueue, toContext }: Wiring): Offer[] {
  const offers: Offer[] = []
  const add = (id: string, label: string, run: () => void, keys?: string, quiet = false) => offers.push({ id, group: 'ticket', label, run, ...(keys === undefined ? {} : { keys: [keys] }), quiet })
  if (hub.can('take')) add('take', say('tickets.actions.take'), take, 'a')
  if (hub.can('triage')) {
    add('triage', say('tickets.actions.triage'), () => startTriage(null), 't')
    for (const category of [1, 2, 3] as const) add(`triage-${category}`, say(`tickets.category.c${category}`), () => startTriage(category), String(category), true)
  } else if (judge !== null && hub.can('judge')) {
    const ways = ['confirm', 'dispute', 'neutral'] as const
    ways.forEach((as, index) => add(`judge-${as}`, say(`tickets.judge.${as}`), () => judge(as), String(index + 1)))
  }
  for (const { may, dialog, label, keys } of dialogs) if (hub.can(may)) add(may, actionLabel(label, hub.page.point !== null, say), () => hub.openDialog({ name: dialog }), keys)
  for (const { may, dialog, label, keys } of otherDialogs) if (hub.can(may)) add(may, say(`asking.actions.${label}`), () => hub.openDialog({ name: dialog }), keys)
  if (hub.can('assign')) add('outage', say('incidents.choose.command'), () => hub.openDialog({ name: 'outage' }))
  add('context', say('shell.commands.context'), toContext, 'i')
  add('to-queue', say('shell.commands.toQueue'), toQueue, 'Escape', true)
  return offers
}

/** The same for what others and dates have to do with it; their words stand in a file of their own. */
const otherDialogs: readonly { may: string; dialog: 'agreeWait' | 'delay' | 'revise' | 'people' | 'addPoint' | 'development'; label: keyof (typeof asking)['actions']; keys?: string }[] = [
  { may: 'agree_wait', dialog: 'agreeWait', label: 'agree_wait', keys: 'f' },
  { may: 'note_delay', dialog: 'delay', label: 'note_delay', keys: 'h' },
  { may: 'revise_due', dialog: 'revise', label: 'revise_due', keys: 's' },
  { may: 'set_main_person', dialog: 'people', label: 'people' },
  { may: 'add_point', dialog: 'addPoint', label: 'add_point' },
  { may: 'link_development', dialog: 'development', label: 'link_development' },
]

/** One line of a ticket's menu. */
export type MenuLine = { id: string; label: string; dialog: DialogName; keys?: string; danger?: boolean }

/** The menu of a ticket in groups of what belongs together; what stands beside the number as a button is marked by the header. */
const groups = {
  work: ['call_held', 'report_result', 'agree_wait', 'lift', 'hand_over', 'take_back', 'note_delay', 'revise_due', 'return_on', 'assign', 'link_development', 'outage'],
  sort: ['recategorise', 'set_topic', 'set_point', 'add_point', 'set_main_person'],
  customer: ['confirm', 'dispute'],
  end: ['withdraw', 'close_spam', 'reopen'],
} as const
export type MenuGroup = keyof typeof groups
export const menuGroups = Object.keys(groups) as MenuGroup[]

/** What this person may do now, in the order of the menu. */
export function menuOf({ can, page }: Pick<Hub, 'can' | 'page'>, say: Say): Record<MenuGroup, MenuLine[]> {
  const lines = new Map<string, MenuLine>()
  const keep = (id: string, label: string, dialog: DialogName, keys: string | undefined): void =>
    void lines.set(id, { id, label, dialog, ...(keys === undefined ? {} : { keys }), ...(id === 'close_spam' || id === 'withdraw' ? { danger: true } : {}) })
  for (const { may, dialog, label, keys } of dialogs) if (can(may)) keep(may, actionLabel(label, page.point !== null, say), { name: dialog }, keys)
  for (const { may, dialog, label, keys } of otherDialogs) if (can(may)) keep(may, say(`asking.actions.${label}`), { name: dialog }, keys)
  if (can('assign')) keep('outage', say('incidents.choose.command'), { name: 'outage' }, undefined)
  const shown = (group: MenuGroup): MenuLine[] => groups[group].flatMap(id => lines.get(id) ?? [])
  return { work: shown('work'), sort: shown('sort'), customer: shown('customer'), end: shown('end') }
}
