import { describe, expect, test } from 'vitest'
import { hubLimits, liveHub } from './live-hub.ts'
import type { Listener } from './live-hub.ts'

type Frame = { id: number; event: { type: string } }
const page = (person = 'olga', more: Partial<Listener> = {}) => {
  const frames: Frame[] = []
  const state = { ended: false }
  const listener: Listener = {
    person, end: () => { state.ended = true }, backlog: () => 0, stillAllowed: async () => true,
    write: text => {
      const [, id, data] = /^id: (\d+)\ndata: (.*)\n\n$/.exec(text)!
      frames.push({ id: Number(id), event: JSON.parse(data!) as Frame['event'] })
    },
    ...more,
  }
  return { frames, state, listener }
}
const ticket = (number: number) => ({ type: 'ticket' as const, id: '0191b5a0-0000-7000-8000-000000000001', number, version: 1 })
const settled = () => new Promise(resolve => setImmediate(resolve))

describe('the hub of live updates', () => {
  test('each page is greeted with the process, then ids grow by one, also over beats; a newcomer makes no gap for others', () => {
    const hub = liveHub('process-1')
    const [first, second] = [page(), page()]
    hub.join(first.listener)
    hub.publish(ticket(1))
    hub.join(second.listener)
    hub.beat()
    hub.publish(ticket(2))
    expect(first.frames.map(frame => [frame.id, frame.event.type])).toEqual([[0, 'hello'], [1, 'ticket'], [2, 'beat'], [3, 'ticket']])
    expect(second.frames.map(frame => [frame.id, frame.event.type])).toEqual([[1, 'hello'], [2, 'beat'], [3, 'ticket']])
    expect(first.frames[0]!.event).toEqual({ type: 'hello', process: 'process-1' })
  })

  test('when events were lost on their way here, the ids have a gap', () => {
    const hub = liveHub('p')
    const open = page()
    hub.join(open.listener)
    hub.publish(ticket(1))
    hub.lost()
    expect(open.frames.map(frame => [frame.id, frame.event.type])).toEqual([[0, 'hello'], [1, 'ticket'], [3, 'beat']])
  })

  test('who left hears nothing more', () => {
    const hub = liveHub('p')
    const gone = page()
    hub.join(gone.listener)!()
    hub.publish(ticket(1))
    expect([gone.frames.length, gone.state.ended, hub.size()]).toEqual([1, true, 0])
  })

  test('every third beat ends the streams of people who may no longer listen; a database that is away ends none', async () => {
    const hub = liveHub('p')
    const out = page('gleb', { stillAllowed: async () => false })
    const unsure = page('vera', { stillAllowed: () => Promise.reject(new Error('away')) })
    hub.join(out.listener)
    hub.join(unsure.listener)
    hub.beat()
    hub.beat()
    await settled()
    expect(hub.size()).toBe(2)
    hub.beat()
    await settled()
    expect([out.state.ended, unsure.state.ended, hub.size()]).toEqual([true, false, 1])
  })

  test('a page that takes nothing any more is ended instead of filling the memory', () => {
    const hub = liveHub('p')
    const stuck = page('olga', { backlog: () => hubLimits.backlogBytes + 1 })
    hub.join(stuck.listener)
    hub.publish(ticket(1))
    expect([stuck.state.ended, stuck.frames.length]).toEqual([true, 1])
  })

  test('one person has a bounded number of pages; others still come in', () => {
    const hub = liveHub('p')
    for (let number = 0; number < hubLimits.person; number++) expect(hub.join(page().listener)).not.toBeNull()
    expect(hub.join(page().listener)).toBeNull()
    expect(hub.join(page('vera').listener)).not.toBeNull()
  })

  test('closing ends all streams and lets nobody in', () => {
    const hub = liveHub('p')
    const open = page()
    hub.join(open.listener)
    hub.close()
    expect([open.state.ended, hub.join(page().listener)]).toEqual([true, null])
  })
})
