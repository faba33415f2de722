import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchorOf, clauseIds } from './clauses.ts'
import { parseDocument, readDocument } from './document/parse.ts'
import { readingIds, readings } from './document/readings.ts'
import type { RegulationDocument } from './document/schema.ts'
import { escapeHtml, regulationPage } from './page.ts'
import type { PageEdition } from './page.ts'

const load = (path: string): RegulationDocument => {
  const parsed = parseDocument(readFileSync(join(import.meta.dirname, path), 'utf8'))
  if (!parsed.ok) throw new Error(`${path} does not load`)
  return parsed.document
}
const jupiter = load('../../regulations/jupiter.ru.yaml')
const orchard = load('document/samples/orchard.en.yaml')
const first: PageEdition = { id: 1, version: '1', validFrom: Date.parse('2026-01-01T00:00:00+03:00') }
const second: PageEdition = { id: 2, version: '2', validFrom: Date.parse('2027-01-01T00:00:00+03:00') }
const page = (document: RegulationDocument, edition = first, current = edition, editions = [edition]) =>
  regulationPage({ document, edition, current, editions, stylesheet: '/regulation.css?v=1' })
const html = page(jupiter)
const text = (source: string) => source.replace(/<[^>]*>/g, ' ').replaceAll('\u00a0', ' ').replace(/\s+/g, ' ')

describe('the public page', () => {
  test('R-7.1 has a place for every clause and every reading, each once, and every link inside it leads somewhere', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(match => match[1]!)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of [...clauseIds, ...readingIds]) expect(ids).toContain(anchorOf(id))
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(match => match[1]!)
    expect(targets.length).toBeGreaterThan(clauseIds.length + 2 * readingIds.length)
    expect(targets.filter(target => !ids.includes(target))).toEqual([])
  })

  test('every reading leads back to the clause it makes precise', () => {
    for (const id of readingIds) {
      const at = html.indexOf(`id="${anchorOf(id)}"`)
      expect(html.slice(at, html.indexOf('¶', at))).toContain(`href="#${anchorOf(readings[id].clause)}"`)
    }
  })

  test('hours, ways to write and terms stand at the top, with links to tap', () => {
    const top = html.slice(0, html.indexOf('id="s-1"'))
    expect(text(top)).toContain('Ежедневно с 09:00 до 23:00 по московскому времени')
    // product 4.9: also the form, for whoever no messenger reaches
    for (const href of ['https://t.me/JupiterHelp_bot', 'mailto:jupiterhelp@mail.ru', 'tel:+79770909190', '/new']) expect(top).toContain(`href="${href}"`)
    expect(text(top)).toContain('2. важная до 5 рабочих дней до 5 рабочих дней')
    expect(text(top)).toContain('Срочность оценим за 30 минут рабочего времени.')
  })

  test('says its language, title, edition and date', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="ru">/)
    expect(html).toContain('<title>Регламент поддержки «Юпитера»</title>')
    expect(text(html)).toContain('Редакция 1, действует с 1 января 2026 года')
    expect(html).not.toContain('class="notice"')
    expect(page(orchard)).toMatch(/<html lang="en">[\s\S]*<title>How Orchard support works<\/title>/)
  })

  test('headings go down one step at a time', () => {
    const levels = [...html.matchAll(/<h([1-6])/g)].map(match => Number(match[1]))
    expect(levels[0]).toBe(1)
    expect(levels.filter(level => level === 1)).toHaveLength(1)
    expect(levels.every((level, index) => index === 0 || level <= levels[index - 1]! + 1)).toBe(true)
  })

  test('carries no script, no style and no address of a stranger\'s server', () => {
    expect(html).not.toMatch(/<script|<style| style=| on[a-z]+=|<iframe|<img/i)
    expect([...html.matchAll(/(?:src|href)="(https?:[^"]+)"/g)].map(match => match[1])).toEqual(['https://t.me/JupiterHelp_bot', 'https://t.me/JupiterHelp_bot', 'https://www.jupiter.systems'])
  })

  test('an edition that has passed or is still to come says so', () => {
    expect(text(page(jupiter, first, second, [first, second]))).toContain('Сейчас действует редакция 2. Открыть действующую')
    const future = page(jupiter, second, first, [first, second])
    expect(text(future)).toContain('Эта редакция вступит в силу 1 января 2027 года. Открыть действующую')
    expect(future).toContain('href="/regulation/1"')
    expect(future).toMatch(/href="\/regulation\/2" aria-current="page"/)
  })

  test('words of a document cannot become markup', () => {
    const evil = '<img src=x onerror=alert(1)>&"\''
    const draft = structuredClone(jupiter)
    draft.product.name = evil
    draft.categories[0]!.effect = evil
    draft.topics[0]!.title = evil
    draft.outside[0]!.reply = evil
    draft.channels[0]!.name = evil
    draft.title = `Регламент {product.name}`
    const read = readDocument(draft)
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const shown = page(read.document)
    expect(shown).not.toMatch(/<img/)
    expect(shown.split('&lt;').length).toBeGreaterThan(6)
    expect(shown).toContain(`<title>Регламент ${escapeHtml(evil)}</title>`)
  })
})
