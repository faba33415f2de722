import { describe, expect, it } from 'vitest'
import { hour, minute, second } from '../lib/instant.ts'
import { channels as words } from '../words/ru/channels.ts'
import type { ChannelHealth } from './channel.ts'
import { isNew, isOver, occasionOf, troublesOf, type Watched } from './watch.ts'

const now = Date.parse('2026-11-24T11:00:00Z')
const health = (state: ChannelHealth['state'], since: number, detail: string | null = null): ChannelHealth => ({ state, since, lastEventAt: null, detail })
const bot = (state: ChannelHealth['state'], since: number): Watched => ({ id: 'telegram', name: 'Telegram', health: health(state, since, 'нет связи с proxy') })
const troubles = (given: Partial<Parameters<typeof troublesOf>[0]>) => troublesOf({ watched: [], late: [], counts: [], ...given }, now, words).map(({ id, what }) => `${id} ${what}`)

describe('pain 2, pain 10: what is wrong is told', () => {
  it('a channel that has failed for three minutes, not one that failed a moment ago', () => {
    expect(troubles({ watched: [bot('failed', now - 3 * minute)] })).toEqual(['telegram failed'])
    expect(troubles({ watched: [bot('failed', now - 3 * minute + second)] })).toEqual([])
    expect(troubles({ watched: [bot('waiting', now - hour), { id: 'mail-1', name: 'Почта', health: null }] })).toEqual([])
  })

  it('messages of which the oldest waits for ten minutes', () => {
    const late = { id: 'email', name: 'Почта', waiting: 412, oldest: now - 14 * minute }
    expect(troublesOf({ watched: [], late: [late], counts: [] }, now, words)[0]).toEqual({ id: 'email', what: 'late', title: 'Почта: не доставлено 412', text: 'Самое старое сообщение ждёт 14 мин. Его можно отправить другим путём.' })
    expect(troubles({ late: [{ ...late, oldest: now - 9 * minute }] })).toEqual([])
  })

  it('one letter that the server shows and the inbox lacks', () => {
    expect(troubles({ counts: [{ id: 'mail-1', name: 'Почта', missing: 1 }, { id: 'mail-2', name: 'Склад', missing: 0 }] })).toEqual(['mail-1 counts'])
  })
})

describe('alarms about channels', () => {
  it('are raised once, again after they were over, and after an hour when a lead saw one and nothing is better', () => {
    expect(isNew(null, now)).toBe(true)
    expect(isNew({ endedAt: null, endReason: null }, now)).toBe(false)
    expect(isNew({ endedAt: now - minute, endReason: 'well' }, now)).toBe(true)
    expect(isNew({ endedAt: now - 59 * minute, endReason: 'seen' }, now)).toBe(false)
    expect(isNew({ endedAt: now - hour, endReason: 'seen' }, now)).toBe(true)
  })

  it('end when it is well again, as far as this process can tell', () => {
    const occasion = occasionOf({ id: 'telegram', what: 'failed' }, now)
    expect(isOver(occasion, [], [bot('live', now)])).toBe(true)
    // Another process listens: what it says is not known here.
    expect(isOver(occasion, [], [bot('stopped', now)])).toBe(false)
    expect(isOver(occasion, [], [bot('failed', now - second)])).toBe(false)
    // Switched off, or gone.
    expect(isOver(occasion, [], [])).toBe(true)
    expect(isOver('email late 2026-11-24T10:00', [], [])).toBe(true)
    expect(isOver('email late 2026-11-24T10:00', [{ id: 'email', what: 'late', title: '', text: '' }], [])).toBe(false)
  })
})
