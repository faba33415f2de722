import { Tooltip } from '@mantine/core'
import type { OpenCalendar } from '../../../src/regulation/calendar.ts'
import type { Instant } from '../../../src/lib/instant.ts'
import { countdown, span } from '../../kit/countdown.ts'
import { clockTime, dayMonth, localDate } from '../../kit/moments.ts'
import { cx, useTimes } from '../../kit/pieces.tsx'
import { useTick } from '../../kit/time.ts'
import { useWords, type Say } from '../../kit/words.ts'
import { useService } from './service-time.ts'

/** «4 раб. дня 3 ч», «3 ч 12 мин»: a length of service time. */
export function spanWords(length: number, service: Pick<OpenCalendar, 'workingDay'>, say: Say): string {
  const { days, hours, minutes } = span(length, service.workingDay)
  if (days > 0) return hours === 0 ? say('kit.span.days', { count: days }) : say('kit.span.daysHours', { count: days, hours })
  if (hours > 0) return minutes === 0 ? say('kit.span.hours', { hours }) : say('kit.span.hoursMinutes', { hours, minutes })
  return minutes === 0 ? say('kit.span.instant') : say('kit.span.minutes', { minutes })
}

/** The same to the minute, for reckonings. */
export function exactWords(length: number, service: Pick<OpenCalendar, 'workingDay'>, say: Say): string {
  const { days, hours, minutes } = span(length, service.workingDay)
  const parts = [days > 0 ? say('kit.span.days', { count: days }) : '', hours > 0 ? say('kit.span.hours', { hours }) : '', minutes > 0 ? say('kit.span.minutes', { minutes }) : ''].filter(part => part !== '')
  return parts.length > 0 ? parts.join(' ') : length > 0 ? say('kit.span.instant') : say('kit.span.none')
}

type Tone = 'calm' | 'soon' | 'late' | 'closed'

/** The countdown to a due as tone and words; the calendar comes a moment after the page. */
export function dueWords(due: Instant, now: Instant, service: OpenCalendar, say: Say, language: 'ru' | 'en'): { tone: Tone; text: string } {
  const left = countdown(due, now, service)
  switch (left.kind) {
    case 'over':
      return { tone: 'late', text: left.over < 60_000 ? say('kit.countdown.overNow') : say('kit.countdown.over', { span: spanWords(left.over, service, say) }) }
    case 'opens': {
      const time = clockTime(left.at, language)
      const soon = localDate(left.at) === localDate(now) || left.at - now < 16 * 3_600_000
      return { tone: 'closed', text: soon ? say('kit.countdown.opens', { time }) : say('kit.countdown.opensDay', { day: dayMonth(left.at, now, language), time }) }
    }
    case 'left':
      return { tone: left.urgent ? 'soon' : 'calm', text: say('kit.countdown.left', { span: spanWords(left.left, service, say) }) }
  }
}

/** Live countdown in service time; the due itself stands in the hint. */
export function Due({ at: due, clock }: { at: Instant; clock: string }) {
  const { say, language } = useWords()
  const times = useTimes()
  const service = useService()
  const packed = useTick(current => {
    if (service === null) return `calm|${times.moment(due)}`
    const { tone, text } = dueWords(due, current, service, say, language)
    return `${tone}|${text}`
  })
  const [tone = 'calm', text = ''] = packed.split('|')
  const viewer = times.viewer(due)
  return (
    <Tooltip label={`${clock}: ${times.moment(due)}${viewer === null ? '' : ` · ${viewer}`}`}>
      <span className={cx('due num nowrap', tone)}>{text}</span>
    </Tooltip>
  )
}
