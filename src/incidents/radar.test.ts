import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minute } from '../lib/instant.ts'
import { values } from './kinds.ts'
import type { Report } from './match.ts'
import { radar, type Known } from './radar.ts'

const now = Date.parse('2026-03-17T19:20+03:00')
let made = 0
const report = (point: string | null, over: Partial<Report> = {}): Report => {
  made += 1
  return { ticketId: `t${made}`, number: made, receivedAt: now - minute, contactId: `c${made}`, pointIds: point === null ? [] : [point], topic: null, fact: null, factTopic: null, words: '', ...over }
}
const noOrders = { fact: 'no_orders', factTopic: '4.1.2' }
const seen = (reports: readonly Report[], known: readonly Known[] = []) => radar(reports.at(-1)!, reports, known, now)

const strangers = (count: number) => Array.from({ length: count }, () => report(null, noOrders))
const burst = () => [report('a', noOrders), report('b', noOrders), report('c', noOrders)]
const known = (over: Partial<Known>): Known => ({ id: 'known', state: 'proposed', over: null, topic: '4.1.2', facts: ['no_orders'], words: [], ...over })

describe('R-4.1.1 R-4.1.2 the radar', () => {
  it('three points that chose the same fact within minutes are proposed, with since when and how many', () => {
    const reports = [report('a', { ...noOrders, receivedAt: now - 8 * minute }), report('b', noOrders), report('c', noOrders)]
    expect(seen(reports)).toEqual({ is: 'new', sighting: { by: 'fact', what: 'no_orders', points: 3, people: 3, since: now - 8 * minute, until: now - minute, tickets: reports.map(one => one.ticketId) } })
  })

  it('three points that write alike are proposed with the words that they share', () => {
    const reports = [report('a', { words: 'Не приходят заказы с сайта' }), report('b', { words: 'заказы перестали приходить' }), report('c', { words: 'Добрый день! Заказы не приходят' })]
    expect(seen(reports)).toMatchObject({ is: 'new', sighting: { by: 'words', what: 'заказы не приходят', points: 3 } })
  })

  it('many people whose point nobody knows count as well', () => {
    expect(seen(strangers(values.radarStrangers - 1))).toEqual({ is: 'nothing' })
    expect(seen(strangers(values.radarStrangers))).toMatchObject({ is: 'new', sighting: { points: 0, people: values.radarStrangers } })
  })

  it.each<[string, () => readonly Report[]]>([
    ['one point that writes three times', () => [report('a', noOrders), report('a', noOrders), report('a', noOrders)]],
    ['two points', () => [report('a', noOrders), report('b', noOrders)]],
    ['three points over an hour', () => [report('a', { ...noOrders, receivedAt: now - 60 * minute }), report('b', { ...noOrders, receivedAt: now - 30 * minute }), report('c', noOrders)]],
    ['three points with three troubles', () => [report('a', { words: 'Не печатает принтер' }), report('b', { words: 'Не приходят заказы' }), report('c', { words: 'Как добавить сотрудника' })]],
    ['three points that say hello', () => ['a', 'b', 'c'].map(point => report(point, { words: 'Здравствуйте, помогите, пожалуйста, срочно' }))],
    ['«работаем, но с трудом» may be anything', () => ['a', 'b', 'c'].map(point => report(point, { fact: 'hard', factTopic: null, words: '' }))],
  ])('%s is no outage', (_name, reports) => expect(seen(reports())).toEqual({ is: 'nothing' }))

  it.each<[string, Known, 'nothing' | 'more' | 'new']>([
    ['proposed already: it grows', known({}), 'more'],
    ['open already', known({ state: 'open' }), 'nothing'],
    ['«это не сбой», an hour ago', known({ state: 'rejected', over: now - 60 * minute }), 'nothing'],
    ['«это не сбой», long ago', known({ state: 'rejected', over: now - values.quietAfterRejection }), 'new'],
    ['ended a moment ago', known({ state: 'ended', over: now - minute }), 'nothing'],
    ['ended half an hour ago', known({ state: 'ended', over: now - values.quietAfterEnd }), 'new'],
    ['another one is open', known({ state: 'open', topic: '4.4.2', facts: [], words: ['принтер не печатает'] }), 'new'],
  ])('the same burst, %s', (_name, one, is) => expect(seen(burst(), [one]).is).toBe(is))

  it('never proposes the same burst twice, in whatever order its reports come', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', null), { minLength: 1, maxLength: 30 }), points => {
      const reports: Report[] = []
      const proposals: Known[] = []
      for (const point of points) {
        reports.push(report(point, noOrders))
        const found = radar(reports.at(-1)!, reports, proposals, now)
        if (found.is === 'new') proposals.push(known({ id: `p${proposals.length}`, facts: [found.sighting.what] }))
      }
      const places = new Set(points.filter(point => point !== null)).size
      const strangers = points.filter(point => point === null).length
      expect(proposals.length).toBe(places >= values.radarPoints || strangers >= values.radarStrangers ? 1 : 0)
    }))
  })

  it('what it proposes is always among what it was shown, and holds the report that gave it away', () => {
    const words = fc.constantFrom('Не приходят заказы', 'заказы не приходят с сайта', 'нет заказов', 'не печатает принтер', 'принтер чеков не печатает', 'помогите')
    fc.assert(fc.property(fc.array(fc.record({ point: fc.constantFrom('a', 'b', 'c', 'd', null), words, age: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 20 }), given => {
      const reports = given.map(one => report(one.point, { words: one.words, receivedAt: now - one.age * minute }))
      const fresh = { ...reports.at(-1)!, receivedAt: now }
      const shown = [...reports.slice(0, -1), fresh]
      const found = radar(fresh, shown, [], now)
      if (found.is !== 'new') return
      const { tickets, since, until } = found.sighting
      expect(tickets).toContain(fresh.ticketId)
      expect(tickets.every(id => shown.some(one => one.ticketId === id && one.receivedAt > now - values.radarWindow))).toBe(true)
      expect(until - since).toBeLessThan(values.radarWindow)
    }))
  })
})
