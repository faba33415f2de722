import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { newTicket, registered } from '../../../src/tickets/api.ts'
import { api } from '../../kit/api.ts'
import { keepDraft, readDraft } from '../../kit/drafts.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { limits } from '../../kit/limits.ts'
import { phoneWords } from '../../kit/phone-words.ts'
import { told } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { looksLikePhone } from '../contacts/phone.ts'
import { pointHint, useContactSearch, usePointSearch } from '../contacts/search.ts'

/** What the form holds; kept until the ticket exists, so that a slip costs nothing. `key` makes a repeated post harmless. */
type Form = { who: string; contact: { id: string; label: string } | null; name: string; point: string; pointId: string | null; what: string; stop: boolean; take: boolean; key: string }
const place = 'by-hand'
const blank = (): Form => ({ who: '', contact: null, name: '', point: '', pointId: null, what: '', stop: false, take: true, key: crypto.randomUUID() })

/** Moves the cursor on, after the field has been drawn. */
const next = (field: { current: HTMLElement | null }) => setTimeout(() => field.current?.focus(), 0)

/** A ticket for a caller: who, where, what; Enter goes on, Ctrl+Enter registers. */
export default function ByHand({ close }: { close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [form, setForm] = useState<Form>(() => ({ ...blank(), ...readDraft<Form>(place) }))
  const [checked, setChecked] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const pointField = useRef<HTMLInputElement>(null)
  const whatField = useRef<HTMLTextAreaElement>(null)
  const contacts = useContactSearch(form.who, form.contact === null)
  const points = usePointSearch(form.point, form.pointId === null)
  const isPhone = looksLikePhone(form.who)
  const isNew = form.contact === null && form.who.trim() !== ''

  function change(part: Partial<Form>) {
    setForm(before => {
      const after = { ...before, ...part }
      keepDraft(place, after)
      return after
    })
  }

  async function submit() {
    setChecked(true)
    if (form.what.trim() === '') {
      next(whatField)
      return
    }
    const body: z.input<typeof newTicket> = {
      contactId: form.contact?.id ?? null, name: form.contact === null ? (isPhone ? form.name.trim() : form.who.trim()) : '', phone: form.contact === null && isPhone ? form.who.trim() : '',
      pointId: form.pointId, text: form.what.trim(), stopReported: form.stop, take: form.take,
    }
    const { number } = await api.post<z.infer<typeof registered>>('/api/tickets', body, { 'idempotency-key': form.key })
    keepDraft(place, null)
    void client.invalidateQueries({ queryKey: ['queue'] })
    void client.invalidateQueries({ queryKey: ['counts'] })
    close()
    told(say('tickets.byHand.created', { number }))
    await navigate({ to: '/tickets/$number', params: { number }, search: {} })
  }

  return (
    <FormDialog title={say('tickets.byHand.title')} submitLabel={say('tickets.byHand.submit')} submit={submit} stays close={close} size={520}>
      <TypeAhead label={say('tickets.byHand.who')} placeholder={say('tickets.byHand.whoHint')} words={form.who} autoFocus loading={contacts.isFetching}
        onWords={who => change({ who, contact: null })} onEnter={() => next(isNew && isPhone ? nameField : pointField)}
        options={form.contact !== null || form.who.trim() === '' ? [] : (contacts.data ?? []).map(contact => ({ id: contact.id, label: contact.name, hint: [contact.phone === null ? '' : phoneWords(contact.phone), contact.position, contact.point?.name].filter(Boolean).join(' · ')}))}
        onPick={option => {
          const found = contacts.data?.find(contact => contact.id === option.id)
          if (found === undefined) return
          change({ contact: { id: found.id, label: found.name }, who: [found.name, found.phone === null ? '' : phoneWords(found.phone)].filter(Boolean).join(', '), ...(found.point === null ? {} : { point: found.point.name, pointId: found.point.id }) })
          next(found.point === null ? pointField : whatField)
        }} />
      {form.contact !== null && <div><span className="mark good">{say('tickets.byHand.whoKnown')}</span></div>}
      {isNew && isPhone && <TextInput ref={nameField} label={say('tickets.byHand.name')} value={form.name} maxLength={limits.name} onChange={event => change({ name: event.currentTarget.value })} onKeyDown={event => { if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); next(pointField) } }} />}
      <TypeAhead inputRef={pointField} label={say('tickets.byHand.point')} placeholder={say('tickets.byHand.pointHint')} words={form.point} loading={points.isFetching} nothing={say('contacts.nothingFound')}
        onWords={point => change({ point, pointId: null })} onEnter={() => next(whatField)}
        options={form.pointId !== null || form.point.trim() === '' ? [] : (points.data ?? []).map(point => ({ id: point.id, label: point.name, hint: pointHint(point) }))}
        onPick={option => { change({ point: option.label, pointId: option.id }); next(whatField) }} />
      <Textarea ref={whatField} label={say('tickets.byHand.what')} placeholder={say('tickets.byHand.whatHint')} value={form.what} minRows={3} maxLength={limits.messageText} onChange={event => change({ what: event.currentTarget.value })}
        onKeyDown={event => { if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) { event.preventDefault(); event.currentTarget.form?.requestSubmit() } }}
        error={checked && form.what.trim() === '' ? say('tickets.byHand.whatNeeded') : null} />
      <Checkbox label={say('tickets.byHand.stop')} description={say('tickets.byHand.stopHint')} checked={form.stop} onChange={event => change({ stop: event.currentTarget.checked })} />
      <Checkbox label={say('tickets.byHand.take')} checked={form.take} onChange={event => change({ take: event.currentTarget.checked })} />
      <div className="dim small">{say('tickets.byHand.hint')}</div>
    </FormDialog>
  )
}
