import { Button, CloseButton, Modal, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { delayReasons, type DelayReason } from '../../../src/regulation/signals.ts'
import { useCommands } from '../../kit/commands.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { cx } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { useTopicChoices } from '../competence/data.ts'
import ChooseDialog from '../incidents/choose-dialog.tsx'
import { assignAllByLoad, performAll, ticketsChanged, type BulkCommand, type Outcome } from '../shifts/data.ts'
import { OwnerField, type OwnerChoice } from '../shifts/owner-field.tsx'
import { WhenFields, useWhen } from '../shifts/when-fields.tsx'
import { useDelayWords } from './data.ts'
import { delayReason } from './timeline-words.ts'
import { topicsFor } from './topics.ts'

type Asking = 'assign' | 'topic' | 'delay' | 'return' | 'outage'

/** One act for all chosen rows; what did not go through is named ticket by ticket. */
export default function BulkBar({ numbers, clear }: { numbers: readonly number[]; clear: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [asking, ask] = useState<Asking | null>(null)
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null)
  const [busy, setBusy] = useState(false)
  const many = numbers.length > 100

  /** Rejects with the refusal of the whole request; a refusal for one ticket is an outcome. */
  async function act(work: () => Promise<readonly Outcome[]>): Promise<void> {
    const results = await work()
    ticketsChanged(client)
    if (results.every(one => one.done)) {
      told(say('shifts.bulk.done', { count: results.length }))
      clear()
    } else {
      setOutcomes(results)
    }
  }
  const give = (command: BulkCommand) => act(() => performAll(numbers, command))
  function atOnce(work: () => Promise<void>) {
    if (busy || many) return
    setBusy(true)
    work().catch(error => toldRefusal(error, say)).finally(() => setBusy(false))
  }
  const take = () => atOnce(() => give({ type: 'take' }))
  const byLoad = () => atOnce(() => act(() => assignAllByLoad(numbers)))

  useCommands([
    { id: 'bulk-clear', group: 'queue', label: say('shifts.bulk.clear'), keys: ['Escape'], quiet: true, run: clear },
    { id: 'bulk-take', group: 'queue', label: `${say('shifts.bulk.take')}: ${numbers.length}`, run: take },
    { id: 'bulk-load', group: 'queue', label: `${say('shifts.bulk.byLoad')}: ${numbers.length}`, run: byLoad },
    ...(['assign', 'topic', 'return', 'delay'] as const).map(name => ({ id: `bulk-${name}`, group: 'queue' as const, label: `${say(`shifts.bulk.${name}`)}: ${numbers.length}`, run: () => ask(name) })),
    { id: 'bulk-outage', group: 'queue', label: `${say('incidents.choose.bulk')}: ${numbers.length}`, run: () => ask('outage') },
  ])

  const close = () => ask(null)
  return (
    <div className="bulk-bar" role="toolbar" aria-label={say('shifts.bulk.label')}>
      <b className="num" role="status">{say('shifts.bulk.chosen', { count: numbers.length })}</b>
      {many ? <span className="dim small">{say('shifts.bulk.limit')}</span> : (
        <>
          <Button size="compact-sm" loading={busy} onClick={take}>{say('shifts.bulk.take')}</Button>
          <Button size="compact-sm" variant="default" disabled={busy} onClick={byLoad}>{say('shifts.bulk.byLoad')}</Button>
          {(['assign', 'topic', 'return', 'delay'] as const).map(name => <Button key={name} size="compact-sm" variant="default" onClick={() => ask(name)}>{say(`shifts.bulk.${name}`)}</Button>)}
          <Button size="compact-sm" variant="default" onClick={() => ask('outage')}>{say('incidents.choose.bulk')}</Button>
        </>
      )}
      <span className="grow" />
      <CloseButton size="sm" aria-label={say('shifts.bulk.clear')} onClick={clear} />
      {asking === 'assign' && <AssignAll give={give} byLoad={() => act(() => assignAllByLoad(numbers))} close={close} />}
      {asking === 'topic' && <TopicAll give={give} close={close} />}
      {asking === 'return' && <ReturnAll give={give} close={close} />}
      {asking === 'outage' && <ChooseDialog numbers={numbers} close={close} done={clear} />}
      {asking === 'delay' && <DelayAll first={numbers[0]!} give={give} close={close} />}
      {outcomes !== null && <Outcomes outcomes={outcomes} close={() => { setOutcomes(null); clear() }} />}
    </div>
  )
}

type Dialog = { give: (command: BulkCommand) => Promise<void>; close: () => void }

function AssignAll({ give, byLoad, close }: Dialog & { byLoad: () => Promise<void> }) {
  const { say } = useWords()
  const [choice, choose] = useState<OwnerChoice | null>(null)
  return (
    <FormDialog title={say('tickets.assign.title')} submitLabel={say('kit.save')} ready={choice !== null} close={close}
      submit={async () => {
        if (choice !== null) await (choice.by === 'load' ? byLoad() : give({ type: 'assign', owner: choice.owner }))
      }}>
      <OwnerField choice={choice} choose={choose} />
    </FormDialog>
  )
}

function TopicAll({ give, close }: Dialog) {
  const { say } = useWords()
  const choices = useTopicChoices()
  const [words, setWords] = useState('')
  const [topic, setTopic] = useState<string | null>(null)
  return (
    <FormDialog title={say('tickets.topic.title')} submitLabel={say('tickets.topic.submit')} ready={topic !== null} submit={() => give({ type: 'set_topic', topic: topic === '' ? null : topic })} close={close}>
      <TypeAhead label={say('tickets.triage.topic')} placeholder={say('tickets.triage.topicHint')} words={words} onWords={next => { setWords(next); setTopic(null) }} loading={choices === undefined} nothing={say('tickets.triage.topicNone')} autoFocus
        options={[...topicsFor(choices ?? [], words).slice(0, 40).map(one => ({ id: one.id, label: `${one.id} ${one.title}`, hint: one.words })), { id: '', label: say('tickets.topic.clear') }]}
        onPick={option => { setTopic(option.id); setWords(option.label) }} />
    </FormDialog>
  )
}

function ReturnAll({ give, close }: Dialog) {
  const { say } = useWords()
  const when = useWhen()
  return (
    <FormDialog title={say('shifts.returning.title')} submitLabel={say('shifts.returning.submit')} ready={when.on !== null} close={close}
      submit={async () => {
        if (when.on !== null) await give({ type: 'return_on', on: new Date(when.on).toISOString(), me: !when.common, note: when.note.trim() })
      }}>
      <WhenFields when={when} />
    </FormDialog>
  )
}

function DelayAll({ first, give, close }: Dialog & { first: number }) {
  const { say } = useWords()
  const previews = useDelayWords(first)
  const [reason, setReason] = useState<DelayReason>('6.5.1')
  return (
    <FormDialog title={say('shifts.bulk.delayTitle')} submitLabel={say('shifts.bulk.save')} submit={() => give({ type: 'note_delay', reason })} close={close}>
      <p style={{ margin: 0 }}>{say('shifts.bulk.delayText')}</p>
      <NativeSelect label={say('shifts.bulk.delayReason')} value={reason} data-autofocus onChange={event => setReason(delayReasons.find(one => one === event.currentTarget.value) ?? '6.5.1')}
        data={delayReasons.map(value => ({ value, label: delayReason(value, say) }))} />
      <div><div className="field-label">{say('shifts.bulk.delayReads')}</div><p className="dim" style={{ margin: 0 }}>{previews.data?.find(one => one.reason === reason)?.text ?? ''}</p></div>
    </FormDialog>
  )
}

function Outcomes({ outcomes, close }: { outcomes: readonly Outcome[]; close: () => void }) {
  const { say } = useWords()
  return (
    <Modal opened onClose={close} title={say('shifts.bulk.partly')} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <ul className="bulk-outcomes" aria-label={say('shifts.bulk.outcome')}>
        {outcomes.toSorted((a, b) => Number(a.done) - Number(b.done)).map(one => <li key={one.number}><span className="num nowrap">{say('tickets.number', { number: one.number })}</span><span className={cx(!one.done && 'bad')}>{one.message}</span></li>)}
      </ul>
    </Modal>
  )
}
