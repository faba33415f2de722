import { Menu } from '@mantine/core'
import { IconDots, IconEye, IconMapPin, IconUserSquare } from '@tabler/icons-react'
import { memo, useState, type ReactNode } from 'react'
import type { Message } from '../../../src/messages/api.ts'
import type { NoticeKind } from '../../../src/tickets/notices.ts'
import { ChannelIcon } from '../../kit/channel.tsx'
import { at, cx, Moment, PhoneLink, useTimes } from '../../kit/pieces.tsx'
import { useWords, type Say } from '../../kit/words.ts'
import { Attachments, listed } from './attachments.tsx'
import { Delivery } from './delivery.tsx'
import { LetterHead, LetterRest, Sender } from './letter.tsx'
import { linked } from './links.ts'

/** The desk's own messages by kind; the compiler asks for a new kind here and in the words. */
const notices: Record<NoticeKind, true> = {
  receipt: true, category: true, suspension_ahead: true, suspended: true, still_suspended: true, resumed: true, result: true, confirmation_ahead: true,
  confirmed: true, auto_confirmed: true, disputed: true, withdrawn: true, call_promised: true, stop_noted: true, lead_called: true, wait_agreed: true, handed_over: true, delay: true, due_revised: true,
  help_scheduled: true, help_ahead: true, stop_question: true, stop_cleared: true, incident_told: true,
}
const isNotice = (kind: string | null): kind is NoticeKind => kind !== null && Object.hasOwn(notices, kind)
const noticeWords = (kind: string | null, say: Say): string => say(`messages.notices.${isNotice(kind) ? kind : 'other'}`)

/** Text with addresses made into links. */
const Words = ({ text }: { text: string }) => (
  <>{linked(text).map((part, index) => (part.href === null ? part.text : <a key={index} href={part.href} target="_blank" rel="noreferrer noopener">{part.text}</a>))}</>
)

export type MessageProps = {
  message: Message
  joined: boolean
  quoted: Message | undefined
  enlarge: (fileId: string) => void
  goTo: (messageId: string) => void
  call: (() => void) | null
  /** Puts a customer's message on another ticket, on one of its own, or (`ask`) where somebody says; null for messages that stay. */
  move: ((message: Message, to: number | 'new' | 'ask') => void) | null
  /** The only message of customers on its ticket: a ticket of its own would be the same again. */
  alone: boolean
  /** Address of what the letters of this ticket have besides their words. */
  number: number
  /** The judgement asked for under an unclear answer (A-20). */
  judging: ReactNode
  asked: ReactNode
}

/** One entry of the conversation: customers left, ours right, notes across and marked as seen by staff only. */
export const MessageBubble = memo(function MessageBubble({ message, joined, quoted, enlarge, goTo, call, move, alone, number, judging, asked }: MessageProps) {
  const { say } = useWords()
  const { direction } = message
  return (
    <article id={`message-${message.id}`} className={cx('msg', direction, joined && 'joined', message.toJudge && 'to-judge')} aria-label={`${message.author.name}${direction === 'note' ? `, ${say('messages.note')}` : ''}`}>
      {!joined && (
        <header className="msg-head">
          <b>{message.author.name}</b>
          {direction === 'note' && <span className="note-label"><IconEye size={13} aria-hidden />{say('messages.note')}</span>}
          {direction !== 'note' && message.channelId !== null && <ChannelIcon channel={message.channelId} size={13} />}
          {message.letter !== null && <Sender letter={message.letter} name={message.author.name} />}
        </header>
      )}
      {message.joined.length > 0 && <div className="msg-joined">{say('messages.letter.joined', { count: message.joined.length, names: message.joined.join(', ') })}</div>}
      <div className="bubble">
        {message.replyTo !== null && (
          <button type="button" className="plain quote ellipsis" onClick={() => goTo(message.replyTo ?? '')}>
            {quoted === undefined ? say('messages.gone') : <><b>{quoted.author.name}</b> {quoted.text === '' ? say('messages.noText') : quoted.text}</>}
          </button>
        )}
        {message.letter !== null && <LetterHead letter={message.letter} move={move === null ? null : to => move(message, to)} />}
        <Attachments files={listed(message)} enlarge={enlarge} />
        {message.text !== '' && <div className={cx('prewrap', message.sticker && 'sticker')}><Words text={message.text} /></div>}
        {message.letter !== null && <LetterRest message={message} letter={message.letter} number={number} detach={move === null || alone ? null : () => move(message, 'new')} />}
        {asked}
        {message.sticker && <span className="dim small">{say('messages.sticker')}</span>}
        {message.place !== null && <Place place={message.place} />}
        {message.card !== null && (
          <div className="file"><IconUserSquare size={20} stroke={1.6} aria-hidden /><span className="grow"><span className="file-name">{message.card.name}</span><span className="file-about"><PhoneLink phone={message.card.phone} />{message.card.own && <> · {say('messages.cardOwn')}</>}</span></span></div>
        )}
        <Edits message={message} />
        <footer className="msg-foot">
          {move !== null && <MoveMenu message={message} move={move} alone={alone} />}
          <Moment at={at(message.at)} bare />
          {direction === 'out' && <Delivery message={message} call={call} />}
        </footer>
      </div>
      {message.toJudge && judging}
    </article>
  )
})

/** Where else the message may belong (pain 6). */
function MoveMenu({ message, move, alone }: { message: Message; move: NonNullable<MessageProps['move']>; alone: boolean }) {
  const { say } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Menu position="bottom-start" shadow="md" width={250} withinPortal={false} opened={open} onChange={setOpen} withInitialFocusPlaceholder={false}>
      <Menu.Target><button type="button" className="plain msg-more" aria-label={say('messages.moving.menu')} onKeyDown={event => event.key === 'Escape' && setOpen(false)}><IconDots size={14} aria-hidden /></button></Menu.Target>
      <Menu.Dropdown>
        {!alone && <Menu.Item onClick={() => move(message, 'new')}>{say('messages.moving.toNew')}</Menu.Item>}
        <Menu.Item onClick={() => move(message, 'ask')}>{say('messages.moving.toOther')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Place({ place }: { place: NonNullable<Message['place']> }) {
  const { say } = useWords()
  return (
    <a className="file" href={`https://yandex.ru/maps/?pt=${place.longitude},${place.latitude}&z=17`} target="_blank" rel="noreferrer noopener">
      <IconMapPin size={20} stroke={1.6} aria-hidden />
      <span className="grow"><span className="file-name ellipsis">{place.title ?? say('messages.place')}</span><span className="file-about">{place.address ?? say('messages.placeOpen')}</span></span>
    </a>
  )
}

/** «изменено»: pressed, the earlier wordings open under the present one. */
function Edits({ message }: { message: Message }) {
  const { say } = useWords()
  const times = useTimes()
  const [open, setOpen] = useState(false)
  if (message.editedAt === null && message.versions.length === 0) return null
  const label = message.editedAt === null ? say('messages.earlier') : say('messages.edited', { at: times.moment(at(message.editedAt)) })
  return (
    <div className="edits">
      <button type="button" className="link small" aria-expanded={open} onClick={() => setOpen(!open)}>{label}</button>
      {open && <ol>{message.versions.map(version => <li key={version.at}><Moment at={at(version.at)} /> <span className="prewrap">{version.text === '' ? say('messages.noText') : version.text}</span></li>)}</ol>}
    </div>
  )
}

/** What the machine told the customer: one quiet line; pressed, the whole text. */
export const Notice = memo(function Notice({ message, call }: { message: Message; call: (() => void) | null }) {
  const { say } = useWords()
  const [open, setOpen] = useState(false)
  const quiet = message.delivery === null || (message.delivery.state === 'sent' && message.delivery.error === null)
  return (
    <article id={`message-${message.id}`} className="notice" aria-label={noticeWords(message.notice, say)}>
      <div className="notice-line">
        <button type="button" className="plain ellipsis" aria-expanded={open} onClick={() => setOpen(!open)}>
          <b>{noticeWords(message.notice, say)}</b> <span className="dim">{open ? say('messages.auto') : message.text}</span>
        </button>
        <Moment at={at(message.at)} bare />
        {quiet && message.delivery?.mayBeDoubled !== true ? null : <Delivery message={message} call={call} />}
      </div>
      {open && <div className="prewrap notice-text">{message.text}</div>}
    </article>
  )
})
