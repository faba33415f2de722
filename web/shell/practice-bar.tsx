import { Menu } from '@mantine/core'
import { IconClockPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { clockSteps, type ClockStep, type MovedClock } from '../../src/http/practice-clock.ts'
import { api } from '../kit/api.ts'
import { at, useTimes } from '../kit/pieces.tsx'
import { told, toldRefusal } from '../kit/told.ts'
import { useWords } from '../kit/words.ts'

/** Over everything in practice: what it is, the other side's windows, and the hand that moves the desk's clock on. */
export function PracticeBar({ chat, mail }: { chat: string | null; mail: string | null }) {
  const { say } = useWords()
  return (
    <aside className="practice" aria-label={say('shell.practiceName')}>
      <span>{say('shell.practice')}</span>
      {chat !== null && <a href={chat} target="_blank" rel="noreferrer">{say('shell.practiceChat')}</a>}
      {mail !== null && <a href={mail} target="_blank" rel="noreferrer">{say('shell.practiceMail')}</a>}
      <ClockHand />
    </aside>
  )
}

function ClockHand() {
  const { say } = useWords()
  const times = useTimes()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)

  async function move(to: ClockStep) {
    setBusy(true)
    try {
      const { now } = await api.post<MovedClock>('/api/practice/clock', { to })
      told(say('shell.clock.moved', { at: times.moment(at(now)) }))
      await client.invalidateQueries()
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Menu position="bottom-end" width={260} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target><button type="button" className="practice-clock" disabled={busy} aria-busy={busy}><IconClockPlus size={15} stroke={1.8} aria-hidden />{say('shell.clock.move')}</button></Menu.Target>
      <Menu.Dropdown>
        {clockSteps.map(step => <Menu.Item key={step} onClick={() => void move(step)}>{say(`shell.clock.${step}`)}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Label>{say('shell.clock.hint')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
