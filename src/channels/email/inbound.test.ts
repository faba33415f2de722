import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../messages/letters/letter.ts'
import { inboundOf, type Arrived } from './inbound.ts'
import { kindOf } from './kinds/kind.ts'
import { read } from './read.ts'
import { isOurs } from './recipients.ts'

const proven: Verdict = { spf: 'pass', dkim: 'pass', dmarc: 'pass', by: 'server' }
const at = Date.parse('2026-11-24T11:07:00Z')
const plain: Arrived = {
  channelId: 'email', eventKey: 'imap support 7 42', mailbox: 'support', receivedAt: at, takenAt: at - 60_000, contentHash: 'ab'.repeat(32), token: null, verdict: proven,
  ours: address => isOurs(address, [{ address: 'support@jupiter.example', plusAddressing: true }]), stored: [], speaks: 'ru',
}
const head = ['From: Ольга Ветрова <Olga@Berezka.example>', 'To: Поддержка <support@jupiter.example>, Тимур <timur@berezka.example>', 'Cc: OLGA@berezka.example, noted@berezka.example', 'Subject: Касса не открывает смену', 'Message-ID: <one@berezka.example>', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']
const lines = (fields: readonly string[], body: string): Uint8Array => new TextEncoder().encode([...fields, '', body].join('\r\n'))
const arrive = (fields: readonly string[], body = 'Смена не открывается с утра.', arrived: Partial<Arrived> = {}) => {
  const letter = read(lines(fields, body))
  return inboundOf(letter, kindOf(letter), { ...plain, ...arrived })
}
const without = (name: string): string[] => head.filter(line => !line.toLowerCase().startsWith(`${name}:`))

describe('a letter as the hall takes it in', () => {
  it('a person is his address in small letters, whatever he calls himself; the other people of the letter are remembered without us and him', () => {
    expect(arrive(head)).toMatchObject({
      ok: true,
      events: [{
        kind: 'message', channel: 'email', eventKey: 'imap support 7 42', externalId: '<one@berezka.example>', text: 'Смена не открывается с утра.', occurredAt: at - 60_000,
        conversation: { externalId: 'olga@berezka.example', type: 'email' }, author: { externalId: 'olga@berezka.example', displayName: 'Ольга Ветрова', verified: 'dmarc', speaks: 'ru' },
        letter: { subject: 'Касса не открывает смену', to: [{ name: 'Тимур', address: 'timur@berezka.example' }], cc: [{ name: '', address: 'noted@berezka.example' }], mailbox: 'support' },
      }],
    })
  })
  it('pain 8 whoever answers to our address with the tag of his ticket writes to us alone: that address takes part in nothing, and writes nothing', () => {
    const toTag = [...without('to'), 'To: Поддержка <Support+t1042-k64mnkvrty@jupiter.example>, Тимур <timur@berezka.example>']
    expect(arrive(toTag)).toMatchObject({ events: [{ letter: { to: [{ address: 'timur@berezka.example' }] } }] })
    expect(arrive([...without('from'), 'From: support+t1042-k64mnkvrty@jupiter.example'])).toMatchObject({ ok: true, aside: 'own' })
  })
  it.each<[string, Verdict]>([
    ['DMARC failed', { ...proven, dmarc: 'fail' }],
    ['SPF and DKIM passed for somebody else\'s domain', { ...proven, dmarc: 'none' }],
    ['nobody judged', { spf: 'unknown', dkim: 'unknown', dmarc: 'pass', by: null }],
  ])('a sender is not proven when %s', (_, verdict) => {
    expect(arrive(head, 'Помогите', { verdict })).toMatchObject({ events: [{ author: { verified: 'none' } }] })
  })
  it('A-17 what a program sent counts for nobody: an answer from a holiday, a letter that says it was generated', () => {
    expect(arrive([...head, 'Auto-Submitted: auto-replied'], 'Я в отпуске до 1 декабря')).toMatchObject({ events: [{ kind: 'message', automatic: true, letter: { automatic: true } }] })
    expect(arrive([...head, 'Auto-Submitted: auto-generated'])).toMatchObject({ events: [{ kind: 'message', automatic: true }] })
  })
  it('lists and our own letters lie in a box for people', () => {
    expect(arrive([...head, 'List-Id: <news.shop.example>'])).toMatchObject({ ok: true, aside: 'list', events: [{ kind: 'message', author: { externalId: 'olga@berezka.example' } }] })
    expect(arrive([...without('from'), 'From: support@jupiter.example'])).toMatchObject({ ok: true, aside: 'own' })
  })
  it('a letter without a sender is for people, a letter without an id gets one from its content', () => {
    expect(arrive(without('from'))).toMatchObject({ ok: false })
    expect(arrive(without('message-id'))).toMatchObject({ events: [{ externalId: `<${plain.contentHash}@no-id.invalid>` }] })
  })
  it('pain 1 an id or an address longer than any that is kept holds up nothing: the one is made from the content, the other is no sender', () => {
    expect(arrive([...without('message-id'), `Message-ID: ${'a'.repeat(5_000)}@x.example`])).toMatchObject({ ok: true, events: [{ externalId: `<${'ab'.repeat(32)}@no-id.invalid>` }] })
    expect(arrive([...without('from'), `From: ${'a'.repeat(400)}@x.example`])).toEqual({ ok: false, reason: 'the letter names no sender' })
  })
  it('pain 7 the number in a subject is kept as a hint, the ids of what it answers as they are, the nearest first', () => {
    const reading = arrive([...without('subject'), 'Subject: Re: [№ 1042] Касса', 'In-Reply-To: <b@desk.example>', 'References: <a@desk.example> <b@desk.example>'], 'Спасибо', { token: 1042 })
    expect(reading).toMatchObject({ events: [{ letter: { threads: { token: 1042, subject: 1042, ids: ['<b@desk.example>', '<a@desk.example>'] } } }] })
  })
  it('what only travelled with the words is kept beside them', () => {
    const reading = arrive([...head, 'In-Reply-To: <b@desk.example>'], 'Да, исправилось.\r\n\r\n24.11.2026 10:00, Поддержка пишет:\r\n> Проверьте, пожалуйста.\r\n')
    expect(reading).toMatchObject({ events: [{ text: 'Да, исправилось.', letter: { shown: { history: expect.stringContaining('Проверьте, пожалуйста.') } } }] })
  })
  it('files are named as stored, an image in the text stands in the text alone', () => {
    const body = [
      '--x', 'Content-Type: text/html; charset=utf-8', '', '<p>Вот экран <img src="cid:screen"></p>', '--x', 'Content-Type: image/png; name="screen.png"', 'Content-ID: <screen>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=',
      '--x', 'Content-Type: application/pdf; name="akt.pdf"', 'Content-Disposition: attachment; filename="akt.pdf"', 'Content-Transfer-Encoding: base64', '', 'JVBERi0=', '--x--', '',
    ].join('\r\n')
    const fields = [...without('content-type'), 'Content-Type: multipart/related; boundary=x'].filter(line => !line.startsWith('Content-Transfer'))
    const reading = arrive(fields, body, { stored: [{ id: 'f1', name: 'screen.png', mime: 'image/png', size: 8 }, { id: 'f2', name: 'akt.pdf', mime: 'application/pdf', size: 5 }] })
    expect(reading).toMatchObject({ events: [{ files: [{ stored: 'f1', kind: 'inline' }, { stored: 'f2', name: 'akt.pdf', kind: 'document' }], letter: { shown: { parts: { 0: 'f1' } } } }] })
  })
  it('a report that a letter of ours did not arrive is no words of a person', () => {
    const body = [
      '--x', 'Content-Type: text/plain', '', 'The letter could not be delivered.', '--x', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; Olga@Berezka.example', 'Action: failed', 'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such user', '--x', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <t1042.abc@jupiter.example>', 'Subject: [1042]', '--x--', '',
    ].join('\r\n')
    const reading = arrive(['From: MAILER-DAEMON@mx.example', 'To: support@jupiter.example', 'Subject: Undelivered', 'Message-ID: <r@mx.example>', 'Content-Type: multipart/report; report-type=delivery-status; boundary=x'], body)
    expect(reading).toMatchObject({ events: [{ kind: 'bounced', author: null, severity: 'permanent', ids: ['<t1042.abc@jupiter.example>'], address: 'olga@berezka.example', status: '5.1.1', reason: expect.stringContaining('no such user') }] })
  })
})

describe('letters of desks', () => {
  it('how many desks have handed a letter on goes with it; a person\'s letter counts none', () => {
    expect(arrive(['X-Desk-Id: other', 'X-Desk-Hops: 3', ...head])).toMatchObject({ events: [{ letter: { hops: 3 } }] })
    expect(arrive(head)).not.toMatchObject({ events: [{ letter: { hops: expect.anything() } }] })
  })

  it('pain 5 a letter of our own that came back in another name is no request', () => {
    expect(arrive(['X-Desk-Id: us', ...head], 'Заявка принята', { deskId: 'us' })).toMatchObject({ ok: true, aside: 'own' })
    expect(arrive(['X-Desk-Id: other', ...head], 'Заявка принята', { deskId: 'us' })).toMatchObject({ events: [{ kind: 'message' }] })
  })

  it('a report that came to the address of a letter is about that letter, whatever else it names', () => {
    const report = ['From: MAILER-DAEMON@mx.example', 'To: support@jupiter.example', 'Subject: Undelivered Mail Returned to Sender', 'Content-Type: text/plain; charset=utf-8']
    const text = 'This is the mail system. I am sorry to have to inform you that your message could not be delivered.\r\n\r\n<olga@berezka.example>: 550 5.1.1 User unknown'
    expect(arrive(report, text, { returned: '<t1042.abc@jupiter.example>' })).toMatchObject({ events: [{ kind: 'bounced', ids: ['<t1042.abc@jupiter.example>'], address: 'olga@berezka.example', severity: 'permanent' }] })
  })
})
