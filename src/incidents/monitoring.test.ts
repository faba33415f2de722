import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { minute, second } from '../lib/instant.ts'
import { readCall, tolerance } from './monitoring.ts'

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
const now = Date.parse('2026-03-17T16:12:00Z')
const body = JSON.stringify({ title: 'Orders stand still', components: ['site'], points: ['BER-1'], startedAt: '2026-03-17T16:05:00Z', state: 'firing' })
const same = (one: string, other: string): boolean => one === other
const signed = (id: string, at: number, text = body, by = secret) => ({ 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at / second)), 'webhook-signature': new Webhook(by).sign(id, new Date(at), text) })

describe('R-4.1.1 a call of monitoring', () => {
  it('is read when it is signed, fresh and of the agreed shape', () => {
    expect(readCall(secret, signed('msg_1', now), body, now, same)).toEqual({
      ok: true, id: 'msg_1', alert: { title: 'Orders stand still', components: ['site'], points: ['BER-1'], startedAt: '2026-03-17T16:05:00Z', state: 'firing' },
    })
  })
  it('may carry signatures of an old and of a new secret', () => {
    const call = signed('msg_1', now)
    expect(readCall(secret, { ...call, 'webhook-signature': `v1,bm90aGluZw== ${call['webhook-signature']}` }, body, now, same).ok).toBe(true)
  })
  const other = `whsec_${Buffer.from('another secret, as long as the first').toString('base64')}`
  it.each<[string, Parameters<typeof readCall>[1], string]>([
    ['signed by another secret', signed('msg_1', now, body, other), body],
    ['another body than was signed', signed('msg_1', now), body.replace('BER-1', 'BER-2')],
    ['another id than was signed', { ...signed('msg_1', now), 'webhook-id': 'msg_2' }, body],
    ['too old', signed('msg_1', now - tolerance - second), body],
    ['from the future', signed('msg_1', now + tolerance + minute), body],
    ['without a signature', { 'webhook-id': 'msg_1', 'webhook-timestamp': String(now / second) }, body],
    ['another scheme', { ...signed('msg_1', now), 'webhook-signature': signed('msg_1', now)['webhook-signature'].replace('v1,', 'v2,') }, body],
    ['no headers', {}, body],
    ['a time that is none', { ...signed('msg_1', now), 'webhook-timestamp': 'yesterday' }, body],
  ])('%s: is not believed', (_name, headers, text) => expect(readCall(secret, headers, text, now, same)).toEqual({ ok: false, why: 'unsigned' }))

  it.each([
    ['no JSON', 'title=x'],
    ['no title', JSON.stringify({ state: 'firing' })],
    ['a component that does not exist', JSON.stringify({ title: 'x', components: ['moon'], state: 'firing' })],
    ['too many points', JSON.stringify({ title: 'x', points: Array.from({ length: 1_001 }, (_, index) => String(index)), state: 'firing' })],
    ['a state that does not exist', JSON.stringify({ title: 'x', state: 'maybe' })],
  ])('%s: is refused though it is signed', (_name, text) => expect(readCall(secret, signed('msg_1', now, text), text, now, same)).toEqual({ ok: false, why: 'malformed' }))
})
