import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemKinds, type AskedItem, type ItemKind } from './asked.ts'
import { tickOff } from './tick-off.ts'

const item = (id: string, kind: ItemKind, more: Partial<AskedItem> = {}): AskedItem => ({ id, kind, text: kind, question: 'q', at: 1, state: 'open', message: null, ...more })
const photo = { kind: 'photo', name: 'photo.jpg', mime: 'image/jpeg' }
const file = (name: string, mime = 'application/octet-stream') => ({ kind: 'document', name, mime })

describe('what a message brings of what was asked for (R-3.2.3)', () => {
  it.each<[string, AskedItem[], { text?: string; files?: { kind: string; name: string; mime: string }[] }, string[]]>([
    ['a photo is the screenshot that was asked for', [item('a', 'screenshot')], { files: [photo] }, ['a']],
    ['a picture sent as a file is one, too', [item('a', 'photo')], { files: [file('ekran.png', 'image/png')] }, ['a']],
    ['one picture ticks one item', [item('a', 'photo'), item('b', 'screenshot')], { files: [photo] }, ['a']],
    ['two pictures tick two', [item('a', 'photo'), item('b', 'screenshot')], { files: [photo, photo] }, ['a', 'b']],
    ['a log by its name', [item('a', 'log')], { files: [file('jupiter.log')] }, ['a']],
    ['an archive may be the log', [item('a', 'log')], { files: [file('logs.zip')] }, ['a']],
    ['a photo is no log', [item('a', 'log')], { files: [photo] }, []],
    ['a log is no photo', [item('a', 'photo')], { files: [file('jupiter.log')] }, []],
    ['words answer the one question in words', [item('a', 'photo'), item('b', 'text')], { text: 'Epson TM-T20' }, ['b']],
    ['words among several questions in words are left to a person', [item('a', 'text'), item('b', 'text')], { text: 'Не знаю' }, []],
    ['unless they are numbered as the question is', [item('a', 'photo'), item('b', 'text'), item('c', 'text')], { text: '2) Epson\n3) вчера' }, ['b', 'c']],
    ['a number in front of a picture ticks nothing without the picture', [item('a', 'photo'), item('b', 'text'), item('c', 'text')], { text: '1. сейчас пришлю' }, []],
    ['a version is a number with points', [item('a', 'version'), item('b', 'text')], { text: 'стоит 5.2.14' }, ['a']],
    ['a date is no version', [item('a', 'version')], { text: 'с 28.11, обновляли 17.03.2026' }, []],
    ['a time of day is no version', [item('a', 'version')], { text: 'с 10:30' }, []],
    ['a day or an hour is a date', [item('a', 'date')], { text: 'вчера вечером' }, ['a']],
    ['an hour is a date', [item('a', 'date')], { text: 'примерно в 14:20' }, ['a']],
    ['what was done is said', [item('a', 'action')], { text: 'Перезагрузила, готово' }, ['a']],
    ['what was not done is not ticked', [item('a', 'action')], { text: 'Ещё не перезагрузили' }, []],
    ['what is ticked already is not ticked again', [item('a', 'photo', { state: 'done' })], { files: [photo] }, []],
    ['an empty message brings nothing', [item('a', 'text')], { text: '  ' }, []],
  ])('%s', (_, items, { text = '', files = [] }, expected) => expect(tickOff(items, { text, files }).sort()).toEqual(expected))

  it('whatever comes, only open items are ticked, each once, and never more pictures than came', () => {
    const kinds = fc.constantFrom(...itemKinds)
    const items = fc.array(fc.record({ kind: kinds, state: fc.constantFrom('open', 'done', 'waived') }), { maxLength: 12 })
      .map(list => list.map(({ kind, state }, index) => item(`i${index}`, kind, { state: state as AskedItem['state'] })))
    fc.assert(fc.property(items, fc.string(), fc.array(fc.constantFrom(photo, file('a.log')), { maxLength: 5 }), (asked, text, files) => {
      const ticked = tickOff(asked, { text, files })
      expect(new Set(ticked).size).toBe(ticked.length)
      const found = ticked.map(id => asked.find(one => one.id === id)!)
      expect(found.every(one => one.state === 'open')).toBe(true)
      const pictures = found.filter(one => one.kind === 'photo' || one.kind === 'screenshot').length
      expect(pictures).toBeLessThanOrEqual(files.filter(one => one.kind === 'photo').length)
    }))
  })
})
