/** An open workspace: hears the live stream of a desk and notes when each ticket's frame came. */
import type { Desk } from './stand.ts'

export type Frame = { id: string; version: number; at: number }
export type Workspace = {
  /** The next frame of a ticket; `at` is wall time in milliseconds with fractions. */
  next(ticketId: string): Promise<Frame>
  frames: readonly Frame[]
  close(): void
}

export const wallNow = (): number => performance.timeOrigin + performance.now()

export async function openWorkspace(desk: Pick<Desk, 'url' | 'cookie'>): Promise<Workspace> {
  const end = new AbortController()
  const answer = await fetch(`${desk.url}/api/live`, { headers: { cookie: desk.cookie }, signal: end.signal })
  if (!answer.ok || answer.body === null) throw new Error(`no live stream: ${answer.status}`)
  const frames: Frame[] = []
  const waiting = new Map<string, (frame: Frame) => void>()
  const hear = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true })
      const whole = text.split('\n\n')
      text = whole.pop()!
      for (const one of whole) {
        const event = JSON.parse(/^data: (.*)$/m.exec(one)![1]!) as { type: string; id: string; version: number }
        if (event.type !== 'ticket') continue
        const frame = { id: event.id, version: event.version, at: wallNow() }
        frames.push(frame)
        waiting.get(event.id)?.(frame)
        waiting.delete(event.id)
      }
    }
  }
  hear(answer.body).catch((error: unknown) => {
    if (!end.signal.aborted) throw error
  })
  return { frames, next: ticketId => new Promise(resolve => { waiting.set(ticketId, resolve) }), close: () => end.abort() }
}
