import { describe, expect, test } from 'vitest'
import { readResults, toldByServer } from './authentication-results.ts'

const head = (...lines: string[]): string => [...lines, 'From: Иван <ivan@cafe.example>', '', 'Касса молчит.'].join('\r\n')
const gmail = ['Received: by 2002:a05:6a10:1 with SMTP id a1; Sat, 26 Sep 2026 00:00:01 -0700 (PDT)',
  'Authentication-Results: mx.google.example;', '       dkim=pass header.i=@cafe.example header.s=s1 header.b="QOCS/yjt";', '       spf=pass (google.example: domain of b@cafe.example designates 192.0.2.7; really) smtp.mailfrom=b@cafe.example;', '       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=cafe.example',
  'Received: from mx.cafe.example (mx.cafe.example. [192.0.2.7]) by mx.google.example with ESMTPS id z1']

describe('RFC 8601: what the server of the mailbox found out', () => {
  test('Gmail: all three, the domains that passed, whom DMARC judged', () => {
    expect(toldByServer(head(...gmail), 'mx.google.example')).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass', spfDomains: ['cafe.example'], dkimDomains: ['cafe.example'], from: 'cafe.example' })
  })

  test.each([
    ['mail.ru', 'Authentication-Results: mxs.mail.example; spf=pass (mx1.i.mail.example: domain of cafe.example designates 192.0.2.7 as permitted sender) smtp.mailfrom=b@cafe.example smtp.helo=mx.cafe.example;\r\n\tdkim=pass header.d=cafe.example; dmarc=pass header.from=b@cafe.example', 'mxs.mail.example', { spf: 'pass', dkim: 'pass', dmarc: 'pass', from: 'cafe.example' }],
    ['Yandex, without DMARC', 'Authentication-Results: mxfront1.yandex.example; spf=pass (mxfront1: domain of cafe.example designates 192.0.2.7 as permitted sender, rule=[ip4:192.0.2.7]) smtp.mail=b@cafe.example; dkim=pass header.i=@cafe.example', 'mxfront1.yandex.example', { spf: 'pass', dkim: 'pass', dmarc: 'unknown', dkimDomains: ['cafe.example'], spfDomains: ['cafe.example'], from: null }],
    ['with a version, quotes and methods nobody knows', 'Authentication-Results: "mx.example" 1; x-new/2=pass; dkim = fail reason="bad; signature" header.d = cafe.example; dmarc=fail', 'MX.example', { spf: 'unknown', dkim: 'fail', dmarc: 'fail' }],
    ['nothing to judge by', 'Authentication-Results: mx.example; none', 'mx.example', { spf: 'unknown', dkim: 'unknown', dmarc: 'unknown' }],
    ['a passing signature counts beside a broken one', 'Authentication-Results: mx.example; dkim=fail header.d=list.example; dkim=pass header.d=cafe.example', 'mx.example', { dkim: 'pass', dkimDomains: ['cafe.example'] }],
    ['trouble with the DNS proves nothing', 'Authentication-Results: mx.example; spf=temperror; dkim=permerror; dmarc=temperror', 'mx.example', { spf: 'unknown', dkim: 'neutral', dmarc: 'unknown' }],
  ])('%s', (_, field, trusted, told) => {
    expect(toldByServer(head(field), trusted)).toMatchObject(told)
  })

  test('several fields of the server above its own Received belong together', () => {
    expect(toldByServer(head('Authentication-Results: mx.example; dmarc=pass header.from=cafe.example', 'Authentication-Results: mx.example; spf=none', 'Received: from a by mx.example'), 'mx.example')).toMatchObject({ dmarc: 'pass', spf: 'none' })
  })
})

describe('what a sender writes himself is not believed', () => {
  const forged = 'Authentication-Results: mx.google.example; dmarc=pass header.from=cafe.example; spf=pass'

  test.each([
    ['another server\'s name', ['Authentication-Results: mx.evil.example; dmarc=pass header.from=cafe.example']],
    ['no server\'s name', ['Authentication-Results: dmarc=pass header.from=cafe.example; spf=pass']],
    ['a longer name', ['Authentication-Results: mx.google.example.evil.example; dmarc=pass']],
    ['the name in a comment', ['Authentication-Results: (mx.google.example) mx.evil.example; dmarc=pass']],
    ['the name encoded, which the server did not see', ['Authentication-Results: =?utf-8?q?mx.google.example?=; dmarc=pass']],
    ['a field name with a space, which the server did not see', ['Authentication-Results : mx.google.example; dmarc=pass']],
    ['in the text below the head', ['Subject: x', '', forged]],
  ])('%s', (_, lines) => {
    expect(toldByServer(head(...lines), 'mx.google.example')).toBeNull()
  })

  test('below what the server wrote', () => {
    const said = ['Authentication-Results: mx.google.example; dmarc=fail header.from=cafe.example; spf=fail', 'Received: from evil by mx.google.example', forged]
    expect(toldByServer(head(...said), 'mx.google.example')).toMatchObject({ dmarc: 'fail', spf: 'fail' })
    const silent = ['Authentication-Results: mx.google.example; spf=fail', 'Received: from evil by mx.google.example', forged]
    expect(toldByServer(head(...silent), 'mx.google.example')).toMatchObject({ dmarc: 'unknown', spf: 'fail' })
  })

  test('results hidden in comments and quotes are none', () => {
    expect(readResults('mx.example; spf=fail (dmarc=pass; dmarc=pass) smtp.mailfrom="a; dmarc=pass"@cafe.example')).toMatchObject({ results: [{ method: 'spf', result: 'fail' }] })
  })

  test('a field of any length and shape is read in time', () => {
    for (const part of ['(', '"', '\\', ';', 'a=', '((((', 'dkim=pass ', '"\\']) expect(() => readResults(`mx.example; ${part.repeat(20_000)}`)).not.toThrow()
  })
})
