import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { changedParts } from '../../../src/competence/parts.ts'
import { at, Bone, ErrorNote, useTimes } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { CardView } from './card-view.tsx'
import { useCardChanges, useHistory, type TopicCard, type TopicRow } from './data.ts'

/** What a card has been, who changed which parts of it, and the way back to each state. */
export function History({ row, canEdit, close }: { row: TopicRow; canEdit: boolean; close: () => void }) {
  const { say } = useWords()
  const times = useTimes()
  const history = useHistory(row.id)
  const versions = history.data?.versions ?? []
  return (
    <Modal opened onClose={close} title={say('competence.historyTitle', { id: row.id })} size={640} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      {history.isPending && <div className="stack"><Bone /><Bone /><Bone /></div>}
      {history.isError && <ErrorNote error={history.error} retry={() => void history.refetch()} />}
      {history.isSuccess && (
        <div className="stack">
          {versions.length === 0 && <p className="dim">{say('competence.historyEmpty')}</p>}
          <ol className="card-history">
            {versions.map(({ version, at: when, by, card }, index) => {
              const before = versions[index + 1]?.card ?? (version === 1 ? history.data.shipped : null)
              return (
                <State key={version} row={row} card={card} to={version} current={version === row.version} canEdit={canEdit} title={`${times.moment(at(when))}, ${by.name}`}
                  about={before === null ? '' : changedParts(before, card).map(part => say(`competence.parts.${part}`)).join(', ') || say('competence.nothingChanged')} />
              )
            })}
            <State row={row} card={history.data.shipped} to={0} current={row.version === 0} canEdit={canEdit} title={say('competence.historyFirst')} about="" />
          </ol>
        </div>
      )}
    </Modal>
  )
}

function State({ row, card, to, current, canEdit, title, about }: { row: TopicRow; card: TopicCard; to: number; current: boolean; canEdit: boolean; title: string; about: string }) {
  const { say } = useWords()
  const { restore } = useCardChanges(row.id)
  const [shown, show] = useState(false)
  const [busy, setBusy] = useState(false)
  async function back() {
    setBusy(true)
    try {
      await restore(row.version, to)
      told(say('competence.restored'))
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  const differs = changedParts(row.card, card).length > 0
  return (
    <li>
      <div className="row wrap">
        <div className="grow"><div>{title} {current && <span className="mark accent">{say('competence.now')}</span>}</div>{about !== '' && <div className="dim small">{about}</div>}</div>
        <button type="button" className="link small" aria-expanded={shown} onClick={() => show(!shown)}>{say('competence.show')}</button>
        {canEdit && differs && <Button variant="default" size="compact-sm" loading={busy} onClick={() => void back()} aria-label={`${say('competence.restore')}: ${title}`}>{say('competence.restore')}</Button>}
      </div>
      {shown && <CardView card={card} row={row} />}
    </li>
  )
}
