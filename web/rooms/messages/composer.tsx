import { Button, Checkbox, Loader, NativeSelect, Tooltip } from '@mantine/core'
import { IconNote, IconPaperclip, IconPhone, IconSend2, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react'
import type { Message } from '../../../src/messages/api.ts'
import { channelName } from '../../kit/channel.tsx'
import { useCommands } from '../../kit/commands.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { keyName } from '../../kit/keys.ts'
import { limits } from '../../kit/limits.ts'
import { at, cx, ErrorNote, sizeWords, useTimes } from '../../kit/pieces.tsx'
import { phoneWords } from '../../kit/phone-words.ts'
import { useWords } from '../../kit/words.ts'
import { AskedFields, asksSomething, hasList, BeginAsking, filled, isBegun, nothingAsked, type Asked } from './asking.tsx'
import { arrivedSince } from './group.ts'
import { hearReadyWords } from './ready-words.ts'
import { useUploads, type Uploaded } from './uploads.ts'

export type Draft = { mode: 'answer' | 'note'; text: string; asks: boolean; files: Uploaded[]; asked: Asked; to: string | null; key: string }
const emptyDraft = (): Draft => ({ mode: 'answer', text: '', asks: false, files: [], asked: nothingAsked, to: null, key: crypto.randomUUID() })

export type ComposerProps = {
  number: number
  me: string
  messages: readonly Message[]
  written: { channelId: string; blockedAt: string | null } | null
  phone: string | null
  /** Everybody of the ticket who can be written to. */
  people: readonly { name: string; conversation: string; main: boolean }[]
  may: { answer: boolean; note: boolean; call: boolean }
  /** Resolved or closed: nobody is waited for, and only the customer's answer or a person opens it again. */
  ended: boolean
  /** Sends; rejects with a refusal, and then the text stands in the field again. */
  send: (draft: Draft) => Promise<void>
  call: () => void
}

/**
 * Where answers are written. It answers the customer in his own channel unless switched to a note, which looks different (pain 17).
 * The draft is kept per ticket; what came while writing is said before sending.
 */
export function Composer({ number, me, messages, written, phone, people, may, ended, send, call }: ComposerProps) {
  const { say } = useWords()
  const times = useTimes()
  const place = `${me}.${number}`
  const [draft, setDraft] = useState<Draft>(() => ({ ...emptyDraft(), ...readDraft<Draft>(place) }))
  const [error, setError] = useState<unknown>(null)
  const [known, setKnown] = useState<ReadonlySet<string>>(() => new Set(messages.map(message => message.id)))
  const [warned, setWarned] = useState(false)
  const [dropping, setDropping] = useState(false)
  /** The list was touched since the ticket was opened. */
  const [asking, setAsking] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)

  const isNote = draft.mode === 'note'
  const blockedAt = written?.blockedAt ?? null
  const isAsking = !isNote && !ended && asksSomething(draft.asked)
  const isEmpty = draft.text.trim() === '' && draft.files.length === 0 && !(isAsking && hasList(draft.asked))
  const limit = isNote ? limits.noteText : limits.messageText
  const over = draft.text.length - limit
  const arrived = isEmpty ? [] : arrivedSince(messages, known, me)
  const blocked = !isNote && (written === null || !may.answer)
  // Somebody who left the ticket meanwhile is no longer written to.
  const to = people.some(one => !one.main && one.conversation === draft.to) ? draft.to : null

  function change(part: Partial<Draft>) {
    if (part.text !== undefined) setError(null)
    setDraft(before => {
      const next = { ...before, ...part }
      keepDraft(place, isBare(next) ? null : next)
      return next
    })
  }
  function ask(asked: Asked) {
    setAsking(true)
    change({ asked })
  }
  const uploads = useUploads(draft.files.length, file => setDraft(before => {
    const next = { ...before, files: [...before.files, file] }
    keepDraft(place, next)
    return next
  }))

  // What stood on the screen when the draft was begun is known; what comes later is news.
  useEffect(() => {
    if (isEmpty) {
      setKnown(new Set(messages.map(message => message.id)))
      setWarned(false)
    }
  }, [isEmpty, messages])

  useEffect(() => hearReadyWords(words => {
    setDraft(before => {
      const next: Draft = { ...before, mode: 'answer', text: before.text.trim() === '' ? words : `${before.text.trimEnd()}\n\n${words}` }
      keepDraft(place, next)
      return next
    })
    setTimeout(() => field.current?.focus(), 0)
  }), [place])

  const focus = (mode: Draft['mode']) => {
    change({ mode })
    setTimeout(() => field.current?.focus(), 0)
  }
  function acknowledge() {
    setKnown(new Set(messages.map(message => message.id)))
    showLast(arrived)
  }
  async function submit() {
    if (isEmpty || over > 0 || uploads.busy || blocked) return
    if (!isNote && arrived.length > 0 && !warned) {
      setWarned(true)
      showLast(arrived)
      return
    }
    // A draft kept from before the end may still ask; an ended ticket waits for nobody.
    const sent: Draft = ended || isNote ? { ...draft, asks: false, asked: nothingAsked, to } : { ...draft, to, asks: draft.asks || isAsking, asked: filled(draft.asked) }
    setError(null)
    setWarned(false)
    // A note beside a question that is being built does not take the question with it.
    setDraft({ ...emptyDraft(), mode: 'answer', ...(isNote ? { asks: draft.asks, asked: draft.asked, to: draft.to } : {}) })
    try {
      await send(sent)
      // Only now is it safe to forget the words; what was typed meanwhile stays.
      setDraft(now => {
        keepDraft(place, isBare(now) ? null : now)
        return now
      })
    } catch (problem) {
      setError(problem)
      setDraft(now => {
        const back = { ...together(sent, now), asked: isNote ? now.asked : together(sent, now).asked }
        keepDraft(place, back)
        return back
      })
    }
  }
  function onKey(event: KeyboardEvent) {
    const name = keyName(event)
    if (name === 'mod+Enter') {
      event.preventDefault()
      void submit()
    }
    if (name === 'Escape') field.current?.blur()
  }
  function onPaste(event: ClipboardEvent) {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    uploads.add([...event.clipboardData.files])
  }
  function onDrop(event: DragEvent) {
    event.preventDefault()
    setDropping(false)
    uploads.add([...event.dataTransfer.files])
  }

  useCommands([
    ...(may.answer ? [{ id: 'answer', group: 'ticket' as const, label: say('tickets.actions.answer'), keys: ['e'], run: () => focus('answer') }] : []),
    ...(may.note ? [{ id: 'note', group: 'ticket' as const, label: say('tickets.actions.note'), keys: ['n'], run: () => focus('note') }] : []),
    { id: 'toggle-note', group: 'ticket', label: say('messages.composer.toggle'), keys: ['mod+/'], inFields: true, quiet: true, run: () => focus(isNote ? 'answer' : 'note') },
  ])

  return (
    <section className={cx('composer', draft.mode, dropping && 'dropping')} data-drop={say('messages.composer.dropHere')} aria-label={say('messages.composer.label')}
      onDragOver={event => { event.preventDefault(); setDropping(true) }} onDragLeave={event => event.currentTarget === event.target && setDropping(false)} onDrop={onDrop}>
      <div className="composer-head">
        <div className="composer-tabs" role="tablist" aria-label={say('messages.composer.label')}>
          <button type="button" role="tab" className="composer-tab" aria-selected={!isNote} onClick={() => focus('answer')}>
            {say('messages.composer.toCustomer')}{written !== null && <span className="small">{say('messages.composer.via', { channel: channelName(written.channelId, say) })}</span>}
          </button>
          <button type="button" role="tab" className="composer-tab" aria-selected={isNote} onClick={() => focus('note')}><IconNote size={14} aria-hidden />{say('messages.composer.note')}</button>
        </div>
        {!isNote && people.length > 1 && (
          <span className="composer-to"><span aria-hidden>{say('asking.people.to')}</span>
            <NativeSelect size="xs" aria-label={say('asking.people.to')} value={to ?? ''} data={people.map(one => ({ value: one.main ? '' : one.conversation, label: one.name }))} onChange={event => change({ to: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
          </span>
        )}
      </div>

      {!isNote && blockedAt !== null && <div className="composer-blocked">{say('messages.composer.blocked', { at: times.moment(at(blockedAt)) })}</div>}
      {!isNote && ended && !blocked && <div className="composer-ended">{say('messages.composer.closed')}</div>}
      {arrived.length > 0 && !isNote && (
        <div className="composer-arrived" role="alert">{say('messages.composer.arrived')} <button type="button" className="link" onClick={acknowledge}>{say('kit.show')}</button></div>
      )}
      {error !== null && <div style={{ marginBottom: 6 }}><ErrorNote error={error} /></div>}

      {blocked ? (
        <div className="no-channel">
          {written === null
            ? <><span className="grow">{say('messages.composer.noChannel')} {phone === null ? say('messages.composer.noChannelNoPhone') : say('messages.composer.noChannelNext', { phone: phoneWords(phone) })}</span>{may.call && <Button leftSection={<IconPhone size={14} />} onClick={call}>{say('tickets.actions.call_held')}</Button>}</>
            : <span>{say('messages.composer.closed')}</span>}
        </div>
      ) : (
        <>
          <textarea ref={field} value={draft.text} rows={2} aria-label={say(isNote ? 'messages.composer.note' : 'messages.composer.toCustomer')} placeholder={say(isNote ? 'messages.composer.notePlaceholder' : 'messages.composer.placeholder')}
            onChange={event => change({ text: event.currentTarget.value })} onKeyDown={onKey} onPaste={onPaste} aria-invalid={over > 0} />
          {!isNote && !ended && isBegun(draft.asked) && <AskedFields asked={draft.asked} change={ask} toNew={asking} />}
          {(draft.files.length > 0 || uploads.list.length > 0) && (
            <div className="composer-files">
              {draft.files.map(file => <span key={file.id} className="mark accent">{file.name} · {sizeWords(file.size, say)}<button type="button" className="plain" aria-label={say('messages.composer.remove', { name: file.name })} onClick={() => change({ files: draft.files.filter(one => one.id !== file.id) })}><IconX size={13} /></button></span>)}
              {uploads.list.map(upload => <span key={upload.key} className={cx('mark', upload.problem !== null && 'bad')} role={upload.problem === null ? 'status' : 'alert'}>{upload.problem === null && <Loader size={10} color="gray" />}{upload.name}: {upload.problem ?? say('messages.composer.uploading')}<button type="button" className="plain" aria-label={say('messages.composer.remove', { name: upload.name })} onClick={() => uploads.drop(upload.key)}><IconX size={13} /></button></span>)}
            </div>
          )}
          <div className="composer-foot">
            <Button color={isNote ? 'gray' : 'petrol'} leftSection={<IconSend2 size={14} />} onClick={() => void submit()} disabled={isEmpty || over > 0 || uploads.busy}>
              {say(isNote ? 'messages.composer.sendNote' : warned ? 'messages.composer.sendAnyway' : 'messages.composer.send')}
            </Button>
            <Tooltip label={say('messages.composer.attach')}>
              <button type="button" className="plain dim" onClick={() => picker.current?.click()} aria-label={say('messages.composer.attach')}><IconPaperclip size={18} stroke={1.7} /></button>
            </Tooltip>
            <input ref={picker} type="file" multiple hidden onChange={event => { uploads.add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = '' }} />
            {!isNote && !ended && !isBegun(draft.asked) && <BeginAsking asked={draft.asked} change={ask} />}
            {!isNote && !ended && <Tooltip label={say('messages.composer.asksHint')}><div><Checkbox size="xs" label={say('messages.composer.asks')} checked={draft.asks || isAsking} onChange={event => !isAsking && change({ asks: event.currentTarget.checked })} /></div></Tooltip>}
            <span className="composer-hint">{over > 0 ? <span className="bad-ink">{say('messages.composer.tooLong', { over })}</span> : say('messages.composer.hint')}</span>
          </div>
        </>
      )}
    </section>
  )
}

/** What could not be sent, and what was added meanwhile. */
const together = (sent: Draft, now: Draft): Draft => ({
  ...sent, text: now.text.trim() === '' ? sent.text : `${sent.text}\n\n${now.text}`, files: [...sent.files, ...now.files],
  asked: { items: [...sent.asked.items, ...now.asked.items], steps: [...sent.asked.steps, ...now.asked.steps], until: now.asked.until ?? sent.asked.until },
})

/** Nothing to keep. */
const isBare = ({ text, files, asked }: Draft): boolean => text.trim() === '' && files.length === 0 && !isBegun(asked)

function showLast(arrived: readonly Message[]) {
  const last = arrived.at(-1)
  if (last !== undefined) document.getElementById(`message-${last.id}`)?.scrollIntoView({ block: 'nearest' })
}
