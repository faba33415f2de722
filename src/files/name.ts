import { cut } from '../lib/text.ts'

/** The names of files as people gave them, made safe to show, to send and to save. Pure. */

/** The database keeps 255 characters; file systems count bytes, and Cyrillic has two each. */
const longest = 120

// Control characters; marks that turn the direction of writing (a name `счёт‮fdp.exe` reads as `счётexe.pdf`); invisible joiners and the byte order mark.
const hidden = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
const unsafe = /[<>:"|?*]/g

/** Only the last part of a path, without what cannot be seen or saved, at most 120 characters with the ending kept; `file` when nothing is left. */
export function safeName(given: string): string {
  const plain = given.toWellFormed().normalize('NFC').replace(hidden, '')
  const last = plain.split(/[/\\]/).at(-1)!
  const name = last.replace(unsafe, '_').replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '')
  if (name === '') return 'file'
  return name.length <= longest ? name : shortened(name)
}

function shortened(name: string): string {
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  return `${cut(name, longest - ending.length).replace(/[\s.]+$/u, '')}${ending}`
}

/** `Content-Disposition` (RFC 6266): an ASCII name for the oldest readers, the real one in UTF-8 (RFC 8187). */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\u0020-\u007e]|["\\%]/g, '_')
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`
}
