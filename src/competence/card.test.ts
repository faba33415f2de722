import { describe, expect, test } from 'vitest'
import { jupiterDocument } from '../../test/jupiter.ts'
import { catalogueItem } from '../regulation/document/catalogue.ts'
import type { RegulationDocument } from '../regulation/document/schema.ts'
import { topicCard, type TopicCard } from './api.ts'
import { cardFault, cardFor, shippedCard, storedOf } from './card.ts'
import { lackingOf } from './deliverable.ts'
import { jupiter } from './jupiter.ts'
import { changedParts, overlaid } from './parts.ts'
import { rowsOf } from './rows.ts'

const rows = rowsOf(jupiterDocument, [])
const topics = rows.filter(row => row.kind === 'topic')
const found = (id: string, document: RegulationDocument = jupiterDocument) => {
  const item = catalogueItem(document, id)
  if (item === null) throw new Error(`no topic ${id}`)
  return item
}
const cardOf = (id: string): TopicCard => shippedCard(jupiterDocument, found(id))

/** Everything that a card says aloud. */
const wordsOf = ({ procedure, preconditions, replyText, recommendation, advised, notPerformed }: TopicCard): string[] => [
  ...procedure.steps.flatMap(({ text, snippet }) => [text, snippet ?? '']), ...preconditions.map(one => one.question), replyText ?? '', recommendation ?? '', ...advised, ...notPerformed,
]

describe('the shipped cards of «Юпитер»', () => {
  test('R-3.1.7 every topic of the catalogue has a procedure of three steps or more, everything outside has one too, and none is left over', () => {
    for (const { id, card } of topics) expect(card.procedure.steps.length, id).toBeGreaterThanOrEqual(3)
    for (const { id, kind, card } of rows) if (kind === 'outside') expect(card.procedure.steps.length, id).toBeGreaterThan(0)
    expect(Object.keys(jupiter.cards).toSorted()).toEqual(rows.map(row => row.id).toSorted())
  })

  test('R-6.2.4 a proposed category is one that the regulation names for the topic; where it names none, effect alone decides', () => {
    for (const { id, categories, card } of topics) {
      if (categories.length === 0) expect(card.proposedCategory, id).toBeNull()
      else expect(categories, id).toContain(card.proposedCategory)
    }
  })

  test('each card fits the regulation and the limits of what may be typed', () => {
    for (const { id, card } of rows) {
      expect(cardFault(jupiterDocument, found(id), card), id).toBeNull()
      expect(topicCard.parse(card), id).toEqual(card)
    }
  })

  test('A-30 where we only advise, nothing is offered to be done for the customer: what we explain and what we do not do is written down, nothing is given out', () => {
    const advised = rows.filter(row => row.mode === 'advise')
    expect(advised.map(row => row.id)).toEqual(['4.5.1', '4.5.2', '4.5.3'])
    for (const { id, card } of advised) {
      expect(card.advised.length, id).toBeGreaterThan(0)
      expect(card.notPerformed.length, id).toBeGreaterThan(0)
      expect(card.deliverable, id).toBeNull()
      for (const words of wordsOf(card)) expect(words, id).not.toMatch(/за вас|(^|[\s,.])(сделаем|заведём|внесём|добавим|изменим|поменяем|настроим|создадим)(?=[\s,.:!]|$)/iu)
    }
  })

  test('R-4.5.7 the order protocol gives out an order number, a date and a file', () => {
    const { deliverable } = cardOf('4.5.7')
    expect(deliverable).toMatchObject({ fileRequired: true })
    expect(deliverable?.fields.filter(field => field.required).map(({ id, kind }) => [id, kind])).toEqual([['order', 'text'], ['date', 'date']])
    expect(rows.filter(row => row.card.deliverable !== null).map(row => row.id)).toEqual(['4.5.7'])
  })

  test('R-4.4.1 the driver and the test page are asked of the specialist, and each points to what is then outside', () => {
    expect(cardOf('4.4.1').preconditions.map(one => one.outside)).toEqual(['5.2', '5.1'])
    for (const { question } of rows.flatMap(row => row.card.preconditions)) {
      expect(question).toMatch(/\?$/)
      // «у вас» would speak to the customer.
      expect(question).not.toMatch(/(^|\s)(вы|вас|вам|ваш\p{L}*)(?=[\s?,]|$)/iu)
    }
  })

  test('R-4.4.2 steps stand under the four sub-topics of the regulation', () => {
    const parts = new Set(cardOf('4.4.2').procedure.steps.map(step => step.part).filter(part => part !== null))
    expect([...parts].toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('R-4.5.8 help with stocktaking is agreed for a date, and no other topic is', () => {
    expect(rows.filter(row => row.card.scheduled).map(row => row.id)).toEqual(['4.5.8'])
  })

  test('R-3.1.6 what is outside has the reply and the recommendation of the regulation', () => {
    for (const item of jupiterDocument.outside) expect(cardOf(item.id)).toMatchObject({ replyText: item.reply, recommendation: item.recommendation })
  })

  test('a customer reads no number of a clause and none of the words that are not said to him', () => {
    for (const { id, card } of rows) {
      for (const words of [card.replyText ?? '', ...card.procedure.steps.map(step => step.snippet ?? '')]) expect(words, id).not.toMatch(/отказ|молчани|\b[3-7]\.\d(\.\d)?\b/iu)
    }
  })
})

describe('a card and the regulation', () => {
  const other: RegulationDocument = { ...jupiterDocument, product: { ...jupiterDocument.product, name: 'Сатурн' } }

  test('another product has none of these cards: its regulation alone speaks', () => {
    expect(shippedCard(other, found('4.4.1', other))).toMatchObject({
      procedure: { steps: [] }, proposedCategory: 2, deliverable: null, replyText: null,
      preconditions: [{ question: 'Драйвер устройства установлен в Windows и работает?' }, { question: 'Пробная страница печатается?' }],
    })
    expect(shippedCard(other, found('5.2', other)).replyText).toBe(found('5.2').kind === 'outside' ? jupiterDocument.outside.find(item => item.id === '5.2')?.reply : null)
  })

  test('words that were not touched follow the next edition; words that were edited stay', () => {
    const item = found('5.2')
    const shipped = shippedCard(jupiterDocument, item)
    const stepsOnly = storedOf({ ...shipped, procedure: { steps: [] } }, shipped)
    const ownReply = storedOf({ ...shipped, replyText: 'Своими словами.' }, shipped)
    const next: RegulationDocument = { ...jupiterDocument, outside: jupiterDocument.outside.map(one => (one.id === '5.2' ? { ...one, reply: 'Новый ответ редакции.' } : one)) }
    expect(cardFor(next, found('5.2', next), stepsOnly)).toMatchObject({ procedure: { steps: [] }, replyText: 'Новый ответ редакции.' })
    expect(cardFor(next, found('5.2', next), ownReply).replyText).toBe('Своими словами.')
  })

  test('a shipped reply that was emptied stays empty', () => {
    const shipped = shippedCard(jupiterDocument, found('4.2.3'))
    expect(shipped.replyText).not.toBeNull()
    expect(cardFor(jupiterDocument, found('4.2.3'), storedOf({ ...shipped, replyText: null }, shipped)).replyText).toBeNull()
  })

  test('R-6.2.4 a proposal that the next edition no longer allows gives way to its likeliest category', () => {
    const shipped = shippedCard(jupiterDocument, found('4.4.1'))
    const stored = storedOf({ ...shipped, proposedCategory: 3 }, shipped)
    const next: RegulationDocument = { ...jupiterDocument, topics: jupiterDocument.topics.map(topic => (topic.id === '4.4.1' ? { ...topic, categories: [2] } : topic)) }
    expect(cardFor(jupiterDocument, found('4.4.1'), stored).proposedCategory).toBe(3)
    expect(cardFor(next, found('4.4.1', next), stored).proposedCategory).toBe(2)
  })

  test.each<[string, string, Partial<TopicCard>, string]>([
    ['R-6.2.4 a category that the regulation does not name for the topic', '4.5.7', { proposedCategory: 1 }, 'category'],
    ['A-30 a document given out where we only advise', '4.5.3', { deliverable: { title: 'Акция', fields: [], fileRequired: true } }, 'advise_only'],
    ['R-3.1.6 nothing to say to what is outside', '5.1', { replyText: null }, 'reply_missing'],
    ['two steps under one id', '4.1.1', { procedure: { steps: ['Раз', 'Два'].map(text => ({ id: 'same', text, part: null, snippet: null })) } }, 'same_id'],
    ['R-4.4.2 a step of a sub-topic that there is not', '4.4.2', { procedure: { steps: [{ id: 'new', text: 'Шаг', part: 'e', snippet: null }] } }, 'part'],
    ['R-4.4.1 a precondition that leads nowhere', '4.4.1', { preconditions: [{ id: 'new', question: 'Готово?', outside: '5.9' }] }, 'outside'],
  ])('%s is a fault', (_name, id, change, fault) => {
    expect(cardFault(jupiterDocument, found(id), { ...cardOf(id), ...change })).toBe(fault)
  })

  test('two people who change different parts both keep theirs; of the same part the later hand has it', () => {
    const base = cardOf('4.2.1')
    const theirs = { ...base, scheduled: true, reason: 'их слова' }
    expect(overlaid(theirs, base, { ...base, advised: ['Моя строка'] })).toEqual({ ...theirs, advised: ['Моя строка'] })
    expect(overlaid(theirs, base, { ...base, reason: 'мои слова' })).toEqual({ ...theirs, reason: 'мои слова' })
  })

  test('what differs between two cards is named by its part', () => {
    const before = cardOf('4.5.7')
    expect(changedParts(before, structuredClone(before))).toEqual([])
    expect(changedParts(before, { ...before, reason: 'иначе', procedure: { steps: before.procedure.steps.toReversed() } })).toEqual(['procedure', 'reason'])
  })
})

describe('R-4.5.7 what is given out is whole', () => {
  const form = { title: 'Протокол', fileRequired: true, fields: [
    { id: 'order', label: 'Номер', kind: 'text' as const, required: true },
    { id: 'date', label: 'Дата', kind: 'date' as const, required: true },
    { id: 'sum', label: 'Сумма', kind: 'number' as const, required: false },
  ] }
  test.each<[string, Record<string, string>, number, string[]]>([
    ['everything is there', { order: '118', date: '2026-11-20' }, 1, []],
    ['nothing is there', {}, 0, ['order', 'date', 'file']],
    ['blanks are nothing', { order: '  ', date: '2026-11-20' }, 1, ['order']],
    ['a date is a date', { order: '118', date: 'вчера' }, 1, ['date']],
    ['what may be left out must still be readable', { order: '118', date: '2026-11-20', sum: 'много' }, 1, ['sum']],
    ['a sum with spaces and a comma is a number', { order: '118', date: '2026-11-20', sum: '12 500,50' }, 1, []],
  ])('%s', (_name, fields, files, lacking) => {
    expect(lackingOf(form, { fields, files })).toEqual(lacking)
  })
})
