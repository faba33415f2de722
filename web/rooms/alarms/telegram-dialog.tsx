import { Button, Modal } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../kit/api.ts'
import { at, Bone, ErrorNote, useTimes } from '../../kit/pieces.tsx'
import { now, useTick } from '../../kit/time.ts'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { myChatQuery, type ChatLink, type MyChat } from './data.ts'
import './alarms.css'

/** A member links his own chat with the bot, by a code for the phone or a link for this device; or ends that. */
export default function TelegramDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const mine = useQuery({ ...myChatQuery, staleTime: 0, refetchInterval: 3_000 })
  const had = useRef<boolean | null>(null)
  const chat = mine.data?.chat ?? null
  useEffect(() => {
    if (mine.data === undefined) return
    if (had.current === false && chat !== null) told(say('alarms.telegram.done'))
    had.current = chat !== null
  }, [mine.data, chat, say])
  return (
    <Modal opened onClose={close} title={say('alarms.telegram.title')} size={440} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <div className="stack">
        {mine.isPending && <Bone height={160} />}
        {mine.isError && <ErrorNote error={mine.error} retry={() => void mine.refetch()} />}
        {mine.data !== undefined && (chat !== null ? <Linked chat={chat} /> : mine.data.canLink ? <LinkNow /> : <p style={{ margin: 0 }}>{say('alarms.telegram.none')}</p>)}
      </div>
    </Modal>
  )
}

function Linked({ chat }: { chat: NonNullable<MyChat['chat']> }) {
  const { say } = useWords()
  const times = useTimes()
  const client = useQueryClient()
  async function unlink() {
    try {
      client.setQueryData(myChatQuery.queryKey, await api.delete('/api/me/telegram') as unknown as MyChat)
      told(say('alarms.telegram.unlinked'))
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  const when = times.moment(at(chat.linkedAt))
  return (
    <>
      <p style={{ margin: 0 }}>{chat.name === '' ? say('alarms.telegram.linkedPlain', { when }) : say('alarms.telegram.linked', { name: chat.name, when })}</p>
      {chat.blocked && <p className="mark warn" style={{ margin: 0, whiteSpace: 'normal' }}>{say('alarms.telegram.blocked')}</p>}
      <div className="row" style={{ justifyContent: 'flex-end' }}><Button variant="default" onClick={() => void unlink()}>{say('alarms.telegram.unlink')}</Button></div>
    </>
  )
}

function LinkNow() {
  const { say } = useWords()
  const times = useTimes()
  // Each asking ends the link before it, so that it is asked for once while the dialog is open.
  const link = useQuery({ queryKey: ['chat-link'], queryFn: () => api.post<ChatLink>('/api/me/telegram'), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false })
  const expired = useTick(current => link.data !== undefined && current >= at(link.data.expiresAt))
  return (
    <>
      <p style={{ margin: 0 }}>{say('alarms.telegram.lead')}</p>
      {link.isPending && <Bone height={220} />}
      {link.isError && <ErrorNote error={link.error} retry={() => void link.refetch()} />}
      {link.data !== undefined && !expired && (
        <>
          <p style={{ margin: 0 }}>{say('alarms.telegram.scan')}</p>
          <img className="chat-qr" src={`data:image/svg+xml;utf8,${encodeURIComponent(link.data.qr)}`} alt={say('alarms.telegram.qr')} />
          <div className="chat-link"><a href={link.data.url} target="_blank" rel="noreferrer">{say('alarms.telegram.openLink')}</a></div>
          <p className="dim small" role="status" style={{ margin: 0 }}>{say('alarms.telegram.until', { time: times.time(Math.max(now(), at(link.data.expiresAt))) })} {say('alarms.telegram.waiting')}</p>
        </>
      )}
      {expired && <div className="row"><span className="grow">{say('alarms.telegram.old')}</span><Button onClick={() => void link.refetch()}>{say('alarms.telegram.again')}</Button></div>}
    </>
  )
}
