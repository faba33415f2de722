import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconHelpCircle, IconSend2 } from '@tabler/icons-react'
import type { DeliveryState, Message } from '../../../src/messages/api.ts'
import { at, useTimes } from '../../kit/pieces.tsx'
import { useWords, type Say } from '../../kit/words.ts'

const errors = ['retry_after', 'temporary', 'unknown', 'undeliverable', 'blocked', 'deleted', 'no_chat', 'consent', 'not_seen', 'moved', 'invalid_content', 'target_gone', 'auth', 'too_large', 'late', 'taken_back', 'no_mailbox', 'mailbox_full', 'rejected', 'returned', 'loop', 'bounced', 'budget'] as const
type KnownError = (typeof errors)[number]

/** Why a message did not arrive, in words; the channel's class of failure is the key. */
export function errorWords(error: string | null, say: Say): string {
  const known = errors.find((name): name is KnownError => name === error)
  return say(`messages.delivery.errors.${known ?? 'other'}`)
}

/** What is known of a letter that is out and perhaps not there: a report said so. */
const lateness = ['delayed', 'temporary', 'copy_returned'] as const

const icons: Record<DeliveryState, typeof IconCheck> = { queued: IconClock, sending: IconSend2, sent: IconCheck, failed: IconAlertTriangle, unknown: IconHelpCircle }

/** What became of an outgoing message: a quiet sign when all is well, words and a next step when it is not. */
export function Delivery({ message, call }: { message: Message; call: (() => void) | null }) {
  const { say } = useWords()
  const times = useTimes()
  const { delivery } = message
  if (delivery === null) return <Tooltip label={say('messages.delivery.none')}><IconClock className="delivery" size={14} role="img" aria-label={say('messages.delivery.none')} /></Tooltip>

  const Icon = icons[delivery.state]
  if (delivery.state === 'failed') {
    return (
      <span className="delivery-problem bad" role="status">
        <Icon size={14} aria-hidden /> {say('messages.delivery.failedWhy', { why: errorWords(delivery.error, say) })}
        {call !== null && <button type="button" className="link" onClick={call}>{say('messages.delivery.call')}</button>}
      </span>
    )
  }
  const late = delivery.state === 'sent' ? lateness.find(one => one === delivery.error) : undefined
  if (late !== undefined) return <span className="delivery-problem warn"><IconClock size={14} aria-hidden /> {say(`messages.delivery.late.${late}`)}</span>
  const words = delivery.state === 'sent'
    ? (delivery.at === null ? say('messages.delivery.sentNoTime') : say('messages.delivery.sent', { at: times.moment(at(delivery.at)) }))
    : say(`messages.delivery.${delivery.state}`)
  return (
    <>
      {delivery.mayBeDoubled && <span className="delivery-problem warn">{say('messages.delivery.doubled')}</span>}
      {delivery.state === 'unknown' && !delivery.mayBeDoubled
        ? <span className="delivery-problem warn"><Icon size={14} aria-hidden /> {words}</span>
        : <Tooltip label={words}><Icon className={`delivery ${delivery.state}`} size={15} role="img" aria-label={words} /></Tooltip>}
    </>
  )
}
