import { describe, expect, it } from 'vitest'
import type { RawEvent } from '../../channel.ts'
import { channelOf, listening, olga, serve, sim, stage, until } from './testing.ts'

stage()

async function incoming(bytes: Uint8Array | number): Promise<{ fileRef: string; size: number | null }> {
  const channel = channelOf()
  const got: RawEvent[] = []
  const { stop } = listening(channel, async events => void got.push(...events))
  await olga.sendsDocument({ name: 'Лог.txt', ...(typeof bytes === 'number' ? { size: bytes } : { bytes }) })
  await until(() => expect(got).toHaveLength(1))
  await stop()
  const reading = channel.read(got[0]!.raw, { receivedAt: 1 })
  const event = 'events' in reading ? reading.events[0] : undefined
  if (event?.kind !== 'message') throw new Error('no message')
  return event.files[0]!
}
const collected = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('fetching files', () => {
  it('gives the bytes and their number', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, n) => n % 251)
    const result = await channelOf().fetchFile(await incoming(bytes))
    if (!result.ok) throw new Error(result.detail)
    expect(result.size).toBe(200_000)
    expect(Buffer.compare(await collected(result.stream), bytes)).toBe(0)
  })

  it('does not even ask for 21 MiB', async () => {
    const result = await channelOf().fetchFile(await incoming(21 * 1024 * 1024))
    expect(result).toMatchObject({ ok: false, class: 'too_large' })
    expect(await sim.calls({ method: 'getFile' })).toEqual([])
  })

  it('hears it from Telegram when the size was not told', async () => {
    const { fileRef } = await incoming(21 * 1024 * 1024)
    expect(await channelOf().fetchFile({ fileRef, size: null })).toMatchObject({ ok: false, class: 'too_large' })
  })

  it('an unknown file is gone, an expired link too', async () => {
    expect(await channelOf().fetchFile({ fileRef: 'AgADnothing', size: 10 })).toMatchObject({ ok: false, class: 'gone' })
    const file = await incoming(new Uint8Array(10))
    await sim.fault({ method: 'download', answer: { status: 404, description: 'Not Found' } })
    expect(await channelOf().fetchFile(file)).toMatchObject({ ok: false, class: 'gone' })
    await sim.fault({ method: 'download', drop: 'before' })
    expect(await channelOf().fetchFile(file)).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('believes names of local files only from a server said to be one\'s own', async () => {
    const own = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result: { file_id: 'f', file_unique_id: 'u', file_path: import.meta.filename } })))
    const size = 30 * 1024 * 1024
    expect(await channelOf({ apiRoot: own.address }).fetchFile({ fileRef: 'f', size: 1 })).toMatchObject({ ok: false, class: 'temporary' })
    const result = await channelOf({ apiRoot: own.address, localServer: true }).fetchFile({ fileRef: 'f', size })
    if (!result.ok) throw new Error(result.detail)
    expect((await collected(result.stream)).toString()).toContain('believes names of local files')
  })
})
