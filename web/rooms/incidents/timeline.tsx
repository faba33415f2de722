import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { at, Moment } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import type { IncidentPage, IncidentUpdate } from './data.ts'
import { ProgressBar } from './progress.tsx'

const CorrectDialog = lazy(async () => ({ default: (await import('./mistake-dialogs.tsx')).CorrectDialog }))
const StrikeDialog = lazy(async () => ({ default: (await import('./mistake-dialogs.tsx')).StrikeDialog }))

/** What was said, newest first, how far it came, and what was wrong with it. */
export function Timeline({ page }: { page: IncidentPage }) {
  const { say } = useWords()
  const me = useMe()
  const [dialog, open] = useState<{ of: 'correct' | 'strike'; update: IncidentUpdate } | null>(null)
  const mends = me.may.includes('incident.manage') && (page.state === 'open' || page.state === 'ended')
  const close = () => open(null)
  return (
    <section className="panel outage-box" aria-labelledby="outage-said">
      <h2 id="outage-said">{say('incidents.timeline')}</h2>
      {page.updates.length === 0 && <p className="dim">{say('incidents.noUpdates')}</p>}
      <ol className="outage-said">
        {page.updates.toReversed().map(update => (
          <li key={update.id} className={update.struck === null ? '' : 'struck'}>
            <div className="row wrap small">
              <b>{say(`incidents.kinds.${update.kind}`)}</b><span className="dim"><Moment at={at(update.at)} /></span><span className="dim">{say('incidents.signed', { name: update.signer })}</span>
              {update.corrections.length > 0 && <span className="mark">{say('incidents.mistake.mark')}</span>}
              {update.struck !== null && <span className="mark warn">{say('incidents.mistake.struckMark')}</span>}
            </div>
            {update.struck === null ? <p className="prewrap">{update.text}</p> : <p className="prewrap"><s>{update.text}</s></p>}
            {update.struck !== null && <div className="small">{say('incidents.mistake.struckBy', { name: update.struck.by })} <Moment at={at(update.struck.at)} />. {update.struck.reason}</div>}
            <div className="dim small">{say('incidents.tickets', { count: update.progress.tickets })}{update.progress.people > 0 && `, ${say('incidents.people', { count: update.progress.people })}`}</div>
            <ProgressBar progress={update.progress} />
            {update.corrections.length > 0 && <History corrections={update.corrections} />}
            {mends && update.struck === null && (
              <div className="row outage-mend">
                <Button size="compact-xs" variant="subtle" onClick={() => open({ of: 'correct', update })}>{say('incidents.mistake.correct')}</Button>
                {update.kind !== 'ended' && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => open({ of: 'strike', update })}>{say('incidents.mistake.strike')}</Button>}
              </div>
            )}
          </li>
        ))}
      </ol>
      <Suspense fallback={null}>
        {dialog?.of === 'correct' && <CorrectDialog page={page} update={dialog.update} close={close} />}
        {dialog?.of === 'strike' && <StrikeDialog page={page} update={dialog.update} close={close} />}
      </Suspense>
    </section>
  )
}

function History({ corrections }: { corrections: IncidentUpdate['corrections'] }) {
  const { say } = useWords()
  return (
    <details className="outage-history small">
      <summary>{say('incidents.mistake.history')}</summary>
      <ol>
        {corrections.toReversed().map(one => (
          <li key={one.id}>
            <div className="dim">{say('incidents.mistake.correctedBy', { name: one.signer })} <Moment at={at(one.at)} /></div>
            <p className="prewrap"><span className="dim">{say('incidents.mistake.before')}</span> <s>{one.before}</s></p>
            <p className="prewrap"><span className="dim">{say('incidents.mistake.after')}</span> {one.after}</p>
            {one.progress === null ? <div className="dim">{say('incidents.mistake.toldNobody')}</div> : <ProgressBar progress={one.progress} />}
          </li>
        ))}
      </ol>
    </details>
  )
}
