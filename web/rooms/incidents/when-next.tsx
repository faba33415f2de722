import { SegmentedControl } from '@mantine/core'
import { useId, useState } from 'react'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'

const choices = [15, 30, 60] as const
const roundTo = 5 * 60_000

/** The promised time of the next word, rounded up to five minutes. */
export const inMinutes = (minutes: number, from: number): string => new Date(Math.ceil((from + minutes * 60_000) / roundTo) * roundTo).toISOString()

/** When the next message is promised: in a quarter, half or a whole hour, or not. */
export function WhenNext({ start, onChange }: { start: number | null; onChange: (at: string | null) => void }) {
  const { say } = useWords()
  const id = useId()
  const [value, setValue] = useState(start === null ? '0' : String(start))
  return (
    <div>
      <div className="field-label" id={id}>{say('incidents.say.next')}</div>
      <SegmentedControl size="xs" fullWidth aria-labelledby={id} value={value}
        data={[...choices.map(count => ({ value: String(count), label: say('incidents.say.minutes', { count }) })), { value: '0', label: say('incidents.say.noNext') }]}
        onChange={next => {
          setValue(next)
          onChange(next === '0' ? null : inMinutes(Number(next), now()))
        }} />
    </div>
  )
}
