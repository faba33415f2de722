import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '../../../src/http/live.ts'
import { broke, firstState, hear, silenceAfter, watch, type LiveState } from './live.ts'

const ticket: LiveEvent = { type: 'ticket', id: '018f0000-0000-7000-8000-000000000000', number: 1042, version: 7 }
const beat: LiveEvent = { type: 'beat' }
const hello = (process: string): LiveEvent => ({ type: 'hello', process })
/** A page that was greeted with id 5 and heard nothing else. */
const greeted = (): LiveState => hear(firstState, { id: 5, event: hello('a'), at: 1_000 }).state

describe('pain 18: what changed is seen without reloading, and what may have been missed is fetched', () => {
  test('the first greeting asks for the lists once more: they may have been answered before anybody listened', () => {
    expect(hear(firstState, { id: 5, event: hello('a'), at: 1_000 })).toMatchObject({ refetch: 'lists', state: { status: 'on', process: 'a', lastId: 5 } })
  })
  test('the next frame brings its own event only', () => {
    expect(hear(greeted(), { id: 6, event: ticket, at: 2_000 })).toMatchObject({ refetch: 'event', state: { lastId: 6, heardAt: 2_000 } })
    expect(hear(greeted(), { id: 6, event: beat, at: 2_000 }).refetch).toBe('nothing')
  })
  test('a gap in the numbers means that something was missed: all is fetched, also on a beat', () => {
    expect(hear(greeted(), { id: 7, event: ticket, at: 2_000 }).refetch).toBe('all')
    expect(hear(greeted(), { id: 8, event: beat, at: 2_000 }).refetch).toBe('all')
  })
  test('after a gap the counting goes on from there', () => {
    const { state } = hear(greeted(), { id: 9, event: beat, at: 2_000 })
    expect(hear(state, { id: 10, event: ticket, at: 3_000 }).refetch).toBe('event')
  })
  test('a greeting again, by the same or another process, fetches all', () => {
    expect(hear(greeted(), { id: 5, event: hello('a'), at: 2_000 }).refetch).toBe('all')
    expect(hear(greeted(), { id: 0, event: hello('b'), at: 2_000 })).toMatchObject({ refetch: 'all', state: { process: 'b', lastId: 0 } })
  })
  test('25 seconds of silence make the page stale; the next frame of any kind fetches all', () => {
    const silent = watch(greeted(), 1_000 + silenceAfter + 1, 0)
    expect(silent).toMatchObject({ status: 'stale', heardAt: 1_000 })
    expect(hear(silent, { id: 6, event: beat, at: 40_000 })).toMatchObject({ refetch: 'all', state: { status: 'on' } })
  })
  test('a connection that never came is stale after the same time', () => {
    expect(watch(firstState, silenceAfter, 0).status).toBe('connecting')
    expect(watch(firstState, silenceAfter + 1, 0)).toMatchObject({ status: 'stale', heardAt: null })
  })
  test('a broken connection is told at once', () => {
    expect(broke(greeted()).status).toBe('stale')
    expect(broke(firstState).status).toBe('connecting')
  })
})
