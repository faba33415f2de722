import { Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../kit/api.ts'
import { channelName } from '../kit/channel.tsx'
import { at, cx, Moment } from '../kit/pieces.tsx'
import { useWords } from '../kit/words.ts'
import { useBacklogs } from '../rooms/channels/data.ts'
import { useMe } from '../rooms/staff/me.ts'

type State = 'starting' | 'live' | 'waiting' | 'failed' | 'stopped'
export type Health = { live: boolean; channels: { id: string; state: State; since: string; lastEventAt: string | null; detail: string | null }[] }

/** One dot for all channels; pressed, it says each by name. `lost`: the page no longer hears the server, so what it knew of the channels is not called good. */
export function HealthDot({ lost }: { lost: boolean }) {
  const { say } = useWords()
  const health = useQuery({ queryKey: ['health'], queryFn: () => api.get<Health>('/api/health'), refetchInterval: 60_000, staleTime: 15_000 })
  const me = useMe()
  const titles = new Map(useBacklogs().data?.channels.map(({ id, title }) => [id, title]))
  const channels = health.isError ? [] : (health.data?.channels ?? [])
  const bad = channels.some(channel => channel.state === 'failed' || channel.state === 'stopped')
  const tone = lost ? 'lost' : health.data === undefined || health.isError ? 'unknown' : bad ? 'bad' : 'good'
  const label = say(tone === 'lost' ? 'shell.health.lost' : tone === 'unknown' ? 'shell.health.unknown' : bad ? 'shell.health.bad' : 'shell.health.ok')
  return (
    <Popover position="bottom-end" shadow="md" width={320} withinPortal={false}>
      <Popover.Target>
        <button type="button" className="plain health" aria-label={`${say('shell.health.title')}: ${label}`} title={label}><span className={cx('dot', tone)} />{tone === 'bad' && <span className="health-word">{label}</span>}</button>
      </Popover.Target>
      <Popover.Dropdown>
        <b>{say('shell.health.title')}</b>
        {channels.length === 0 && <div className="dim">{say(tone === 'good' ? 'shell.health.none' : 'shell.health.unknown')}</div>}
        {lost && <div className="dim">{say('shell.health.lost')}</div>}
        <ul className="health-list">
          {channels.map(channel => (
            <li key={channel.id}>
              <span className={cx('dot', channel.state === 'live' ? (lost ? 'unknown' : 'good') : channel.state === 'failed' || channel.state === 'stopped' ? 'bad' : 'unknown')} />
              <div className="grow">
                <div>{titles.get(channel.id) ?? channelName(channel.id, say)}: {say(`shell.health.${channel.state}`)}</div>
                <div className="dim small">{channel.detail ?? (channel.lastEventAt === null ? say('shell.health.noEvents') : <Moment at={at(channel.lastEventAt)} />)}</div>
              </div>
            </li>
          ))}
        </ul>
        {me.may.includes('channel.read') && <Link to="/channels">{say('shell.sections.names.channels')}</Link>}
      </Popover.Dropdown>
    </Popover>
  )
}
