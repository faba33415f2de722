import { describe, expect, it } from 'vitest'
import { jupiterDocument } from '../../test/jupiter.ts'
import type { Weight } from '../tickets/ticket.ts'
import type { MessageContent } from './inbound.ts'
import { weigh, withoutGreeting } from './weigh.ts'

const photo = { fileRef: 'f', name: 'photo.jpg', mime: 'image/jpeg', size: 1, kind: 'photo' } as const

describe('what a message weighs', () => {
  it.each<[string, Partial<MessageContent> & { automatic?: true }, Weight]>([
    ['words are a request', { text: 'Не печатает принтер' }, 'real'],
    ['a greeting is the beginning of one', { text: 'Здравствуйте!' }, 'real'],
    ['«Спасибо большое!!!» is not', { text: 'Спасибо большое!!!' }, 'thanks'],
    ['«ок, спасибо» is not', { text: 'ок, спасибо' }, 'thanks'],
    ['«спасибо, но не печатает» is', { text: 'спасибо, но не печатает' }, 'real'],
    ['a sticker is nothing', { text: '👍', sticker: true }, 'nothing'],
    ['a photo is a request whatever stands under it', { text: 'спасибо', files: [photo] }, 'real'],
    ['a place is a request', { place: { latitude: 55, longitude: 37 } }, 'real'],
    ['somebody else\'s card is a request', { card: { phone: '+79035550011', name: 'Глеб', own: false } }, 'real'],
    ['R-6.1.3 his own card answers the bot and asks for nothing', { card: { phone: '+79161234501', name: 'Ольга', own: true } }, 'thanks'],
    ['an automatic answer is automatic, whatever it says', { text: 'Я в отпуске', automatic: true }, 'automatic'],
    ['blanks are nothing', { text: ' \n ' }, 'nothing'],
  ])('%s', (_, content, expected) => expect(weigh(jupiterDocument, { text: '', files: [], ...content })).toBe(expected))
})

describe('the greeting in front', () => {
  it.each([
    ['Добрый день, не открывается смена', 'не открывается смена'],
    ['Здравствуйте!', ''],
    ['Доброго времени суток. Касса молчит', 'Касса молчит'],
    ['Hello, the printer is silent', 'the printer is silent'],
    ['Приветственный экран не грузится', 'Приветственный экран не грузится'],
    ['Не печатает', 'Не печатает'],
    ['Hibernation on the till', 'Hibernation on the till'],
  ])('%s → %s', (text, expected) => expect(withoutGreeting(text)).toBe(expected))
})
