import { useEffect, useRef, useSyncExternalStore } from 'react'
import { keyName } from './keys.ts'

/**
 * Everything a person can do right now, in one register: the keyboard, the palette and the list of shortcuts read the same one.
 * A screen adds its commands while it is shown; of two with the same key the one added later (the inner screen) wins.
 */
export type Command = {
  id: string
  label: string
  group: 'general' | 'queue' | 'ticket'
  keys?: readonly string[]
  /** Also while the cursor stands in a text field (only for keys with `mod` or `alt`). */
  inFields?: boolean
  /** Not offered in the palette (moving about); a key that is held down goes on. */
  quiet?: boolean
  run: () => void
}

let sets: readonly { commands: readonly Command[] }[] = []
let flat: readonly Command[] = []
const ears = new Set<() => void>()
function changed() {
  flat = sets.flatMap(set => set.commands)
  for (const hear of ears) hear()
}

/** Offers commands until the returned function is called. */
export function offer(commands: readonly Command[]): () => void {
  const own = { commands }
  sets = [...sets, own]
  changed()
  return () => {
    sets = sets.filter(set => set !== own)
    changed()
  }
}

/** Offers commands while the calling component is mounted. */
export function useCommands(commands: readonly Command[]): void {
  const signature = commands.map(command => `${command.id}\t${command.label}\t${command.keys?.join() ?? ''}`).join('\n')
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  // `run` is looked up when called, so that it sees the newest state without registering again on every drawing.
  useEffect(() => offer(latest.current.map(command => ({ ...command, run: () => latest.current.find(one => one.id === command.id)?.run() }))), [signature])
}

export const useAllCommands = (): readonly Command[] =>
  useSyncExternalStore(hear => {
    ears.add(hear)
    return () => ears.delete(hear)
  }, () => flat)

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))

/**
 * What lay open when the key went down. Asked before anyone else hears the key: a dialog that closes on Escape must not
 * let the same Escape go on to the screen under it.
 */
let onTop: 'dialog' | 'list' | null = null
function look(): void {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) onTop = 'dialog'
  else onTop = document.querySelector('.mantine-Popover-dropdown, .mantine-Menu-dropdown') === null ? null : 'list'
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = keyName(event)
  const field = isField(event.target)
  const found = flat.findLast(command => command.keys?.includes(name) === true && (!field || command.inFields === true))
  if (found === undefined || (onTop === 'dialog' && found.inFields !== true)) return
  if (name === 'Escape' && onTop !== null) return
  // Enter on a button or link is that button's own.
  if (name === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, a, [role="menuitem"]') !== null) return
  event.preventDefault()
  // A finger that rests on a key judges, takes or ticks once.
  if (event.repeat && found.quiet !== true) return
  found.run()
}

/** One listener for the page. Dialogs keep the keyboard to themselves. */
export function listenToKeys(): () => void {
  window.addEventListener('keydown', look, { capture: true })
  document.addEventListener('keydown', onKey)
  return () => {
    window.removeEventListener('keydown', look, { capture: true })
    document.removeEventListener('keydown', onKey)
  }
}
