import { SegmentedControl, Textarea, TextInput, Checkbox } from '@mantine/core'
import { useRef, useState } from 'react'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { limits } from '../../kit/limits.ts'
import { MomentInput } from '../../kit/moment-input.tsx'
import { sizeWords } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { ChooseItem, idOfChoice, type ItemChoice } from '../releases/choose-item.tsx'
import { PointDialog } from '../contacts/point-dialog.tsx'
import ChooseDialog from '../incidents/choose-dialog.tsx'
import { useTopicChoices } from '../competence/data.ts'
import { fileUrl } from '../messages/attachments.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import type { Command } from './data.ts'
import { useHub, type DialogName } from './hub.ts'
import { LedgerDialog } from './ledger.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import { AgreeDialog, DelayDialog, DevelopmentDialog, PeopleDialog, ReviseDialog } from './other-dialogs.tsx'
import { topicsFor } from './topics.ts'
import { WhomToCall } from './whom-to-call.tsx'

/** The dialogs of a ticket. Each asks for what its command needs and no more. */
export default function TicketDialog({ dialog, close }: { dialog: DialogName; close: () => void }) {
  const { say } = useWords()
  const { page, give } = useHub()
  switch (dialog.name) {
    case 'result': return <ResultDialog start={dialog} close={close} />
    case 'recategorise': return <RecategoriseDialog close={close} />
    case 'assign': return <AssignDialog close={close} />
    case 'return': return <ReturnDialog close={close} />
    case 'call': return <CallDialog close={close} />
    case 'handOver': return <HandOverDialog close={close} />
    case 'topic': return <TopicDialog close={close} />
    case 'point': return <PointDialog current={page.point} choose={async point => void (await give({ type: 'set_point', point }))} close={close} />
    case 'addPoint': return <PointDialog title={say('asking.points.add')} current={null} choose={async point => void (point !== null && await give({ type: 'add_point', point }))} close={close} />
    case 'delay': return <DelayDialog close={close} />
    case 'revise': return <ReviseDialog close={close} />
    case 'agreeWait': return <AgreeDialog close={close} />
    case 'development': return <DevelopmentDialog close={close} />
    case 'people': return <PeopleDialog close={close} />
    case 'outage': return <ChooseDialog numbers={[page.ticket.number]} current={page.ticket.incident} close={close} />
    case 'ledger': return <LedgerDialog clock={dialog.clock} close={close} />
    case 'confirm': return <WordsDialog title={say('tickets.confirm.title')} label={say('tickets.confirm.note')} hint={say('tickets.confirm.hint')} submit={say('tickets.confirm.submit')} command={note => ({ type: 'confirm', note })} close={close} />
    case 'dispute': return <WordsDialog title={say('tickets.dispute.title')} label={say('tickets.dispute.note')} needed={say('tickets.dispute.needed')} submit={say('tickets.dispute.submit')} command={note => ({ type: 'dispute', note })} close={close} />
    case 'lift': return <WordsDialog title={say('tickets.lift.title')} label={say('tickets.lift.reason')} needed={say('tickets.lift.needed')} submit={say('tickets.lift.submit')} command={reason => ({ type: 'lift', reason })} close={close} />
    case 'takeBack': return <WordsDialog title={say('tickets.takeBack.title')} label={say('tickets.takeBack.note')} submit={say('tickets.takeBack.submit')} command={note => ({ type: 'take_back', note })} close={close} />
    case 'withdraw': return <WordsDialog title={say('tickets.withdraw.title')} label={say('tickets.withdraw.note')} hint={say('tickets.withdraw.hint')} submit={say('tickets.withdraw.submit')} command={note => ({ type: 'withdraw', note })} close={close} danger />
    case 'reopen': return <WordsDialog title={say('tickets.reopen.title')} label={say('tickets.reopen.reason')} needed={say('tickets.reopen.needed')} submit={say('tickets.reopen.submit')} command={reason => ({ type: 'reopen', reason })} close={close} />
    case 'strike': return <WordsDialog title={say('tickets.strike.title')} text={say('tickets.strike.text')} label={say('tickets.strike.reason')} needed={say('tickets.strike.needed')} submit={say('tickets.strike.submit')} command={reason => ({ type: 'strike', event: dialog.event, reason })} close={close} danger />
    case 'spam': return (
      <FormDialog title={say('tickets.spam.title')} submitLabel={say('tickets.spam.submit')} submit={async () => void (await give({ type: 'close_spam' }))} close={close} danger bare>
        <p style={{ margin: 0 }}>{say('tickets.spam.text')}</p>
      </FormDialog>
    )
  }
}

/** One field of words, required or not. */
function WordsDialog({ title, text, label, hint, needed, submit, command, close, danger = false }: {
  title: string; text?: string; label: string; hint?: string; needed?: string; submit: string; command: (words: string) => Command; close: () => void; danger?: boolean
}) {
  const { give } = useHub()
  const [words, setWords] = useState('')
  const [touched, setTouched] = useState(false)
  const missing = needed !== undefined && words.trim() === ''
  return (
    <FormDialog title={title} submitLabel={submit} ready={!missing} danger={danger} submit={async () => void (await give(command(words.trim())))} close={close}>
      {text !== undefined && <p style={{ margin: 0 }}>{text}</p>}
      <Textarea label={label} placeholder={hint} value={words} maxLength={limits.reason} data-autofocus required={needed !== undefined} withAsterisk={false}
        onChange={event => setWords(event.currentTarget.value)} onBlur={() => setTouched(true)} error={touched && missing ? needed : null} />
    </FormDialog>
  )
}

function ResultDialog({ start, close }: { start: Extract<DialogName, { name: 'result' }>; close: () => void }) {
  const { triage } = start
  const { say } = useWords()
  const { page, give } = useHub()
  const [kind, setKind] = useState(start.kind ?? 'done')
  const [text, setText] = useState(start.text ?? '')
  const reply = useTopicChoices()?.find(topic => topic.id === (triage?.topic ?? page.ticket.topic))?.reply ?? ''
  /** «Not ours» begins with the ready reply of the ticket's out-of-scope topic; untouched, it goes when another kind is chosen. */
  function choose(next: typeof kind) {
    setKind(next)
    if (next === 'refused' && text.trim() === '') setText(reply)
    if (next !== 'refused' && text === reply) setText('')
  }
  const written = page.ticket.written !== null
  const [how, setHow] = useState<'written' | 'call'>(written ? 'written' : 'call')
  const [touched, setTouched] = useState(false)
  // R-4.5.7: what the topic gives out goes with a result that was done, in writing.
  const attached = kind === 'done' && how === 'written' ? (page.ticket.deliverable?.files ?? []) : []
  return (
    <FormDialog title={say('tickets.result.title')} submitLabel={say('tickets.result.submit')} ready={text.trim() !== ''} size={540} close={close}
      submit={async () => {
        await give({ type: 'report_result', kind, text: text.trim(), told: how, ...(triage === undefined ? {} : { triage }) })
        told(say('tickets.done.report_result'))
      }}>
      <div>
        <div className="field-label" id="result-kind">{say('tickets.result.kind')}</div>
        <SegmentedControl fullWidth size="xs" aria-labelledby="result-kind" value={kind} onChange={value => choose(value === 'workaround' || value === 'refused' ? value : 'done')}
          data={(['done', 'workaround', 'refused'] as const).map(value => ({ value, label: say(`tickets.result.${value}`) }))} />
      </div>
      <Textarea label={say('tickets.result.text')} placeholder={say(kind === 'refused' ? 'tickets.result.refusedHint' : 'tickets.result.textHint')} value={text} minRows={4} data-autofocus maxLength={limits.messageText}
        onChange={event => setText(event.currentTarget.value)} onBlur={() => setTouched(true)} error={touched && text.trim() === '' ? say('tickets.result.textNeeded') : null} />
      <div>
        <div className="field-label" id="result-told">{say('tickets.result.told')}</div>
        <SegmentedControl fullWidth size="xs" aria-labelledby="result-told" value={how} onChange={value => setHow(value === 'call' ? 'call' : 'written')}
          data={[{ value: 'written', label: say('tickets.result.written'), disabled: !written }, { value: 'call', label: say('tickets.result.call') }]} />
        {!written && <div className="dim small" style={{ marginTop: 4 }}>{say('tickets.result.noWritten')}</div>}
      </div>
      {attached.length > 0 && (
        <div>
          <div className="field-label">{say('tickets.result.files')}</div>
          <div className="row wrap">{attached.map(file => <a key={file.id} className="mark accent" href={fileUrl(file.id)} target="_blank" rel="noreferrer">{file.name} · {sizeWords(file.size, say)}</a>)}</div>
        </div>
      )}
    </FormDialog>
  )
}

function RecategoriseDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { page, give } = useHub()
  const others = ([1, 2, 3] as const).filter(one => one !== page.ticket.category)
  const [category, setCategory] = useState<1 | 2 | 3>(others[0] ?? 1)
  const [basis, setBasis] = useState<'changed' | 'corrected'>('changed')
  const [reason, setReason] = useState('')
  return (
    <FormDialog title={say('tickets.recategorise.title')} submitLabel={say('tickets.recategorise.submit')} ready={reason.trim() !== ''} size={500} close={close} submit={async () => void (await give({ type: 'recategorise', category, basis, reason: reason.trim() }))}>
      <SegmentedControl fullWidth size="xs" aria-label={say('tickets.triage.category')} value={String(category)} onChange={value => setCategory(value === '1' ? 1 : value === '2' ? 2 : 3)} data={others.map(one => ({ value: String(one), label: `${one}, ${say(`tickets.categoryName.c${one}`)}` }))} />
      <div>
        <div className="field-label" id="basis">{say('tickets.recategorise.basis')}</div>
        <SegmentedControl fullWidth size="xs" aria-labelledby="basis" value={basis} onChange={value => setBasis(value === 'corrected' ? 'corrected' : 'changed')} data={(['changed', 'corrected'] as const).map(value => ({ value, label: say(`tickets.recategorise.${value}`) }))} />
        <div className="dim small" style={{ marginTop: 4 }}>{say(`tickets.recategorise.${basis}Hint`)}</div>
      </div>
      <Textarea label={say('tickets.recategorise.reason')} placeholder={say('tickets.recategorise.reasonNeeded')} value={reason} maxLength={limits.reason} data-autofocus onChange={event => setReason(event.currentTarget.value)} />
    </FormDialog>
  )
}

function CallDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { give } = useHub()
  const [note, setNote] = useState('')
  const [asks, setAsks] = useState(false)
  return (
    <FormDialog title={say('tickets.call.title')} submitLabel={say('tickets.call.submit')} close={close}
      submit={async () => {
        await give({ type: 'call_held', note: note.trim(), asks })
        told(say('tickets.done.call_held'))
      }}>
      <WhomToCall />
      <Textarea label={say('tickets.call.note')} placeholder={say('tickets.call.noteHint')} value={note} maxLength={limits.noteText} data-autofocus onChange={event => setNote(event.currentTarget.value)} />
      <Checkbox label={say('tickets.call.asks')} checked={asks} onChange={event => setAsks(event.currentTarget.checked)} />
    </FormDialog>
  )
}

function HandOverDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { page, give } = useHub()
  const [to, setTo] = useState<'developers' | 'third_party'>('developers')
  const [note, setNote] = useState('')
  const [who, setWho] = useState('')
  const [request, setRequest] = useState('')
  const [lookAt, setLookAt] = useState<string | null>(null)
  const [development, setDevelopment] = useState<ItemChoice>(page.ticket.development === null ? null : { id: page.ticket.development.id })
  const party = to === 'third_party' && who.trim() !== '' ? { who: who.trim(), request: request.trim() } : null
  return (
    <FormDialog title={say('tickets.handOver.title')} submitLabel={say('tickets.handOver.submit')} ready={note.trim() !== '' && (to === 'developers' || party !== null)} size={500} submit={async () => void (await give({ type: 'hand_over', to, note: note.trim(), party, lookAt, development: to === 'developers' ? await idOfChoice(development) : null }))} close={close}>
      <div>
        <div className="field-label" id="hand-over-to">{say('tickets.handOver.to')}</div>
        <SegmentedControl fullWidth size="xs" orientation="vertical" aria-labelledby="hand-over-to" value={to} onChange={value => setTo(value === 'third_party' ? 'third_party' : 'developers')} data={(['developers', 'third_party'] as const).map(value => ({ value, label: say(`tickets.handOver.${value}`) }))} />
      </div>
      {to === 'developers' && (page.ticket.development === null ? <ChooseItem choose={setDevelopment} /> : <div>{say('asking.others.development', { title: page.ticket.development.title })}</div>)}
      {to === 'third_party' && (
        <div className="row">
          <TextInput className="grow" label={say('asking.party.who')} placeholder={say('asking.party.whoHint')} value={who} maxLength={200} onChange={event => setWho(event.currentTarget.value)} />
          <TextInput className="grow" label={say('asking.party.request')} value={request} maxLength={100} onChange={event => setRequest(event.currentTarget.value)} />
        </div>
      )}
      <Textarea label={say('tickets.handOver.note')} placeholder={say('tickets.handOver.hint')} value={note} maxLength={limits.reason} data-autofocus onChange={event => setNote(event.currentTarget.value)} />
      <MomentInput label={say('asking.party.lookAt')} description={say('asking.party.lookAtHint')} value={null} onChange={setLookAt} />
    </FormDialog>
  )
}

function TopicDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { give } = useHub()
  const choices = useTopicChoices()
  const [words, setWords] = useState('')
  const [topic, setTopic] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const fitting = topicsFor(choices ?? [], words).slice(0, 40).map(one => ({ id: one.id, label: `${one.id} ${one.title}`, hint: one.words }))
  function pick({ id, label }: { id: string; label: string }) {
    setTopic(id)
    setWords(label)
  }
  return (
    <FormDialog title={say('tickets.topic.title')} submitLabel={say('tickets.topic.submit')} ready={topic !== null} submit={async () => void (await give({ type: 'set_topic', topic: topic === '' ? null : topic }))} close={close}>
      <TypeAhead label={say('tickets.triage.topic')} placeholder={say('tickets.triage.topicHint')} words={words} onWords={next => { setWords(next); setTopic(null) }} loading={choices === undefined} nothing={say('tickets.triage.topicNone')} autoFocus
        options={[...fitting, { id: '', label: say('tickets.topic.clear') }]} onPick={pick} inputRef={field}
        onEnter={() => {
          const [likeliest] = fitting
          if (topic !== null) field.current?.form?.requestSubmit()
          else if (words.trim() !== '' && likeliest !== undefined) pick(likeliest)
        }} />
    </FormDialog>
  )
}
