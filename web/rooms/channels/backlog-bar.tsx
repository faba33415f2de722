import { Button } from '@mantine/core'
import { IconSendOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { at, useAge } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { titleOf, useBacklogs, type Backlogs } from './data.ts'

const RerouteDialog = lazy(() => import('./reroute-dialog.tsx').then(({ RerouteDialog }) => ({ default: RerouteDialog })))

/** On top of every screen while messages to customers do not go out: how many, since when, by which channel; a lead sends them another way (pain 9). */
export function BacklogBar() {
  const { say } = useWords()
  const me = useMe()
  const backlogs = useBacklogs().data
  const [rerouted, reroute] = useState<{ id: string; name: string } | null>(null)
  const close = () => reroute(null)
  const leads = me.may.includes('channel.switch')
  const troubled = backlogs?.channels.filter(({ state, waiting }) => state === 'failed' || waiting > 0) ?? []
  // The channel that hinders most: one that does not work, with the most that waits.
  const worst = troubled.filter(({ waiting }) => waiting > 0).toSorted((a, b) => Number(isDown(b)) - Number(isDown(a)) || b.waiting - a.waiting)[0]
  return (
    <>
      {backlogs?.show === true && (
        <section className="backlog-bar" aria-label={say('channels.bar.label')}>
          <IconSendOff size={15} aria-hidden />
          {backlogs.oldest !== null && <b><Sum waiting={backlogs.waiting} oldest={backlogs.oldest} /></b>}
          <span className="backlog-parts">{troubled.map(one => <span key={one.id}>{partWords(one, say)}</span>)}</span>
          {leads && worst !== undefined && <Button size="compact-xs" variant="default" onClick={() => reroute({ id: worst.id, name: titleOf(worst, say) })}>{say('channels.bar.reroute')}</Button>}
          {leads && <Link to="/channels">{say('channels.bar.open')}</Link>}
        </section>
      )}
      <Suspense fallback={null}>{rerouted !== null && <RerouteDialog {...rerouted} close={close} />}</Suspense>
    </>
  )
}

type One = Backlogs['channels'][number]
const isDown = ({ state }: One): boolean => state === 'failed' || state === 'stopped'

function partWords(one: One, say: ReturnType<typeof useWords>['say']): string {
  const name = titleOf(one, say)
  const state = one.state === 'failed' ? say('channels.bar.down', { name }) : one.state === 'stopped' ? say('channels.bar.off', { name }) : null
  const waits = one.waiting === 0 ? null : say('channels.bar.one', { name, count: one.waiting })
  return state === null ? waits ?? name : one.waiting === 0 ? state : `${state}: ${one.waiting}`
}

function Sum({ waiting, oldest }: { waiting: number; oldest: string }) {
  const { say } = useWords()
  const age = useAge(at(oldest))
  return <>{say('channels.bar.waits', { count: waiting, age })}</>
}
