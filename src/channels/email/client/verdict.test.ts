import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { describe, expect, test } from 'vitest'
import { isProven } from '../../../messages/letters/letter.ts'
import type { Mailbox } from '../mailbox.ts'
import { read } from '../read.ts'
import type { RawLetter } from '../raw.ts'
import { judge } from './verdict.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const signKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const zone: Record<string, string[][]> = {
  'TXT cafe.example': [['v=spf1 ip4:192.0.2.7 -all']],
  'TXT s1._domainkey.cafe.example': [[`v=DKIM1; k=rsa; p=${published}`]],
  'TXT _dmarc.cafe.example': [['v=DMARC1; p=reject']],
  'TXT s1._domainkey.evil.example': [[`v=DKIM1; k=rsa; p=${published}`]],
  'TXT evil.example': [['v=spf1 ip4:198.51.100.9 -all']],
}
const asked = async (name: string, type: string): Promise<string[][]> => {
  const found = zone[`${type} ${name.toLowerCase()}`]
  if (found === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  return found
}
const config = { resolver: asked, log: { info: () => {}, warn: () => {}, error: () => {} } }

const mailbox = (trustedServer: string | null): Mailbox => ({ id: 'help', name: '', address: 'help@jupiter.example', imap: null, smtp: null, plusAddressing: true, ownDomain: true, dkim: null, trustedServer })
const plain = (from = 'Иван <ivan@cafe.example>', ...more: string[]): string => [`From: ${from}`, 'To: help@jupiter.example', 'Subject: till', 'Date: Sat, 26 Sep 2026 10:00:00 +0300', 'Message-ID: <1@cafe.example>', ...more, '', 'The till is silent.', ''].join('\r\n')

async function signed(letter: string, domain = 'cafe.example', more: { maxBodyLength?: number } = {}): Promise<string> {
  const key = { signingDomain: domain, selector: 's1', privateKey: signKey, ...more }
  const { signatures, errors } = await dkimSign(Buffer.from(letter), { canonicalization: 'relaxed/relaxed', signTime: new Date(Date.UTC(2026, 8, 26)), ...key, signatureData: [key] })
  expect(errors).toEqual([])
  return signatures + letter
}

const envelope = (ip: string, from = 'ivan@cafe.example'): NonNullable<RawLetter['envelope']> => ({ from, to: ['help@jupiter.example'], ip, helo: 'mx.cafe.example' })
const theirs = envelope('192.0.2.7')
const elsewhere = envelope('198.51.100.9', 'x@evil.example')

const verdictOf = (text: string, from: RawLetter['envelope'], trusted: string | null = null, more: object = {}) => {
  const bytes = Buffer.from(text)
  return judge({ mailbox: mailbox(trusted), bytes, raw: { envelope: from }, letter: read(bytes) }, { ...config, ...more })
}

describe('letters at our own door', () => {
  test('signed, from the right server: proven', async () => {
    const verdict = await verdictOf(await signed(plain()), theirs)
    expect(verdict).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass', by: 'desk' })
    expect(isProven(verdict)).toBe(true)
  })
  test('changed on the way and from another server: fails', async () => {
    const verdict = await verdictOf((await signed(plain())).replace('silent', 'on fire'), { ...theirs, ip: '198.51.100.9' })
    expect(verdict).toEqual({ spf: 'fail', dkim: 'neutral', dmarc: 'fail', by: 'desk' })
    expect(isProven(verdict)).toBe(false)
  })
  test('a stranger who writes the customer\'s address: fails', async () => {
    expect(await verdictOf(plain(), elsewhere)).toEqual({ spf: 'pass', dkim: 'none', dmarc: 'fail', by: 'desk' })
  })
  test('a stranger who signs with his own name: fails', async () => {
    expect(await verdictOf(await signed(plain(), 'evil.example'), elsewhere)).toMatchObject({ dkim: 'pass', dmarc: 'fail' })
  })
  test('a domain that publishes no policy proves nothing', async () => {
    expect(await verdictOf(plain('x@evil.example'), elsewhere)).toEqual({ spf: 'pass', dkim: 'none', dmarc: 'none', by: 'desk' })
  })
  test('two senders in one letter: fails, whoever signed', async () => {
    expect(await verdictOf(await signed(plain('ivan@cafe.example, boss@bank.example')), theirs)).toMatchObject({ dmarc: 'fail' })
    expect(await verdictOf(await signed(plain('ivan@cafe.example', 'From: boss@bank.example')), theirs)).toMatchObject({ dmarc: 'fail' })
    // Of one house, too: its server lets ivan write, and we would show boss.
    expect(await verdictOf(await signed(plain('boss@cafe.example, ivan@cafe.example')), theirs)).toMatchObject({ dmarc: 'fail' })
  })
  test('a signature over the beginning of a letter does not prove its end', async () => {
    const begun = await signed(plain(), 'cafe.example', { maxBodyLength: 10 })
    expect(begun).toContain('l=10')
    expect(await verdictOf(begun, elsewhere)).toMatchObject({ dmarc: 'policy' })
  })
  test('of hundreds of signatures only the first few are looked at', async () => {
    const own = await signed(plain())
    const more = Array.from({ length: 300 }, (_, i) => `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${i}.example; s=s; h=From; l=${i}; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b=AAAA${i}\r\n`)
    expect(await verdictOf([...more.slice(0, 4), own].join(''), elsewhere)).toMatchObject({ dkim: 'pass', dmarc: 'pass' })
    expect(await verdictOf([...more, own].join(''), elsewhere)).toMatchObject({ dkim: 'neutral', dmarc: 'fail' })
  })
  test('handed on by a server of ours, the address says nothing about the sender; the signature still does', async () => {
    for (const ip of ['', '127.0.0.1', '10.1.2.3', '::1']) expect(await verdictOf(await signed(plain()), envelope(ip))).toEqual({ spf: 'unknown', dkim: 'pass', dmarc: 'pass', by: 'desk' })
  })
  test('what it claims of itself is not believed here', async () => {
    expect(await verdictOf(plain(undefined, 'Authentication-Results: mx.jupiter.example; dmarc=pass header.from=cafe.example'), elsewhere, 'mx.jupiter.example')).toMatchObject({ dmarc: 'fail', by: 'desk' })
  })
})

describe('pain 7: no verdict, no trust', () => {
  test('names that nobody answers for: unknown after the time is over', async () => {
    const verdict = await verdictOf(await signed(plain()), theirs, null, { resolver: () => new Promise(() => {}), judgeWithin: 30 })
    expect(verdict).toEqual({ spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', by: null })
    expect(isProven(verdict)).toBe(false)
  })
  test('pain 1 a letter that is made so that its hashing holds a core for a minute: the house goes on between its pieces, and after its time it is left', async () => {
    const slow = await signed(plain()) + '\n'.repeat(1_000_000)
    let turns = 0
    let isOver = false
    const turn = (): void => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    let whenAsked = 0
    // Names are asked for once the letter has been hashed.
    await verdictOf(slow, theirs, null, { resolver: (name: string, type: string) => {
      whenAsked ||= turns
      return asked(name, type)
    } })
    isOver = true
    expect(whenAsked).toBeGreaterThan(50)
    expect(await verdictOf(slow, theirs, null, { judgeWithin: 1 })).toMatchObject({ dmarc: 'unknown', by: null })
  })
  test('a name server that fails: unknown', async () => {
    expect(await verdictOf(await signed(plain()), theirs, null, { resolver: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ESERVFAIL' })) })).toMatchObject({ dmarc: 'unknown', by: null })
  })
  test('a letter of which only the beginning was kept: unknown, not failed', async () => {
    const bytes = Buffer.from((await signed(plain())).slice(0, -5))
    expect(await judge({ mailbox: mailbox(null), bytes, raw: { envelope: theirs, cut: 'too_large' }, letter: read(bytes) }, config)).toMatchObject({ dmarc: 'unknown', by: null })
  })
  test('a letter without a sender: unknown', async () => {
    expect(await verdictOf('Subject: x\r\n\r\nx', theirs)).toMatchObject({ by: null })
  })
})

const told = (results: string): string => `Authentication-Results: mx.mail.example; ${results}\r\nReceived: from a by mx.mail.example; Sat, 26 Sep 2026 10:00:00 +0300\r\n`

describe('letters fetched from a mailbox', () => {
  test('the word of the trusted server counts', async () => {
    expect(await verdictOf(told('spf=pass smtp.mailfrom=ivan@cafe.example; dkim=none; dmarc=pass header.from=cafe.example') + plain(), null, 'mx.mail.example')).toEqual({ spf: 'pass', dkim: 'none', dmarc: 'pass', by: 'server' })
    expect(await verdictOf(told('spf=fail smtp.mailfrom=ivan@cafe.example; dmarc=fail header.from=cafe.example') + await signed(plain()), null, 'mx.mail.example')).toMatchObject({ dmarc: 'fail', by: 'server' })
  })
  test('a server that does not say DMARC: the policy of the domain decides by what it found', async () => {
    expect(await verdictOf(told('dkim=pass header.i=@cafe.example; spf=none') + plain(), null, 'mx.mail.example')).toMatchObject({ dmarc: 'pass', by: 'server' })
    expect(await verdictOf(told('dkim=pass header.i=@evil.example; spf=pass smtp.mailfrom=evil.example') + plain(), null, 'mx.mail.example')).toMatchObject({ dmarc: 'fail', by: 'server' })
  })
  test('the server judged somebody else than the letter shows: fails', async () => {
    expect(await verdictOf(told('dmarc=pass header.from=evil.example') + plain(), null, 'mx.mail.example')).toMatchObject({ dmarc: 'fail' })
    for (const second of ['bank', 'cafe']) expect(await verdictOf(told('dmarc=pass header.from=cafe.example') + plain(`ivan@cafe.example, boss@${second}.example`), null, 'mx.mail.example')).toMatchObject({ dmarc: 'fail' })
  })
  test('words of any other server are not believed: the desk judges itself, by the signature', async () => {
    const forged = 'Authentication-Results: mx.evil.example; dmarc=pass header.from=cafe.example\r\n'
    for (const trusted of ['mx.mail.example', null]) {
      expect(await verdictOf(forged + plain(), null, trusted)).toEqual({ spf: 'unknown', dkim: 'none', dmarc: 'fail', by: 'desk' })
      expect(await verdictOf(forged + await signed(plain()), null, trusted)).toEqual({ spf: 'unknown', dkim: 'pass', dmarc: 'pass', by: 'desk' })
    }
  })
})
