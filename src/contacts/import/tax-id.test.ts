import { describe, expect, test } from 'vitest'
import { checkRows } from './check.ts'
import { findColumns } from './columns.ts'
import { taxIdDoubts, taxIdFault } from './tax-id.ts'

describe('a tax number is held against its own check digits', () => {
  test.each([
    ['7707083893', null, 'a company'], ['500100732259', null, 'a person'], ['0274062111', null, 'a region that begins with a zero'], ['7707 083 893', null, 'written in groups'],
    ['7701234567', 'tax_id_sum', 'the last digit is another one'], ['7707083839', 'tax_id_sum', 'two digits changed places'], ['500100732258', 'tax_id_sum', 'the last digit of a person'], ['500100732219', 'tax_id_sum', 'the last but one of a person'],
    ['0000000000', 'tax_id_sum', 'nothing but zeros'], ['274062111', 'tax_id_zero', 'a spreadsheet took the zero for nothing'], ['770708389', 'tax_id_length', 'a digit is missing at the end'],
    ['77070838931', 'tax_id_length', 'a digit too many'], ['7701', 'tax_id_length', 'four digits'], ['7707083893/1', 'tax_id_length', 'more than digits'], ['', 'tax_id_length', 'nothing'],
  ] as const)('%s gives %s: %s', (value, fault, _says) => {
    expect(taxIdFault(value)).toBe(fault)
  })

  test('each of the ten digits matters', () => {
    const right = [...'7707083893']
    for (const place of right.keys()) expect(taxIdFault(right.with(place, String((Number(right[place]) + 1) % 10)).join('')), String(place)).toBe('tax_id_sum')
  })
})

const doubtsOf = (heading: string, ...values: string[]) => {
  const table = [[heading, 'Заказчик', 'Точка'], ...values.map(value => [value, 'Зерно', 'Кафе'])]
  const columns = findColumns(table)!
  const { rows, problems } = checkRows(table, columns)
  expect([rows.length, problems]).toEqual([values.length, []])
  return taxIdDoubts(rows, columns)
}

describe('a doubtful tax number is named, and its rows are loaded', () => {
  test('once, with its first row and how many say it', () => {
    expect(doubtsOf('ИНН', '7707083893', '7701234567', '274062111', '7701234567')).toEqual([
      { row: 3, rows: 2, heading: 'ИНН', value: '7701234567', kind: 'tax_id_sum' }, { row: 4, rows: 1, heading: 'ИНН', value: '274062111', kind: 'tax_id_zero' },
    ])
  })

  test.each([['ИНН заказчика', 1], ['Company tax ID', 1], ['tax_id', 1], ['INN', 1], ['Код заказчика', 0], ['company code', 0]])('under the heading «%s»: %i', (heading, found) => {
    expect(doubtsOf(heading, 'B-17')).toHaveLength(found)
  })
})
