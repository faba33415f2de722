import type { Db } from '../../lib/db.ts'
import type { EmailConfig, MailSettings } from '../email/client/config.ts'
import { doorOf, mailboxOf, type Opened, type Secrets } from '../settings.ts'
import { allSettings, type SettingsRow } from '../store/settings.ts'
import type { Sealing } from './sealing.ts'

/** A channel that people have added, as this process knows it. `opened` null: its secrets were sealed under another secret of the desk. */
export type KeptChannel = { row: SettingsRow; opened: Opened | null }

/** The channels that people have added, at hand in this process and followed while the house is open. */
export type KeptSettings = {
  all(): readonly KeptChannel[]
  /** Looks into the database; tells of it when something has changed there. */
  refresh(): Promise<void>
  /** Told after each change; gives what ends the telling. */
  changed(told: () => void): () => void
}

export async function keepSettings(db: Db, sealing: Sealing): Promise<KeptSettings> {
  let kept: readonly KeptChannel[] = []
  let mark = ''
  const hearers = new Set<() => void>()

  const refresh = async (): Promise<void> => {
    const rows = await allSettings(db)
    const fresh = rows.map(({ id, version }) => `${id} ${version}`).join()
    if (fresh === mark) return
    mark = fresh
    kept = rows.map(row => ({ row, opened: openRow(sealing, row) }))
    for (const tell of hearers) tell()
  }
  await refresh()
  return {
    all: () => kept,
    refresh,
    changed: told => {
      hearers.add(told)
      return () => hearers.delete(told)
    },
  }
}

/** Null: the secret of the desk is another one than when they were typed. */
export function openRow(sealing: Sealing, row: SettingsRow): Opened | null {
  const secrets: Secrets | null = row.secrets === null ? {} : sealing.open(row.id, row.secrets)
  return secrets === null ? null : { id: row.id, kind: row.kind, settings: row.settings, secrets } as Opened
}

/** Mailboxes and the door that are on, for the channel `email`. A mailbox is named by its row. */
export function mailSettings(kept: KeptSettings): EmailConfig['settings'] {
  const now = (): MailSettings => {
    const on = kept.all().flatMap(({ row, opened }) => (row.state === 'on' && opened !== null ? [opened] : []))
    const door = on.find(one => one.kind === 'mail_door')
    return {
      mailboxes: on.flatMap(one => (one.kind === 'mailbox' ? [mailboxOf(one.id, one.settings, one.secrets)] : [])),
      door: door === undefined ? null : doorOf(door.settings, door.secrets),
    }
  }
  return { now, changed: kept.changed }
}
