import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconShieldQuestion } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { Letter, letterRest, Message } from '../../../src/messages/api.ts'
import { api } from '../../kit/api.ts'
import { cx, ErrorNote } from '../../kit/pieces.tsx'
import { useWords, type Say } from '../../kit/words.ts'
import { inText } from './attachments.tsx'

type Box = Letter['from']
const nameOf = ({ name, address }: Box): string => (name === '' ? address : name)
const urlOf = (number: number, messageId: string): string => `/api/tickets/${number}/messages/${messageId}`

/** The address beside the name; a quiet mark where nobody could say that it is the sender's own. */
export function Sender({ letter, name }: { letter: Letter; name: string }) {
  const { say } = useWords()
  return (
    <>
      {letter.from.address !== name && <span className="ellipsis">{letter.from.address}</span>}
      {letter.surety === 'unproven' && <Tooltip label={say('messages.letter.unprovenHint')}><span className="letter-unproven"><IconShieldQuestion size={13} aria-hidden />{say('messages.letter.unproven')}</span></Tooltip>}
    </>
  )
}

/** What is said before the words: a forged sender, that a program wrote it, the subject, to whom else it was written, a ticket that it names without proof. */
export function LetterHead({ letter, move }: { letter: Letter; move: ((to: number | 'new') => void) | null }) {
  const { say } = useWords()
  const others = [...letter.to, ...letter.cc]
  const { suggested } = letter.placed
  return (
    <>
      {letter.surety === 'failed' && <div className="letter-failed" role="note"><IconAlertTriangle size={16} aria-hidden />{say('messages.letter.failed')}</div>}
      {letter.automatic && <div className="dim small">{say('messages.letter.automatic')}</div>}
      {letter.subject !== null && <div className="letter-subject">{letter.subject}</div>}
      {others.length > 0 && <div className="dim small letter-others" title={others.map(({ address }) => address).join(', ')}>{say('messages.letter.others', { names: others.map(nameOf).join(', ') })}</div>}
      {suggested !== null && (
        <div className="letter-suggested">
          <span className="grow">{say(letter.surety === 'proven' ? 'messages.letter.suggestedStranger' : 'messages.letter.suggested', { number: suggested })}</span>
          {move !== null && <button type="button" className="link" onClick={() => move(suggested)}>{say('messages.letter.moveThere')}</button>}
        </div>
      )}
    </>
  )
}

/** What only travelled with the words, each one click away: the letter as its author made it, what he quoted, his signature; and why it stands here. */
export function LetterRest({ message, letter, number, detach }: { message: Message; letter: Letter; number: number; detach: (() => void) | null }) {
  const { say } = useWords()
  const [open, setOpen] = useState<'whole' | 'history' | 'signature' | null>(null)
  const images = inText(message.attachments)
  const toggle = (what: 'whole' | 'history' | 'signature') => setOpen(open === what ? null : what)
  return (
    <>
      {letter.gaps.length > 0 && <div className="letter-gaps small">{say('messages.letter.gaps', { reasons: letter.gaps.map(gap => gapWords(gap, say)).join('; ') })}</div>}
      <div className="letter-more">
        {letter.hasHtml && <button type="button" className="link" aria-expanded={open === 'whole'} onClick={() => toggle('whole')}>{open === 'whole' ? say('messages.letter.wholeHide') : images === 0 ? say('messages.letter.whole') : say('messages.letter.wholeImages', { count: images })}</button>}
        {letter.hasHistory && <button type="button" className="link" aria-expanded={open === 'history'} onClick={() => toggle('history')}>{say(open === 'history' ? 'messages.letter.historyHide' : 'messages.letter.history')}</button>}
        {letter.hasSignature && <button type="button" className="link" aria-expanded={open === 'signature'} onClick={() => toggle('signature')}>{say(open === 'signature' ? 'messages.letter.signatureHide' : 'messages.letter.signature')}</button>}
      </div>
      {open !== null && <Rest url={urlOf(number, message.id)} what={open} name={message.author.name} />}
      <div className="letter-why dim">
        {say(`messages.letter.placed.${letter.placed.why}`)}
        {detach !== null && letter.placed.why !== 'new' && <> · <button type="button" className="link" onClick={detach}>{say('messages.letter.detach')}</button></>}
      </div>
    </>
  )
}

/** A letter as its author made it. `remoteImages`: how many of its images lie elsewhere; they are fetched only when somebody asks. */
export function WholeLetter({ url, name, remoteImages }: { url: string; name: string; remoteImages: number }) {
  const { say } = useWords()
  const [images, showImages] = useState(false)
  return (
    <div className="letter-whole">
      <Frame src={`${url}/letter.html${images ? '?images=1' : ''}`} title={say('messages.letter.frame', { name })} />
      {!images && remoteImages > 0 && <button type="button" className="link small" onClick={() => showImages(true)}>{say('messages.letter.images')}</button>}
    </div>
  )
}

function Rest({ url, what, name }: { url: string; what: 'whole' | 'history' | 'signature'; name: string }) {
  const rest = useQuery({ queryKey: ['letter', url], queryFn: () => api.get<z.infer<typeof letterRest>>(`${url}/letter`), staleTime: Infinity })
  if (rest.isError) return <ErrorNote error={rest.error} retry={() => void rest.refetch()} />
  if (what === 'whole') return <WholeLetter url={url} name={name} remoteImages={rest.data?.remoteImages ?? 0} />
  return rest.data === undefined ? null : <div className={cx('letter-rest prewrap', what)}>{rest.data[what]}</div>
}

/** No letter is longer. */
const tallest = 20_000

/** The letter's own page: no scripts run in it, and nothing of it reaches ours but its height. */
function Frame({ src, title }: { src: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(80)
  const watching = useRef<ResizeObserver | null>(null)
  function measure() {
    const body = frame.current?.contentDocument?.body
    if (body === undefined) return
    watching.current?.disconnect()
    watching.current = new ResizeObserver(() => setHeight(Math.min(tallest, Math.ceil(body.getBoundingClientRect().height) + 2)))
    watching.current.observe(body)
  }
  return <iframe ref={frame} src={src} title={title} className="letter-frame" style={{ height }} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" onLoad={measure} />
}

const gaps = ['too_large', 'too_many_parts', 'too_deep', 'head_too_large', 'too_many_fields', 'text_too_long', 'too_many_nested', 'took_too_long', 'winmail_damaged', 'winmail_too_large', 'source_only'] as const

/** Why something of a letter was left unread. */
function gapWords(gap: string, say: Say): string {
  const known = gaps.find(name => name === gap)
  return say(`messages.letter.gap.${known ?? 'other'}`)
}
