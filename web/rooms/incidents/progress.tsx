import { useWords } from '../../kit/words.ts'
import type { IncidentUpdate } from './data.ts'
import { sharesOf, totalOf } from './sums.ts'

const reasons = ['blocked', 'no_channel', 'deleted', 'no_chat', 'consent', 'not_seen', 'no_mailbox', 'bounced', 'unknown', 'temporary', 'failed'] as const

/** Why somebody was not reached, in words; what has none is a failure. */
export function useReason(): (reason: string) => string {
  const { say } = useWords()
  return reason => say(`incidents.progress.reasons.${reasons.find(one => one === reason) ?? 'failed'}`)
}

const passedBy = ['ended', 'taken_off', 'newer', 'has_ticket', 'struck', 'failed'] as const

/** Why nobody wrote to him, in words. */
function usePassed(): (reason: string) => string {
  const { say } = useWords()
  return reason => say(`incidents.progress.passedBy.${passedBy.find(one => one === reason) ?? 'failed'}`)
}

/** How far one message has come: a bar, and the same in words. */
export function ProgressBar({ progress }: { progress: IncidentUpdate['progress'] }) {
  const { say } = useWords()
  const reason = useReason()
  const passed = usePassed()
  const total = totalOf(progress)
  const left = progress.passed === 0 ? null : <span className="dim">{say('incidents.progress.passed', { count: progress.passed })}: {progress.passedReasons.map(one => `${passed(one.reason)} ${one.count}`).join(', ')}</span>
  if (total === 0) return <div className="row wrap small num"><span className="dim">{say('incidents.progress.nobody')}</span>{left}</div>
  const shares = sharesOf(progress)
  return (
    <div className="outage-progress">
      <div className="outage-bar" role="progressbar" aria-label={say('incidents.progress.label')} aria-valuemin={0} aria-valuemax={total} aria-valuenow={progress.reached}>
        <span className="reached" style={{ width: `${shares.reached}%` }} /><span className="missed" style={{ width: `${shares.notReached}%` }} />
      </div>
      <div className="row wrap small num">
        <b>{progress.reached === total ? say('incidents.progress.done') : say('incidents.progress.of', { reached: progress.reached, total })}</b>
        {progress.underWay > 0 && <span className="dim">{say('incidents.progress.underWay')} {progress.underWay}</span>}
        {progress.notReached > 0 && <span className="missed-words">{say('incidents.progress.notReached')} {progress.notReached}: {progress.reasons.map(one => `${reason(one.reason)} ${one.count}`).join(', ')}</span>}
        {left}
      </div>
    </div>
  )
}
