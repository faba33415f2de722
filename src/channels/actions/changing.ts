import { randomInt } from 'node:crypto'
import { record } from '../../audit/store.ts'
import { isDuplicate, tx, type Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newToken } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import { botOf, hostsOf, isThisMachine, mergeSecrets, missingSecrets, movedSecrets, settingLimits, type Opened, type SecretName, type Secrets, type SettingKind, type Settings, type Typed } from '../settings.ts'
import { addSettings, allSettings, changeSettings, countSettings, lockSettings } from '../store/settings.ts'
import type { Sealing } from './sealing.ts'
import { openRow } from './kept.ts'

/** What changing needs of the house. `practice`: nothing may leave this machine. */
export type SettingsRoom = { db: Db; sealing: Sealing; practice: boolean }
export type Asked = { by: string; now: Instant }

/** The kind of a channel stands first in its id (`telegram-k3f9w2`). */
const beginnings: Record<SettingKind, string> = { telegram: 'telegram', mailbox: 'mail', mail_door: 'door' }
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const slug = (): string => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')

/** Adds a channel; it is on at once. Ring `channels` after it. Refuses `already_exists`, `secret_missing`, `practice_stays_here`, `too_many_channels`. */
export async function addChannel({ db, sealing, practice }: SettingsRoom, { title, channel }: { title: string; channel: Typed }, { by, now }: Asked): Promise<{ id: string; version: number }> {
  const { secrets, ...settings } = channel
  const whole = complete(settings, mergeSecrets({}, secrets), practice)
  const id = `${beginnings[channel.kind]}-${slug()}`
  return onlyOnce(() => tx(db, async inner => {
    if (await countSettings(inner) >= settingLimits.channels) throw new Refusal('too_many_channels', { max: settingLimits.channels })
    await addSettings(inner, { ...settings, id, title, secrets: sealed(sealing, id, whole), bot: botIn(settings, whole), by }, now)
    await record(inner, { at: now, actor: by, act: 'channel_added', subject: id, details: { kind: channel.kind } })
    return { id, version: 1 }
  }))
}

/**
 * The bot or mailbox stays the one it is: keys of the inbox and conversations hang on the id, and those of another one would meet them. Its token may be a new
 * one. Refuses `not_found`, `stale`, `bad_request` (another kind), `other_channel`, and what `addChannel` refuses.
 */
export async function changeChannel({ db, sealing, practice }: SettingsRoom, id: string, { version, title, channel }: { version: number; title?: string | undefined; channel?: Typed | undefined }, { by, now }: Asked): Promise<{ id: string; version: number }> {
  return onlyOnce(() => tx(db, async inner => {
    const row = await lockSettings(inner, id)
    if (row === null) throw new Refusal('not_found')
    if (row.version !== version) throw new Refusal('stale')
    if (channel === undefined) await changeSettings(inner, id, { ...row, title: title ?? row.title, by }, now)
    else {
      const { secrets, ...settings } = channel
      if (settings.kind !== row.kind) throw new Refusal('bad_request', { what: 'kind' })
      const whole = complete(settings, secretsFor(settings, secrets, openRow(sealing, row)), practice)
      if (isAnother(row, settings, botIn(settings, whole))) throw new Refusal('other_channel')
      await changeSettings(inner, id, { settings: settings.settings, bot: botIn(settings, whole), title: title ?? row.title, secrets: sealed(sealing, id, whole), state: row.state, by }, now)
    }
    await record(inner, { at: now, actor: by, act: 'channel_changed', subject: id, details: { kind: row.kind, settings: channel !== undefined, title: title !== undefined, secrets: Object.keys(channel?.secrets ?? {}).join(' ') } })
    return { id, version: row.version + 1 }
  }))
}

/** Refuses `not_found`, `stale`, `already_exists` (its bot or mailbox is on under another name). */
export async function switchChannel({ db }: Pick<SettingsRoom, 'db'>, id: string, { version, state }: { version: number; state: 'on' | 'off' }, { by, now }: Asked): Promise<{ id: string; version: number }> {
  return onlyOnce(() => tx(db, async inner => {
    const row = await lockSettings(inner, id)
    if (row === null) throw new Refusal('not_found')
    if (row.version !== version) throw new Refusal('stale')
    if (row.state === state) return { id, version }
    await changeSettings(inner, id, { ...row, state, by }, now)
    await record(inner, { at: now, actor: by, act: 'channel_switched', subject: id, details: { kind: row.kind, state } })
    return { id, version: row.version + 1 }
  }))
}

/** Settings that nobody has saved, with the secrets of the channel `id` where none were typed. Refuses `not_found`, `secret_missing`, `practice_stays_here`. */
export async function unsaved({ db, sealing, practice }: SettingsRoom, id: string | null, { secrets, ...settings }: Typed): Promise<Opened> {
  const row = id === null ? null : (await allSettings(db)).find(one => one.id === id)
  if (row === undefined) throw new Refusal('not_found')
  return { id: id ?? `${beginnings[settings.kind]}-test`, ...settings, secrets: complete(settings, secretsFor(settings, secrets, row === null ? null : openRow(sealing, row)), practice) } as Opened
}

/** What was typed over what is kept; a kept secret is not taken to another server than it was typed for. */
function secretsFor(settings: Settings, typed: Typed['secrets'], kept: Opened | null): Secrets {
  if (kept === null) return mergeSecrets({}, typed)
  const moved = movedSecrets(kept, settings)
  return mergeSecrets(Object.fromEntries(Object.entries(kept.secrets).filter(([name]) => !moved.includes(name as SecretName))), typed)
}

/** A webhook gets its secret from us. */
function complete(settings: Settings, secrets: Secrets, practice: boolean): Secrets {
  if (practice && !hostsOf(settings).every(isThisMachine)) throw new Refusal('practice_stays_here')
  const whole = settings.kind === 'telegram' && settings.settings.webhook !== null && secrets.webhookSecret === undefined ? { ...secrets, webhookSecret: newToken(24) } : secrets
  const missing = missingSecrets(settings, whole)
  if (missing.length > 0) throw new Refusal('secret_missing', { names: missing.join(', ') })
  return whole
}

const sealed = (sealing: Sealing, id: string, secrets: Secrets): string | null => (Object.keys(secrets).length === 0 ? null : sealing.seal(id, secrets))
const botIn = ({ kind }: Settings, { token }: Secrets): string | null => (kind === 'telegram' && token !== undefined ? botOf(token) : null)

const isAnother = (row: Settings & { bot: string | null }, settings: Settings, bot: string | null): boolean =>
  (row.kind === 'mailbox' && settings.kind === 'mailbox' ? row.settings.address !== settings.settings.address : row.bot !== bot)

async function onlyOnce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    for (const index of ['channel_settings_bot', 'channel_settings_mailbox', 'channel_settings_door']) if (isDuplicate(error, index)) throw new Refusal('already_exists')
    throw error
  }
}
