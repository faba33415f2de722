import { Modal, SegmentedControl, Textarea } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import { delayReasons, type DelayReason } from '../../../src/regulation/signals.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { keyName } from '../../kit/keys.ts'
import { limits } from '../../kit/limits.ts'
import { MomentInput } from '../../kit/moment-input.tsx'
import { at, ErrorNote, Key, useTimes } from '../../kit/pieces.tsx'
import { soon } from '../../kit/soon.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { ChooseItem, idOfChoice, type ItemChoice } from '../releases/choose-item.tsx'
import { useContactSearch } from '../contacts/search.ts'
import { useDelayWords } from './data.ts'
import { useHub } from './hub.ts'
import { delayReason } from './timeline-words.ts'

/** one key names the reason; what the customer will read stands under each, and for a few seconds it can be taken back. */
export function DelayDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { page: { ticket }, number, can, give } = useHub()
  const written = ticket.written !== null
  const previews = useDelayWords(number)
  const wordsOf = (reason: DelayReason): string => previews.data?.find(one => one.reason === reason)?.text ?? ''
  /** Said once is enough; and that we wait for him has to be true. */
  const barred = (reason: DelayReason): string | null =>
    ticket.delays.includes(reason) ? say('asking.delay.already') : reason === '6.5.1' && !can('agree_wait') ? say('asking.delay.notNow') : null
  function tell(reason: DelayReason) {
    if (previews.data === undefined || barred(reason) !== null) return
    close()
    soon({
      title: say(written ? 'asking.delay.soon' : 'asking.delay.soonAlone'), said: written ? wordsOf(reason) : delayReason(reason, say),
      act: () => give({ type: 'note_delay', reason }).then(() => void told(say(written ? 'asking.delay.done' : 'asking.delay.doneAlone')), error => void toldRefusal(error, say)),
    })
  }
  function onKey(event: KeyboardEvent) {
    const reason = delayReasons[Number(keyName(event)) - 1]
    if (reason === undefined || event.repeat) return
    event.preventDefault()
    tell(reason)
  }
  return (
    <Modal opened onClose={close} title={say('asking.delay.title')} size={520} closeButtonProps={{ 'aria-label': say('kit.close') }} onKeyDown={onKey}>
      <div className="stack">
        <p style={{ margin: 0 }}>{say(written ? 'asking.delay.text' : 'asking.delay.textAlone')}</p>
        <div className="reasons" role="group" aria-label={say('asking.delay.reason')}>
          {delayReasons.map((one, index) => (
            <button key={one} type="button" className="reason" disabled={previews.data === undefined || barred(one) !== null} onClick={() => tell(one)}>
              <Key>{index + 1}</Key>
              <span className="grow"><b>{delayReason(one, say)}</b>{barred(one) !== null && <span className="small"> · {barred(one)}</span>}{written && <span className="reason-words">{wordsOf(one)}</span>}</span>
            </button>
          ))}
        </div>
        {previews.isError && <ErrorNote error={previews.error} retry={() => void previews.refetch()} />}
      </div>
    </Modal>
  )
}

/** The reason of a new due: buttons, one of them pressed. */
function Reasons({ reason, choose }: { reason: DelayReason | null; choose: (reason: DelayReason) => void }) {
  const { say } = useWords()
  return (
    <div className="reasons" role="group" aria-label={say('asking.delay.reason')}>
      {delayReasons.map(one => (
        <button key={one} type="button" aria-pressed={reason === one} className={reason === one ? 'reason chosen' : 'reason'} onClick={() => choose(one)}>{delayReason(one, say)}</button>
      ))}
    </div>
  )
}

/** a due moves only with a reason and a notice that arrives. */
export function ReviseDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const times = useTimes()
  const { page, give } = useHub()
  const [due, setDue] = useState<string | null>(null)
  const [reason, setReason] = useState<DelayReason | null>(null)
  const written = page.ticket.written !== null
  const [how, setHow] = useState<'written' | 'call'>(written ? 'written' : 'call')
  const current = page.clocks.result?.dueAt ?? null
  return (
    <FormDialog title={say('asking.revise.title')} submitLabel={say('asking.revise.submit')} ready={due !== null && reason !== null} size={500} close={close}
      submit={async () => void (due !== null && reason !== null && await give({ type: 'revise_due', due, reason, told: how }))}>
      <p style={{ margin: 0 }}>{current !== null && <>{say('asking.revise.now', { at: times.moment(at(current)) })}. </>}{say('asking.revise.text')}</p>
      <MomentInput label={say('asking.revise.due')} value={null} onChange={setDue} autoFocus />
      <div><div className="field-label">{say('asking.revise.reason')}</div><Reasons reason={reason} choose={setReason} /></div>
      <div>
        <div className="field-label" id="revise-told">{say('asking.revise.told')}</div>
        <SegmentedControl fullWidth size="xs" aria-labelledby="revise-told" value={how} onChange={value => setHow(value === 'call' ? 'call' : 'written')}
          data={[{ value: 'written', label: say('tickets.result.written'), disabled: !written }, { value: 'call', label: say('tickets.result.call') }]} />
      </div>
    </FormDialog>
  )
}

/** «Ответ жду до …» */
export function AgreeDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { give } = useHub()
  const [until, setUntil] = useState<string | null>(null)
  const [note, setNote] = useState('')
  return (
    <FormDialog title={say('asking.agree.title')} submitLabel={say('asking.agree.submit')} ready={until !== null} close={close} submit={async () => void (until !== null && await give({ type: 'agree_wait', until, note: note.trim() }))}>
      <p style={{ margin: 0 }}>{say('asking.agree.text')}</p>
      <MomentInput label={say('asking.agree.until')} value={null} onChange={setUntil} autoFocus />
      <Textarea label={say('asking.agree.note')} placeholder={say('asking.agree.hint')} value={note} maxLength={limits.reason} onChange={event => setNote(event.currentTarget.value)} />
    </FormDialog>
  )
}

/** Who gets the notices: one of the ticket's people, or somebody else found by name or phone. */
export function PeopleDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { page: { ticket }, give, giveAndTell, can } = useHub()
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const found = useContactSearch(words)
  return (
    <FormDialog title={say('asking.people.title')} submitLabel={say('asking.people.choose')} ready={chosen !== null} close={close} submit={async () => void (chosen !== null && await give({ type: 'set_main_person', contact: chosen }))}>
      <p style={{ margin: 0 }}>{say('asking.people.text')}</p>
      <div className="reasons" role="group" aria-label={say('asking.people.title')}>
        {ticket.people.map(one => (
          <div key={one.contact.id} className="row"><button type="button" aria-pressed={chosen === one.contact.id || (chosen === null && one.main)} className={chosen === one.contact.id || (chosen === null && one.main) ? 'reason grow chosen' : 'reason grow'} onClick={() => setChosen(one.main ? null : one.contact.id)}>
            {one.contact.name}{one.main && <span className="dim small"> {say('asking.people.main')}</span>}{one.conversation === null && <span className="dim small"> {say('asking.people.noWritten')}</span>}
          </button>
          {!one.main && can('remove_person') && <button type="button" className="link" aria-label={say('asking.people.remove', { name: one.contact.name })} onClick={() => giveAndTell({ type: 'remove_person', contact: one.contact.id })}>{say('asking.people.removeShort')}</button>}</div>
        ))}
      </div>
      <TypeAhead label={say('asking.people.other')} placeholder={say('asking.people.otherHint')} words={words} onWords={next => { setWords(next); setChosen(null) }} loading={found.isFetching} nothing={say('asking.people.none')}
        options={(found.data ?? []).map(one => ({ id: one.id, label: one.name === '' ? (one.phone ?? '') : one.name, hint: one.point?.name ?? '' }))} onPick={option => { setChosen(option.id); setWords(option.label) }} />
    </FormDialog>
  )
}

/** The item that this ticket waits for. */
export function DevelopmentDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const { give } = useHub()
  const [item, setItem] = useState<ItemChoice>(null)
  return (
    <FormDialog title={say('releases.choose.title')} submitLabel={say('releases.choose.submit')} ready={item !== null} close={close} submit={async () => {
        const development = await idOfChoice(item)
        if (development !== null) await give({ type: 'link_development', development })
      }}>
      <ChooseItem choose={setItem} autoFocus />
    </FormDialog>
  )
}
