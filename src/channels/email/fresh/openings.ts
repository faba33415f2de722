import { labelOf, unrolled, type Role } from './labels.ts'
import { lineOf, type Line, type Opening } from './lines.ts'
import { above, address, date, endOf, forwarded, original, verbLast } from './phrases.ts'
import { nextFilled, wroteAt } from './wrote.ts'

const dashed = /^(?:[-–—_=~]\s?){2,}\s*([^-–—_=~].{1,70}?)\s*:?\s*(?:[-–—_=~]\s?){2,}\s*:?$/u
/** A line drawn across the page. */
const drawn = /^[-_=–—*~]{5,}$/

/** The opening that begins at line `at`, if one does. */
export function openingAt(lines: readonly Line[], at: number): Opening | null {
  const line = lines[at]!.bare
  if (line === '') return null
  return dashesAt(lines, at, line) ?? phraseAt(lines, at, line) ?? blockAt(lines, at) ?? wroteAt(lines, at)
}

/** `-----Original Message-----`, with or without a header block below; also with the whole block behind it in one line. */
function dashesAt(lines: readonly Line[], at: number, line: string): Opening | null {
  if (above.test(line)) return { form: 'dashes', from: at, to: at + 1, says: 'original', sender: '', subject: '' }
  const rolled = /^-{2,}\s*([^-]{3,60}?)\s*-{2,}\s+(\S.{10,})$/u.exec(line)
  if (rolled !== null) {
    const block = readBlock(unrolled(rolled[2]!))
    if (block !== null && address.test(block.sender)) return { form: 'block', from: at, to: at + 1, says: saying(rolled[1]!), ...block }
  }
  const found = dashed.exec(line)
  if (found === null) {
    // A drawn line belongs to the header that follows it.
    if (!drawn.test(line)) return null
    const next = nextFilled(lines, at + 1, 2)
    const below = next < 0 ? null : (blockAt(lines, next) ?? wroteAt(lines, next))
    return below === null ? null : { ...below, from: at }
  }
  const phrase = found[1]!
  if (endOf.test(phrase)) return null
  const next = nextFilled(lines, at + 1, 2)
  const below = next < 0 ? null : blockAt(lines, next)
  if (below !== null) return { ...below, from: at, says: saying(phrase) }
  const passed = next >= 0 && forwarded.test(phrase) ? passedBelow(lines, next) : null
  if (passed !== null) return { ...passed, from: at, says: 'forwarded' }
  const wrote = verbLast.test(phrase) ? wroteAt([lineOf(phrase.replace(/[-–—_=\s]+$/, ''), 'no')], 0) : null
  if (wrote !== null) return { ...wrote, from: at, to: at + 1 }
  return original.test(phrase) || forwarded.test(phrase) ? { form: 'dashes', from: at, to: at + 1, says: saying(phrase), sender: '', subject: '' } : null
}

/** Yandex: `26.09.2026, 10:00, "Имя" <a@b>:` below the dashes, perhaps with labels between. */
function passedBelow(lines: readonly Line[], at: number): Opening | null {
  let subject = ''
  for (let i = at; i < lines.length && i < at + 5; i++) {
    const label = labelOf(lines[i]!.bare)
    if (label?.role === 'subject') subject = label.value.replace(/;$/, '')
    if (label !== null) continue
    const wrote = wroteAt(lines, i)
    return wrote === null || !address.test(wrote.sender) ? null : { ...wrote, subject }
  }
  return null
}

const saying = (phrase: string): 'forwarded' | 'original' | null => (original.test(phrase) ? 'original' : forwarded.test(phrase) ? 'forwarded' : null)

/** `Begin forwarded message:` in any language: a short line that ends in a colon, right above a header block. */
function phraseAt(lines: readonly Line[], at: number, line: string): Opening | null {
  if (!/[:：]$/.test(line) || line.length > 70 || address.test(line) || labelOf(line) !== null) return null
  const next = nextFilled(lines, at + 1, 2)
  const below = next < 0 ? null : blockAt(lines, next)
  if (below === null || below.form !== 'block') return null
  // Words of the sender's own above a block stay his.
  return forwarded.test(line) || lines[at]!.quote === 'sure' ? { ...below, from: at, says: saying(line) } : null
}

/** Header block: several labels in lines that follow each other. */
function blockAt(lines: readonly Line[], at: number): Opening | null {
  if (labelOf(lines[at]!.bare) === null) return null
  const found = new Map<Role, string>()
  let last: Role | null = null
  let end = at
  let strange = 0
  let blank = 0
  for (let i = at; i < lines.length && i < at + 24; i++) {
    const line = lines[i]!.bare
    const label = labelOf(line)
    if (label !== null && !(found.has(label.role) && label.role !== 'reply' && label.role !== 'cc')) {
      found.set(label.role, label.value)
      last = label.role
      end = i + 1
      strange = blank = 0
    } else if (line === '') {
      // Some programs put an empty line between labels; two end the block.
      if (++blank > 1 || found.size >= 4) break
    } else if (last !== null && blank === 0 && strange < 3) {
      // A value that goes on in the next line, as long as more labels follow or it plainly is its end.
      strange++
      if (found.get(last) === '' || goesOn(lines, i, last, found.get(last)!)) {
        found.set(last, `${found.get(last)!} ${line}`.trim())
        end = i + 1
      }
    } else break
  }
  const undersigned = found.get('from') === undefined && date.test(found.get('date') ?? '') && address.test(found.get('to') ?? '')
  if (undersigned) return { form: 'block', from: at, to: end, says: null, sender: '', subject: found.get('subject') ?? '' }
  const wanted = found.has('from') && (found.has('date') || found.has('subject') || found.has('to')) && found.size >= 2
  if (!wanted || (found.size === 2 && !found.has('date') && !(found.has('subject') && address.test(found.get('from')!)))) return null
  return { form: 'block', from: at, to: end, says: null, sender: found.get('from')!, subject: found.get('subject') ?? '' }
}

/** Whether line `at` continues the value above it: another label follows soon, or it is a lonely tail before an empty line. */
function goesOn(lines: readonly Line[], at: number, role: Role, value: string): boolean {
  for (let i = at + 1; i < Math.min(lines.length, at + 3); i++) if (labelOf(lines[i]!.bare) !== null) return true
  return role !== 'subject' && /[;,<]$/.test(value)
}

/** A block that was written in one line. */
function readBlock(lines: readonly string[]): { sender: string; subject: string } | null {
  let sender = ''
  let subject = ''
  for (const line of lines) {
    const label = labelOf(line)
    if (label?.role === 'from' && sender === '') sender = label.value
    if (label?.role === 'subject' && subject === '') subject = label.value
  }
  return sender === '' ? null : { sender, subject }
}
