import { describe, expect, it, test } from 'vitest'
import type { Outgoing, OutgoingFile } from '../../delivery/outbound.ts'
import { messagesOf, planSend } from './plan.ts'
import type { Step } from './plan.ts'

type Send = Extract<Outgoing, { kind: 'send' }>
const file = (name: string, as: OutgoingFile['as'] = 'document', more: Partial<OutgoingFile> = {}): OutgoingFile =>
  ({ fileId: name, name, mime: as === 'photo' ? 'image/png' : 'text/plain', size: 1_000, as, ...more })
const shot = (name: string): OutgoingFile => file(name, 'photo')

function steps(what: Omit<Send, 'kind'>): readonly Step[] {
  const plan = planSend({ kind: 'send', ...what })
  if (!plan.ok) throw new Error(plan.detail)
  return plan.steps
}
/** A step in short: `photo(a.png) "caption" +inline`. */
const brief = (step: Step): string => {
  const body = step.kind === 'text' ? `text "${step.part.plain}"`
    : `${step.form}(${(step.kind === 'file' ? [step.file] : step.files).map(one => one.name).join(',')})${step.caption === null ? '' : ` "${step.caption.plain}"`}`
  const { markup } = step
  const keys = markup === undefined ? '' : 'inline_keyboard' in markup ? ' +inline' : 'keyboard' in markup ? ' +ask' : ' +remove'
  return body + keys + (step.replyTo === undefined ? '' : ` re:${step.replyTo}`)
}
const long = 'слово '.repeat(300).trim()
const yes = [[{ label: 'Да', choice: 'c1' }]]
const askPhone = { label: 'Поделиться номером', skip: 'Пропустить' }

describe('an outgoing message becomes calls', () => {
  test.each<[string, Omit<Send, 'kind'>, readonly string[]]>([
    ['a text is one message that answers', { text: 'Готово', replyTo: '41' }, ['text "Готово" re:41']],
    ['a screenshot carries its text', { text: 'Вот так', files: [shot('a.png')], buttons: yes }, ['photo(a.png) "Вот так" +inline']],
    ['a text too long for a caption follows the files', { text: long, files: [shot('a.png')] }, ['photo(a.png)', `text "${long}"`]],
    ['a log stays a document', { text: '', files: [file('касса.log')] }, ['document(касса.log)']],
    ['a photo over 10 MB goes as a document', { text: '', files: [shot('a.png'), { ...shot('b.png'), size: 11 * 1024 * 1024 }] }, ['photo(a.png)', 'document(b.png)']],
    ['a drawing that Telegram knows no photo of goes as a document', { text: '', files: [file('a.svg', 'photo', { mime: 'image/svg+xml' })] }, ['document(a.svg)']],
    ['several screenshots are one album with the text', { text: 'Шаги', files: [shot('a.png'), shot('b.png')] }, ['photo(a.png,b.png) "Шаги"']],
    ['photos and documents do not share an album', { text: 'x', files: [shot('a.png'), shot('b.png'), file('c.log')] }, ['photo(a.png,b.png)', 'document(c.log)', 'text "x"']],
    ['eleven documents are ten and one', { text: '', files: Array.from({ length: 11 }, (_, n) => file(`${n}`)) }, ['document(0,1,2,3,4,5,6,7,8,9)', 'document(10)']],
    ['voices stand alone', { text: '', files: [file('a.ogg', 'voice', { mime: 'audio/ogg' }), file('b.ogg', 'voice', { mime: 'audio/ogg' })] }, ['voice(a.ogg)', 'voice(b.ogg)']],
    ['an album with buttons leaves them to the text', { text: 'Помогло?', files: [shot('a.png'), shot('b.png')], buttons: yes }, ['photo(a.png,b.png)', 'text "Помогло?" +inline']],
    ['an album with buttons and no text lets its last file carry them', { text: '', files: [shot('a.png'), shot('b.png'), shot('c.png')], buttons: yes }, ['photo(a.png,b.png)', 'photo(c.png) +inline']],
    ['asking for the phone', { text: 'Ваш номер?', askPhone }, ['text "Ваш номер?" +ask']],
    ['asking for the phone beside buttons takes a message of its own', { text: 'Где вы?', buttons: yes, askPhone }, ['text "Где вы?" +inline', 'text "Поделиться номером" +ask']],
    ['taking the keyboard away', { text: 'Спасибо', endAsk: true }, ['text "Спасибо" +remove']],
    ['taking it away with the first of two, buttons on the second', { text: long, files: [shot('a.png')], buttons: yes, endAsk: true }, ['photo(a.png) +remove', `text "${long}" +inline`]],
    ['a link into the local network is written out, no button', { text: 'Открыть', buttons: [[{ label: 'Регламент', url: 'http://localhost:8080/regulation' }]] }, ['text "Открыть\nРегламент: http://localhost:8080/regulation"']],
    ['a public link is a button', { text: 'Открыть', buttons: [[{ label: 'Регламент', url: 'https://desk.example/regulation' }]] }, ['text "Открыть" +inline']],
    ['an answer to what is no number answers nothing', { text: 'да', replyTo: 'x' }, ['text "да"']],
  ])('%s', (_, what, expected) => {
    expect(steps(what).map(brief)).toEqual(expected)
  })

  it('buttons of a long text stand on its last part', () => {
    const parts = steps({ text: 'я'.repeat(9_000), buttons: yes })
    expect(parts.map(step => step.markup !== undefined)).toEqual([false, false, true])
  })

  it('counts the messages that come of it', () => {
    expect(steps({ text: long, files: [shot('a.png'), shot('b.png')] }).map(messagesOf)).toEqual([2, 1])
  })

  test.each<[string, Omit<Send, 'kind'>, object]>([
    ['a file over the limit, before anything leaves', { text: 'x', files: [file('a.zip', 'document', { size: 50 * 1024 * 1024 + 1 })] }, { class: 'too_large' }],
    ['an empty file', { text: 'x', files: [file('a.log', 'document', { size: 0 })] }, { class: 'invalid_content' }],
    ['nothing at all', { text: ' ' }, { class: 'invalid_content' }],
    ['a choice of 33 Cyrillic letters is 66 bytes', { text: 'x', buttons: [[{ label: 'a', choice: 'я'.repeat(33) }]] }, { class: 'invalid_content' }],
    ['a button without words', { text: 'x', buttons: [[{ label: ' ', choice: 'c' }]] }, { class: 'invalid_content' }],
  ])('is refused: %s', (_, what, expected) => {
    expect(planSend({ kind: 'send', ...what })).toMatchObject({ ok: false, ...expected })
  })

  it('32 Cyrillic letters are the 64 bytes that fit', () => {
    expect(planSend({ kind: 'send', text: 'x', buttons: [[{ label: 'a', choice: 'я'.repeat(32) }]] }).ok).toBe(true)
  })

  it('a server of one\'s own takes more', () => {
    expect(planSend({ kind: 'send', text: '', files: [file('a.zip', 'document', { size: 900 * 1024 * 1024 })] }, 2_000 * 1024 * 1024).ok).toBe(true)
  })
})
