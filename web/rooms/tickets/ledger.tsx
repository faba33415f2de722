import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ledger as ledgerShape } from '../../../src/tickets/api.ts'
import { api } from '../../kit/api.ts'
import { at, Bone, ErrorNote, Moment, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { exactWords } from '../regulation/due.tsx'
import { useService } from '../regulation/service-time.ts'
import { useHub } from './hub.ts'

type Ledger = z.infer<typeof ledgerShape>

/** Why this due: every stretch counted, skipped or paused, as the server's own clock counted it; and every due ever promised. */
export function LedgerDialog({ clock, close }: { clock: 'triage' | 'reaction' | 'result'; close: () => void }) {
  const { say } = useWords()
  const times = useTimes()
  const service = useService()
  const { page, number } = useHub()
  const ledger = useQuery({ queryKey: ['ticket', number, 'ledger', clock, page.ticket.version], queryFn: () => api.get<Ledger>(`/api/tickets/${number}/ledger/${clock}`) })
  const history = page.clocks.history.filter(promise => promise.clock === clock)
  // A ledger adds up before the eyes of its reader: to the second, so that no line seems a minute short.
  const length = (ms: number) => {
    if (service === null) return ''
    const seconds = Math.round(ms / 1000) % 60
    const whole = Math.round(ms / 1000) * 1000 - seconds * 1000
    return seconds === 0 ? exactWords(whole, service, say) : `${whole === 0 ? '' : `${exactWords(whole, service, say)} `}${say('kit.span.seconds', { seconds })}`
  }
  return (
    <Modal opened onClose={close} title={say('tickets.ledger.title', { clock: say(`tickets.clocks.${clock}`).toLowerCase() })} size={720} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      {ledger.isPending && <div className="stack"><Bone /><Bone /><Bone width="60%" /></div>}
      {ledger.isError && <ErrorNote error={ledger.error} retry={() => void ledger.refetch()} />}
      {ledger.isSuccess && (
        <>
          <p className="ledger-due">{ledger.data.due === null ? say('tickets.ledger.noDue') : say('tickets.ledger.due', { at: times.moment(at(ledger.data.due)) })}</p>
          {ledger.data.lines.length === 0 ? <p className="dim">{say('tickets.ledger.empty')}</p> : (
            <div className="table-scroll" tabIndex={0} role="region" aria-label={say('tickets.ledger.title', { clock: say(`tickets.clocks.${clock}`) })}>
              <table className="table">
                <thead><tr><th>{say('tickets.ledger.what')}</th><th>{say('tickets.ledger.from')}</th><th>{say('tickets.ledger.to')}</th><th className="right">{say('tickets.ledger.counted')}</th><th className="right">{say('tickets.ledger.left')}</th></tr></thead>
                <tbody>
                  {ledger.data.lines.map((line, index) => (
                    <tr key={index} className={line.counted > 0 ? undefined : 'uncounted'}>
                      <td>{line.text}</td>
                      <td>{line.from !== null && <Moment at={at(line.from)} />}</td>
                      <td>{line.to !== null && <Moment at={at(line.to)} />}</td>
                      <td className="right num">{line.counted > 0 ? length(line.counted) : ''}</td>
                      <td className="right num">{length(Math.max(0, line.left))}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {history.length > 1 && (
            <>
              <h3 className="ledger-head">{say('tickets.ledger.history')}</h3>
              <ul className="ledger-history">{history.map(promise => <li key={`${promise.from} ${promise.cause}`}><Moment at={at(promise.from)} />: {cause(promise.cause, say)} → {promise.due === null ? say('tickets.ledger.noDueThen') : <Moment at={at(promise.due)} />}</li>)}</ul>
            </>
          )}
        </>
      )}
    </Modal>
  )
}

const causes = ['received', 'triaged', 'changed', 'corrected', 'suspended', 'resumed', 'disputed', 'revised', 'merged', 'reported'] as const
function cause(name: string, say: ReturnType<typeof useWords>['say']): string {
  const known = causes.find((one): one is (typeof causes)[number] => one === name)
  return known === undefined ? name : say(`tickets.causes.${known}`)
}
