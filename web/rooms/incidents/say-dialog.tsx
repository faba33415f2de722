import { Checkbox, Textarea } from '@mantine/core'
import { useState } from 'react'
import { limits } from '../../../src/incidents/kinds.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { at, useTimes } from '../../kit/pieces.tsx'
import { soon } from '../../kit/soon.tsx'
import { now } from '../../kit/time.ts'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useIncidentActs, type IncidentPage } from './data.ts'
import { Preview } from './preview.tsx'
import { inMinutes, WhenNext } from './when-next.tsx'

export type Saying = 'update' | 'end' | 'reopen'
const usualNext = 30

/** A message to everybody: news, the end, or that it goes on after all. It goes in a few seconds; what was typed is kept until it was taken. */
export default function SayDialog({ saying, page, close }: { saying: Saying; page: IncidentPage; close: () => void }) {
  const { say } = useWords()
  const acts = useIncidentActs()
  const times = useTimes()
  const [id] = useState(() => crypto.randomUUID())
  const place = `outage-say.${page.id}.${saying}`
  const [text, setText] = useState(() => readDraft<{ text: string }>(place).text ?? '')
  const [nextUpdateAt, setNext] = useState<string | null>(() => (saying === 'end' ? null : inMinutes(usualNext, now())))
  const [toAllPoints, setToAll] = useState(() => page.updates.some(update => update.toAllPoints))
  const [touched, setTouched] = useState(false)
  const missing = text.trim() === ''
  function submit() {
    const words = { id, text: text.trim(), toAllPoints }
    const send = () => (saying === 'end' ? acts.end(page.id, words) : (saying === 'update' ? acts.update : acts.reopen)(page.id, { ...words, nextUpdateAt }))
    keepDraft(place, { text: words.text })
    soon({
      title: say('incidents.say.soon'), said: words.text,
      act: () => send().then(() => {
        keepDraft(place, null)
        told(say(saying === 'end' ? 'incidents.say.ended' : 'incidents.say.sent'))
      }, error => void toldRefusal(error, say)),
    })
    return Promise.resolve()
  }
  const phrase = saying === 'update' ? { title: say('incidents.say.title'), label: say('incidents.say.text'), hint: say('incidents.say.textHint'), submit: say('incidents.say.submit'), note: null }
    : saying === 'end' ? { title: say('incidents.say.end'), label: say('incidents.say.endText'), hint: say('incidents.say.endHint'), submit: say('incidents.say.endSubmit'), note: say('incidents.say.endNote') }
    : { title: say('incidents.say.reopen'), label: say('incidents.say.reopenText'), hint: say('incidents.say.reopenHint'), submit: say('incidents.say.reopenSubmit'), note: page.canReopenUntil === null ? null : say('incidents.say.reopenNote', { at: times.moment(at(page.canReopenUntil)) }) }
  return (
    <FormDialog title={phrase.title} submitLabel={phrase.submit} ready={!missing} submit={submit} close={close} size={560}>
      {phrase.note !== null && <p className="dim" style={{ margin: 0 }}>{phrase.note}</p>}
      <Textarea label={phrase.label} placeholder={phrase.hint} value={text} maxLength={limits.text} autosize minRows={3} data-autofocus onChange={event => setText(event.currentTarget.value)} onBlur={() => setTouched(true)} error={touched && missing ? say('incidents.noText') : null} />
      {saying !== 'end' && <WhenNext start={usualNext} onChange={setNext} />}
      <Checkbox label={say('incidents.say.toAll')} checked={toAllPoints} onChange={event => setToAll(event.currentTarget.checked)} />
      <Preview kind={saying === 'end' ? 'ended' : 'update'} title={page.title} text={text} nextUpdateAt={nextUpdateAt} people={toAllPoints} />
    </FormDialog>
  )
}
