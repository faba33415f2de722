import { describe, expect, it } from 'vitest'
import { hour } from '../../lib/instant.ts'
import { purposes } from '../../delivery/retry.ts'
import { judgeGate, mostByMachine, type GateFacts } from './gate.ts'
import { hopsIn, isWrittenBy, mostHops } from './hops.ts'
import { isAddress, isMachine, isOurs } from './recipients.ts'

const now = Date.parse('2026-11-24T11:07:00Z')
const field = (name: string, value: string) => ({ name, value })
const facts = (more: Partial<GateFacts> = {}): GateFacts => ({ purpose: 'notice', hasPassed: false, undeliverableSince: null, lastWroteAt: now - hour, answersMachine: false, hops: 0, byMachine: 0, ...more })

describe('the one gate for all outgoing mail (pain 5)', () => {
  it.each<[string, Partial<GateFacts>, object]>([
    ['a notice goes', {}, { ok: true }],
    ['no notice answers what a machine wrote (A-17)', { answersMachine: true }, { ok: false, reason: 'loop' }],
    ['desks that answer each other come to an end', { hops: mostHops + 1 }, { ok: false, reason: 'loop' }],
    ['a few desks behind each other are no loop', { hops: mostHops }, { ok: true }],
    ['nothing is written to where letters come back from', { undeliverableSince: now - hour, lastWroteAt: now - 2 * hour }, { ok: false, reason: 'bounced' }],
    ['nor where nobody ever wrote from', { undeliverableSince: now - hour, lastWroteAt: null }, { ok: false, reason: 'bounced' }],
    ['until somebody writes from there', { undeliverableSince: now - 2 * hour, lastWroteAt: now - hour }, { ok: true }],
    ['an address gets so many letters of machines in an hour and no more', { byMachine: mostByMachine }, { ok: false, reason: 'budget' }],
    ['a letter that has passed once is not judged again', { hasPassed: true, byMachine: mostByMachine, undeliverableSince: now, lastWroteAt: null }, { ok: true }],
  ])('%s', (_, more, expected) => expect(judgeGate(facts(more))).toEqual(expected))

  it('what a person writes always goes', () => {
    for (const more of [{ answersMachine: true }, { hops: 99 }, { undeliverableSince: now, lastWroteAt: null }, { byMachine: 999 }]) expect(judgeGate(facts({ ...more, purpose: 'reply' }))).toEqual({ ok: true })
  })

  it('everything else that a desk sends is judged', () => {
    for (const purpose of purposes.filter(one => one !== 'reply')) expect(judgeGate(facts({ purpose, byMachine: mostByMachine }))).toMatchObject({ ok: false })
  })
})

describe('desks that a letter has gone through', () => {
  it.each([
    ['a letter of a person', [], 0], ['of a desk', [field('x-desk-id', 'a'), field('x-desk-hops', '3')], 3], ['of a desk without a count', [field('x-desk-id', 'a')], 1],
    ['with a count that makes no sense', [field('x-desk-hops', 'many')], mostHops + 1], ['with a count beyond all', [field('x-desk-hops', '99999')], mostHops + 1], ['below all', [field('x-desk-hops', '-4')], mostHops + 1],
  ])('%s', (_, fields, expected) => expect(hopsIn(fields)).toBe(expected))

  it('a desk knows its own letters', () => expect([isWrittenBy([field('x-desk-id', ' me ')], 'me'), isWrittenBy([field('x-desk-id', 'you')], 'me'), isWrittenBy([], 'me')]).toEqual([true, false, false]))
})

it.each([
  ['irina@kafe.example', true], ['i.s+x@почта.рф', true], ['нина@почта.рф', true], ['a@b', true],
  ['irina', false], ['@kafe.example', false], ['a b@kafe.example', false], ['a@kafe.example\r\nRCPT TO:<x@y>', false], ['<a@kafe.example>', false], ['a@b@c', false], ['a@kafe..', false], ['', false],
])('an address that can be written to: %j', (text, expected) => expect(isAddress(text)).toBe(expected))

it.each([
  ['noreply@bank.example', true], ['no-reply+7@bank.example', true], ['MAILER-DAEMON@x.example', true], ['bounce+t1@x.example', true], ['list-request@x.example', true], ['postmaster@x.example', true],
  ['nora@bank.example', false], ['abuser@x.example', false], ['irina@kafe.example', false], ['autoservice@garage.example', false],
])('nobody reads there: %s', (address, expected) => expect(isMachine(address)).toBe(expected))

it('our own mailboxes are known with and without a tag', () => {
  const mailboxes = [{ address: 'help@jupiter.example', plusAddressing: true }]
  expect(['help@jupiter.example', 'help+t1-x@jupiter.example', 'helper@jupiter.example'].map(address => isOurs(address, mailboxes))).toEqual([true, true, false])
})
