import { Button, Modal } from '@mantine/core'
import { IconBrandTelegram, IconDoorEnter, IconMail, IconMessage, IconWorld } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { at, cx, Moment, useAge, useTimes } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { Counts } from './counts.tsx'
import { titleOf, type ChannelCard, type WireFinding } from './data.ts'
import { CheckResult, Findings, useCheck } from './findings.tsx'
import { RerouteDialog } from './reroute-dialog.tsx'

const icons = { telegram: IconBrandTelegram, mailbox: IconMail, mail_door: IconDoorEnter, portal: IconWorld, email: IconMail, phone: IconMessage, api: IconMessage } as const

/** One channel: does it work, what waits, what did its last self-test say. `edit` null: its settings cannot be changed by this person, or here. */
export function Card({ card, edit }: { card: ChannelCard; edit: (() => void) | null }) {
  const { say } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const [open, setOpen] = useState<'reroute' | 'off' | null>(null)
  const [busy, setBusy] = useState(false)
  const check = useCheck(part => api.post<WireFinding[]>(`/api/channels/${card.id}/test`, { part }), { writes: card.set?.kind === 'mailbox' && card.set.settings.imap !== null && card.set.settings.smtp !== null })
  const Icon = icons[card.kind]
  const title = card.source === 'workspace' || card.title !== null ? titleOf(card, say) : say(`channels.kinds.${card.kind}`)
  const switches = me.may.includes('channel.switch')
  const known = check.findings === null && check.busy === null && check.error === null

  async function turn(state: 'on' | 'off') {
    setBusy(true)
    try {
      await api.post(`/api/channels/${card.id}/switch`, { version: card.version, state })
      told(say(state === 'on' ? 'channels.switchedOn' : 'channels.switchedOff'))
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
      setOpen(null)
      for (const key of ['channels', 'health']) void client.invalidateQueries({ queryKey: [key] })
    }
  }
  return (
    <li className={cx('panel channel-card', card.state)}>
      <div className="channel-name">
        <Icon size={18} stroke={1.7} aria-hidden />
        <h2>{title}</h2>
        <span className="dim small">{card.source === 'workspace' ? say(`channels.kinds.${card.kind}`) : card.kind === 'portal' ? '' : say('channels.fromServer')}</span>
      </div>
      <Health card={card} />
      {card.set?.kind === 'mailbox' && <div className="small">{card.set.settings.address}</div>}
      {card.set?.kind === 'telegram' && card.set.address !== null && <a className="small" href={card.set.address} target="_blank" rel="noreferrer">{say('channels.openBot')}</a>}
      {card.set?.kind === 'mail_door' && <div className="small num">{card.set.settings.protocol.toUpperCase()} {card.set.settings.host}:{card.set.settings.port}</div>}
      {card.backlog !== null && card.backlog.oldest !== null && <Waits waiting={card.backlog.waiting} oldest={card.backlog.oldest} />}
      {card.backlog !== null && card.backlog.failed > 0 && <div className="small warn-text">{say('channels.failed', { count: card.backlog.failed })}</div>}
      {card.set?.kind === 'mailbox' && card.set.settings.imap !== null && <Counts id={card.id} />}
      {known && card.check !== null && <div className="channel-check"><span className="dim small">{say('channels.checkedAt')} <Moment at={at(card.check.at)} /></span><Findings findings={card.check.findings} /></div>}
      <CheckResult check={check} />
      <div className="row wrap channel-acts">
        {switches && card.kind !== 'portal' && <Button size="compact-sm" variant="default" loading={check.busy !== null} onClick={() => void check.run().then(() => client.invalidateQueries({ queryKey: ['channels', 'list'] }))}>{say('channels.check')}</Button>}
        {edit !== null && <Button size="compact-sm" variant="default" onClick={edit}>{say('channels.edit')}</Button>}
        {switches && card.version !== null && (card.state === 'on'
          ? <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setOpen('off')}>{say('channels.off')}</Button>
          : <Button size="compact-sm" variant="default" loading={busy} onClick={() => void turn('on')}>{say('channels.on')}</Button>)}
        {switches && card.backlog !== null && card.backlog.waiting > 0 && <Button size="compact-sm" variant="default" onClick={() => setOpen('reroute')}>{say('channels.bar.reroute')}</Button>}
      </div>
      <Changed card={card} />
      {open === 'reroute' && <RerouteDialog id={card.id} name={title} close={() => setOpen(null)} />}
      {open === 'off' && (
        <Modal opened onClose={() => setOpen(null)} title={say('channels.offAsk.title')} closeButtonProps={{ 'aria-label': say('kit.close') }}>
          <div className="stack">
            <p style={{ margin: 0 }}>{say('channels.offAsk.text', { title })}</p>
            <div className="row" style={{ justifyContent: 'flex-end' }}><Button variant="default" onClick={() => setOpen(null)}>{say('kit.cancel')}</Button><Button data-autofocus loading={busy} onClick={() => void turn('off')}>{say('channels.off')}</Button></div>
          </div>
        </Modal>
      )}
    </li>
  )
}

function Health({ card: { health, state, kind } }: { card: ChannelCard }) {
  const { say } = useWords()
  if (health === null) return <div className="channel-health"><span className="dot good" /><span>{say('channels.states.sendsOnly')}</span></div>
  const isBad = health.state === 'failed'
  return (
    <div className="channel-health">
      <span className={cx('dot', health.state === 'live' ? 'good' : isBad ? 'bad' : 'unknown')} />
      <span><b>{say(`channels.states.${health.state}`)}</b>{isBad && <> <span className="dim small">{say('channels.since')} <Moment at={at(health.since)} /></span></>}{health.detail !== null && <div className={cx('small', isBad && 'bad-text')}>{health.detail}</div>}</span>
      {state === 'on' && <span className="dim small channel-last">{health.lastEventAt === null ? say('channels.noEvents') : <>{say(kind === 'mailbox' || kind === 'mail_door' ? 'channels.lastLetter' : 'channels.lastEvent')} <Moment at={at(health.lastEventAt)} /></>}</span>}
    </div>
  )
}

function Waits({ waiting, oldest }: { waiting: number; oldest: string }) {
  const { say } = useWords()
  const age = useAge(at(oldest))
  return <div className="small warn-text">{say('channels.waits', { count: waiting, age })}</div>
}

function Changed({ card: { changed } }: { card: ChannelCard }) {
  const { say } = useWords()
  const times = useTimes()
  if (changed === null) return null
  const when = times.moment(at(changed.at))
  return <div className="dim small">{changed.by === null ? say('channels.changedPlain', { when }) : say('channels.changed', { when, name: changed.by })}</div>
}
