import { expect, test } from 'vitest'
import { looksLikePhone } from './phone.ts'

test.each(['+7 916 123-45-67', '89161234567', '8 (977) 090', '(977) 090-91-90', '2345-67'])('%s is a phone', typed => expect(looksLikePhone(typed)).toBe(true))
test.each(['Ольга', '', '5', 'кафе 24', '№ 12345678'])('%s is not a phone', typed => expect(looksLikePhone(typed)).toBe(false))
