import addressparser from 'nodemailer/lib/addressparser'
import type { Mailbox } from '../letter.ts'
import { clean, decodeWords } from './words.ts'

type Parsed = ReturnType<typeof addressparser>[number]

/** Longest list that is looked at, and longest run in it: the work of the library grows with the square of the run. */
const longest = 32 * 1024
const run = /[^\s,;]{1500,}/g

/** Mailboxes of a header value (one character per byte), groups opened, names decoded. Damaged ones give what can be made out. */
export function readAddresses(raw: string, limit: number, hint = ''): Mailbox[] {
  // An empty address ends its box: the library would join the name to the next one.
  const boxes = raw.slice(0, longest).replace(run, word => word.slice(0, 1_500)).split(/(?<=<\s*>)\s*,/).flatMap(parse).flatMap(flat)
  const out: Mailbox[] = []
  for (const { name, address } of boxes) {
    const box = mended(bare(decodeWords(name, hint)), decodeWords(address, hint).replace(/^<+|>+$/g, '').replace(/^\[?mailto:([^\]]*)\]?$/i, '$1').trim())
    if (box.name !== '' || box.address !== '') out.push(box)
    if (out.length >= limit) break
  }
  return out
}

function parse(text: string): Parsed[] {
  try {
    const boxes = addressparser(text)
    return boxes.some(box => 'address' in box && /[\s<>]/.test(box.address ?? '')) ? bracketed(text) : boxes
  } catch {
    return bracketed(text)
  }
}

/** What stands in angle brackets, and the words before: for lists that the library cannot take apart. */
const bracketed = (text: string): Parsed[] => [...text.matchAll(/([^<>,]{0,300})<([^<>\s]{1,300}@[^<>\s]{1,300})>/g)].map(([, name = '', at = '']) => ({ name: name.replaceAll('\\"', '"').trim(), address: at }))

const flat = (box: Parsed): { name: string; address: string }[] =>
  'group' in box && box.group !== undefined ? box.group.flatMap(each => flat(each as Parsed)) : [{ name: box.name ?? '', address: 'address' in box ? (box.address ?? '') : '' }]

const bare = (name: string): string => clean(name.replace(/[<>]+$/, '').replace(/^(["'])([\s\S]*)\1$/, '$2').replace(/\\(["\\])/g, '$1')).replace(/ {2,}/g, ' ')

const mailbox = /<?([^\s<>"(),;:]+@[^\s<>"(),;:]+)>?/

/** Programs that encode a whole `Name <address>`, and those that write the address as its own name. */
function mended(name: string, address: string): Mailbox {
  if (address === '' || !address.includes('@')) {
    const inside = mailbox.exec(name)
    if (inside !== null) return { name: bare(name.replace(inside[0], ' ')), address: inside[1]! }
    if (address !== '') {
      const within = mailbox.exec(address)
      if (within !== null) return { name, address: within[1]! }
    }
  }
  return { name, address }
}
