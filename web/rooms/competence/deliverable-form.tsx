import { Button, Loader, TextInput } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { DeliverableForm as Form } from '../../../src/competence/api.ts'
import { lackingOf } from '../../../src/competence/deliverable.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { cx, ErrorNote, sizeWords } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useUploads, type Uploaded } from '../messages/uploads.ts'
import { useMe } from '../staff/me.ts'
import { useHub } from '../tickets/hub.ts'

type Draft = { fields: Record<string, string>; files: Uploaded[] }

/** what the topic gives out, with its data and its file. It has to be there before the result, and goes to the customer with it. */
export function DeliverableForm({ form }: { form: Form }) {
  const { say } = useWords()
  const me = useMe()
  const { page: { ticket }, number, can, give } = useHub()
  const place = `${me.id}.deliverable.${number}`
  const given = ticket.deliverable
  const [editing, setEditing] = useState(false)
  const [draft, setDraft] = useState<Draft>(() => ({ fields: { ...given?.fields }, files: given === null ? [] : [...given.files], ...readDraft<Draft>(place) }))
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const picker = useRef<HTMLInputElement>(null)

  function change(make: (before: Draft) => Draft) {
    setError(null)
    setDraft(before => {
      const next = make(before)
      keepDraft(place, next)
      return next
    })
  }
  const uploads = useUploads(draft.files.length, file => change(before => ({ ...before, files: [...before.files, file] })))
  const lacking = lackingOf(form, { fields: draft.fields, files: draft.files.length })

  async function submit() {
    setTried(true)
    if (lacking.length > 0 || busy || uploads.busy) return
    setBusy(true)
    setError(null)
    try {
      // Only what the form asks for: a field that a lead took away is not sent along.
      await give({ type: 'give_deliverable', fields: Object.fromEntries(form.fields.map(({ id }) => [id, (draft.fields[id] ?? '').trim()]).filter(([, value]) => value !== '')), fileIds: draft.files.map(file => file.id) })
      keepDraft(place, null)
      setEditing(false)
      setTried(false)
      told(say('competence.panel.saved'))
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }

  if (given !== null && !editing) {
    return (
      <div className="topic-box" role="group" aria-label={form.title}>
        <h3>{form.title}</h3>
        <dl className="facts">{form.fields.map(({ id, label }) => given.fields[id] !== undefined && <div key={id}><dt>{label}</dt><dd>{given.fields[id]}</dd></div>)}</dl>
        <div className="topic-files">{given.files.map(file => <a key={file.id} className="mark accent" href={`/api/files/${file.id}`} target="_blank" rel="noreferrer">{file.name} · {sizeWords(file.size, say)}</a>)}</div>
        <span className="mark good">{say('competence.panel.given')}</span>
        {can('give_deliverable') && <div><Button variant="default" size="compact-sm" onClick={() => { setDraft({ fields: { ...given.fields }, files: [...given.files] }); setEditing(true) }}>{say('competence.panel.change')}</Button></div>}
      </div>
    )
  }
  if (!can('give_deliverable')) return null
  const fileLacks = tried && lacking.includes('file')
  return (
    <form className="topic-box" aria-label={form.title} onSubmit={event => { event.preventDefault(); void submit() }} noValidate>
      <h3>{form.title}</h3>
      <span className="dim small">{say('competence.panel.needed')}</span>
      {form.fields.map(({ id, label, kind, required }) => (
        <TextInput key={id} label={label} required={required} type={kind === 'date' ? 'date' : 'text'} inputMode={kind === 'number' ? 'decimal' : undefined} value={draft.fields[id] ?? ''} maxLength={500}
          error={tried && lacking.includes(id) ? say('competence.panel.wrong') : null} onChange={event => { const { value } = event.currentTarget; change(before => ({ ...before, fields: { ...before.fields, [id]: value } })) }} />
      ))}
      <div className="topic-files">
        {draft.files.map(file => <span key={file.id} className="mark accent">{file.name} · {sizeWords(file.size, say)}<button type="button" className="plain" aria-label={say('competence.panel.removeFile', { name: file.name })} onClick={() => change(before => ({ ...before, files: before.files.filter(one => one.id !== file.id) }))}><IconX size={13} /></button></span>)}
        {uploads.list.map(upload => <span key={upload.key} className={cx('mark', upload.problem !== null && 'bad')} role={upload.problem === null ? 'status' : 'alert'}>{upload.problem === null && <Loader size={10} color="gray" />}{upload.name}: {upload.problem ?? say('messages.composer.uploading')}<button type="button" className="plain" aria-label={say('competence.panel.removeFile', { name: upload.name })} onClick={() => uploads.drop(upload.key)}><IconX size={13} /></button></span>)}
      </div>
      <div className="row wrap">
        <Button variant="default" size="compact-sm" leftSection={<IconPaperclip size={14} />} onClick={() => picker.current?.click()}>{say('competence.panel.attach')}</Button>
        {fileLacks && <span className="bad-ink small" role="alert">{say('competence.panel.fileNeeded')}</span>}
        <input ref={picker} type="file" multiple hidden onChange={event => { uploads.add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = '' }} />
      </div>
      {error !== null && <ErrorNote error={error} />}
      <div><Button type="submit" loading={busy} disabled={uploads.busy}>{say('competence.panel.give')}</Button></div>
    </form>
  )
}
