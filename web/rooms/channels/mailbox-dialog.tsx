import { Button, Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { localDate } from '../../kit/moments.ts'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import type { ChannelCard, WireFinding } from './data.ts'
import { CheckResult, useCheck } from './findings.tsx'
import { emptyFields, fieldsOf, isFilled, presets, providerOf, providers, typedOf, type MailFields, type Provider, type Security } from './mail-fields.ts'

const securities: readonly Security[] = ['tls', 'starttls', 'none']
const names = { mailru: 'Mail.ru', yandex: 'Яндекс', gmail: 'Gmail' } as const

/** A mailbox: added, or changed. The service is known by its address and fills hosts and ports. */
export function MailboxDialog({ card, saved, close }: { card: ChannelCard | null; saved: () => void; close: () => void }) {
  const { say } = useWords()
  const [fields, setFields] = useState<MailFields>(() => (card === null ? { ...emptyFields, since: localDate(now()) } : fieldsOf(card)))
  const change = (part: Partial<MailFields>) => setFields(before => ({ ...before, ...part }))
  const text = (name: { [K in keyof MailFields]: MailFields[K] extends string ? K : never }[keyof MailFields]) => ({ value: fields[name], onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }) })
  const tick = (name: { [K in keyof MailFields]: MailFields[K] extends boolean ? K : never }[keyof MailFields]) => ({ checked: fields[name], onChange: (event: { currentTarget: { checked: boolean } }) => change({ [name]: event.currentTarget.checked }) })
  const choose = (provider: Provider) => change({ provider, ...(provider === 'other' ? {} : presets[provider]) })
  const isKept = (name: string) => card?.secrets.includes(name) === true
  const check = useCheck(part => api.post<WireFinding[]>('/api/channels/test', { id: card?.id ?? null, part, channel: typedOf(fields) }), { writes: fields.receives && fields.sends })
  return (
    <FormDialog title={say(card === null ? 'channels.mail.new' : 'channels.mail.edit')} submitLabel={say(card === null ? 'channels.mail.submit' : 'channels.mail.save')} ready={isFilled(fields)} size={600} close={close}
      submit={async () => {
        const channel = typedOf(fields)
        await (card === null ? api.post('/api/channels', { title: fields.title, channel }) : api.patch(`/api/channels/${card.id}`, { version: card.version, title: fields.title, channel }))
        saved()
      }}>
      <TextInput label={say('channels.mail.title')} placeholder={say('channels.mail.titleHint')} required maxLength={80} data-autofocus {...text('title')} />
      <TextInput label={say('channels.mail.address')} type="email" required autoComplete="off" readOnly={card !== null} value={fields.address}
        onChange={event => {
          const address = event.currentTarget.value
          const known = providerOf(address)
          change({ address, ...(known === null || known === fields.provider ? {} : { provider: known, ...presets[known] }) })
        }} />
      <NativeSelect label={say('channels.mail.provider')} description={say(`channels.mail.hints.${fields.provider}`)} value={fields.provider} data={providers.map(value => ({ value, label: value === 'other' ? say('channels.mail.other') : names[value] }))} onChange={event => choose(event.currentTarget.value as Provider)} />
      {fields.loginKind === 'password' && <PasswordInput label={say(fields.provider === 'other' ? 'channels.mail.passwordPlain' : 'channels.mail.password')} description={isKept('imapPassword') || isKept('smtpPassword') ? say('channels.mail.passwordKept') : undefined} autoComplete="new-password" {...text('password')} />}
      <TextInput label={say('channels.mail.name')} description={say('channels.mail.nameHint')} maxLength={120} {...text('name')} />
      {fields.receives && <TextInput type="date" label={say('channels.mail.since')} description={say('channels.mail.sinceHint')} {...text('since')} />}
      <details className="channel-more" open={fields.provider === 'other' || fields.loginKind !== 'password' || undefined}>
        <summary>{say('channels.mail.servers')}</summary>
        <div className="stack">
          <Checkbox label={say('channels.mail.receive')} {...tick('receives')} />
          {fields.receives && <>
            <ServerFields host={text('imapHost')} port={text('imapPort')} security={fields.imapSecurity} choose={imapSecurity => change({ imapSecurity })} of={say('channels.mail.receive')} />
            <div className="channel-pair"><TextInput label={say('channels.mail.folder')} {...text('folder')} /><TextInput label={say('channels.mail.processed')} description={say('channels.mail.processedHint')} {...text('processed')} /></div>
          </>}
          <Checkbox label={say('channels.mail.send')} {...tick('sends')} />
          {fields.sends && <ServerFields host={text('smtpHost')} port={text('smtpPort')} security={fields.smtpSecurity} choose={smtpSecurity => change({ smtpSecurity })} of={say('channels.mail.send')} />}
          <div className="channel-pair">
            <NativeSelect label={say('channels.mail.login')} value={fields.loginKind} onChange={event => change({ loginKind: event.currentTarget.value as MailFields['loginKind'] })} data={[{ value: 'password', label: say('channels.mail.loginKinds.password') }, { value: 'oauth2', label: say('channels.mail.loginKinds.oauth2') }, { value: 'none', label: say('channels.mail.noLogin') }]} />
            {fields.loginKind !== 'none' && <TextInput label={say('channels.mail.user')} placeholder={fields.address} autoComplete="off" {...text('user')} />}
          </div>
          {fields.loginKind === 'password' && fields.receives && fields.sends && <Checkbox label={say('channels.mail.ownPassword')} {...tick('ownPassword')} />}
          {fields.loginKind === 'password' && fields.ownPassword && <PasswordInput label={say('channels.mail.smtpPassword')} description={isKept('smtpPassword') ? say('channels.mail.passwordKept') : undefined} autoComplete="new-password" {...text('smtpPassword')} />}
          {fields.loginKind === 'oauth2' && <>
            <TextInput label={say('channels.mail.tokenUrl')} {...text('tokenUrl')} />
            <TextInput label={say('channels.mail.clientId')} {...text('clientId')} />
            <PasswordInput label={say('channels.mail.clientSecret')} description={isKept('imapClientSecret') || isKept('smtpClientSecret') ? say('channels.mail.kept') : undefined} autoComplete="off" {...text('clientSecret')} />
            <PasswordInput label={say('channels.mail.refreshToken')} description={isKept('imapRefreshToken') || isKept('smtpRefreshToken') ? say('channels.mail.kept') : undefined} autoComplete="off" {...text('refreshToken')} />
          </>}
          <Textarea label={say('channels.mail.ca')} rows={3} {...text('ca')} />
        </div>
      </details>
      <details className="channel-more" open={fields.signs || undefined}>
        <summary>{say('channels.mail.more')}</summary>
        <div className="stack">
          <TextInput label={say('channels.mail.trusted')} description={say('channels.mail.trustedHint')} {...text('trustedServer')} />
          <Checkbox label={say('channels.mail.plus')} {...tick('plusAddressing')} />
          <Checkbox label={say('channels.mail.ownDomain')} {...tick('ownDomain')} />
          <Checkbox label={say('channels.mail.dkim')} {...tick('signs')} />
          {fields.signs && <>
            <div className="channel-pair"><TextInput label={say('channels.mail.dkimDomain')} {...text('dkimDomain')} /><TextInput label={say('channels.mail.dkimSelector')} {...text('dkimSelector')} /></div>
            <Textarea label={say('channels.mail.dkimKey')} description={isKept('dkimKey') ? say('channels.mail.kept') : undefined} rows={4} {...text('dkimKey')} />
          </>}
        </div>
      </details>
      <div><Button variant="default" loading={check.busy !== null} disabled={!isFilled(fields)} onClick={() => void check.run()}>{say('channels.check')}</Button></div>
      <CheckResult check={check} />
    </FormDialog>
  )
}

type Text = { value: string; onChange: (event: { currentTarget: { value: string } }) => void }

function ServerFields({ host, port, security, choose, of }: { host: Text; port: Text; security: Security; choose: (security: Security) => void; of: string }) {
  const { say } = useWords()
  return (
    <div className="channel-server" role="group" aria-label={of}>
      <TextInput label={say('channels.mail.host')} autoComplete="off" {...host} />
      <TextInput label={say('channels.mail.port')} inputMode="numeric" {...port} />
      <NativeSelect label={say('channels.mail.security')} value={security} onChange={event => choose(event.currentTarget.value as Security)} data={securities.map(value => ({ value, label: say(`channels.mail.securities.${value}`) }))} />
    </div>
  )
}
