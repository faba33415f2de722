import { describe, expect, test } from 'vitest'
import { participantsOf } from './participants.ts'

const box = (address: string, name = '') => ({ name, address })
const from = box('Irina@Kafe-Most.example', 'Ирина')
const of = (to: string[], cc: string[] = []) => participantsOf({ from, to: to.map(one => box(one)), cc: cc.map(one => box(one)) }).map(one => one.address)

describe('who takes part by a letter (pain 8)', () => {
  test('everybody whom it was written to, each once, whatever the case; its sender is no one more', () => {
    expect(of(['Petr@Kafe-Most.example', 'irina@kafe-most.example'], ['PETR@kafe-most.example', 'buh@kafe-most.example'])).toEqual(['petr@kafe-most.example', 'buh@kafe-most.example'])
  })
  test.each([
    'noreply@bank.example', 'no-reply@bank.example', 'do-not-reply@x.example', 'MAILER-DAEMON@x.example', 'postmaster@x.example', 'bounce+t1@x.example', 'kassa-request@lists.example',
    'owner-kassa@lists.example', 'kassa-bounces@lists.example', 'notifications@tracker.example',
  ])('%s reads nothing or hands it on: a notice and its echo would answer each other (pain 5)', address => {
    expect(of([address])).toEqual([])
  })
  test('people whose names look like such words are people', () => {
    expect(of(['repin@x.example', 'boris.admiral@x.example', 'abusev@x.example', 'listova@x.example'])).toHaveLength(4)
  })
  test('what is no address is nobody; no more than twenty', () => {
    expect(of(['', 'кому-то', 'a@', '@b', 'a b@c.example'])).toEqual([])
    expect(of(Array.from({ length: 40 }, (_, index) => `p${index}@x.example`))).toHaveLength(20)
  })
  test('a name is one line and not too long', () => {
    expect(participantsOf({ from, to: [box('p@x.example', `Пётр\r\n ${'и'.repeat(400)}`)], cc: [] })[0]!.name).toMatch(/^Пётр и{195}$/)
  })
})
