import { createHash, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { describe, expect, it, vi } from 'vitest'
import { testCertificate } from '../../../../../test/smtp-server.ts'
import type { Outgoing, OutgoingFile } from '../../../../delivery/outbound.ts'
import { Secret } from '../../../../lib/secret.ts'
import { deskId, letterOfTag, numberOfTag } from '../address-token.ts'
import { kindOf } from '../../kinds/kind.ts'
import { valueOf } from '../../mime/head.ts'
import { read } from '../../read.ts'
import { aboutOf, bytesOf, closeAll, mailboxOf, noFiles, secret, serve, stage } from './testing.ts'

closeAll()
const to = 'irina@kafe.example'
const tagIn = (address: string): string => /^help\+(.+)@jupiter\.example$/.exec(address)?.[1] ?? ''
const codes = async (...of: Parameters<ReturnType<typeof stage>['sender']['verify']>): Promise<string[]> => (await stage([]).sender.verify(...of)).map(({ level, code }) => `${level} ${code}`)
const say = (text: string, more: Partial<Extract<Outgoing, { kind: 'send' }>> = {}): Outgoing => ({ kind: 'send', text, ...more })

describe('R-2.2.5 one letter of ours', () => {
  it('arrives as it was meant: our own reader finds words, subject, thread and number in it', async () => {
    const server = await serve()
    const { sender, kept } = stage([mailboxOf(server, { imap: { ...server.server, folder: 'INBOX', processed: null } })])
    const about = aboutOf()
    const result = await sender.send(to, say('Напечатайте тестовую страницу.\n\nПолучилось?', { title: 'Ответ по заявке № 1042', buttons: [[{ label: 'Всё работает', choice: 'abc' }]] }), noFiles, about)
    const [{ letter, from, to: recipients, source }] = server.received as [typeof server.received[number]]
    expect(result).toEqual({ ok: true, externalIds: [letter.messageId] })
    expect(letter.messageId).toMatch(/^<t1042\.[\da-f]{16}@jupiter\.example>$/)
    expect([from, recipients]).toEqual(['help@jupiter.example', [to]])
    expect(letter).toMatchObject({
      subject: 'Re: [№ 1042] Касса не печатает', from: { name: 'Поддержка Jupiter', address: 'help@jupiter.example' }, to: [{ name: 'Ирина', address: to }],
      inReplyTo: ['<first@kafe.example>'], references: ['<first@kafe.example>'], date: Date.parse('2026-11-24T11:07:00Z'), attachments: [], gaps: [],
    })
    expect(letter.fresh.text).toMatch(/^Ответ по заявке № 1042\n\nНапечатайте тестовую страницу\.\n\nПолучилось\?\n\nВсё работает\n/)
    expect([letter.fresh.history, letter.html]).toEqual(['', expect.stringContaining('href="https://desk.example/t/abc?do=abc"')])
    const plain = read(Buffer.from(source.toString().replace('Content-Type: text/html', 'Content-Type: text/x-amp-html')))
    expect(plain.fresh).toMatchObject({ text: 'Ответ по заявке № 1042\n\nНапечатайте тестовую страницу.\n\nПолучилось?\n\nВсё работает: https://desk.example/t/abc?do=abc', history: '', signature: expect.stringContaining('просто ответьте на это письмо') })
    for (const field of ['x-desk-id', 'auto-submitted', 'precedence']) expect(valueOf(letter.fields, field)).toBeUndefined()
    // The server takes the final line end as its own.
    await vi.waitFor(() => expect(kept.map(copy => [copy.mailbox, Buffer.from(copy.letter).toString().trimEnd()])).toEqual([['help', source.toString().trimEnd()]]))
  })

  it('files arrive whole, under their Cyrillic names', async () => {
    const server = await serve()
    const { sender } = stage([mailboxOf(server)])
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251)
    const files: OutgoingFile[] = [{ fileId: 'a', name: 'Инструкция по замене ленты.pdf', mime: 'application/pdf', size: bytes.length, as: 'document' }, { fileId: 'b', name: 'экран "1".png', mime: 'image/png', size: 4, as: 'photo' }]
    await sender.send(to, say('Вот инструкция', { files }), id => (id === 'a' ? bytesOf(bytes.subarray(0, 100_000), bytes.subarray(100_000)) : bytesOf('\x89PNG')), aboutOf())
    const { attachments } = server.received[0]!.letter
    expect(attachments.map(({ filename, contentType, inline }) => [filename, contentType, inline])).toEqual([['Инструкция по замене ленты.pdf', 'application/pdf', false], ['экран "1".png', 'image/png', false]])
    expect(createHash('sha256').update(attachments[0]!.bytes).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('an answer to it and a report about it come to addresses that the desk has signed, where they reach us', async () => {
    const server = await serve()
    const { sender } = stage([mailboxOf(server, { plusAddressing: true, ownDomain: true })])
    await sender.send(to, say('Проверьте'), noFiles, aboutOf())
    const [{ letter, from }] = server.received as [typeof server.received[number]]
    expect(letter.replyTo).toEqual([{ name: 'Поддержка Jupiter', address: expect.stringMatching(/^help\+t1042-/) }])
    expect(numberOfTag(secret, tagIn(letter.replyTo[0]!.address))).toBe(1042)
    expect(letterOfTag(secret, tagIn(from), 'jupiter.example')).toBe(letter.messageId)
  })

  it('at a mail service reports go to what one signs in with', async () => {
    const server = await serve({ login: { user: 'jupiterhelp@mail.example', password: 'right' } })
    const { sender } = stage([mailboxOf(server, { address: 'help@mail.example' })])
    expect(await sender.send(to, say('Проверьте'), noFiles, aboutOf())).toMatchObject({ ok: true })
    expect(server.received[0]!.from).toBe('jupiterhelp@mail.example')
  })

  it('a notice says that no person wrote it (RFC 3834)', async () => {
    const server = await serve()
    const { sender } = stage([mailboxOf(server)])
    await sender.send(to, say('Заявка принята'), noFiles, aboutOf({ purpose: 'receipt' }))
    const { fields } = server.received[0]!.letter
    expect(['auto-submitted', 'x-auto-response-suppress', 'x-desk-id', 'x-desk-hops'].map(field => valueOf(fields, field))).toEqual(['auto-replied', 'All', deskId(secret), '1'])
  })

  it('pain 5 our own reader takes a notice for a machine\'s letter, so that two desks do not talk to each other; a specialist\'s letter for a person\'s', async () => {
    const server = await serve()
    const { sender } = stage([mailboxOf(server)])
    const kinds = async (purpose: 'receipt' | 'notice' | 'reply') => {
      await sender.send(to, say('Заявка принята, ответим до 15:00.'), noFiles, aboutOf({ purpose }))
      const kind = kindOf(server.received.at(-1)!.letter)
      return kind.kind === 'auto-reply' || (kind.kind === 'message' && kind.automatic) ? 'machine' : kind.kind
    }
    expect([await kinds('receipt'), await kinds('notice'), await kinds('reply')]).toEqual(['machine', 'machine', 'message'])
  })

  it('is signed with the key of its domain', async () => {
    const server = await serve()
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'der' } })
    const { sender } = stage([mailboxOf(server, { dkim: { domain: 'jupiter.example', selector: 'desk', key: new Secret(privateKey) } })])
    await sender.send(to, say('Проверьте'), noFiles, aboutOf())
    const { results } = await dkimVerify(server.received[0]!.source, { resolver: async () => [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]] })
    expect(results.map(({ status, signingDomain, selector }) => [status.result, signingDomain, selector])).toEqual([['pass', 'jupiter.example', 'desk']])
  })

  it('a key that signs nothing keeps the letter here, and is not shown to anybody', async () => {
    const server = await serve()
    const { sender, lines } = stage([mailboxOf(server, { dkim: { domain: 'jupiter.example', selector: 'desk', key: new Secret('not-a-key-9431') } })])
    const result = await sender.send(to, say('Проверьте'), noFiles, aboutOf())
    expect(result).toMatchObject({ ok: false, class: 'auth' })
    expect(server.received).toEqual([])
    expect(JSON.stringify([result, lines])).not.toContain('9431')
  })

  it('others who see the conversation get a copy; that one of them is refused does not undo the letter', async () => {
    const server = await serve({ recipient: address => (address === 'gone@kafe.example' ? { code: 550, words: '5.1.1 User unknown' } : null) })
    const on = stage([mailboxOf(server)])
    on.thread.copies = [{ name: 'Пётр', address: 'petr@kafe.example' }, { name: '', address: 'gone@kafe.example' }, { name: '', address: 'help@jupiter.example' }]
    const result = await on.sender.send(to, say('Проверьте'), noFiles, aboutOf())
    expect(result).toMatchObject({ ok: true, degraded: expect.stringContaining('gone@kafe.example') })
    expect(server.received).toMatchObject([to, 'petr@kafe.example'].map(one => ({ to: [one], letter: { to: [{ address: to }], cc: [{ address: 'petr@kafe.example' }, { address: 'gone@kafe.example' }] } })))
    expect(new Set(server.received.map(({ letter }) => letter.messageId)).size).toBe(1)
  })

  it('what he may press stands in his letter alone: a copy speaks for nobody', async () => {
    const server = await serve()
    const on = stage([mailboxOf(server)])
    Object.assign(on.thread, { page: 'https://desk.example/t/abc', copies: [{ name: 'Пётр', address: 'petr@kafe.example' }] })
    await on.sender.send(to, say('Готово', { buttons: [[{ label: 'Всё работает', choice: 'c1' }]] }), noFiles, aboutOf())
    expect(server.received.map(({ to: [one], letter }) => [one, letter.text.includes('/t/abc'), letter.text.includes('Готово')])).toEqual([[to, true, true], ['petr@kafe.example', false, true]])
  })

  it('when he himself is put off, nobody has it before him, and each has it once', async () => {
    let tries = 0
    const server = await serve({ recipient: address => (address === to && ++tries === 1 ? { code: 450, words: '4.2.0 busy' } : null) })
    const on = stage([mailboxOf(server)])
    on.thread.copies = [{ name: 'Пётр', address: 'petr@kafe.example' }]
    const about = aboutOf()
    const first = await on.sender.send(to, say('Проверьте'), noFiles, about)
    expect(first).toMatchObject({ ok: false, class: 'temporary' })
    expect(server.received).toEqual([])
    expect(await on.sender.send(to, say('Проверьте'), noFiles, { ...about, first: false })).toMatchObject({ ok: true })
    expect(server.received.map(one => one.to)).toEqual([[to], ['petr@kafe.example']])
  })

  it('an address under a Cyrillic domain is written to as servers know it, and a refusal is still his', async () => {
    let no = false
    const server = await serve({ recipient: () => (no ? { code: 550, words: '5.1.1 User unknown' } : null) })
    const on = stage([mailboxOf(server)])
    on.thread.copies = [{ name: '', address: 'petr@kafe.example' }]
    expect(await on.sender.send('nina@почта.рф', say('Проверьте'), noFiles, aboutOf())).toMatchObject({ ok: true })
    // The test's server shows domains as people write them; the head has them as they go from server to server.
    expect([server.received.map(one => one.to), server.received[0]!.source.toString()]).toEqual([[['nina@почта.рф'], ['petr@kafe.example']], expect.stringContaining('nina@xn--80a1acny.xn--p1ai')])
    no = true
    expect(await on.sender.send('nina@почта.рф', say('Проверьте'), noFiles, aboutOf())).toMatchObject({ ok: false, reason: 'no_mailbox' })
  })

  it('nothing that a name or a subject holds can add a line to its head', async () => {
    const server = await serve()
    const on = stage([mailboxOf(server, { name: 'Поддержка\r\nBcc: a@evil.example' })])
    Object.assign(on.thread, { subject: 'Касса\r\nX-Evil: 1', name: 'И\nX-Evil: 2', copies: [{ name: 'П"\r\nX-Evil: 3', address: 'petr@kafe.example' }] })
    const files: OutgoingFile[] = [{ fileId: 'a', name: 'a\r\nX-Evil: 4.pdf', mime: 'application/pdf\r\nX-Evil: 5', size: 1, as: 'document' }]
    await on.sender.send(to, say('x', { files }), () => bytesOf('x'), aboutOf())
    const [{ source, to: recipients }] = server.received as [typeof server.received[number]]
    expect([recipients, server.received[1]?.to]).toEqual([[to], ['petr@kafe.example']])
    expect(source.toString()).not.toMatch(/^(?:x-evil|bcc)\b/im)
  })
})

describe('what the server answers (pain 9)', () => {
  it('an address that is nobody\'s is told as such, with the server\'s words', async () => {
    const server = await serve({ recipient: () => ({ code: 550, words: '5.1.1 User unknown' }) })
    expect(await stage([mailboxOf(server)]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'undeliverable', reason: 'no_mailbox', detail: '550 5.1.1 User unknown' })
    expect(server.received).toEqual([])
  })

  it('a letter larger than the server takes is not sent at all', async () => {
    const server = await serve({ size: 200_000 })
    let opened = 0
    const file: OutgoingFile = { fileId: 'a', name: 'video.mp4', mime: 'video/mp4', size: 300_000, as: 'document' }
    const result = await stage([mailboxOf(server)]).sender.send(to, say('x', { files: [file] }), () => {
      opened++
      return bytesOf(new Uint8Array(300_000))
    }, aboutOf())
    expect(result).toMatchObject({ ok: false, class: 'too_large', detail: expect.stringContaining('200000') })
    expect([server.received.length, opened]).toEqual([0, 0])
  })

  it('one whose files turn out larger than they were said to be, neither', async () => {
    const server = await serve({ size: 200_000 })
    const file: OutgoingFile = { fileId: 'a', name: 'a.bin', mime: 'application/octet-stream', size: 10, as: 'document' }
    expect(await stage([mailboxOf(server)]).sender.send(to, say('x', { files: [file] }), () => bytesOf(new Uint8Array(300_000)), aboutOf())).toMatchObject({ ok: false, class: 'too_large' })
    expect(server.received).toEqual([])
  })

  it('refused after its words were heard', async () => {
    const server = await serve({ letter: () => ({ code: 554, words: '5.7.1 spam' }) })
    expect(await stage([mailboxOf(server)]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'rejected' })
  })

  it('asked to wait', async () => {
    const server = await serve({ sender: () => ({ code: 450, words: '4.7.1 try again in 30 seconds' }) })
    expect(await stage([mailboxOf(server)]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'retry_after', seconds: 30 })
  })

  it('nobody listens: nothing was done', async () => {
    const server = await serve()
    const mailbox = mailboxOf(server)
    await server.close()
    expect(await stage([mailbox]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'temporary' })
  })

  it.each(['before', 'after'] as const)('the connection breaks once the letter has gone, %s the server has kept it: nobody knows, and the next attempt is the same letter', async moment => {
    let drops = 1
    const server = await serve({ drop: () => (drops-- > 0 ? moment : null) })
    const { sender } = stage([mailboxOf(server)])
    const about = aboutOf()
    expect(await sender.send(to, say('x'), noFiles, about)).toMatchObject({ ok: false, class: 'unknown' })
    expect(await sender.send(to, say('x'), noFiles, about)).toMatchObject({ ok: true })
    const ids = server.received.map(({ letter }) => letter.messageId)
    expect(ids).toHaveLength(moment === 'after' ? 2 : 1)
    expect(new Set(ids).size).toBe(1)
  })

  it('a stored file that breaks off is a passing fault, and nothing arrives', async () => {
    const server = await serve()
    const file: OutgoingFile = { fileId: 'a', name: 'a.bin', mime: 'application/octet-stream', size: 10, as: 'document' }
    const result = await stage([mailboxOf(server)]).sender.send(to, say('x', { files: [file] }), async function* () {
      yield new Uint8Array(3)
      throw new Error('disk')
    }, aboutOf())
    expect(result).toMatchObject({ ok: false, class: 'temporary' })
    expect(server.received).toEqual([])
  })
})

describe('lines to a server', () => {
  it('one line carries letter after letter, and a line that broke meanwhile is replaced without a word', async () => {
    const server = await serve()
    const { sender } = stage([mailboxOf(server)])
    for (const text of ['1', '2', '3']) expect(await sender.send(to, say(text), noFiles, aboutOf())).toMatchObject({ ok: true })
    expect(server.opened()).toBe(1)
    server.hangUp()
    expect(await sender.send(to, say('4'), noFiles, aboutOf())).toMatchObject({ ok: true })
    expect(server.opened()).toBe(2)
    expect(server.received).toHaveLength(4)
  })

  it('many letters at once go over a few lines, each once', async () => {
    const server = await serve()
    const { sender } = stage([mailboxOf(server)])
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => sender.send(to, say(`письмо ${i}`), noFiles, aboutOf())))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(server.opened()).toBeLessThanOrEqual(3)
    expect(new Set(server.received.map(({ letter }) => letter.fresh.text)).size).toBe(20)
  })

  it('after the settings changed letters go by the new server', async () => {
    const [old, fresh] = [await serve(), await serve()]
    const on = stage([mailboxOf(old)])
    await on.sender.send(to, say('1'), noFiles, aboutOf())
    on.settings = { mailboxes: [mailboxOf(fresh)], door: null }
    on.tell()
    await on.sender.send(to, say('2'), noFiles, aboutOf())
    expect([old.received.length, fresh.received.length]).toEqual([1, 1])
  })

  it('goes out from the mailbox of its thread, from the first that can where that one cannot, from none where none can', async () => {
    const [first, second] = [await serve(), await serve()]
    const on = stage([mailboxOf(null, { id: 'door', address: 'in@jupiter.example' }), mailboxOf(first, { id: 'a' }), mailboxOf(second, { id: 'b', address: 'b@jupiter.example' })])
    on.thread.mailbox = 'b'
    await on.sender.send(to, say('1'), noFiles, aboutOf())
    on.thread.mailbox = 'door'
    await on.sender.send(to, say('2'), noFiles, aboutOf())
    expect([second.received.map(one => one.letter.from?.address), first.received.map(one => one.letter.from?.address)]).toEqual([['b@jupiter.example'], ['help@jupiter.example']])
    on.settings = { mailboxes: [], door: null }
    expect(await on.sender.send(to, say('3'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'auth' })
  })

  it.each(['tls', 'starttls'] as const)('%s with a certificate that is trusted, and none with one that is not', async kind => {
    const { key, certificate } = await testCertificate()
    const server = await serve({ tls: { key, certificate, kind }, login: { user: 'help', password: 'right' } })
    expect(await stage([mailboxOf(server)]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: true })
    const stranger = stage([mailboxOf({ ...server, server: { ...server.server, ca: undefined } })])
    expect(await stranger.sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'temporary' })
    expect(server.received).toHaveLength(1)
  })

  it('a server that offers no encryption gets neither password nor letter', async () => {
    const server = await serve({ login: { user: 'help', password: 'right' } })
    const { sender } = stage([mailboxOf({ ...server, server: { ...server.server, security: 'starttls' } })])
    expect(await sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'temporary' })
    const far = stage([mailboxOf({ ...server, server: { ...server.server, host: '192.0.2.1' } })])
    expect(await far.sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'temporary', detail: 'unencrypted' })
    expect(server.received).toEqual([])
  })

  it('a wrong password is a matter for the administrator, and stands in no line of the log', async () => {
    const server = await serve({ login: { user: 'help', password: 'right' } })
    const login = { kind: 'password' as const, user: 'help', password: new Secret('wrong-7713') }
    const { sender, lines } = stage([mailboxOf({ ...server, server: { ...server.server, login } })])
    const result = await sender.send(to, say('x'), noFiles, aboutOf())
    expect(result).toMatchObject({ ok: false, class: 'auth' })
    expect(JSON.stringify([result, lines])).not.toContain('7713')
  })

  it('signs in with an access token where passwords are not taken (XOAUTH2)', async () => {
    const server = await serve({ login: { user: 'help@jupiter.example', token: 'fresh-token' } })
    let answer: object = { access_token: 'fresh-token', expires_in: 3600 }
    const service = createServer((_request, reply) => reply.writeHead('error' in answer ? 400 : 200).end(JSON.stringify(answer)))
    await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve))
    try {
      const login = { kind: 'oauth2' as const, user: 'help@jupiter.example', clientId: 'desk', clientSecret: new Secret('c'), refreshToken: new Secret('r'), tokenUrl: `http://127.0.0.1:${(service.address() as AddressInfo).port}/token` }
      const mailbox = mailboxOf({ ...server, server: { ...server.server, login } })
      expect(await stage([mailbox]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: true })
      answer = { error: 'invalid_grant' }
      expect(await stage([mailbox]).sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'auth' })
    } finally {
      service.close()
    }
  })
})

describe('what does not go out', () => {
  it('pain 5 what the gate holds back says why, and no server hears of it', async () => {
    const server = await serve()
    const on = stage([mailboxOf(server)])
    for (const reason of ['loop', 'bounced', 'budget'] as const) {
      on.house.gate = { ok: false, reason }
      expect(await on.sender.send(to, say('x'), noFiles, aboutOf({ purpose: 'notice' }))).toMatchObject({ ok: false, class: 'held', reason })
    }
    expect(server.opened()).toBe(0)
  })

  it.each([['help@jupiter.example', 'reply'], ['help+t1042-x@jupiter.example', 'reply'], ['noreply@bank.example', 'notice'], ['MAILER-DAEMON@kafe.example', 'receipt']] as const)('never to ourselves, no notice to a machine: %s', async (address, purpose) => {
    const server = await serve()
    const on = stage([mailboxOf(server, { plusAddressing: true })])
    expect(await on.sender.send(address, say('x'), noFiles, aboutOf({ purpose }))).toMatchObject({ ok: false, class: 'held', reason: 'loop' })
    expect([server.opened(), on.house.asked]).toEqual([0, []])
  })

  it('an address that is none reaches nobody', async () => {
    expect(await stage([mailboxOf(await serve())]).sender.send('a@b\r\nRCPT TO:<x@y.example>', say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'undeliverable' })
  })

  it('edits, presses and typing are nothing that mail has', async () => {
    const { sender } = stage([mailboxOf(null)])
    for (const what of [{ kind: 'edit', target: 'x', text: 'y' }, { kind: 'ack', interaction: 'x' }, { kind: 'typing' }] as const) expect(await sender.send(to, what, noFiles, aboutOf())).toEqual({ ok: true, externalIds: [] })
  })

  it('a database that is away is no letter that may have arrived', async () => {
    const on = stage([mailboxOf(await serve())])
    on.house.fault = new Error('the database is away')
    expect(await on.sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: false, class: 'temporary' })
  })

  it('a copy that could not be put aside is a line of the log, the letter is out', async () => {
    const server = await serve()
    const on = stage([mailboxOf(server, { imap: { ...server.server, folder: 'INBOX', processed: null } })], { keepSent: async () => {
      throw new TypeError('no folder')
    } })
    expect(await on.sender.send(to, say('x'), noFiles, aboutOf())).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(on.lines.join()).toContain('no copy of a sent letter'))
  })
})

describe('the self-test of sending, in plain words', () => {
  it('a server that works: signed in, its limit, what is missing', async () => {
    const server = await serve({ size: 26_214_400, login: { user: 'help', password: 'right' } })
    expect(await codes(mailboxOf(server, { ownDomain: true }))).toEqual(['ok smtp_ready', 'ok smtp_size', 'warning smtp_open', 'warning smtp_unsigned'])
    expect(server.received).toEqual([])
  })

  it('each trouble has its own words', async () => {
    const server = await serve({ size: 2_000_000, login: { user: 'help', password: 'right' } })
    const { key, certificate } = await testCertificate()
    const safe = await serve({ tls: { key, certificate, kind: 'tls' } })
    const wrong = { kind: 'password' as const, user: 'help', password: new Secret('wrong') }
    expect(await codes(mailboxOf(null))).toEqual(['warning smtp_none'])
    expect(await codes(mailboxOf({ ...server, server: { ...server.server, login: wrong } }))).toEqual(['error smtp_signIn'])
    expect(await codes(mailboxOf({ ...server, server: { ...server.server, host: '192.0.2.1' } }))).toEqual(['error smtp_unsafe'])
    expect(await codes(mailboxOf({ ...server, server: { ...server.server, security: 'starttls' } }))).toEqual(['error smtp_tls'])
    expect(await codes(mailboxOf({ ...safe, server: { ...safe.server, ca: undefined } }))).toEqual(['error smtp_certificate'])
    expect(await codes(mailboxOf(server, { dkim: { domain: 'jupiter.example', selector: 's', key: new Secret('nonsense') } }))).toEqual(['ok smtp_ready', 'warning smtp_small', 'warning smtp_open', 'error smtp_key'])
    const { port } = server
    await server.close()
    expect(await stage([]).sender.verify(mailboxOf(server))).toEqual([{ level: 'error', code: 'smtp_unreachable', detail: expect.stringContaining(`порт ${port}`) }])
  })
})
