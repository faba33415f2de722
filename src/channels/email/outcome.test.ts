import { describe, expect, it } from 'vitest'
import { hour, minute, second } from '../../lib/instant.ts'
import { outcomeOf, type SmtpFailure } from './outcome.ts'

type At = Extract<SmtpFailure, { kind: 'refused' }>['at']
const no = (at: At, code: number, text: string): SmtpFailure => ({ kind: 'refused', at, code, text })
const patience = (span: number) => ({ class: 'retry_after', seconds: span / second })
const nobody = { class: 'undeliverable', reason: 'no_mailbox' }

describe('what an answer of a mail server means (channels.md 7.4)', () => {
  it.each<[string, SmtpFailure, object]>([
    ['a mailbox that does not exist', no('recipient', 550, '5.1.1 <x@kafe.example>: Recipient address rejected: User unknown'), nobody],
    ['the same without a code of its own', no('recipient', 550, 'No such user here'), nobody],
    ['a domain that does not exist', no('recipient', 550, '5.1.2 Host unknown'), nobody],
    ['a mailbox switched off', no('recipient', 550, '5.2.1 The email account is disabled'), nobody],
    ['the words count more than the number', no('recipient', 554, '5.7.1 user not found'), nobody],
    ['words of a Russian service', no('recipient', 550, 'Пользователь не существует'), nobody],
    ['a full mailbox gets room again', no('recipient', 552, '5.2.2 Mailbox full'), { class: 'temporary' }],
    ['also when told as passing', no('recipient', 452, '4.2.2 Over quota'), { class: 'temporary' }],
    ['an old server speaks of room for the recipient', no('recipient', 552, 'Requested mail action aborted: exceeded storage allocation'), { class: 'temporary' }],
    ['a letter too large', no('letter', 552, '5.3.4 Message size exceeds fixed limit'), { class: 'too_large' }],
    ['a letter too large by its announced size', no('sender', 552, 'Message exceeds maximum size'), { class: 'too_large' }],
    ['spam by the server\'s opinion: the address stands', no('letter', 554, '5.7.1 Message rejected as spam'), { class: 'rejected' }],
    ['a policy against us at the recipient', no('recipient', 550, '5.7.1 Blocked by policy'), { class: 'rejected' }],
    ['a wrong password', no('sign_in', 535, '5.7.8 Authentication failed'), { class: 'auth' }],
    ['signing in that is busy', no('sign_in', 454, '4.7.0 Temporary authentication failure'), { class: 'temporary' }],
    ['signing in that was forgotten', no('sender', 530, '5.7.0 Authentication required'), { class: 'auth' }],
    ['an address that this login may not write as', no('sender', 553, '5.7.1 Sender address rejected: not owned by user'), { class: 'auth' }],
    ['a server that is going down', no('greeting', 421, '4.3.2 Service shutting down'), { class: 'temporary' }],
    ['a server that greets with a no', no('greeting', 554, 'No SMTP service here'), { class: 'temporary' }],
    ['a passing fault', no('letter', 451, '4.3.0 Local error'), { class: 'temporary' }],
    ['greylisting says how long', no('recipient', 451, '4.7.1 Greylisted, try again in 300 seconds'), patience(5 * minute)],
    ['greylisting does not', no('recipient', 450, '4.7.1 Greylisting in action'), patience(5 * minute)],
    ['too many letters', no('sender', 450, '4.7.28 rate limit, wait 2 minutes'), patience(2 * minute)],
    ['no server is obeyed for longer than an hour', no('sender', 450, '4.7.1 try again after 12 hours'), patience(hour)],
    ['nothing heard before the letter had gone', { kind: 'network', whole: false, reason: 'ECONNREFUSED' }, { class: 'temporary' }],
    ['nothing heard after it: it may have arrived', { kind: 'network', whole: true, reason: 'ECONNRESET' }, { class: 'unknown' }],
    ['a certificate that cannot be trusted', { kind: 'tls', reason: 'CERT_HAS_EXPIRED' }, { class: 'temporary' }],
    ['a withdrawn permission', { kind: 'token', refused: true, reason: 'invalid_grant' }, { class: 'auth' }],
    ['a service of tokens that is away', { kind: 'token', refused: false, reason: 'HTTP 502' }, { class: 'temporary' }],
    ['pain 9 larger than the server takes', { kind: 'too_large', size: 30_000_000, limit: 25_000_000 }, { class: 'too_large' }],
    ['a key that signs nothing', { kind: 'key', reason: 'bad' }, { class: 'auth' }],
    ['a file that cannot be read now', { kind: 'file', reason: 'disk' }, { class: 'temporary' }],
  ])('%s', (_, failure, expected) => expect(outcomeOf(failure)).toMatchObject(expected))

  it('keeps the server\'s own words for people', () => expect(outcomeOf(no('recipient', 550, '5.1.1 User unknown')).detail).toBe('550 5.1.1 User unknown'))
})
