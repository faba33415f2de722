/** From the bell to the workspaces: whoever commits a change rings `live` with the event, in whichever process, and every open workspace hears it. */
import type { Bell } from '../lib/bell.ts'
import { staffTopic } from '../staff/routes.ts'
import type { LiveHub } from './live-hub.ts'
import { liveEvent } from './live.ts'
import type { LiveEvent } from './live.ts'

const liveTopic = 'live'

/** Tells all open workspaces of all processes. Call it after the commit. */
export const ringLive = (bell: Bell, event: LiveEvent): void => bell.ring(liveTopic, event)

/**
 * Passes events on until the returned function is called, and ends the streams of people who went out or were let go.
 * An event of another version of the desk counts as lost: workspaces refetch.
 */
export function hearLive(bell: Bell, hub: LiveHub): () => void {
  const deafToStaff = bell.hear(staffTopic, { rung: person => typeof person === 'string' && hub.look(person) })
  const deafToEvents = bell.hear(liveTopic, {
    rung(payload) {
      const { data: event } = liveEvent.safeParse(payload)
      if (event) hub.publish(event)
      else hub.lost()
    },
    missed: () => hub.lost(),
  })
  return () => {
    deafToStaff()
    deafToEvents()
  }
}
