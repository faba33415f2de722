import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { clock as clockShape } from '../../../src/tickets/api.ts'
import { at, cx, useTimes } from '../../kit/pieces.tsx'
import { useTick } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { Due, spanWords } from '../regulation/due.tsx'
import { useService } from '../regulation/service-time.ts'
import { useHub } from './hub.ts'

type Clock = z.infer<typeof clockShape>
const names = ['triage', 'reaction', 'result'] as const

/** All clocks of the ticket; none hides another (pain 22), each opens into its ledger (pain 19). */
export function Clocks() {
  const { say } = useWords()
  const times = useTimes()
  const { page: { clocks } } = useHub()
  return (
    <section aria-label={say('tickets.clock.title')}>
      <h2>{say('tickets.clock.title')}</h2>
      <div className="clocks">
        {names.map(name => {
          const clock = clocks[name]
          // Before triage nothing is promised but the triage itself.
          return clock === null ? null : <ClockLine key={name} name={name} clock={clock} />
        })}
        <WorkFrom at={at(clocks.workFrom)} />
        {clocks.silence !== null && <Wait name={say('tickets.clocks.silence')} tone="warn">{say('tickets.clock.silenceText', { at: times.moment(at(clocks.silence.boundary)) })}<Viewer at={at(clocks.silence.boundary)} /></Wait>}
        {clocks.suspendedAt !== null && <Wait name={say('tickets.clocks.silence')} tone="warn">{say('tickets.clock.suspendedText', { at: times.moment(at(clocks.suspendedAt)) })}</Wait>}
        {clocks.autoConfirmAt !== null && <Wait name={say('tickets.clocks.confirm')} tone="good">{say('tickets.clock.confirmText', { at: times.moment(at(clocks.autoConfirmAt)) })}<Viewer at={at(clocks.autoConfirmAt)} /></Wait>}
        {clocks.toJudge.length > 0 && <Wait name={say('tickets.clocks.confirm')} tone="warn">{say('tickets.clock.judgeText')}</Wait>}
      </div>
    </section>
  )
}

/** a ticket of the night is taken into work when the desk opens. */
function WorkFrom({ at: from }: { at: number }) {
  const { say } = useWords()
  const times = useTimes()
  const ahead = useTick(now => now < from)
  return ahead ? <div className="clock-about">{say('tickets.clock.workFrom', { at: times.moment(from) })}<Viewer at={from} /></div> : null
}

function Wait({ name, tone, children }: { name: string; tone: string; children: ReactNode }) {
  return <div className={cx('clock', tone)}><div className="row"><b className="grow">{name}</b></div><div className="clock-about">{children}</div></div>
}

/** The same due in the reader's own zone, where it differs. */
function Viewer({ at: due }: { at: number }) {
  const { say } = useWords()
  const times = useTimes()
  const viewer = times.viewer(due)
  return viewer === null ? null : <span> · {say('tickets.clock.viewer', { at: viewer })}</span>
}

function ClockLine({ name, clock }: { name: (typeof names)[number]; clock: Clock }) {
  const { say } = useWords()
  const times = useTimes()
  const service = useService()
  const { openDialog } = useHub()
  const title = say(`tickets.clocks.${name}`)
  const ended = clock.endedAt !== null
  return (
    <div className={cx('clock', ended && 'ended', clock.breachedAt !== null && 'breached')}>
      <div className="row">
        <b className="grow">{title}</b>
        {ended
          ? <span className={cx('mark', clock.breachedAt === null ? 'good' : 'bad')}>{clock.breachedAt === null ? say('tickets.clock.endedInTime') : say('tickets.queue.overdue')}</span>
          : clock.dueAt === null ? <span className="dim small">{say('tickets.queue.noDue')}</span>
          // A clock that stands must not seem to run.
          : clock.stoppedBy === 'awaiting_confirmation' && service !== null ? <span className="dim small">{say('tickets.clock.remains', { span: spanWords(Math.max(0, clock.remaining), service, say) })}</span>
          : <Due at={at(clock.dueAt)} clock={title} />}
      </div>
      <div className="clock-about">
        {ended && clock.endedAt !== null
          ? say('tickets.clock.ended', { at: times.moment(at(clock.endedAt)) })
          : clock.dueAt === null
            ? service !== null && say('tickets.clock.remains', { span: spanWords(Math.max(0, clock.remaining), service, say) })
            : <>{say('tickets.clock.due', { at: times.moment(at(clock.dueAt)) })}<Viewer at={at(clock.dueAt)} /></>}
        {!ended && clock.stoppedBy !== null && <> · {say(`tickets.clock.stopped.${clock.stoppedBy}`)}</>}
        {!ended && clock.breachedAt !== null && <> · <span className="bad-ink">{say('tickets.clock.breached', { at: times.moment(at(clock.breachedAt)) })}</span></>}
        {' '}<button type="button" className="link" onClick={() => openDialog({ name: 'ledger', clock: name })} aria-label={`${say('tickets.clock.ledger')}: ${title}`}>{say('tickets.clock.why')}</button>
      </div>
    </div>
  )
}
