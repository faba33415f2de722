import { describe, expect, it } from 'vitest'
import { minute } from '../lib/instant.ts'
import { alike, holds, phraseOf, stemsOf } from './alike.ts'
import { values } from './kinds.ts'
import { match, type Kind, type Report } from './match.ts'

const at = Date.parse('2026-03-17T19:12+03:00')
const report = (over: Partial<Report> = {}): Report => ({ ticketId: 't1', number: 1103, receivedAt: at, contactId: 'c1', pointIds: ['berezka'], topic: null, fact: null, factTopic: null, words: '', ...over })
const orders: Kind = { scope: 'points', points: new Set(['berezka', 'arbat']), topic: '4.1.2', facts: ['no_orders'], words: ['заказы не приходят', 'нет заказов'], startedAt: at }

describe('R-4.1.2 words of customers', () => {
  it.each([
    ['заказы не приходят', 'С утра не приходят ЗАКАЗЫ с сайта!', true],
    ['нет заказов', 'заказа нет ни одного', true],
    ['нет заказов', 'перестали идти заказы', true],
    ['нет заказов', 'как отменить заказ', false],
    ['заказы не приходят', 'не печатает принтер', false],
    ['сервер не отвечает', 'Сервера не отвечают', true],
    ['', 'что угодно', false],
  ])('«%s» in «%s»: %s', (phrase, text, found) => expect(holds(stemsOf(text), phrase)).toBe(found))

  it.each([
    ['Не приходят заказы с сайта', 'заказы перестали приходить', true],
    ['Не работает сайт', 'у нас сайт не работает', true],
    ['Добрый день, помогите срочно', 'Добрый день, помогите срочно', false],
    ['Не печатает принтер на кухне', 'Не приходят заказы', false],
    ['Сайт работает', 'сайт не работает', false],
  ])('«%s» and «%s» speak of the same: %s', (one, other, same) => expect(alike(stemsOf(one), stemsOf(other), values.sharedWords)).toBe(same))

  it('a phrase that the radar found is said in the words of people', () => {
    expect(phraseOf('Добрый день! Не приходят заказы с сайта, помогите', ['приход', 'заказ'])).toBe('не приходят заказы')
    expect(phraseOf('Не приходят заказы с сайта', ['приход', 'заказ', 'сайт'])).toBe('не приходят заказы с сайта')
  })
})

describe('R-4.1.1 R-4.1.2 a new report is one of an open outage', () => {
  it.each<[string, Partial<Report>, Partial<Kind>, ReturnType<typeof match>]>([
    ['the fact that he chose is that of the outage', { fact: 'no_orders', factTopic: '4.1.2' }, {}, { by: 'fact', what: 'no_orders' }],
    ['the fact stands for the topic of the outage', { fact: 'other_fact', factTopic: '4.1.2' }, {}, { by: 'topic', what: '4.1.2' }],
    ['a person has set the topic of the outage', { topic: '4.1.2' }, {}, { by: 'topic', what: '4.1.2' }],
    ['his words hold a phrase of the outage', { words: 'Заказы с утра не приходят' }, {}, { by: 'words', what: 'заказы не приходят' }],
    ['other words', { words: 'Не печатает принтер' }, {}, null],
    ['he chose another fact, whatever he wrote', { words: 'нет заказов, смена не открывается', fact: 'shift', factTopic: '4.1.3' }, {}, null],
    ['a person has rated it as something else', { topic: '4.4.2', fact: 'no_orders', factTopic: '4.1.2', words: 'принтер' }, { facts: [] }, null],
    ['a point that is not touched', { pointIds: ['pelmennaya'], fact: 'no_orders' }, {}, null],
    ['a ticket of several points, one of them touched', { pointIds: ['pelmennaya', 'arbat'], fact: 'no_orders' }, {}, { by: 'fact', what: 'no_orders' }],
    ['nobody knows his point yet', { pointIds: [], fact: 'no_orders' }, {}, null],
    ['nobody knows his point, all are touched', { pointIds: [], fact: 'no_orders' }, { scope: 'all', points: new Set() }, { by: 'fact', what: 'no_orders' }],
    ['he reported it before anybody noticed', { fact: 'no_orders', receivedAt: at - values.noticedLate }, {}, { by: 'fact', what: 'no_orders' }],
    ['he reported it long before', { fact: 'no_orders', receivedAt: at - values.noticedLate - minute }, {}, null],
  ])('%s', (_name, given, kind, expected) => expect(match(report(given), { ...orders, ...kind })).toEqual(expected))
})
