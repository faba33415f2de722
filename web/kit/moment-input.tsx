import { TextInput } from '@mantine/core'
import type { Instant } from '../../src/lib/instant.ts'
import { clockTime, deskZone, localDate } from './moments.ts'
import { now } from './time.ts'
import { useWords } from './words.ts'

/** The wall time of the desk's zone as a date-and-time field has it: `2026-11-28T10:00`. */
export const wallTime = (at: Instant, zone: string = deskZone): string => `${localDate(at, zone)}T${clockTime(at, 'en', zone)}`

/** The instant of a wall time in the desk's zone; null for what is none. Where clocks are put forward, the minute after the gap. */
export function instantOfWall(text: string, zone: string = deskZone): Instant | null {
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc)) return null
  const offset = (at: Instant): number => Date.parse(`${wallTime(at, zone)}Z`) - Math.floor(at / 60_000) * 60_000
  const first = asUtc - offset(asUtc)
  return asUtc - offset(first)
}

/** A date and time in the desk's zone, with the zone named; the value is an instant of the wire, or null while it is none. */
export function MomentInput({ label, description, value, onChange, autoFocus = false, error, compact = false, span }: {
  label: string; description?: string; value: string | null; onChange: (value: string | null) => void; autoFocus?: boolean; error?: string | null
  /** In a row that names it already: small, the zone beside it. */
  compact?: boolean
  /** What may be chosen; from now on unless told. */
  span?: { from: Instant; until: Instant }
}) {
  const { say } = useWords()
  const zone = say('kit.zones.Europe/Moscow')
  return (
    <TextInput type="datetime-local" {...(compact ? { 'aria-label': `${label}, ${zone}`, size: 'xs', autoFocus, rightSection: <span className="small">{zone}</span>, rightSectionWidth: 44 } : { label: `${label}, ${zone}` })} description={description} data-autofocus={autoFocus || undefined} error={error ?? null}
      min={wallTime(span?.from ?? now())} {...(span === undefined ? {} : { max: wallTime(span.until) })} defaultValue={value === null ? '' : wallTime(Date.parse(value))}
      onChange={event => {
        const at = instantOfWall(event.currentTarget.value)
        onChange(at === null ? null : new Date(at).toISOString())
      }} />
  )
}
