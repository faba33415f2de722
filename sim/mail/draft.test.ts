import { describe, expect, test } from 'vitest'
import type { Letter } from '../../src/channels/email/letter.ts'
import { kindOf } from '../../src/channels/email/kinds/kind.ts'
import { read } from '../../src/channels/email/read.ts'
import { clients, written, type Draft } from './draft.ts'
import { composed } from './post.ts'

const person = { address: 'olga@berezka.example', name: 'Ольга Ветрова', role: 'администратор' }
const desk = { name: 'Поддержка «Юпитер»', address: 'help@jupiter.example' }
const at = Date.parse('2026-03-17T11:07:00Z')
const question = read(Buffer.from([
  'From: =?utf-8?B?0J/QvtC00LTQtdGA0LbQutCw?= <help@jupiter.example>', 'Reply-To: <help+t1042.abc@jupiter.example>', 'To: Olga <olga@berezka.example>', 'Subject: =?utf-8?B?W+KEliAxMDQyXSDQmtCw0YHRgdCw?=',
  'Message-ID: <two@jupiter.example>', 'References: <one@jupiter.example>', 'Date: Tue, 17 Mar 2026 10:00:00 +0300', 'Content-Type: text/plain; charset=utf-8', '', 'Пришлите, пожалуйста, журнал.', '',
].join('\r\n')))

const draft = (more: Partial<Draft>): Draft => ({ client: 'mailru', kind: 'plain', subject: '', text: 'Вот журнал за вчера.\n\nПосмотрите конец файла.', answered: question, ...more })
const arrived = async (more: Partial<Draft>): Promise<Letter> => read(await composed(written(draft(more), person, desk), person, [], at))

describe.each(clients)('a letter from %s', client => {
  test('pain 6 answers by ids and to the address that was asked for; the desk reads only what was written this time', async () => {
    const letter = await arrived({ client })
    expect(letter.fresh.text.trim()).toBe('Вот журнал за вчера.\n\nПосмотрите конец файла.')
    expect(letter.fresh.history).toContain('Пришлите, пожалуйста, журнал.')
    expect(letter).toMatchObject({ subject: 'Re: [№ 1042] Касса', inReplyTo: ['<two@jupiter.example>'], references: ['<one@jupiter.example>', '<two@jupiter.example>'], to: [{ address: 'help+t1042.abc@jupiter.example' }] })
    expect(letter.from).toEqual({ name: person.name, address: person.address })
  })
  test('that begins something goes to the desk and answers nothing', async () => {
    const letter = await arrived({ client, answered: null, subject: 'Нет заказов' })
    expect(letter).toMatchObject({ subject: 'Нет заказов', inReplyTo: [], references: [], to: [{ address: desk.address }] })
    expect(letter.fresh.text).toContain('Вот журнал за вчера.')
    expect(kindOf(letter)).toMatchObject({ kind: 'message' })
  })
})

test('A-17 an automatic answer is one for the desk', async () => {
  expect(kindOf(await arrived({ kind: 'automatic' }))).toMatchObject({ kind: 'auto-reply' })
})
