import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compose, mostReferences, type Composed, type Sending } from './compose.ts'

const now = Date.parse('2026-11-24T11:07:00Z')
const mailbox = { name: 'Поддержка Jupiter', address: 'help@jupiter.example' }

type Changes = { content?: Partial<Sending['content']>; thread?: Partial<Sending['thread']>; about?: Partial<Sending['about']> } & Partial<Pick<Sending, 'to' | 'answerTo' | 'bouncesTo' | 'mailbox' | 'reader'>>
const made = ({ content = {}, thread = {}, about = {}, ...others }: Changes = {}): Composed => compose({
  to: 'irina@kafe.example', content: { text: 'Проверьте кабель.', ...content }, about: { purpose: 'reply', ticketNumber: 1042, ...about },
  thread: { mailbox: 'help', subject: 'Касса не печатает', references: [], copies: [], language: 'ru', name: 'Ирина', page: 'https://desk.example/t/abc', hops: 0, ...thread },
  mailbox, letterId: '<t1042.abc@jupiter.example>', answerTo: null, bouncesTo: mailbox.address, deskId: 'desk', now, ...others,
})

describe('the subject of a letter of ours', () => {
  it.each([
    ['its number once, in front', 'Касса не печатает', [], '[№ 1042] Касса не печатает'],
    ['an answer is one by its first word', 'Касса не печатает', ['<a@kafe.example>'], 'Re: [№ 1042] Касса не печатает'],
    ['a number that is there already is not put twice', 'Re: Отв: [№ 1042] Касса не печатает', ['<a@kafe.example>'], 'Re: [№ 1042] Касса не печатает'],
    ['a letter without a subject gets one', '', [], '[№ 1042] Ваше обращение в поддержку'],
    ['what would begin another line of the head does not', 'Касса\r\nBcc: all@jupiter.example', [], '[№ 1042] Касса Bcc: all@jupiter.example'],
  ])('%s', (_, subject, references, expected) => expect(made({ thread: { subject, references } }).subject).toBe(expected))

  it('a word outside of any ticket has no number', () => expect(made({ about: { ticketNumber: null }, thread: { subject: 'Вопрос', references: ['<a@b.example>'] } }).subject).toBe('Re: Вопрос'))
})

describe('the thread of a letter of ours (R-2.2.5)', () => {
  it('answers the last letter and names the whole thread', () => {
    const references = ['<a@kafe.example>', '<t1042.x@jupiter.example>', '<b@kafe.example>']
    expect(made({ thread: { references } })).toMatchObject({ inReplyTo: '<b@kafe.example>', references, messageId: '<t1042.abc@jupiter.example>' })
  })

  it('a long thread keeps its beginning and its latest letters', () => {
    const ids = Array.from({ length: 80 }, (_, i) => `<${i}@kafe.example>`)
    const { references } = made({ thread: { references: ids } })
    expect(references).toHaveLength(mostReferences)
    expect([references[0], references[1], references.at(-1)]).toEqual([ids[0], ids[51], ids[79]])
  })

  it('answers the very letter that the specialist answers', () => {
    const { inReplyTo, references } = made({ content: { replyTo: '<a@kafe.example>' }, thread: { references: ['<a@kafe.example>', '<b@kafe.example>'] } })
    expect([inReplyTo, references]).toEqual(['<a@kafe.example>', ['<b@kafe.example>', '<a@kafe.example>']])
  })

  it('an id that is none names nothing', () => expect(made({ thread: { references: ['<a@kafe.example>\r\nX: y', 'words'] } }).references).toEqual([]))

  it('copies go only with what a person wrote, never to the reader or to ourselves', () => {
    const copies = [{ name: 'Пётр', address: 'petr@kafe.example' }, { name: '', address: 'irina@kafe.example' }, { name: '', address: mailbox.address }]
    expect(made({ thread: { copies } })).toMatchObject({ cc: [{ name: 'Пётр', address: 'petr@kafe.example' }], envelope: { to: 'irina@kafe.example', copies: ['petr@kafe.example'] } })
    expect(made({ thread: { copies }, about: { purpose: 'notice' } })).toMatchObject({ cc: [], envelope: { copies: [] } })
  })
})

describe('what no person wrote says so (RFC 3834, pain 5)', () => {
  it.each(['receipt', 'notice', 'card', 'dialogue'] as const)('%s', purpose => {
    expect(made({ about: { purpose } }).headers).toMatchObject({ 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' })
    expect(made({ about: { purpose }, thread: { references: ['<a@kafe.example>'] } }).headers).toMatchObject({ 'Auto-Submitted': 'auto-replied' })
  })

  it('a specialist\'s letter does not, and every letter counts the desks behind it', () => {
    const { headers } = made({ thread: { hops: 3 } })
    expect(headers).toEqual({ 'X-Desk-Hops': '4' })
    expect(made({ thread: { hops: 3 }, about: { purpose: 'notice' } }).headers).toMatchObject({ 'X-Desk-Id': 'desk', 'X-Desk-Hops': '4' })
  })
})

describe('what a letter of ours says', () => {
  const content = { title: 'Заявка № 1042', text: 'Напечатайте тестовую страницу.\nПолучилось?\n\nЕсли нет, напишите, что на экране: <Err 5> & код.', buttons: [[{ label: 'Всё работает', choice: 'a/b c' }, { label: 'Регламент', url: 'https://desk.example/reglament' }]] }

  it('in plain text: title, paragraphs, each button as a link, a footer that programs leave out of quotes', () => {
    expect(made({ content }).text).toBe([
      'Заявка № 1042', '', 'Напечатайте тестовую страницу.', 'Получилось?', '', 'Если нет, напишите, что на экране: <Err 5> & код.', '',
      'Всё работает: https://desk.example/t/abc?do=a%2Fb%20c', 'Регламент: https://desk.example/reglament', '',
      '-- ', 'Поддержка Jupiter. Чтобы ответить, просто ответьте на это письмо и оставьте номер заявки в теме.', 'Заявка на сайте: https://desk.example/t/abc', '',
    ].join('\n'))
  })

  it('in HTML: the same, nothing of it as markup, links that act only on the page', () => {
    const { html } = made({ content })
    expect(html).toContain('<p style="margin:0 0 14px;font-weight:bold">Заявка № 1042</p>')
    expect(html).toContain('Напечатайте тестовую страницу.<br>\nПолучилось?</p>')
    expect(html).toContain('&lt;Err 5&gt; &amp; код.')
    expect([...html.matchAll(/href="([^"]+)"/g)].map(match => match[1])).toEqual(['https://desk.example/t/abc?do=a%2Fb%20c', 'https://desk.example/reglament', 'https://desk.example/t/abc'])
    expect(html).not.toMatch(/<(?:script|style|link|img)\b/)
  })

  it('without a page there is no act to press, other links stay', () => {
    const { text, html } = made({ content, thread: { page: null } })
    expect(text).not.toContain('Всё работает')
    expect(text).toContain('Регламент: https://desk.example/reglament')
    expect(html).not.toContain('do=')
  })

  it('the page speaks for whom the letter is to: his own has its links, the copy of the others has none', () => {
    const copies = [{ name: 'Пётр', address: 'petr@kafe.example' }]
    expect(made({ content, thread: { copies } }).text).toContain('/t/abc')
    const { text, html, messageId } = made({ content, thread: { copies }, reader: 'others' })
    expect(text + html).not.toContain('/t/abc')
    expect(text).toContain('Регламент: https://desk.example/reglament')
    expect(messageId).toBe(made({ content, thread: { copies } }).messageId)
  })

  it('a link that asks has its question mark alone', () => expect(made({ content: { buttons: [[{ label: 'Почему такой срок?', url: 'https://desk.example/why' }]] } }).text).toContain('Почему такой срок? https://desk.example/why'))
  it('a link that is no page of the web is none', () => expect(made({ content: { buttons: [[{ label: 'x', url: 'javascript:alert(1)' }]] } }).html).not.toContain('javascript'))

  it('an address of a page in the text can be clicked, with its brackets and dots left outside', () => {
    expect(made({ content: { text: 'См. https://desk.example/a?b=1&c=2.' } }).html).toContain('См. <a href="https://desk.example/a?b=1&amp;c=2">https://desk.example/a?b=1&amp;c=2</a>.</p>')
  })

  it('speaks the reader\'s language', () => expect(made({ thread: { language: 'en' } }).text).toContain('To answer, simply reply to this letter and keep the ticket number in the subject.'))
})

it('no name, subject or file name begins a line of the head of its own', () => {
  const nasty = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('a\r\nBcc: x@y.example', 'b\nX: 1', 'c\u2028d', 'e\0f'))
  fc.assert(fc.property(nasty, nasty, nasty, (name, subject, file) => {
    const { from, to, cc, subject: said, files } = made({
      thread: { name, subject, copies: [{ name, address: 'petr@kafe.example' }] }, mailbox: { name, address: mailbox.address }, content: { files: [{ fileId: 'f', name: file, mime: 'text/plain', size: 1, as: 'document' }] },
    })
    for (const text of [from.name, to.name, ...cc.map(box => box.name), said, ...files.map(one => one.filename)]) expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
  }))
})
