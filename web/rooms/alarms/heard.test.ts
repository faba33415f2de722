import { describe, expect, test } from 'vitest'
import { hearNew } from './heard.ts'

describe('pain 35: a sound once for each new alarm', () => {
  test.each<[string, readonly string[], readonly string[], boolean]>([
    ['the first', [], ['a'], true],
    ['the same again, after a reload or in another page', ['a'], ['a'], false],
    ['another beside it', ['a'], ['a', 'b'], true],
    ['one that went', ['a', 'b'], ['b'], false],
    ['nothing', ['a'], [], false],
  ])('%s', (_name, known, standing, ring) => {
    expect(hearNew(known, standing)).toEqual({ ring, known: standing })
  })

  test('what went and comes back is heard again', () => {
    const gone = hearNew(['triage'], [])
    expect(hearNew(gone.known, ['triage']).ring).toBe(true)
  })
})
