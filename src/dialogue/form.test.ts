import { describe, expect, it } from 'vitest'
import { jupiterDocument } from '../../test/jupiter.ts'
import type { Step } from './acts.ts'
import { ask, nextStep, type Missing } from './form.ts'
import { wordsIn } from './words.ts'

const everything: Missing = { point: true, happening: true, phone: true, since: true }
const points = Array.from({ length: 9 }, (_, index) => ({ id: `p${index}`, name: `Кафе ${index}` }))
const words = wordsIn('ru')
const asked = (step: Step, about: Partial<Parameters<typeof ask>[3]> = {}) => ask(step, 't', 1042, { points: [], found: false, facts: jupiterDocument.botFacts, ...about }, words)
const labels = (step: Step, about: Partial<Parameters<typeof ask>[3]> = {}) => (asked(step, about).buttons ?? []).map(row => row.map(button => button.label))

describe('the next question', () => {
  it.each<[string, Missing, Step[], Step | null]>([
    ['R-6.1.2 the point comes first', everything, [], 'point'],
    ['R-6.1.4 then what happens', everything, ['point'], 'happening'],
    ['R-6.1.3 then the phone', everything, ['point', 'happening'], 'phone'],
    ['then one line that nobody has to give', everything, ['point', 'happening', 'phone'], 'since'],
    ['and no question twice', everything, ['point', 'happening', 'phone', 'since'], null],
    ['A-26 what is known is not asked', { ...everything, point: false, phone: false }, [], 'happening'],
    ['who has said it all is asked nothing', { point: false, happening: false, phone: false, since: false }, [], null],
  ])('%s', (_, missing, before, expected) => expect(nextStep(missing, before)).toBe(expected))
})

describe('how it is asked', () => {
  it('product 4.2 at most six points, a way to another, and a way past', () => {
    expect(labels('point', { points })).toEqual([...points.slice(0, 6).map(point => [point.name]), ['Другая точка', 'Пропустить']])
  })
  it('product 4.2 who is known nowhere writes the name', () => {
    expect(asked('point')).toMatchObject({ title: '№ 1042', text: 'Где это случилось? Напишите название точки или улицу.' })
    expect(labels('point')).toEqual([['Пропустить']])
  })
  it('product 4.2 points found by words, and none of them', () => {
    expect(labels('point', { points: points.slice(0, 2), found: true })).toEqual([['Кафе 0'], ['Кафе 1'], ['Нет в списке']])
  })
  it('product 4.2 what happens is asked as facts of the regulation, never as a category', () => {
    expect(labels('happening').flat()).toEqual([...jupiterDocument.botFacts.map(fact => fact.label), 'Пропустить'])
    expect(labels('happening').flat().join(' ')).not.toMatch(/критичн|категори/i)
  })
  it('who chose English reads the facts of the Jupiter regulation in English', () => {
    const english = ask('happening', 't', 1042, { points: [], found: false, facts: jupiterDocument.botFacts }, wordsIn('en'))
    expect(english.buttons!.flat().map(button => button.label).join(' ')).not.toMatch(/[а-яё]/i)
    expect(english.buttons).toHaveLength(jupiterDocument.botFacts.length + 1)
  })
  it('R-6.1.3 the phone is asked by the messenger\'s own button', () => {
    expect(asked('phone')).toMatchObject({ askPhone: { label: 'Отправить мой номер', skip: 'Пропустить' } })
  })
  it('product 4.4 no question of the bot makes a sound, and each can be passed over', () => {
    for (const step of ['point', 'happening', 'phone', 'since'] as const) {
      expect(asked(step).silent, step).toBe(true)
      expect(asked(step).askPhone?.skip ?? labels(step).flat().at(-1), step).toBe('Пропустить')
    }
  })
})
