import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconClipboardList, IconMessageForward } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommands } from '../../kit/commands.ts'
import { limits } from '../../kit/limits.ts'
import { MomentInput } from '../../kit/moment-input.tsx'
import { at, cx, ErrorNote, useTimes } from '../../kit/pieces.tsx'
import { now } from '../../kit/time.ts'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { putIntoAnswer } from '../messages/ready-words.ts'
import { useHub } from '../tickets/hub.ts'
import { categoryHint } from './category-hint.ts'
import { useTopics, type TopicRow } from './data.ts'
import { DeliverableForm } from './deliverable-form.tsx'
import { nextStep, runsOf } from './runs.ts'
import './competence.css'

/** what the desk does for the ticket's topic, beside the conversation: questions before, steps, what is given out, help on a date, what is only explained. */
export function TopicPanel() {
  const { page: { ticket } } = useHub()
  const rows = useTopics().data
  const row = rows?.find(one => one.id === ticket.topic)
  if (rows === undefined || row === undefined) return null
  return <Panel key={row.id} row={row} rows={rows} />
}

function Panel({ row, rows }: { row: TopicRow; rows: readonly TopicRow[] }) {
  const { say } = useWords()
  const { page: { ticket } } = useHub()
  const { card } = row
  return (
    <section className="topic-panel" aria-label={say('competence.panel.title')}>
      <h2><IconClipboardList size={15} aria-hidden />{say('competence.panel.title')}<Link to="/topics" search={{ topic: row.id }} className="small topic-open">{say('competence.panel.open')}</Link></h2>
      <div><b className="num">{row.id}</b> {row.short} <span className={cx('mark', row.kind === 'outside' ? 'warn' : 'accent')}>{say(`competence.modes.${row.mode ?? 'outside'}`)}</span>{row.accessData && <> <span className="mark">{say('competence.access.yes')}</span></>}</div>
      {ticket.category === null && row.kind === 'topic' && <p className="dim">{categoryHint(card, say)}</p>}
      {row.kind === 'outside' && <Outside row={row} />}
      {card.preconditions.length > 0 && <Preconditions row={row} rows={rows} />}
      {card.procedure.steps.length > 0 && <Procedure row={row} />}
      {card.deliverable !== null && <DeliverableForm form={card.deliverable} />}
      {(card.scheduled || ticket.helpAt !== null) && <Schedule />}
      {(['advised', 'notPerformed'] as const).map(name => card[name].length > 0 && (
        <div key={name}><h3>{say(`competence.panel.${name}`)}</h3><ul className="lines">{card[name].map(line => <li key={line}>{line}</li>)}</ul></div>
      ))}
    </section>
  )
}

/** the reply of what is outside, with where to turn; edited before it is sent. */
function Outside({ row }: { row: TopicRow }) {
  const { say } = useWords()
  return (
    <div className="topic-outside">
      <div>{say('competence.panel.outside')}</div>
      {row.card.recommendation !== null && <div className="dim">{say('competence.panel.recommendation', { text: row.card.recommendation })}</div>}
      <Prepare text={row.card.replyText ?? ''} what={row.short} />
    </div>
  )
}

function Prepare({ text, what }: { text: string; what: string }) {
  const { say } = useWords()
  const { can, openDialog } = useHub()
  if (!can('report_result')) return null
  return <Button variant="default" size="compact-sm" aria-label={say('competence.panel.prepareLabel', { what })} onClick={() => openDialog({ name: 'result', kind: 'refused', text })}>{say('competence.panel.prepare')}</Button>
}

/** asked of the specialist, not of the cashier. One that is not met opens the reply of what is then outside. */
function Preconditions({ row, rows }: { row: TopicRow; rows: readonly TopicRow[] }) {
  const { say } = useWords()
  const { page: { ticket }, can, giveAndTell } = useHub()
  return (
    <div role="group" aria-label={say('competence.panel.conditions')}>
      <h3>{say('competence.panel.conditions')}</h3>
      {row.card.preconditions.map(({ id, question, outside }) => {
        const met = ticket.preconditions[id]
        const instead = rows.find(one => one.id === outside) ?? row
        return (
          <div key={id} className="topic-condition" role="group" aria-label={question}>
            <span>{question}</span>
            <span className="row">
              {([true, false] as const).map(answer => (
                <Button key={String(answer)} size="compact-xs" variant={met === answer ? 'light' : 'default'} {...(met === answer && !answer ? { color: 'red' } : {})} aria-pressed={met === answer} disabled={!can('check_precondition')}
                  onClick={() => giveAndTell({ type: 'check_precondition', precondition: id, met: answer })}>{say(answer ? 'competence.panel.yes' : 'competence.panel.no')}</Button>
              ))}
            </span>
            {met === false && <div className="topic-unmet"><span>{say('competence.panel.conditionNo')}</span><Prepare text={instead.card.replyText ?? ''} what={instead.short} /></div>}
          </div>
        )
      })}
    </div>
  )
}

function Procedure({ row }: { row: TopicRow }) {
  const { say } = useWords()
  const navigate = useNavigate()
  const { page: { ticket }, number, can, giveAndTell } = useHub()
  const { steps } = row.card.procedure
  const next = can('tick_procedure') ? nextStep(steps, row.parts, ticket.procedure) : null
  useCommands(next === null ? [] : [{ id: 'next-step', group: 'ticket', label: say('competence.panel.next'), keys: ['q'], run: () => giveAndTell({ type: 'tick_procedure', step: next.id, done: true }) }])

  function insert(words: string) {
    putIntoAnswer(words)
    told(say('competence.panel.inserted'))
    // On a phone the answer stands behind this panel.
    if (globalThis.matchMedia('(max-width: 760px)').matches) void navigate({ to: '/tickets/$number', params: { number }, search: before => ({ ...before, pane: undefined }) as never })
  }
  const lines = (some: typeof steps) => (
    <ul className="topic-steps">
      {some.map(step => (
        <li key={step.id}>
          <Checkbox size="xs" label={step.text} checked={ticket.procedure[step.id] === true} disabled={!can('tick_procedure')} onChange={event => giveAndTell({ type: 'tick_procedure', step: step.id, done: event.currentTarget.checked })} />
          {step.snippet !== null && can('answer') && <button type="button" className="link" title={step.snippet} aria-label={say('competence.panel.insertLabel', { what: step.text })} onClick={() => insert(step.snippet ?? '')}><IconMessageForward size={12} aria-hidden /> {say('competence.panel.insert')}</button>}
        </li>
      ))}
    </ul>
  )
  const done = steps.filter(step => ticket.procedure[step.id] === true).length
  return (
    <div className="stack" style={{ gap: 6 }}>
      {runsOf(steps, row.parts).map(run => (run.part === null
        ? <div key={run.steps[0]?.id}>{lines(run.steps)}</div>
        : <details key={run.part.id} open={run.steps.some(step => ticket.procedure[step.id] === true)}><summary>{run.part.title}</summary>{lines(run.steps)}</details>))}
      <span className="dim small">{say('competence.panel.done', { done, all: steps.length })}</span>
    </div>
  )
}

/** help is agreed for a day and an hour; the customer is told, and the ticket comes back then. */
function Schedule() {
  const { say } = useWords()
  const times = useTimes()
  const { page: { ticket }, can, give } = useHub()
  const [when, setWhen] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [open, setOpen] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const past = when !== null && Date.parse(when) <= now()
  async function submit() {
    if (when === null || past || busy) return
    setBusy(true)
    setError(null)
    try {
      await give({ type: 'schedule_help', at: when, note: note.trim() })
      told(say('competence.panel.scheduledTold'))
      setOpen(false)
      setWhen(null)
      setNote('')
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  if (ticket.helpAt !== null && !open) {
    return (
      <div className="topic-box">
        <b>{say('competence.panel.scheduled', { at: times.moment(at(ticket.helpAt)) })}</b>
        {can('schedule_help') && <div><Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>{say('competence.panel.rescheduled')}</Button></div>}
      </div>
    )
  }
  if (!can('schedule_help')) return null
  return (
    <form className="topic-box" aria-label={say('competence.panel.schedule')} onSubmit={event => { event.preventDefault(); void submit() }} noValidate>
      <h3>{say('competence.panel.schedule')}</h3>
      <MomentInput label={say('competence.panel.scheduleAt')} value={when} onChange={setWhen} error={past ? say('competence.panel.past') : null} />
      <TextInput label={say('competence.panel.scheduleNote')} value={note} maxLength={limits.reason} onChange={event => setNote(event.currentTarget.value)} />
      {error !== null && <ErrorNote error={error} />}
      <div className="row"><Button type="submit" loading={busy} disabled={when === null || past}>{say('competence.panel.scheduleSubmit')}</Button>{open && <Button variant="default" onClick={() => setOpen(false)}>{say('kit.cancel')}</Button>}</div>
    </form>
  )
}
