import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatText } from './format.ts'

const plain = (parts: ReturnType<typeof formatText>): readonly string[] => parts.map(part => part.plain)
/** What Telegram shows after reading our HTML: the other way round, on its own feet. */
const shown = (html: string): string => html.replaceAll(/<\/?b>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const family = '👨‍👩‍👧‍👦'

const inked = (text: string): string => text.replaceAll(/\s/g, '')
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
const characters = (said: string): readonly string[] => [...segmenter.segment(said)].map(one => one.segment).filter(one => one.trim() !== '')

describe('one part', () => {
  test.each<[string, { title?: string; text: string }, string]>([
    ['escapes what HTML would read, and nothing else', { text: '<b>5 & "7" > 3</b> *_[x](y) \'' }, '&lt;b&gt;5 &amp; "7" &gt; 3&lt;/b&gt; *_[x](y) \''],
    ['sets the title apart as a bold first line', { title: '№ 1042 & касса', text: 'Принято' }, '<b>№ 1042 &amp; касса</b>\nПринято'],
    ['needs no text under a title', { title: '№ 1042', text: '' }, '<b>№ 1042</b>'],
    ['repairs half a character', { text: 'a\ud83db' }, 'a\ufffdb'],
  ])('%s', (_, content, html) => {
    expect(formatText(content).map(part => part.html)).toEqual([html])
  })

  it('is not made of white space', () => {
    expect(formatText({ title: ' ', text: ' \n\t ' })).toEqual([])
  })

  it('counts what is shown, not the HTML', () => {
    expect(plain(formatText({ text: '&'.repeat(4_096) }))).toEqual(['&'.repeat(4_096)])
  })
})

describe('several parts break', () => {
  test.each<[string, string, number, readonly string[]]>([
    ['between paragraphs', 'aaa bbb\n\nccc\nddd eee', 14, ['aaa bbb', 'ccc\nddd eee']],
    ['between lines, if a paragraph would waste the part', 'a\n\nbbb cc\nddd eee', 13, ['a\n\nbbb cc', 'ddd eee']],
    ['between words', 'касса не печатает', 10, ['касса не', 'печатает']],
    ['where a word ends exactly at the limit', 'касса печатает', 5, ['касса', 'печат', 'ает']],
    ['inside a word that is longer than a part', 'абвгдежз', 3, ['абв', 'где', 'жз']],
    ['before an emoji that would be halved', 'ab😀c', 3, ['ab', '😀c']],
    ['before a family that would be torn apart', `ab${family}`, 11, ['ab', family]],
    ['before a letter with its accents', 'abe\u0301\u0301c', 4, ['ab', 'e\u0301\u0301c']],
    ['between code points in a character longer than a part', '😀'.repeat(1) + '\u200d😀'.repeat(3), 4, ['😀\u200d', '😀\u200d', '😀\u200d', '😀']],
  ])('%s', (_, text, limit, parts) => {
    expect(plain(formatText({ text }, limit))).toEqual(parts)
  })

  it('keeps bold on every part of a long title and on nothing else', () => {
    expect(formatText({ title: 'раз два', text: 'три' }, 4).map(part => part.html)).toEqual(['<b>раз</b>', '<b>два</b>', 'три'])
  })

  it('gives 4,096 and the rest', () => {
    expect(plain(formatText({ text: 'я'.repeat(4_097) })).map(part => part.length)).toEqual([4_096, 1])
  })
})

describe('for every text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('\n', '\n\n', ' ', '&', '<', family, '😀', 'касса', '\r\n'),
  )
  const texts = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join('').toWellFormed().replaceAll('\0', ''))
  const limit = fc.integer({ min: 12, max: 60 })

  it('nothing but white space at borders is lost, and nothing added', () => {
    fc.assert(fc.property(texts, fc.option(texts, { nil: undefined }), limit, (text, title, most) => {
      const parts = formatText({ text, title }, most)
      expect(inked(plain(parts).join(''))).toBe(inked((title ?? '') + text))
    }))
  })

  it('no part is empty or over the limit, and its HTML shows exactly it', () => {
    fc.assert(fc.property(texts, limit, (text, most) => {
      for (const part of formatText({ title: 'Заявка', text }, most)) {
        expect(part.plain.trim()).not.toBe('')
        expect(part.plain.length).toBeLessThanOrEqual(most)
        expect(shown(part.html)).toBe(part.plain)
      }
    }))
  })

  it('no part begins or ends with half a character, and none that fits a part is torn apart', () => {
    const emoji = fc.array(fc.constantFrom(family, '😀', '👍🏽', '🇷🇺', 'й', ' ', 'ё́'), { minLength: 5, maxLength: 60 }).map(list => list.join(''))
    fc.assert(fc.property(emoji, limit, (text, most) => {
      const parts = plain(formatText({ text }, most))
      expect(parts.every(part => part.isWellFormed())).toBe(true)
      // Flags that follow each other pair up anew in each part only if one was torn; so comparing characters finds every tear.
      expect(parts.flatMap(characters)).toEqual(characters(text))
    }))
  })
})
