import { Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PointCard as Point } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { channelName } from '../../kit/channel.tsx'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { limits } from '../../kit/limits.ts'
import { changed } from '../../kit/changed.ts'
import { clockTime, deskZone } from '../../kit/moments.ts'
import { useTick } from '../../kit/time.ts'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'

/** Where it happens: address, company, version, note; the link that carries the point into a channel. */
export function PointCard({ point, number, choose }: { point: Point | null; number: number; choose: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [editing, setEditing] = useState(false)
  if (point === null) return <section aria-label={say('contacts.point')}><h2>{say('contacts.point')}</h2><div className="dim">{say('contacts.noPoint')}. <button type="button" className="link" onClick={choose}>{say('contacts.choosePoint')}</button></div></section>
  return (
    <section aria-label={say('contacts.point')}>
      <h2>{say('contacts.point')}<button type="button" className="link small" onClick={() => setEditing(true)} aria-label={say('contacts.editPoint')}>{say('kit.edit')}</button><button type="button" className="link small" onClick={choose}>{say('contacts.changePoint')}</button></h2>
      <div className="card-name">{point.name}</div>
      <div className="dim">{[point.address, point.company?.name].filter(Boolean).join(' · ')}</div>
      <PointFacts point={point} />
      {editing && <EditPoint point={point} changed={() => client.invalidateQueries({ queryKey: ['ticket', number] })} close={() => setEditing(false)} />}
    </section>
  )
}

/** Version, local time, note, and the links that carry the point. */
export function PointFacts({ point }: { point: Point }) {
  const { say } = useWords()
  return (
    <>
      {point.softwareVersion !== '' && <div className="small">{say('contacts.version')}: <span className="num">{point.softwareVersion}</span></div>}
      {point.timeZone !== deskZone && point.timeZone !== '' && <LocalTime zone={point.timeZone} />}
      {point.note !== '' && <div className="card-note prewrap">{point.note}</div>}
      {point.links.map(link => <PointLink key={link.channelId} url={link.url} channel={link.channelId} />)}
      {point.links.length > 0 && <PointQr id={point.id} name={point.name} />}
    </>
  )
}

function LocalTime({ zone }: { zone: string }) {
  const { say, language } = useWords()
  const time = useTick(now => {
    try {
      return clockTime(now, language, zone)
    } catch {
      return ''
    }
  })
  return time === '' ? null : <div className="small num">{say('contacts.localTime', { time })}</div>
}

function PointLink({ url, channel }: { url: string; channel: string }) {
  const { say } = useWords()
  const copy = () => void navigator.clipboard.writeText(url).then(() => told(say('kit.copied')), () => {})
  return <div className="point-link" title={say('contacts.linkHint')}><span className="dim small">{say('contacts.link')}, {channelName(channel, say)}</span><div className="row"><a className="ellipsis small" href={url} target="_blank" rel="noreferrer">{url}</a><button type="button" className="link small" onClick={copy}>{say('kit.copy')}</button></div></div>
}

/** The QR for the till: what a camera turns into the link above. Drawn only when asked for. */
function PointQr({ id, name }: { id: string; name: string }) {
  const { say } = useWords()
  const [shown, setShown] = useState(false)
  const source = `/api/points/${id}/qr.svg`
  return (
    <div className="small">
      <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>{say(shown ? 'contacts.qrHide' : 'contacts.qr')}</button>
      {shown && <a href={source} download={`${name}.svg`} title={say('contacts.qrSave')}><img className="point-qr" src={source} alt={say('contacts.qrAlt', { name })} width={160} height={160} /></a>}
    </div>
  )
}

/** `changed`: whoever shows the point looks again. */
export function EditPoint({ point, changed: again, close }: { point: Point; changed: () => Promise<unknown>; close: () => void }) {
  const { say } = useWords()
  const [before] = useState({ name: point.name, address: point.address, companyName: point.company?.name ?? '', timeZone: point.timeZone, softwareVersion: point.softwareVersion, note: point.note })
  const [form, setForm] = useState(before)
  const field = (name: keyof typeof form) => ({ value: form[name], onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }) })
  return (
    <FormDialog title={say('contacts.editPoint')} submitLabel={say('kit.save')} ready={form.name.trim() !== ''} close={close}
      submit={async () => {
        // Only what was changed: a zone or name that stands there already is not judged again.
        await api.patch(`/api/points/${point.id}`, changed(before, form))
        await again()
        told(say('contacts.saved'))
      }}>
      <TextInput label={say('contacts.name')} maxLength={limits.name} data-autofocus {...field('name')} error={form.name.trim() === '' ? say('contacts.nameNeeded') : null} />
      <TextInput label={say('contacts.address')} maxLength={500} {...field('address')} />
      <TextInput label={say('contacts.companyName')} maxLength={limits.name} {...field('companyName')} />
      <div className="row" style={{ alignItems: 'flex-start' }}><TextInput className="grow" label={say('contacts.timeZone')} maxLength={64} {...field('timeZone')} /><TextInput className="grow" label={say('contacts.version')} maxLength={100} {...field('softwareVersion')} /></div>
      <Textarea label={say('contacts.note')} placeholder={say('contacts.noteHint')} maxLength={4000} {...field('note')} />
    </FormDialog>
  )
}
