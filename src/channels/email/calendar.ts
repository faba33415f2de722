import { cut } from '../../lib/text.ts'
import type { Invitation } from './letter.ts'

type Property = { value: string; zone: string }

/** The first event of an iCalendar text (RFC 5545); null when it holds none. */
export function readInvitation(text: string): Invitation | null {
  const lines = text.slice(0, 200_000).replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const begin = lines.findIndex(line => /^BEGIN:(?:VEVENT|VTODO)\b/i.test(line))
  if (begin < 0) return null
  const properties = new Map<string, Property>()
  let deeper = 0
  for (const line of lines.slice(begin + 1)) {
    if (/^END:(?:VEVENT|VTODO)/i.test(line)) break
    if (/^BEGIN:/i.test(line)) deeper++
    else if (/^END:/i.test(line)) deeper--
    else if (deeper === 0) {
      const found = /^([A-Z-]{2,30})((?:;[^:;"]*(?:"[^"]*")?)*):([\s\S]*)$/i.exec(line)
      if (found !== null && !properties.has(found[1]!.toUpperCase())) properties.set(found[1]!.toUpperCase(), { value: found[3]!, zone: /;TZID="?([^";:]{1,60})"?/i.exec(found[2]!)?.[1] ?? '' })
    }
  }
  const value = (name: string): string => cut(unescaped(properties.get(name)?.value ?? ''), 500)
  return {
    method: (/^METHOD:\s*(\w{1,20})/im.exec(text)?.[1] ?? 'PUBLISH').toUpperCase(),
    summary: value('SUMMARY'),
    when: span(properties.get('DTSTART'), properties.get('DTEND') ?? properties.get('DUE')),
    place: value('LOCATION'),
    organizer: value('ORGANIZER').replace(/^mailto:/i, ''),
  }
}

/** The invitation as one line of text, for letters that say nothing else. */
export const lineOf = ({ summary, when, place }: Invitation): string => [summary, when, place].filter(part => part !== '').join(' · ')

const unescaped = (text: string): string => text.replace(/\\[nN]/g, ' ').replace(/\\([,;\\])/g, '$1').trim()

type Moment = { day: string; time: string; zone: string }

function momentOf(property: Property | undefined): Moment | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?/.exec(property?.value ?? '')
  if (found === null) return null
  const [, year, month, day, hour, minute, utc] = found
  return { day: `${day}.${month}.${year}`, time: hour === undefined ? '' : `${hour}:${minute}`, zone: utc === 'Z' ? 'UTC' : (property?.zone ?? '') }
}

function span(start: Property | undefined, end: Property | undefined): string {
  const from = momentOf(start)
  if (from === null) return ''
  const to = momentOf(end)
  const first = [from.day, from.time].filter(part => part !== '').join(' ')
  // The end of a whole day is the day after: it says nothing to a reader.
  const last = to === null || from.time === '' ? '' : to.day === from.day ? `–${to.time}` : ` – ${to.day} ${to.time}`
  return `${first}${last}${from.zone === '' ? '' : ` (${from.zone})`}`
}
