import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { at, Bone, Empty, ErrorNote, useAge } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { BotDialog } from './bot-dialog.tsx'
import { Card } from './card.tsx'
import { channelsQuery, type ChannelCard, type ChannelList } from './data.ts'
import { DoorDialog } from './door-dialog.tsx'
import { MailboxDialog } from './mailbox-dialog.tsx'
import './channels.css'

type Editing = { kind: 'telegram' | 'mailbox' | 'mail_door'; card: ChannelCard | null }

/** How customers reach the desk and what of it works; bots and mailboxes are added here (pain 10). */
export function ChannelsPage() {
  const { say } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const list = useQuery(channelsQuery)
  const [editing, edit] = useState<Editing | null>(null)
  const close = () => edit(null)
  const cards = list.data?.channels ?? []
  const edits = me.may.includes('channel.edit')
  const saved = () => {
    told(say(editing?.card === null ? 'channels.saved' : 'channels.changedTold'))
    void client.invalidateQueries({ queryKey: ['channels'] })
    void client.invalidateQueries({ queryKey: ['health'] })
  }
  const editOf = (card: ChannelCard) => (edits && card.set !== null ? () => edit({ kind: card.set!.kind, card }) : null)
  return (
    <main className="page channels">
      <div className="row wrap channels-head">
        <div className="grow"><h1>{say('channels.title')}</h1><p className="dim">{say('channels.lead')} <Link to="/quarantine">{say('channels.quarantine')}</Link> · <Link to="/aside">{say('channels.aside')}</Link></p></div>
        {edits && <div className="row wrap">
          <Button onClick={() => edit({ kind: 'telegram', card: null })}>{say('channels.addBot')}</Button>
          <Button variant="default" onClick={() => edit({ kind: 'mailbox', card: null })}>{say('channels.addMailbox')}</Button>
          {!cards.some(({ kind, state }) => kind === 'mail_door' && state === 'on') && <Button variant="subtle" onClick={() => edit({ kind: 'mail_door', card: null })}>{say('channels.addDoor')}</Button>}
        </div>}
      </div>
      {list.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /><Bone /></div>}
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && cards.length === 0 && <Empty title={say('channels.none')} text={say('channels.noneText')} />}
      {list.data !== undefined && list.data.mail !== null && list.data.mail.oldest !== null && <p className="channels-mail"><AllMail mail={{ ...list.data.mail, oldest: list.data.mail.oldest }} /></p>}
      <ul className="channel-cards">{cards.map(card => <Card key={card.id} card={card} edit={editOf(card)} />)}</ul>
      {editing?.kind === 'telegram' && <BotDialog card={editing.card} origin={list.data?.origin ?? null} saved={saved} close={close} />}
      {editing?.kind === 'mailbox' && <MailboxDialog card={editing.card} saved={saved} close={close} />}
      {editing?.kind === 'mail_door' && <DoorDialog card={editing.card} saved={saved} close={close} />}
    </main>
  )
}

/** Letters wait for all mailboxes together: which of them a letter leaves by is known when it goes. */
function AllMail({ mail }: { mail: NonNullable<ChannelList['mail']> & { oldest: string } }) {
  const { say } = useWords()
  const age = useAge(at(mail.oldest))
  return <>{say('channels.mailWaits')}: <b>{say('channels.waits', { count: mail.waiting, age })}</b></>
}
