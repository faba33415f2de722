import { cut, storable } from '../../lib/text.ts'
import type { Box, LetterFacts } from './letter.ts'

/** Whoever reads nothing that is written to him, or hands it to others: machines, and lists with their servants. */
const machine = /^(?:no-?reply|do-?not-?reply|noreply|mailer-daemon|postmaster|bounces?|listserv|listmaster|majordomo|sympa|mailman|notifications?|nobody|abuse)(?:[+._-].*)?$|(?:[._-](?:no-?reply|bounces?|request|owner|subscribe|unsubscribe|admin))$|^owner-/
const address = /^[^\s@"<>]{1,64}@[^\s@"<>]{1,255}$/

/** So many people of one letter are taken note of. */
const most = 20

/**
 * Whom a letter was written to besides us: they take part in its ticket (pain 8). In lower case, each once, without its sender. Our own addresses are not in
 * the facts; machines and lists are left out, or they would answer each other.
 */
export function participantsOf({ from, to, cc }: Pick<LetterFacts, 'from' | 'to' | 'cc'>): readonly Box[] {
  const seen = new Set([from.address.toLowerCase()])
  const people: Box[] = []
  for (const box of [...to, ...cc]) {
    const written = box.address.trim().toLowerCase()
    if (seen.has(written) || people.length >= most || !address.test(written) || written.length > 320 || machine.test(written.slice(0, written.lastIndexOf('@')))) continue
    seen.add(written)
    people.push({ name: cut(storable(box.name).replace(/\s+/g, ' ').trim(), 200), address: written })
  }
  return people
}
