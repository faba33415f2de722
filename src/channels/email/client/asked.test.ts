import { describe, expect, test } from 'vitest'
import { bytesOf } from '../mime/bytes.ts'
import { kindOf } from '../kinds/kind.ts'
import { letterEvent } from '../raw-letter.ts'
import { read } from '../read.ts'
import { prepare, type Preparing } from './prepare.ts'

const from = 'From: Irina <irina@kafe-most.example>\r\nSubject: Printer\r\nMessage-ID: <a@x.example>\r\n'
const list = bytesOf(`${from}List-Id: <kassa.lists.example>\r\nPrecedence: list\r\n\r\nDoes not print`)
const kept: { name: string; size: number }[] = []
const room = (reader: Preparing['read']): Preparing => ({
  channelId: 'email', mailboxes: () => [], tokenOf: () => null, judge: async () => ({ spf: 'none', dkim: 'none', dmarc: 'none', by: 'desk' }), read: reader,
  house: {
    openFile: () => (async function* () {})(),
    keepFile: async ({ name, mime, bytes }) => {
      kept.push({ name, size: (bytes as Uint8Array).length })
      return { id: '019a0000-0000-7000-8000-00000000000a', name, mime, size: (bytes as Uint8Array).length }
    },
  },
})
const reads: Preparing['read'] = async bytes => {
  const letter = read(bytes)
  return { letter, kind: kindOf(letter) }
}
const breaks: Preparing['read'] = async () => ({ failed: 'took_too_long', detail: 'the reader was ended' })
const prepared = async (bytes: Uint8Array, reader: Preparing['read'], asked: boolean) => {
  const { raw, key } = letterEvent('support', { uid: { validity: 1, uid: 2 }, takenAt: null }, { bytes })
  return prepare({ ...raw as object, ...(asked ? { asked: 'request' } : {}) }, { receivedAt: 1_000, key }, room(reader))
}

describe('what a person wants to be a request', () => {
  test('a letter of a list, as any other letter; without being asked for it lies aside and can be looked at', async () => {
    expect(await prepared(list, reads, false)).toMatchObject({ ok: true, prepared: { reading: { ok: true, aside: 'list', events: [{ kind: 'message', text: 'Does not print' }] } } })
    const asked = await prepared(list, reads, true)
    expect(asked).toMatchObject({ ok: true, prepared: { reading: { ok: true, events: [{ kind: 'message', insisted: true, text: 'Does not print' }] } } })
    expect(asked).not.toMatchObject({ prepared: { reading: { aside: 'list' } } })
  })

  test('pain 4 a letter that breaks the reader: its head, and the letter itself as a file; without being asked for it stays in quarantine', async () => {
    expect(await prepared(list, breaks, false)).toEqual({ ok: false, reason: 'took_too_long: the reader was ended' })
    kept.length = 0
    expect(await prepared(list, breaks, true)).toMatchObject({
      ok: true, prepared: { reading: { events: [{ insisted: true, text: '', author: { externalId: 'irina@kafe-most.example' }, letter: { subject: 'Printer', shown: { gaps: ['source_only'] } }, files: [{ name: 'letter.eml', kind: 'document' }] }] } },
    })
    expect(kept).toEqual([{ name: 'letter.eml', size: list.length }])
  })

  test('where not even a sender survives it stays in quarantine', async () => {
    expect(await prepared(bytesOf('Subject: Printer\r\n\r\nx'), breaks, true)).toEqual(expect.objectContaining({ prepared: { kind: 'prepared', reading: { ok: false, reason: 'the letter names no sender' } } }))
  })
})
