import type { ChannelHealth } from './channel.ts'
import type { Time } from '../lib/time.ts'

/** What the channel says of itself; `since` moves only when the state does. */
export type Health = {
  now(): ChannelHealth
  state(): ChannelHealth['state']
  turn(state: ChannelHealth['state'], detail?: string): void
  heard(): void
}

export function openHealth(time: Time): Health {
  let current: ChannelHealth = { state: 'stopped', since: time.now(), lastEventAt: null, detail: null }
  return {
    now: () => current,
    state: () => current.state,
    turn: (state, detail) => {
      current = { ...current, state, since: state === current.state ? current.since : time.now(), detail: detail ?? null }
    },
    heard: () => {
      current = { ...current, lastEventAt: time.now() }
    },
  }
}
