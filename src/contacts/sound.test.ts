import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { soundKey, soundOf } from './sound.ts'

describe('words that sound the same have the same key', () => {
  test.each([
    ['бирёзка', 'Берёзка'], ['пелменная', 'Пельменная'], ['чяйка', 'Чайка'], ['кофеня', 'Кофейня'], ['пица', 'Пицца'], ['питёрочка', 'Пятёрочка'], ['булошная', 'Булочная'],
    ['сонце', 'Солнце'], ['шашлычьная', 'Шашлычная'], ['вкуз', 'Вкус'], ['гараш', 'Гараж'], ['фторой', 'Второй'], ['щастье', 'Счастье'], ['лесница', 'Лестница'], ['раён', 'Район'],
    ['чебуречьная', 'Чебуречная'], ['двацать', 'Двадцать'], ['Малако', 'Молоко'],
  ])('%s is heard as %s', (heard, written) => {
    expect(soundOf(heard)).toBe(soundOf(written))
  })

  test.each([['Берёзка', 'Белка'], ['Чайка', 'Майка'], ['Север', 'Сибирь'], ['Лесная', 'Песня'], ['Бар', 'Пар']])('%s is not %s', (one, other) => {
    expect(soundOf(one)).not.toBe(soundOf(other))
  })

  test('a word too short or of no Russian letters has no key to look up by', () => {
    expect([soundKey('ё'), soundKey('щщщщ'), soundKey('wok'), soundKey('24'), soundKey('!')]).toEqual([null, null, null, null, null])
    expect(soundKey('Берёзка')).toBe('бириска')
  })
})

describe('the database hears as the code does', () => {
  let base: FreshDatabase
  beforeAll(async () => {
    base = await freshDatabase()
  })
  afterAll(() => base.drop())

  test('for any text', async () => {
    const letter = fc.constantFrom(...'абвгдеёжзийклмнопрстуфхцчшщъыьэюяАЯЁЩ «»-,.№5ab\n\'')
    const texts = fc.sample(fc.oneof(fc.array(letter, { maxLength: 30 }).map(letters => letters.join('')), fc.string({ maxLength: 20 }).filter(text => !text.includes('\u0000'))), 2_000)
    const { rows } = await sql<{ text: string; sound: string }>`select text, sound_of(text) as sound from unnest(${texts}::text[]) text`.execute(base.db)
    expect(rows.filter(({ text, sound }) => sound !== soundOf(text))).toEqual([])
  })
})
