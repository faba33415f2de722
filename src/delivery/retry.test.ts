import { describe, expect, it } from 'vitest'
import { hour, minute, second } from '../lib/instant.ts'
import type { SendResult } from './outbound.ts'
import { delayAfter, purposes, verdict, type Purpose, type Verdict } from './retry.ts'

const now = Date.parse('2026-03-17T14:07+03:00')
const parcel = (about: { purpose?: Purpose; tries?: number; createdAt?: number; mayBeDoubled?: boolean; moved?: boolean } = {}) =>
  ({ purpose: 'notice' as Purpose, tries: 1, createdAt: now, mayBeDoubled: false, ...about })
const failed = (failure: object): SendResult => ({ ok: false, detail: 'words of the channel', ...failure }) as SendResult

describe('what happens after an attempt', () => {
  it.each<[string, SendResult, ReturnType<typeof parcel>, Partial<Verdict>]>([
    ['sent is sent', { ok: true, externalIds: ['7'] }, parcel(), { do: 'sent', externalIds: ['7'] }],
    ['a 429 stops the whole conversation for exactly its time', failed({ class: 'retry_after', seconds: 7 }), parcel(), { do: 'again', at: now + 7 * second, pauseUntil: now + 7 * second }],
    ['a passing trouble is tried again', failed({ class: 'temporary' }), parcel({ tries: 3 }), { do: 'again', at: now + 8 * second, pauseUntil: null, mayBeDoubled: false }],
    ['a passing trouble of a whole day is a failure', failed({ class: 'temporary' }), parcel({ createdAt: now - 24 * hour }), { do: 'fail', failure: 'temporary', unreachable: false }],
    ['a notice whose outcome is unknown is left alone', failed({ class: 'unknown' }), parcel(), { do: 'unknown' }],
    ['a receipt whose outcome is unknown goes once more, marked', failed({ class: 'unknown' }), parcel({ purpose: 'receipt' }), { do: 'again', at: now + 2 * second, mayBeDoubled: true }],
    ['so does what a person wrote', failed({ class: 'unknown' }), parcel({ purpose: 'reply' }), { do: 'again', mayBeDoubled: true }],
    ['and never a third time', failed({ class: 'unknown' }), parcel({ purpose: 'reply', mayBeDoubled: true }), { do: 'unknown' }],
    ['a chat that moved is followed', failed({ class: 'moved', to: '-100' }), parcel(), { do: 'move', to: '-100' }],
    ['and followed once only', failed({ class: 'moved', to: '-200' }), parcel({ moved: true }), { do: 'fail', failure: 'moved', unreachable: false }],
    ['who has blocked us cannot be reached', failed({ class: 'undeliverable', reason: 'blocked' }), parcel(), { do: 'fail', failure: 'blocked', unreachable: true }],
    ['a bad token waits for a good one', failed({ class: 'auth' }), parcel(), { do: 'again', at: now + minute }],
    ['for a day', failed({ class: 'auth' }), parcel({ createdAt: now - 24 * hour }), { do: 'fail', failure: 'auth', stopChannel: true }],
    ['a message that vanished is a failure', failed({ class: 'target_gone' }), parcel({ purpose: 'card' }), { do: 'fail', failure: 'target_gone', unreachable: false }],
    ['what Telegram does not take is a failure', failed({ class: 'invalid_content' }), parcel(), { do: 'fail', failure: 'invalid_content' }],
    ['what the other side will not take is a failure, the person may be reached otherwise', failed({ class: 'rejected' }), parcel(), { do: 'fail', failure: 'rejected', unreachable: false }],
    ['what our own gate held back says why (pain 5)', failed({ class: 'held', reason: 'budget' }), parcel({ purpose: 'notice' }), { do: 'fail', failure: 'budget', unreachable: false }],
    ['an address that is nobody\'s cannot be written to', failed({ class: 'undeliverable', reason: 'no_mailbox' }), parcel(), { do: 'fail', failure: 'no_mailbox', unreachable: true }],
    ['pain 9 asked to wait for a day, again and again, is a failure', failed({ class: 'retry_after', seconds: 300 }), parcel({ createdAt: now - 24 * hour, tries: 21 }), { do: 'fail', failure: 'retry_after', unreachable: false }],
    ['asked to wait after a day of silence of our own, it waits', failed({ class: 'retry_after', seconds: 300 }), parcel({ createdAt: now - 24 * hour, tries: 1 }), { do: 'again' }],
    ['a file too large is a failure', failed({ class: 'too_large' }), parcel({ purpose: 'reply' }), { do: 'fail', failure: 'too_large' }],
  ])('%s', (_, result, about, expected) => expect(verdict(result, about, now)).toMatchObject(expected))

  it('the answer to a pressed button is given at once or never', () => {
    for (const failure of [{ class: 'temporary' }, { class: 'unknown' }, { class: 'retry_after', seconds: 3 }, { class: 'auth' }, { class: 'undeliverable', reason: 'blocked' }]) {
      expect(verdict(failed(failure), parcel({ purpose: 'ack' }), now)).toEqual({ do: 'drop' })
    }
  })

  it('only a receipt and a person\'s own words may ever arrive twice', () => {
    const twice = purposes.filter(purpose => {
      const next = verdict(failed({ class: 'unknown' }), parcel({ purpose }), now)
      return next.do === 'again' && next.mayBeDoubled
    })
    expect(twice).toEqual(['receipt', 'reply'])
  })

  it('waits 2 s, 4 s, 8 s and so on, five minutes at most', () => {
    expect([1, 2, 3, 8, 9, 40].map(delayAfter)).toEqual([2, 4, 8, 256, 300, 300].map(seconds => seconds * second))
  })
})
