/**
 * Names of keys, the same on any keyboard layout: with the Russian layout on, the key of `j` still is `j`.
 * Pure: takes the few fields of a KeyboardEvent that matter.
 */
export type KeyPress = { key: string; code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }

const latin = /^[a-z0-9]$/
const symbolCodes: Readonly<Record<string, string>> = { Slash: '/', NumpadEnter: 'Enter' }

/** `j`, `mod+k`, `mod+Enter`, `?`, `ArrowDown`, `alt+1`. `mod` is Ctrl, and Cmd on a Mac. */
export function keyName(press: KeyPress): string {
  const mod = press.ctrlKey || press.metaKey
  return `${mod ? 'mod+' : ''}${press.altKey ? 'alt+' : ''}${base(press, mod)}`
}

function base(press: KeyPress, mod: boolean): string {
  const lower = press.key.toLowerCase()
  if (latin.test(lower) && !press.altKey) return lower
  if (press.code.startsWith('Key')) return press.code.slice(3).toLowerCase()
  if (press.code.startsWith('Digit') && (!press.shiftKey || mod)) return press.code.slice(5)
  if ((mod || press.altKey) && symbolCodes[press.code] !== undefined) return symbolCodes[press.code] ?? press.key
  // In the Russian layout the question mark stands on 7 and, without Shift, the slash key writes a full stop.
  return press.key
}

/** How a key is printed for people. */
export function keyLabel(name: string, mac: boolean): string {
  return name
    .split('+')
    .map(part => (part === 'mod' ? (mac ? '⌘' : 'Ctrl') : part === 'alt' ? (mac ? '⌥' : 'Alt') : part === 'ArrowUp' ? '↑' : part === 'ArrowDown' ? '↓' : part.length === 1 ? part.toUpperCase() : part))
    .join(mac ? '' : '+')
}
