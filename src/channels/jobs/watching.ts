import { raise } from '../../alarms/actions/raise.ts'
import { endRaised, lastRaised, openOccasions } from '../../alarms/store.ts'
import { together, type Db, type Write } from '../../lib/db.ts'
import { second, type Instant } from '../../lib/instant.ts'
import { startLoop, type Loop } from '../../lib/loop.ts'
import type { Time } from '../../lib/time.ts'
import type { ChannelWords } from '../../words/ru/channels.ts'
import type { KeptSettings } from '../actions/kept.ts'
import type { Channel, ChannelHealth } from '../channel.ts'
import { backlogByChannel } from '../store/backlog.ts'
import { isNew, isOver, occasionOf, subjectOf, troublesOf, type Missing, type Watched } from '../watch.ts'

export type Watching = {
  db: Db
  time: Time
  kept: KeptSettings
  open: () => readonly Channel[]
  parts: () => ReadonlyMap<string, ChannelHealth>
  serverCounts: (mailbox: string) => Promise<{ missing: number } | null>
  words: ChannelWords
  /** Told after alarms were raised or ended. */
  changed: () => void
  onTrouble: (error: unknown) => void
}

const rest = 20 * second
const mailId = 'email'

/** Looks at all channels now and then: settings that another process has changed, and what the lead has to know (pain 2, pain 10). Ring it when settings change. */
export function startWatching(work: Watching): Loop {
  return startLoop({
    time: work.time, rest, onTrouble: work.onTrouble,
    round: async () => {
      await work.kept.refresh()
      await look(work, work.time.now())
      return { again: false }
    },
  })
}

async function look({ db, kept, open, parts, serverCounts, words, changed }: Watching, now: Instant): Promise<void> {
  const on = kept.all().filter(({ row }) => row.state === 'on')
  const nameOf = (id: string): string => kept.all().find(({ row }) => row.id === id)?.row.title ?? words.names[open().find(channel => channel.id === id)?.kind ?? id] ?? id
  const healths = parts()
  const watched: Watched[] = [
    ...open().filter(({ id, kind }) => kind !== 'portal' && id !== mailId).map(channel => ({ id: channel.id, name: nameOf(channel.id), health: channel.health() })),
    ...on.filter(({ row }) => row.kind !== 'telegram').map(({ row }) => ({ id: row.id, name: row.title, health: healths.get(row.kind === 'mail_door' ? 'door' : row.id) ?? null })),
    // Nobody can listen to a channel whose secrets cannot be opened.
    ...on.filter(({ row, opened }) => row.kind === 'telegram' && opened === null).map(({ row }) => ({ id: row.id, name: row.title, health: { state: 'failed' as const, since: row.changedAt, lastEventAt: null, detail: words.sealed } })),
  ]
  const late = (await backlogByChannel(db, now)).map(({ channelId, waiting, oldest }) => ({ id: channelId, name: nameOf(channelId), waiting, oldest }))
  const counts: Missing[] = []
  for (const { row } of on) if (row.kind === 'mailbox') counts.push({ id: row.id, name: row.title, missing: (await serverCounts(row.id))?.missing ?? 0 })

  const troubles = troublesOf({ watched, late, counts }, now, words)
  const writes: Write[] = (await openOccasions(db, 'channel')).filter(occasion => isOver(occasion, troubles, watched)).map(occasion => endRaised('channel', occasion, 'well', null, now))
  for (const trouble of troubles) {
    if (isNew(await lastRaised(db, 'channel', subjectOf(trouble)), now)) writes.push(raise({ kind: 'channel', occasion: occasionOf(trouble, now), title: trouble.title, text: trouble.text, path: '/channels' }, now))
  }
  if (writes.length === 0) return
  for (const write of writes) await together(db, [write])
  changed()
}
