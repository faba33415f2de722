import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { useWords } from '../../kit/words.ts'
import type { ChannelCard, Typed, WireFinding } from './data.ts'
import { CheckResult, useCheck } from './findings.tsx'

const freshDoor = { host: '0.0.0.0', port: 2525, protocol: 'smtp' as const, tls: null }

/** The desk's own door for letters: opened, or changed. */
export function DoorDialog({ card, saved, close }: { card: ChannelCard | null; saved: () => void; close: () => void }) {
  const { say } = useWords()
  const was = card?.set?.kind === 'mail_door' ? card.set.settings : freshDoor
  const [fields, setFields] = useState({ title: card?.title ?? say('channels.kinds.mail_door'), host: was.host, port: String(was.port), protocol: was.protocol as 'smtp' | 'lmtp', encrypts: was.tls !== null, certificate: was.tls?.certificate ?? '', key: '' })
  const change = (part: Partial<typeof fields>) => setFields(before => ({ ...before, ...part }))
  const typed = (): Typed => ({
    kind: 'mail_door', settings: { host: fields.host, port: Number(fields.port), protocol: fields.protocol, tls: fields.encrypts ? { certificate: fields.certificate } : null }, secrets: fields.encrypts && fields.key.trim() !== '' ? { tlsKey: fields.key } : {},
  })
  const check = useCheck(part => api.post<WireFinding[]>('/api/channels/test', { id: card?.id ?? null, part, channel: typed() }), { writes: false })
  const isFilled = fields.title.trim() !== '' && fields.host.trim() !== '' && /^\d{1,5}$/.test(fields.port)
  return (
    <FormDialog title={say(card === null ? 'channels.door.new' : 'channels.door.edit')} submitLabel={say(card === null ? 'channels.door.submit' : 'channels.door.save')} ready={isFilled} size={520} close={close}
      submit={async () => {
        await (card === null ? api.post('/api/channels', { title: fields.title, channel: typed() }) : api.patch(`/api/channels/${card.id}`, { version: card.version, title: fields.title, channel: typed() }))
        saved()
      }}>
      <p className="dim" style={{ margin: 0 }}>{say('channels.door.lead')}</p>
      <TextInput label={say('channels.door.title')} placeholder={say('channels.door.titleHint')} required maxLength={80} value={fields.title} onChange={event => change({ title: event.currentTarget.value })} />
      <div className="channel-server">
        <TextInput label={say('channels.door.host')} required value={fields.host} onChange={event => change({ host: event.currentTarget.value })} />
        <TextInput label={say('channels.door.port')} required inputMode="numeric" value={fields.port} onChange={event => change({ port: event.currentTarget.value })} />
        <NativeSelect label={say('channels.door.protocol')} value={fields.protocol} data={[{ value: 'smtp', label: 'SMTP' }, { value: 'lmtp', label: 'LMTP' }]} onChange={event => change({ protocol: event.currentTarget.value === 'lmtp' ? 'lmtp' : 'smtp' })} />
      </div>
      <Checkbox label={say('channels.door.tls')} checked={fields.encrypts} onChange={event => change({ encrypts: event.currentTarget.checked })} />
      {fields.encrypts && <>
        <Textarea label={say('channels.door.certificate')} rows={4} value={fields.certificate} onChange={event => change({ certificate: event.currentTarget.value })} />
        <Textarea label={say('channels.door.key')} description={card?.secrets.includes('tlsKey') === true ? say('channels.door.keyKept') : undefined} rows={4} autoComplete="off" value={fields.key} onChange={event => change({ key: event.currentTarget.value })} />
      </>}
      <div><Button variant="default" loading={check.busy !== null} disabled={!isFilled} onClick={() => void check.run()}>{say('channels.check')}</Button></div>
      <CheckResult check={check} />
    </FormDialog>
  )
}
