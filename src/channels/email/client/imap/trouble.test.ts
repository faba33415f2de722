import { describe, expect, it } from 'vitest'
import { minute } from '../../../../lib/instant.ts'
import { NoToken } from '../access-tokens.ts'
import { openHardLetters } from './hard-letters.ts'
import { isForPeople, isMissingFolder, MailboxTrouble, troubleOf } from './trouble.ts'

const thrown = (fields: object, message = 'Command failed'): Error => Object.assign(new Error(message), fields)

describe('what keeps letters from coming in', () => {
  it.each([
    ['a wrong password', thrown({ authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED', responseText: 'Invalid credentials' }), { kind: 'sign_in', why: 'password', detail: 'Invalid credentials' }, true],
    ['a password lookup that is down', thrown({ authenticationFailed: true, serverResponseCode: 'UNAVAILABLE', responseText: 'try later' }), { kind: 'network', detail: 'try later' }, false],
    ['an access token that is not taken', thrown({ authenticationFailed: true, oauthError: { status: '400' } }), { kind: 'sign_in', why: 'token', detail: '' }, true],
    ['a permission that was withdrawn', new NoToken(true, 'revoked'), { kind: 'sign_in', why: 'token', detail: 'revoked' }, true],
    ['a token service that is away', new NoToken(false, 'HTTP 502'), { kind: 'network', detail: 'HTTP 502' }, false],
    ['a certificate, also after STARTTLS', thrown({ code: 'CERT_HAS_EXPIRED', tlsFailed: true }, 'certificate has expired'), { kind: 'certificate', detail: 'certificate has expired' }, true],
    ['no STARTTLS', thrown({ tlsFailed: true }, 'Server does not support STARTTLS'), { kind: 'no_starttls', detail: 'Server does not support STARTTLS' }, true],
    ['a name that nobody knows', thrown({ code: 'ENOTFOUND' }, 'getaddrinfo ENOTFOUND imap.invalid'), { kind: 'name', detail: 'getaddrinfo ENOTFOUND imap.invalid' }, false],
    ['the network', thrown({ code: 'ECONNREFUSED' }, 'connect ECONNREFUSED 127.0.0.1:1'), { kind: 'network', detail: 'connect ECONNREFUSED 127.0.0.1:1' }, false],
    ['the database', new MailboxTrouble({ kind: 'database', detail: '' }), { kind: 'database', detail: '' }, false],
    ['something that is no error', 'odd', { kind: 'network', detail: 'odd' }, false],
  ])('%s', (_, error, trouble, forPeople) => {
    expect(troubleOf(error)).toEqual(trouble)
    expect(isForPeople(troubleOf(error))).toBe(forPeople)
  })

  it('a folder is missing where the server says so, in either way', () => {
    expect(isMissingFolder(thrown({ mailboxMissing: true }))).toBe(true)
    expect(isMissingFolder(thrown({ responseStatus: 'NO', serverResponseCode: 'NONEXISTENT' }))).toBe(true)
    expect(isMissingFolder(thrown({ responseStatus: 'NO', serverResponseCode: 'NOPERM' }))).toBe(false)
    expect(isMissingFolder(null)).toBe(false)
  })
})

describe('pain 1: letters that are hard to get', () => {
  it('one over which sessions end is passed over, tried again later, and forgotten once it is there', () => {
    const hard = openHardLetters()
    const now = 1_000_000
    for (let i = 0; i < 3; i++) expect(hard.begin(5, now)).toBe(true)
    expect(hard.begin(5, now)).toBe(false)
    expect(hard.begin(6, now)).toBe(true)
    expect(hard.begin(5, now + 9 * minute)).toBe(false)
    expect(hard.begin(5, now + 10 * minute)).toBe(true)
    expect(hard.begin(5, now + 10 * minute)).toBe(false)
    hard.over(5)
    for (let i = 0; i < 3; i++) expect(hard.begin(5, now + 10 * minute)).toBe(true)
  })

  it('one that the server refuses has its rest; other numbers of a folder made anew are other letters', () => {
    const hard = openHardLetters()
    hard.refused(5, 0)
    expect(hard.begin(5, minute)).toBe(false)
    expect(hard.begin(5, 2 * minute)).toBe(true)
    hard.refused(5, 0)
    hard.clear()
    expect(hard.begin(5, 0)).toBe(true)
  })
})
