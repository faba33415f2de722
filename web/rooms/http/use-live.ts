import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveEvent } from '../../../src/http/live.ts'
import { now } from '../../kit/time.ts'
import { broke, firstState, hear, watch, type LiveState } from './live.ts'
import { fetchAgain } from './fetch-again.ts'

/** How long events are gathered before lists are fetched again: an outage brings many in a second. */
const gather = 250

/** Fetches again what an event touches: the ticket if it is open, and the lists. */
function fetcher(client: QueryClient) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const lists = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      for (const name of ['queue', 'counts', 'alarms', 'judging']) void fetchAgain(client, [name])
    }, gather)
  }
  return {
    all: () => void client.invalidateQueries(),
    /** At the opening: the lists, and the ticket that is shown. */
    first: () => {
      void fetchAgain(client, ['ticket'])
      lists()
    },
    event: (event: LiveEvent) => {
      if (event.type === 'ticket' || event.type === 'delivery') {
        const known = client.getQueryData<{ ticket: { version: number } }>(['ticket', event.number])
        if (event.type === 'delivery' || known === undefined || known.ticket.version < event.version) void fetchAgain(client, ['ticket', event.number])
        lists()
      }
      if (event.type === 'alarm') void client.invalidateQueries({ queryKey: ['alarms'] })
      if (event.type === 'incident') void client.invalidateQueries({ queryKey: ['incidents'] })
      if (event.type === 'channel') {
        void client.invalidateQueries({ queryKey: ['health'] })
        void client.invalidateQueries({ queryKey: ['quarantine'] })
      }
    },
    stop: () => clearTimeout(timer),
  }
}

/** Listens as long as the page is open; the browser reconnects by itself, and we do when it gave up. */
export function useLive(): LiveState {
  const client = useQueryClient()
  const [shown, show] = useState(firstState)
  useEffect(() => {
    let state = firstState
    let source: EventSource | undefined
    let reopening: ReturnType<typeof setTimeout> | undefined
    const openedAt = now()
    const fetch = fetcher(client)
    const set = (next: LiveState) => {
      const visible = next.status !== state.status
      state = next
      if (visible) show(next)
    }
    const onFrame = (message: MessageEvent<string>) => {
      const id = message.lastEventId === '' ? null : Number(message.lastEventId)
      let event: LiveEvent
      try {
        event = JSON.parse(message.data) as LiveEvent
      } catch {
        return
      }
      const heard = hear(state, { id, event, at: now() })
      set(heard.state)
      if (heard.refetch === 'all') fetch.all()
      if (heard.refetch === 'lists') fetch.first()
      if (heard.refetch === 'event') fetch.event(event)
    }
    const open = () => {
      source = new EventSource('/api/live')
      source.addEventListener('message', onFrame)
      source.addEventListener('error', () => {
        set(broke(state))
        if (source?.readyState !== EventSource.CLOSED) return
        // Refused, not broken: perhaps the session has ended, and the question who we are finds out.
        void client.invalidateQueries({ queryKey: ['me'] })
        reopening = setTimeout(open, 3_000)
      })
    }
    // A page that is put aside by the browser must not hold one of its few connections.
    const aside = () => {
      clearTimeout(reopening)
      source?.close()
    }
    const again = (event: PageTransitionEvent) => event.persisted && open()
    window.addEventListener('pagehide', aside)
    window.addEventListener('pageshow', again)
    open()
    const watching = setInterval(() => set(watch(state, now(), openedAt)), 1_000)
    return () => {
      clearInterval(watching)
      window.removeEventListener('pagehide', aside)
      window.removeEventListener('pageshow', again)
      fetch.stop()
      aside()
    }
  }, [client])
  return shown
}
