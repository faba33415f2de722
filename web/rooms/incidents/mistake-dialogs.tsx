import { Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { limits } from '../../../src/incidents/kinds.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { soon } from '../../kit/soon.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useIncidentActs, type IncidentPage, type IncidentUpdate } from './data.ts'
import { Preview } from './preview.tsx'

type Props = { page: IncidentPage; update: IncidentUpdate; close: () => void }

/** Other words for what was said: the pages show them, and whoever has the old ones reads the correction, if so wished. */
export function CorrectDialog({ page, update, close }: Props) {
  const { say } = useWords()
  const acts = useIncidentActs()
  const place = `outage-correct.${update.id}`
  const [id] = useState(() => crypto.randomUUID())
  const [text, setText] = useState(() => readDraft<{ text: string }>(place).text ?? update.text)
  const [tell, setTell] = useState(true)
  const had = update.progress.reached + update.progress.underWay
  const words = text.trim()
  const isSame = words === update.text
  function send() {
    keepDraft(place, { text: words })
    const act = () => acts.correct(page.id, update.id, { id, text: words, tell }).then(() => {
      keepDraft(place, null)
      told(say('incidents.mistake.corrected'))
    }, error => void toldRefusal(error, say))
    if (!tell || had === 0) return act()
    soon({ title: say('incidents.mistake.correctSoon'), said: words, act })
    return Promise.resolve()
  }
  return (
    <FormDialog title={say('incidents.mistake.correctTitle')} submitLabel={say('incidents.mistake.correctSubmit')} ready={words !== '' && !isSame} submit={send} close={close} size={560}>
      <Textarea label={say('incidents.mistake.correctText')} value={text} maxLength={limits.text} autosize minRows={3} data-autofocus onChange={event => setText(event.currentTarget.value)}
        description={say('incidents.mistake.correctNote')} error={words === '' ? say('incidents.noText') : null} />
      {had > 0 && <Checkbox label={say('incidents.mistake.tell', { count: had })} checked={tell} onChange={event => setTell(event.currentTarget.checked)} />}
      {had > 0 && tell && <Preview kind={update.kind} title={page.title} text={text} nextUpdateAt={update.nextUpdateAt} people={false} isCorrection />}
    </FormDialog>
  )
}

/** What was said is taken back. */
export function StrikeDialog({ page, update, close }: Props) {
  const { say } = useWords()
  const acts = useIncidentActs()
  const [reason, setReason] = useState('')
  return (
    <FormDialog title={say('incidents.mistake.strikeTitle')} submitLabel={say('incidents.mistake.strikeSubmit')} danger ready={reason.trim() !== ''} close={close} size={520}
      submit={async () => {
        await acts.strike(page.id, update.id, { reason: reason.trim() })
        told(say('incidents.mistake.struck'))
      }}>
      <blockquote className="outage-quote prewrap">{update.text}</blockquote>
      <p className="dim" style={{ margin: 0 }}>{say('incidents.mistake.strikeNote')}{update.progress.reached > 0 && ` ${say('incidents.mistake.strikeHad', { count: update.progress.reached })}`}</p>
      <Textarea label={say('incidents.mistake.reason')} description={say('incidents.mistake.reasonNote')} value={reason} maxLength={limits.reason} autosize minRows={2} data-autofocus onChange={event => setReason(event.currentTarget.value)} />
    </FormDialog>
  )
}
