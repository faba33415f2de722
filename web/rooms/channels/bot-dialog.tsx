import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { useWords } from '../../kit/words.ts'
import type { ChannelCard, Typed, WireFinding } from './data.ts'
import { CheckResult, useCheck } from './findings.tsx'

type Fields = { title: string; token: string; webhook: boolean; base: string; proxy: string; noProxy: boolean; apiRoot: string; localServer: boolean }

const settingsOf = (card: ChannelCard | null) => (card?.set?.kind === 'telegram' ? card.set.settings : null)

/** A bot of Telegram: added, or changed. `origin`: where the desk is reached from outside, as far as it knows. */
export function BotDialog({ card, origin, saved, close }: { card: ChannelCard | null; origin: string | null; saved: () => void; close: () => void }) {
  const { say } = useWords()
  const was = settingsOf(card)
  const [fields, setFields] = useState<Fields>({
    title: card?.title ?? '', token: '', webhook: was !== null && was.webhook !== null, base: was?.webhook?.base ?? origin ?? (location.protocol === 'https:' ? location.origin : ''), proxy: '', noProxy: false, apiRoot: was?.apiRoot ?? '', localServer: was?.localServer ?? false,
  })
  const change = (part: Partial<Fields>) => setFields(before => ({ ...before, ...part }))
  const typed = (): Typed => ({
    kind: 'telegram', settings: { webhook: fields.webhook ? { base: fields.base.trim().replace(/\/+$/, '') } : null, apiRoot: fields.apiRoot.trim() === '' ? null : fields.apiRoot.trim().replace(/\/+$/, ''), localServer: fields.localServer },
    secrets: { ...(fields.token.trim() === '' ? {} : { token: fields.token.trim() }), ...(fields.noProxy ? { proxy: null } : fields.proxy.trim() === '' ? {} : { proxy: fields.proxy.trim() }) },
  })
  const hasToken = fields.token.trim() !== '' || card?.secrets.includes('token') === true
  const check = useCheck(part => api.post<WireFinding[]>('/api/channels/test', { id: card?.id ?? null, part, channel: typed() }), { writes: false })
  const hasProxy = card?.secrets.includes('proxy') === true
  return (
    <FormDialog title={say(card === null ? 'channels.bot.new' : 'channels.bot.edit')} submitLabel={say(card === null ? 'channels.bot.submit' : 'channels.bot.save')} ready={fields.title.trim() !== '' && hasToken} size={540} close={close}
      submit={async () => {
        await (card === null ? api.post('/api/channels', { title: fields.title, channel: typed() }) : api.patch(`/api/channels/${card.id}`, { version: card.version, title: fields.title, channel: typed() }))
        saved()
      }}>
      <TextInput label={say('channels.bot.title')} placeholder={say('channels.bot.titleHint')} required maxLength={80} data-autofocus value={fields.title} onChange={event => change({ title: event.currentTarget.value })} />
      <PasswordInput label={say('channels.bot.token')} description={say(card?.secrets.includes('token') === true ? 'channels.bot.tokenKept' : 'channels.bot.tokenHint')} required={card === null} autoComplete="off" value={fields.token} onChange={event => change({ token: event.currentTarget.value })} />
      <NativeSelect label={say('channels.bot.how')} description={say(fields.webhook ? 'channels.bot.webhookHint' : 'channels.bot.pollingHint')} value={fields.webhook ? 'webhook' : 'polling'} onChange={event => change({ webhook: event.currentTarget.value === 'webhook' })}
        data={[{ value: 'polling', label: say('channels.bot.polling') }, { value: 'webhook', label: say('channels.bot.webhook') }]} />
      {fields.webhook && <TextInput label={say('channels.bot.base')} placeholder="https://desk.example" required value={fields.base} onChange={event => change({ base: event.currentTarget.value })} />}
      <details className="channel-more" open={hasProxy || fields.apiRoot !== '' || undefined}>
        <summary>{say('channels.bot.more')}</summary>
        <div className="stack">
          <PasswordInput label={say('channels.bot.proxy')} description={say(hasProxy ? 'channels.bot.proxyKept' : 'channels.bot.proxyHint')} autoComplete="off" disabled={fields.noProxy} value={fields.proxy} onChange={event => change({ proxy: event.currentTarget.value })} />
          {hasProxy && <Checkbox label={say('channels.bot.proxyNone')} checked={fields.noProxy} onChange={event => change({ noProxy: event.currentTarget.checked })} />}
          <TextInput label={say('channels.bot.apiRoot')} description={say('channels.bot.apiRootHint')} value={fields.apiRoot} onChange={event => change({ apiRoot: event.currentTarget.value })} />
          {fields.apiRoot.trim() !== '' && <Checkbox label={say('channels.bot.local')} checked={fields.localServer} onChange={event => change({ localServer: event.currentTarget.checked })} />}
        </div>
      </details>
      <div><Button variant="default" loading={check.busy !== null} disabled={!hasToken} onClick={() => void check.run()}>{say('channels.check')}</Button></div>
      <CheckResult check={check} />
    </FormDialog>
  )
}
